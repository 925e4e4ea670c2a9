/** Training: a plain loop, kept in a folder and resumed from there. */
import type { SymmetricCrystal } from "../../datasets/crystals/crystal.ts";
import { rng } from "../../datasets/rng.ts";
import { compile, disposeTree, type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import { describeMachine } from "../../training/machine.ts";
import { type CrystalBatch, toBatch } from "./batch.ts";
import {
  type LogRow,
  readPart,
  readRun,
  type RunManifest,
  saveRun,
  type TrainingOptions,
} from "./checkpoint.ts";
import { crystalDenoiser } from "./denoiser.ts";
import { crystalLoss } from "./loss.ts";
import { crystalSchedule } from "./noise.ts";
import { adamStep, freshlyLearned, type Learned } from "./optimise.ts";
import { statisticsOf, toArrays } from "./representation.ts";

/** Where and how long {@linkcode train} trains. */
export interface TrainOptions {
  /** Is made, or continued if it holds a run. */
  readonly folder: string;
  /** What the crystals are, for the record. */
  readonly data: string;
  /** At most so many minutes in this call; never by default. */
  readonly minutes?: number | undefined;
  /** Steps between lines of the log; 100 by default. */
  readonly logEvery?: number;
  /** Seconds between saves; 120 by default. */
  readonly saveEvery?: number;
  readonly mode?: "xla" | "graph";
  /** Sees each line of the log. */
  readonly observe?: (row: LogRow) => void;
  /** Where the averaged parameters of these steps are kept too. */
  readonly keep?: Readonly<Record<number, string>>;
}

/** The learning rate of a step: a rise over the first tenth, at most 200 steps, and half a cosine. */
export function rateAt(step: number, { learningRate, steps }: TrainingOptions): number {
  const rise = Math.min(1, (step + 1) / Math.min(200, steps / 10));
  const fall = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / steps)));
  return learningRate * rise * fall;
}

const PARTS = ["lattice", "positions", "elements", "symbols"] as const;

/** Trains on crystals, from the start or from where `folder` stands; a run's options never change. */
export function train(
  crystals: readonly SymmetricCrystal[],
  options: TrainingOptions,
  {
    folder,
    data,
    minutes = Infinity,
    logEvery = 100,
    saveEvery = 120,
    mode = "xla",
    observe,
    keep,
  }: TrainOptions,
): RunManifest {
  const found = readRun(folder);
  const chosen = found?.options ?? options;
  const { denoiser: config, slots, batch } = chosen;
  const denoiser = crystalDenoiser(config);
  const arrays = crystals.map((crystal) => toArrays(crystal, config.nodes));
  const statistics = found?.statistics ?? statisticsOf(arrays, config.nodes);
  const loss = crystalLoss(denoiser, crystalSchedule(config.levels), statistics, chosen.weights);
  const update = compile((inputs: {
    learned: Learned;
    batch: CrystalBatch;
    key: Tensor;
    rate: Tensor;
    step: Tensor;
  }) => {
    const { learned, batch, key, rate, step } = inputs;
    const names = Object.keys(learned.params);
    let parts: Tensor | undefined;
    const of = (...values: Tensor[]) => {
      const params = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const all = loss(params, batch, random.fold(key as Key, step));
      parts = tf.keep(tf.stack(PARTS.map((name) => all[name]!)));
      return all.loss;
    };
    const { grads } = tf.valueAndGrads(of)(names.map((name) => learned.params[name]!));
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
    const next = adamStep(learned, gradients, rate, step);
    const told = tf.clone(parts!);
    parts!.dispose();
    return { learned: next, parts: told };
  }, { name: "crystalUpdate", mode });

  let learned = startOf(folder, found, denoiser, chosen.seed);
  let step = found?.step ?? 0;
  const secondsBefore = found?.seconds ?? 0;
  const log = [...found?.log ?? []];
  const key = random.key(chosen.seed);
  const draws = rng(chosen.seed).split("batches");
  const started = performance.now();
  let savedAt = started;
  const seconds = () => secondsBefore + (performance.now() - started) / 1000;
  const manifest = (): RunManifest => ({
    format: "symmcd-run-1",
    options: chosen,
    statistics,
    data,
    step,
    seconds: Math.round(seconds() * 10) / 10,
    machine: describeMachine(),
    log,
  });
  let sums = [0, 0, 0, 0], since = 0;
  while (step < chosen.steps && performance.now() - started < minutes * 60_000) {
    const random = draws.split(step);
    const chosenOnes = Array.from({ length: batch }, () => arrays[random.int(arrays.length)]!);
    const inputs = {
      batch: toBatch(chosenOnes, slots, config.nodes, statistics),
      rate: tf.scalar(rateAt(step, chosen)) as Tensor,
      step: tf.scalar(step, "int32") as Tensor,
    };
    const result = update({ learned, key, ...inputs });
    disposeTree(inputs);
    disposeTree(learned);
    learned = result.learned;
    const parts = result.parts.dataSync();
    result.parts.dispose();
    if (!parts.every(Number.isFinite)) {
      throw new Error(`Cannot go on after step ${step}: the loss is ${[...parts]}`);
    }
    sums = sums.map((sum, i) => sum + parts[i]!);
    since++;
    step++;
    if (step % logEvery === 0) {
      const [lattice, positions, elements, symbols] = sums.map((sum) =>
        Number((sum / since).toPrecision(5))
      ) as [number, number, number, number];
      const row = { step, seconds: Math.round(seconds()), lattice, positions, elements, symbols };
      log.push(row);
      observe?.(row);
      [sums, since] = [[0, 0, 0, 0], 0];
    }
    if (keep?.[step]) saveRun(keep[step]!, manifest(), learned);
    if (performance.now() - savedAt > saveEvery * 1000) {
      saveRun(folder, manifest(), learned);
      savedAt = performance.now();
    }
  }
  const last = manifest();
  saveRun(folder, last, learned);
  disposeTree(learned);
  update.dispose();
  key.dispose();
  return last;
}

function startOf(
  folder: string,
  found: RunManifest | undefined,
  denoiser: ReturnType<typeof crystalDenoiser>,
  seed: number,
): Learned {
  if (!found) {
    return tf.tidy(() =>
      freshlyLearned(
        denoiser.init(random.fold(random.key(seed), -1)),
      ) as unknown as tf.TensorContainer
    ) as unknown as Learned;
  }
  const read = (part: "params" | "first" | "second" | "average") =>
    readPart(folder, found, part, denoiser.parameters);
  return {
    params: read("params"),
    first: read("first"),
    second: read("second"),
    average: read("average"),
  };
}
