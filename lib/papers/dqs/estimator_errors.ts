/** How good estimates of a smoothed score are, where the truth is known. */
import { assertCount, assertFinite } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { type Key, random, type Tensor, tf, tidy } from "../../tensor/mod.ts";
import { assertEta, type Eta, smoothedScore } from "./estimator.ts";
import { bandit } from "./environments.ts";
import { logJacobian, schedule } from "./networks.ts";

/** Error of an estimator at one noise level. */
export interface EstimatorRow {
  readonly estimator: string;
  readonly K: number;
  readonly t: number;
  /** √h. */
  readonly noise: number;
  /** Root mean square of the error of (h + 10⁻³)^½·score, the scale of the actor's loss. */
  readonly rmse: number;
  /** The same of the mean error over repetitions, above what those leave of the noise. */
  readonly bias: number;
}

/** Points along each axis of the local grid, and how far it reaches in deviations of the noise. */
const GRID = 81, REACH = 5;

/** log π̃(u) = r/α + log Jacobian, up to a constant, on the host. */
function hostDensity(s: readonly number[], alpha: number, u: readonly number[]): number {
  const jacobian = (v: number) => 2 * (Math.LN2 - v - Math.log1p(Math.exp(-2 * v)));
  const { reward } = bandit.step(s, u.map(Math.tanh));
  return reward / alpha + jacobian(u[0]!) + jacobian(u[1]!);
}

/** ∇ log (π̃ * N(0, hI))(u), by a sum over a grid about u that is as wide as the noise. */
export function exactScore(
  s: readonly number[],
  alpha: number,
): (u: readonly number[], h: number) => [number, number] {
  const z = Array.from({ length: GRID }, (_, i) => REACH * (2 * i / (GRID - 1) - 1));
  return (u, h) => {
    const root = Math.sqrt(h);
    const logs = z.flatMap((zy) =>
      z.map((zx) =>
        hostDensity(s, alpha, [u[0]! + root * zx, u[1]! + root * zy]) - (zx * zx + zy * zy) / 2
      )
    );
    const top = logs.reduce((a, b) => Math.max(a, b));
    let sum = 0, x = 0, y = 0;
    logs.forEach((l, k) => {
      const w = Math.exp(l - top);
      sum += w;
      x += w * z[k % GRID]!;
      y += w * z[Math.floor(k / GRID)]!;
    });
    return [x / sum / root, y / sum / root];
  };
}

/** The bandit's log π̃ as tensors, `u` `[n, 2]` → `[n, 1]`. */
export function logDensityOf(s: readonly number[], alpha: number): (u: Tensor) => Tensor {
  return (u) => {
    const [a0, a1] = tf.split(tf.tanh(u), 2, 1) as [Tensor, Tensor];
    const x = tf.add(tf.mul(a0, 2), 4 * s[0]!), y = tf.add(tf.mul(a1, 2), 4 * s[1]!);
    const bumps = [...Array(8).keys()].map((i) => {
      const dx = tf.sub(x, 3 * Math.cos(Math.PI * i / 4));
      const dy = tf.sub(y, 3 * Math.sin(Math.PI * i / 4));
      return tf.exp(tf.div(tf.add(tf.square(dx), tf.square(dy)), -0.72));
    });
    const reward = tf.log(tf.add(tf.addN(bumps), Math.exp(-4)));
    return tf.add(tf.div(reward, alpha), logJacobian(u));
  };
}

/** One batch of estimates at points `[n, 2]`, `[n, 2]`. */
export function estimate(
  key: Key,
  log: (u: Tensor) => Tensor,
  points: Tensor,
  { h, K, eta }: { readonly h: number; readonly K: number; readonly eta: Eta | "qsm" },
): Tensor {
  return tf.tidy(() => {
    const gradient = (u: Tensor) => tf.grad((v) => tf.sum(log(v)))(u);
    if (eta === "qsm") return gradient(points);
    const n = points.shape[0]!;
    const noise = random.normal(key, [n, K, 2]);
    const y = tf.reshape(tf.add(tf.expandDims(points, 1), tf.mul(noise, Math.sqrt(h))), [n * K, 2]);
    return smoothedScore({
      noise,
      gradient: tf.reshape(gradient(y), [n, K, 2]),
      logDensity: tf.reshape(log(y), [n, K, 1]),
      h: tf.fill([n, 1], h),
    }, eta);
  });
}

