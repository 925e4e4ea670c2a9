/** What the notebook shows, as plain rows, and which claims held. */
import { DIGIT_SIDE, type Digits } from "../../datasets/digits.ts";
import type { ComparisonRow } from "../../plots/comparison.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { type Order, orderOf } from "../../records/order.ts";
import { ARMS } from "./arms.ts";
import { DIGIT_ARM_NAMES } from "./digits.ts";
import { ENERGY_ARM_NAMES } from "./energies.ts";
import { MOLECULE_ARM_NAMES } from "./molecules.ts";
import type { FrameErrors } from "./frames.ts";
import { CLUSTER_ARM_NAMES } from "./particles.ts";
import { type CanonicalRecord, spread, type Task, TIMED, valuesOf } from "./record.ts";
import { rerunMoves, type Runs } from "./reruns.ts";
import { trainingSeconds } from "./runs.ts";

const FLOORS: Readonly<Record<Task, string>> = {
  digits: "unseen digits themselves",
  clusters: "fresh clusters themselves",
  energies: "fresh clusters themselves",
  molecules: "unseen molecules; distances of training ones",
};

/** A measure of samples. */
interface Score {
  readonly metric: string;
  readonly better: "low" | "high";
}

/** The number by which a task's samples are compared. */
export const SCORES: Readonly<Record<Task, Score>> = {
  digits: { metric: "Fréchet distance", better: "low" },
  clusters: { metric: "energy, W₁", better: "low" },
  energies: { metric: "energy, W₁", better: "low" },
  molecules: { metric: "atoms stable", better: "high" },
};

/** Further measures of samples. Losses are none: on another slice they are of other data. */
const FURTHER_SCORES: Readonly<Record<Task, readonly Score[]>> = {
  digits: [{ metric: "confidence", better: "high" }],
  clusters: [{ metric: "distance, W₁", better: "low" }],
  energies: [{ metric: "distance, W₁", better: "low" }],
  molecules: [
    { metric: "molecules stable", better: "high" },
    { metric: "distance, W₁", better: "low" },
  ],
};

/** What else is shown. */
const FURTHER: Readonly<Record<Task, readonly string[]>> = {
  digits: ["confidence", "loss on unseen digits"],
  clusters: ["distance, W₁", "loss on unseen clusters"],
  energies: ["distance, W₁", "loss on unseen clusters"],
  molecules: ["molecules stable", "distance, W₁", "loss on unseen molecules"],
};

