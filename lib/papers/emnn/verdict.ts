/** Which claims held, computed from the record and from what the notebook measured. */
import { orderOf } from "../../records/order.ts";
import type { MeshRow } from "./experiments.ts";
import { type MeshRecord, valuesOf } from "./record.ts";
import { percent, spreadText } from "./report.ts";

/** A claim, whether it held, and the number behind that. */
export interface Finding {
  readonly claim: string;
  readonly verdict: "reproduced" | "only partly" | "not reproduced" | "not decided";
  readonly number: string;
}

const least = (values: readonly number[]) => Math.min(...values);
const most = (values: readonly number[]) => Math.max(...values);

/** Whether `above` is above `below`: decided where the ranges of their runs part. */
function ordering(above: readonly number[], below: readonly number[]): Finding["verdict"] {
  const order = orderOf(above, below);
  if (order === "undecided") return "not decided";
  return order === "higher" ? "reproduced" : "not reproduced";
}

/**
 * Whether differences are above 0, each of one seed alone: of networks that start alike and see the same
 * batches, as seeds differ by more than such networks do, or to a number that has no seeds.
 */
function signOrdering(differences: readonly number[]) {
  const wins = differences.filter((difference) => difference > 0).length;
  // Chance alone has all seeds on one side with 2⁻ⁿ: three seeds decide nothing.
  const chance = 0.5 ** differences.length;
  const verdict = chance > 0.05 ? "not decided" as const : ordering(differences, [0]);
  return { verdict, wins: `${wins} of ${differences.length} seeds` };
}

/** A line for each claim of the notebook's first cell. */
export function findings(
  { rows, steps }: MeshRecord,
  exact: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Finding[] {
  const accuracy = (method: string, test: string, task: MeshRow["task"] = "kinds") =>
    valuesOf(rows, task, method, `accuracy, ${test}`);
  const number = (task: MeshRow["task"], method: string, metric: string) =>
    valuesOf(rows, task, method, metric);
  const share = (values: readonly number[]) => spreadText(values, percent);
  const digits = (values: readonly number[]) => spreadText(values, (value) => value.toPrecision(3));
  const turned = "turned, moved and scaled";
  const kept = Object.entries(exact["EMNN"]!)
    .filter(([name]) => name !== "mirrored only (inside out)").map(([, error]) => error);
  const loss = accuracy("EMNN", "upright").map((value, i) =>
    Math.abs(value - accuracy("EMNN", turned)[i]!)
  );
  const floor = number("signed volume", "EGNN", "floor");
  const [egnn, emnn] = ["EGNN", "EMNN"].map((name) =>
    number("signed volume", name, "error of signed volume")
  ) as [number[], number[]];
  const scrambled = accuracy("EMNN, faces scrambled", turned);
  const paired = signOrdering(accuracy("EMNN", turned).map((value, i) => value - scrambled[i]!));
  const [smoothed] = number("denoising", "Laplace's smoothing", "error after");
  const descents = number("denoising", "EMNN", "error after");
  const descended = signOrdering(descents.map((error) => smoothed! - error));
  const seconds = (method: string) => number("kinds", method, "seconds per step");
  // Seed by seed, as loads changed between seeds.
  const longer = seconds("EMNN").map((own, i) =>
    own / seconds("coordinates, turned in training")[i]!
  );
  const exactly = kept.every((error) => error <= 1e-6);
  return [
    {
      claim:
        "EMNN is invariant under rotations, moves, scales, names, and mirrors with faces turned",
      verdict: exactly && most(loss) <= 0.01
        ? "reproduced"
        : exactly
        ? "only partly"
        : "not reproduced",
      number: `error ${most(kept).toExponential(1)}; accuracy changes by ${percent(most(loss))}`,
    },
    {
      claim: "a network that reads coordinates fails on turned meshes",
      verdict: ordering(accuracy("coordinates", "upright"), accuracy("coordinates", turned)),
      number: `upright ${share(accuracy("coordinates", "upright"))}, turned ` +
        share(accuracy("coordinates", turned)),
    },
    {
      claim:
        `EMNN tells turned kinds apart better than turning the training data does, after ${steps.kinds} steps each`,
      verdict: ordering(
        accuracy("EMNN", turned),
        accuracy("coordinates, turned in training", turned),
      ),
      number: `${share(accuracy("EMNN", turned))} against ` +
        `${share(accuracy("coordinates, turned in training", turned))}; a step takes EMNN ${
          spreadText(longer, (times) => times.toFixed(1))
        } times as long`,
    },
    {
      claim: "faces help to tell kinds apart: EMNN above EGNN",
      verdict: ordering(accuracy("EMNN", turned), accuracy("EGNN", turned)),
      number: `${share(accuracy("EMNN", turned))} against ${share(accuracy("EGNN", turned))}; ` +
        `few examples ${share(accuracy("EMNN", turned, "few examples"))} against ` +
        share(accuracy("EGNN", turned, "few examples")),
    },
    {
      claim: "ours: the right vertices matter: EMNN above its scrambled version",
      verdict: paired.verdict,
      number: `${share(accuracy("EMNN", turned))} against ${share(scrambled)}, ` +
        `above it in ${paired.wins}`,
    },
    {
      claim: "ours, signed volume: networks of edges stop at the floor, EMNN passes it",
      verdict: least(egnn) > 0.99 * floor[0]! && most(emnn) < 0.9 * floor[0]!
        ? "reproduced"
        : least(egnn) > 0.99 * floor[0]!
        ? "only partly"
        : "not reproduced",
      number: `EGNN ${digits(egnn)}, floor ${floor[0]!.toPrecision(3)}, EMNN ${digits(emnn)}`,
    },
    {
      claim: "ours: descent on EMNN's energy removes noise, more than tuned smoothing",
      verdict: descended.verdict,
      number: `EMNN ${digits(descents)}, EGNN ${
        digits(number("denoising", "EGNN", "error after"))
      }, smoothing ${digits([smoothed!])}, which EMNN is below in ${descended.wins}`,
    },
  ];
}