/** Options of {@link estimatorErrors}. */
export interface EstimatorErrorsOptions {
  readonly etas: readonly (Eta | "qsm")[];
  readonly Ks: readonly number[];
  /** Times in [0, 1]. */
  readonly ts: readonly number[];
  readonly alpha: number;
  readonly points: number;
  readonly repetitions: number;
  readonly seed: number;
}

/** Names of {@link EstimatorErrorsOptions}. */
const OPTION_NAMES = [
  ...["etas", "Ks", "ts", "alpha", "points", "repetitions", "seed"],
] as const satisfies (keyof EstimatorErrorsOptions)[];

function assertErrors(options: EstimatorErrorsOptions): void {
  assertOptionNames(options, OPTION_NAMES, true);
  const { etas, Ks, ts, alpha, points, repetitions } = options;
  etas.forEach((eta) => assertEta(eta, "qsm"));
  Ks.forEach((K) => assertCount("K", K));
  for (const t of ts) {
    if (t >= 0 && t <= 1) continue;
    throw new RangeError(`Times must be numbers from 0 to 1: current value is ${t}`);
  }
  assertFinite("alpha", alpha, "above 0");
  assertCount("points", points);
  assertCount("repetitions", repetitions);
}

/**
 * Estimators at several noise levels against the truth, at points as training meets them.
 *
 * @throws {RangeError} If an option is impossible, such as an η that there is not, or its name unknown
 */
export function estimatorErrors(options: EstimatorErrorsOptions): EstimatorRow[] {
  assertErrors(options);
  const { etas, Ks, ts, alpha, points, repetitions, seed } = options;
  const s = [0, 0], exact = exactScore(s, alpha), log = logDensityOf(s, alpha);
  return ts.flatMap((t, level) => {
    const h = schedule.h(t), scale = Math.sqrt(h + 1e-3);
    const at = tidy(() => {
      const [a, b] = random.split(random.key(seed + level)) as [Key, Key];
      const u = random.uniform(a, [points, 2], -0.95, 0.95);
      return tf.add(tf.atanh(u), tf.mul(random.normal(b, [points, 2]), Math.sqrt(h)));
    });
    const values = at.arraySync() as number[][];
    const truth = values.map((u) => exact(u, h)).flat();
    const rows = etas.flatMap((eta) =>
      (eta === "qsm" ? [1] : Ks).map((K) => {
        const mean = new Float64Array(2 * points);
        let square = 0;
        for (let r = 0; r < repetitions; r++) {
          const key = random.key(seed + 1000 * (r + 1) + level);
          const found = estimate(key, log, at, { h, K, eta });
          found.dataSync().forEach((v, i) => {
            const error = scale * (v - truth[i]!);
            mean[i]! += error / repetitions;
            square += error * error / (repetitions * 2 * points);
          });
          tf.dispose([key, found]);
        }
        const ofMean = mean.reduce((sum, m) => sum + m * m, 0) / (2 * points);
        // E[mean²] = bias² + variance/repetitions.
        const bias2 = repetitions > 1
          ? Math.max(0, (repetitions * ofMean - square) / (repetitions - 1))
          : ofMean;
        const estimator = eta === "qsm" ? "gradient as it stands (QSM)" : `η = ${eta}`;
        return {
          estimator,
          K,
          t,
          noise: Math.sqrt(h),
          rmse: Math.sqrt(square),
          bias: Math.sqrt(bias2),
        };
      })
    );
    at.dispose();
    return rows;
  });
}