/** The arms of a task, and what each is in words. */
function armsOf(task: Task): readonly (readonly [arm: string, name: string])[] {
  if (task === "energies") return Object.entries(ENERGY_ARM_NAMES);
  const names = {
    digits: DIGIT_ARM_NAMES,
    clusters: CLUSTER_ARM_NAMES,
    molecules: MOLECULE_ARM_NAMES,
  }[task];
  return ARMS.map((arm) => [arm, names[arm]] as const);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** A line for each arm of a task, and one for fresh data. */
export function armRows(record: CanonicalRecord, task: Task): Record<string, string>[] {
  const of = (arm: string, metric: string) =>
    spread(
      valuesOf(record, arm === "data" && task === "energies" ? "clusters" : task, arm, metric),
    );
  const metrics = [SCORES[task].metric, ...FURTHER[task]];
  const seconds = trainingSeconds(record, task);
  return [...armsOf(task), ["data", FLOORS[task]] as const].map(([arm, name]) => ({
    "trained on": name,
    ...Object.fromEntries(metrics.map((metric) => [metric, of(arm, metric)])),
    [seconds.label]: spread(seconds.of(arm)),
    [TIMED]: of(arm, TIMED),
  }));
}

/** The scores of a task's arms as dots with the range over the seeds. */
export function armBars(record: CanonicalRecord, task: Task): ComparisonRow[] {
  return armsOf(task).flatMap(([arm, method]) => {
    const { metric } = SCORES[task], values = valuesOf(record, task, arm, metric);
    if (values.length === 0) return [];
    return [{
      method,
      split: metric,
      value: mean(values),
      low: Math.min(...values),
      high: Math.max(...values),
      kind: "ours" as const,
    }];
  });
}

/** Images as cells of maps, one panel each. */
export function digitCells({ images }: Digits, count: number, panel: (i: number) => string) {
  const size = DIGIT_SIDE * DIGIT_SIDE;
  return Array.from(
    { length: count },
    (_, i) =>
      Array.from(images.subarray(i * size, (i + 1) * size), (value, at) => ({
        panel: panel(i),
        row: Math.floor(at / DIGIT_SIDE),
        column: at % DIGIT_SIDE,
        value,
      })),
  ).flat();
}

/**
 * How one arm's numbers lie to another's: decided where the ranges over seeds part by more than training the
 * same seed again moves such a number.
 */
function apart(own: readonly number[], others: readonly number[], moves: number): Order {
  if (own.length === 0 || others.length === 0) return "undecided";
  if (orderOf(own.map((x) => x + moves), others) === "lower") return "lower";
  return orderOf(own.map((x) => x - moves), others) === "higher" ? "higher" : "undecided";
}

/**
 * That one arm is better than another, by the task's score. No more than "partly" where another measure
 * says the opposite as surely, which the evidence then names.
 */
function order(
  runs: Runs,
  claim: string,
  { task, good, other }: { readonly task: Task; readonly good: string; readonly other: string },
): Claim {
  const compared = [SCORES[task], ...FURTHER_SCORES[task]].map(({ metric, better }) => {
    const [own, its] = [good, other].map((arm) => valuesOf(runs.record, task, arm, metric));
    const order = apart(own!, its!, rerunMoves(runs, task, metric));
    return {
      better: order === (better === "low" ? "lower" : "higher"),
      worse: order === (better === "low" ? "higher" : "lower"),
      text: `${metric} ${spread(own!)} against ${spread(its!)}`,
    };
  });
  const [score, ...others] = compared as [typeof compared[number], ...typeof compared];
  const contrary = others.filter((one) => score.worse ? one.better : one.worse);
  const holds = score.better
    ? contrary.length > 0 ? "partly" as const : true
    : score.worse
    ? false
    : "undecided" as const;
  return {
    claim: `${task}: ${claim}`,
    holds,
    evidence: score.text + (contrary.length > 0 ? "; but " : "") +
      contrary.map(({ text }) => text).join(" and "),
  };
}

/** The paper's third claim, of whole molecules; as no number of it was found, "stable" is half of them. */
function stableWhenFrozen(record: CanonicalRecord): Claim[] {
  const shares = (arm: string) => valuesOf(record, "molecules", arm, "molecules stable");
  const frozen = shares("frozen");
  if (frozen.length === 0) return [];
  const others = ["none", "equivariant", "data"].map((arm) =>
    `${arm === "data" ? "unseen ones" : arm} ${spread(shares(arm))}`
  );
  return [{
    claim: "molecules: with a frozen random canonicaliser most of them are stable",
    holds: Math.min(...frozen) > 0.5 ? true : mean(frozen) > 0.5 && "partly",
    evidence: `share of molecules ${spread(frozen)}; ${others.join(", ")}`,
  }];
}

/** The paper's second claim: decided where timings of several seeds part, as one of one seed is no range. */
function faster(record: CanonicalRecord, task: Task): Claim {
  const [own, its] = ["learned", "equivariant"].map((arm) => valuesOf(record, task, arm, TIMED));
  const once = Math.min(own!.length, its!.length) === 1;
  const order = once ? "undecided" : apart(own!, its!, 0);
  return {
    claim: `${task}: sampling is faster than with an equivariant denoiser`,
    holds: order === "undecided" ? order : order === "lower",
    evidence: own!.length === 0 || its!.length === 0
      ? "not timed"
      : `${spread(own!)} ms against ${spread(its!)} ms${once ? ", timed with one seed" : ""}`,
  };
}

/** A claim for each of the notebook's first cell. */
export function verdict(
  runs: Runs,
  pooling: { readonly mean: FrameErrors; readonly max: FrameErrors },
): Claim[] {
  const { record } = runs;
  const tasks = (["digits", "clusters", "molecules"] as const).filter((task) =>
    valuesOf(record, task, "none", SCORES[task].metric).length > 0
  );
  const of = (task: Task, arm: string, metric = SCORES[task].metric) =>
    valuesOf(record, task, arm, metric);
  const better = (claim: string, task: Task, good: string, other: string) =>
    order(runs, claim, { task, good, other });
  return [
    {
      claim: "(ours) a frame by mean pooling turns with its cloud; by max pooling it does not",
      holds: pooling.mean.median < 0.01 && pooling.max.median > 10,
      evidence: `median angle ${pooling.mean.median.toPrecision(2)}° against ${
        pooling.max.median.toPrecision(3)
      }°`,
    },
    ...tasks.flatMap((task) => [
      better("(ours) a learned canonicaliser is better than none", task, "learned", "none"),
      better("(ours) a frozen one is already better than none", task, "frozen", "none"),
      better("(ours) learned is better than frozen", task, "learned", "frozen"),
      better("learned is better than an equivariant denoiser", task, "learned", "equivariant"),
      faster(record, task),
    ]),
    ...stableWhenFrozen(record),
    ...of("energies", "slice").length === 0 ? [] : [
      better("(ours) on the slice better than of coordinates", "energies", "slice", "coordinates"),
      better("(ours) on the slice better than invariant", "energies", "slice", "invariant"),
    ],
  ];
}
