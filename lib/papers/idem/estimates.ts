/** How far the Monte-Carlo score is from the closed form, by noise level. */
import { geometricSchedule } from "../../diffusion/variance_schedule.ts";
import { gmm40 } from "../../energy/mod.ts";
import { clipNorm, type MonteCarloOptions, monteCarloScore } from "../../samplers/mod.ts";
import { compile, type Key, random, type Tensor, type Tensor1D, tf } from "../../tensor/mod.ts";
import { GMM_SCALE } from "./settings.ts";

/** Estimates at one noise level. */
export interface EstimateRow {
  readonly kind: NonNullable<MonteCarloOptions["kind"]>;
  readonly K: number;
  readonly t: number;
  /** √h in lengths as they are. */
  readonly noise: number;
  /** Root mean square of the error, estimate and score both cut to `CLIP`, over that of the uncut score. */
  readonly error: number;
  /** Mean effective number of points. */
  readonly ess: number;
}

/** Cut of scores, lengths over 50, as the paper trains. */
const CLIP = 70;

const KINDS = ["gradient", "noise", "mixed"] as const;

/** Root of the mean squared length of rows. */
const root = (v: Tensor) => tf.sqrt(tf.mean(tf.sum(tf.square(v), 1)));

/** Errors at `points` exact noised samples of GMM-40 a level, by the paper's schedule. */
export function estimateErrors(
  { Ks, ts, points, seed, mode = "xla" }: {
    readonly Ks: readonly number[];
    readonly ts: readonly number[];
    readonly points: number;
    readonly seed: number;
    /** How it is compiled: "graph" is ready sooner, and slower then. */
    readonly mode?: "xla" | "graph";
  },
): EstimateRow[] {
  const target = gmm40({ scale: GMM_SCALE }), schedule = geometricSchedule(1e-5, 1);
  const rows = Ks.flatMap((K) => {
    // All kinds in one, as they share points and energies.
    const estimate = compile(({ key, h }: { key: Key; h: Tensor1D }) => {
      const [forSample, forNoise, forScore] = random.split(key, 3) as [Key, Key, Key];
      const clean = target.sample(forSample, points);
      const x = tf.add(clean, tf.mul(tf.sqrt(h), random.normal(forNoise, [points, 2])));
      const exact = target.score(x, h);
      return Object.fromEntries(KINDS.map((kind) => {
        const options = { samples: K, clip: CLIP, kind };
        const { score, ess } = monteCarloScore(target, forScore, x, h, options);
        const error = root(tf.sub(score, clipNorm(exact, CLIP)));
        return [kind, { error: tf.div(error, root(exact)), ess: tf.mean(ess) }];
      }));
    }, { mode, name: `estimates ${K}` });
    const own = ts.flatMap((t) => {
      const h = tf.tensor1d([schedule.h(t)]), key = random.key(seed);
      const found = estimate({ key, h });
      tf.dispose([h, key]);
      return KINDS.map((kind) => {
        const { error, ess } = found[kind]!;
        const values = { error: error.dataSync()[0]!, ess: ess.dataSync()[0]! };
        tf.dispose([error, ess]);
        return { kind, K, t, noise: GMM_SCALE * Math.sqrt(schedule.h(t)), ...values };
      });
    });
    estimate.dispose();
    return own;
  });
  return KINDS.flatMap((kind) => rows.filter((row) => row.kind === kind));
}

/** Measured elsewhere over 300 points a level: t, error for K = 20, 100, 500. */
export const specified = [
  { t: 0.5, errors: [0.032, 0.013, 0.006] },
  { t: 0.6, errors: [0.097, 0.043, 0.020] },
  { t: 0.7, errors: [0.46, 0.21, 0.086] },
  { t: 0.75, errors: [1.26, 0.57, 0.24] },
  { t: 0.8, errors: [3.4, 1.4, 0.64] },
  { t: 0.9, errors: [14, 7.6, 3.3] },
  { t: 1, errors: [50, 33, 17] },
] as const;
