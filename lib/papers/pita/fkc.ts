/** Feynman-Kac correctors on the forty Gaussians, annealed to a third of the temperature. */
import { geometricSchedule, type NoiseLevel } from "../../diffusion/variance_schedule.ts";
import { gmm40, gmm40Deviations, type Mixture, temperedMixture } from "../../energy/mod.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import { annealedMove, type AnnealedScheme, run, weightedSde } from "../../samplers/mod.ts";
import { disposeTree, random, type Tensor, tf } from "../../tensor/mod.ts";

/** Lengths are divided by it, as in the released code. */
export const FKC_SCALE = 50;

/** The inverse temperature annealed to: p³. */
export const FKC_BETA = 3;

/** The model: forty Gaussians of deviation softplus(2), lengths over 50. */
export const fkcModel = (): Mixture => gmm40({ scale: FKC_SCALE, deviation: gmm40Deviations.fkc });

/** What is to be sampled: p³, a mixture too. */
export const fkcTarget = (): Mixture => temperedMixture(fkcModel(), FKC_BETA);

/**
 * How particles are resampled; the columns of the published table, and the other form of its clock.
 */
export type Corrector = "none" | "birth-death" | "systematic" | "accumulated births";

/** A cell of the table. */
export interface FkcCell {
  readonly scheme: AnnealedScheme;
  readonly corrector: Corrector;
}

/** The six cells, in the published order. */
export const fkcCells: readonly FkcCell[] = (["target score", "tempered noise"] as const).flatMap(
  (scheme) =>
    (["none", "birth-death", "systematic"] as const).map((corrector) => ({ scheme, corrector })),
);

/** The clock's other form, which the released code has too. */
export const accumulatedCells: readonly FkcCell[] = [
  { scheme: "target score", corrector: "accumulated births" },
  { scheme: "tempered noise", corrector: "accumulated births" },
];

/** The probability flow and a Langevin step, whose weights vary less: no cell of the table, ours. */
export const flowCells: readonly FkcCell[] = [
  { scheme: "probability flow", corrector: "none" },
  { scheme: "probability flow", corrector: "birth-death" },
  { scheme: "probability flow", corrector: "systematic" },
];

/** How much is computed. */
export interface FkcOptions {
  readonly particles: number;
  readonly steps: number;
  readonly seed: number;
}

/** Samples of one run, in lengths over 50, and what they took. */
export interface FkcRun {
  readonly points: Points;
  readonly seconds: number;
  /** Distinct particles at the first step whose offspring are left; all without resampling. */
  readonly survivors: number;
}

/** Noise from a deviation of 10 down to .01, lengths over 50. */
export const FKC_SCHEDULE = geometricSchedule(0.01, 10);

/** The sampler of one cell, compiled once for many seeds: "graph" is ready sooner, and slower then. */
export function fkcSampler(
  { scheme, corrector }: FkcCell,
  steps: number,
  mode: "xla" | "graph" = "xla",
) {
  const model = fkcModel();
  const score = (_: Record<never, never>, x: Tensor, { h }: NoiseLevel) => model.score(x, h);
  return weightedSde({
    schedule: FKC_SCHEDULE,
    move: annealedMove(score, FKC_BETA, scheme),
    steps,
    startScale: 1 / FKC_BETA,
    resampling: corrector,
    mode,
  });
}

/**
 * Runs a sampler of {@link fkcSampler}: `particles` in all, in so many `populations` of equal size that
 * resample among themselves only.
 *
 * @throws {RangeError} If the populations cannot be equal
 */
export function runFkc(
  sampler: ReturnType<typeof fkcSampler>,
  { particles, seed, populations = 1 }: Omit<FkcOptions, "steps"> & { populations?: number },
): FkcRun {
  const size = particles / populations;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot divide ${particles} particles into ${populations} equal parts`);
  }
  const root = random.key(seed);
  const started = performance.now();
  const values = new Float32Array(2 * particles);
  let survivors = 0;
  for (let part = 0; part < populations; part++) {
    const key = populations === 1 ? tf.clone(root) as typeof root : random.fold(root, part);
    let origin = Int32Array.from({ length: size }, (_, i) => i);
    const state = run(sampler, key, {}, [size, 2], {
      observe({ ancestors }) {
        const from = ancestors.dataSync();
        origin = origin.map((_, i) => origin[from[i]!]!);
      },
    });
    values.set(pointsOf(state.x).values, 2 * size * part);
    survivors += new Set(origin).size;
    disposeTree({ ...state, key });
  }
  root.dispose();
  const seconds = (performance.now() - started) / 1000;
  return { points: { values, dimension: 2 }, seconds, survivors };
}
