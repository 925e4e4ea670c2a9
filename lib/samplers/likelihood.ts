/** The density of what a score model samples, by the probability-flow ODE. */
import { assertFinite, assertFunction } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  compile,
  disposeTree,
  type Tensor,
  type Tensor1D,
  type TensorTree,
  tf,
  tidy,
} from "../tensor/mod.ts";
import { withDivergence } from "../diffusion/divergence.ts";
import {
  type NoiseLevel,
  noiseLevelAt,
  type VarianceSchedule,
} from "../diffusion/variance_schedule.ts";
import { assertSchedule, assertShape } from "./field_checks.ts";
import type { Score } from "./reverse_sde.ts";

/** Options of {@link likelihood}. */
export interface LikelihoodOptions<Context> {
  readonly schedule: VarianceSchedule;
  readonly score: Score<Context>;
  /** Steps of Runge and Kutta's fourth-order method, equal in ln h; default 200. */
  readonly steps?: number;
  /** Time at which to begin, in (0, 1); default 1e-3. */
  readonly from?: number;
  /** Variance of the data at t = 1 beside the noise; default 0. */
  readonly dataVariance?: number;
  readonly mode?: "xla" | "graph";
}

/** Names of {@link LikelihoodOptions}. */
const OPTION_NAMES = [
  ...["schedule", "score", "steps", "from", "dataVariance", "mode"],
] as const satisfies (keyof LikelihoodOptions<never>)[];

/** log densities `[batch]` of x `[batch, …]`, as {@link likelihood} makes them. */
export interface Likelihood<Context> {
  (context: Context, x: Tensor): Tensor1D;
  /** Frees what it compiled, megabytes that no tensor shows; used again, it compiles anew. */
  dispose(): void;
}

/**
 * log densities `[batch]` of x `[batch, …]` under the flow dx = -½ g² s dt = -½ s dh, whose
 * marginals are those of the SDE: log p(x) = log N(x_1; 0, h(1) + dataVariance) + ∫ div(-½ s) dh,
 * with the exact divergence (a backward pass for each coordinate, so for few coordinates only).
 *
 * @throws {RangeError} If there is no step, `from` does not lie in (0, 1), the data's variance is below 0 or
 * not finite, or an option's name is unknown; where it is measured, if a score is not like x
 * @throws {TypeError} If there is no score or no schedule
 */
export function likelihood<Context extends TensorTree>(
  options: LikelihoodOptions<Context>,
): Likelihood<Context> {
  const { schedule, score, steps = 200, from = 1e-3, dataVariance = 0 } = options;
  assertOptionNames(options, OPTION_NAMES, true);
  if (!Number.isInteger(steps) || steps < 1 || !(from > 0 && from < 1)) {
    throw new RangeError(
      `Cannot integrate in ${steps} steps from t = ${from}: accepted are 1 step or more, 0 < t < 1`,
    );
  }
  assertFinite("dataVariance", dataVariance, "at least 0");
  assertFunction("score", score);
  assertSchedule(schedule);
  const slope = compile(
    ({ context, x, level }: { context: Context; x: Tensor; level: NoiseLevel }) => {
      const { value, divergence } = withDivergence((y) => {
        const found = score(context, y, level);
        assertShape("a score", found, y.shape);
        return found;
      }, x);
      // Along ln h: dx/d(ln h) = -½ h s.
      const factor = tf.mul(level.h, -0.5);
      return {
        dx: tf.mul(value, tf.reshape(factor, new Array<number>(x.rank).fill(1))),
        dlog: tf.mul(divergence, factor) as Tensor1D,
      };
    },
    { name: "likelihood", mode: options.mode ?? "xla" },
  );
  const times = timesEqualInLogVariance(schedule, from, 2 * steps);
  const density = (context: Context, x: Tensor): Tensor1D => {
    let state = { x: tf.clone(x), log: tf.zeros([x.shape[0]!]) as Tensor1D };
    try {
      for (let k = 0; k < steps; k++) {
        const [t0, t1, t2] = times.slice(2 * k, 2 * k + 3) as [number, number, number];
        const width = Math.log(schedule.h(t2) / schedule.h(t0));
        const next = tidy(() => {
          const at = (y: Tensor, t: number) =>
            slope({ context, x: y, level: noiseLevelAt(schedule, t) });
          const moved = (d: Tensor, share: number) =>
            tf.add(state.x, tf.mul(d, share * width)) as Tensor;
          const a = at(state.x, t0), b = at(moved(a.dx, .5), t1);
          const c = at(moved(b.dx, .5), t1), d = at(moved(c.dx, 1), t2);
          const mean = (p: Tensor, q: Tensor, r: Tensor, s: Tensor) =>
            tf.mul(tf.addN([p, q, q, r, r, s]), width / 6);
          return {
            x: tf.add(state.x, mean(a.dx, b.dx, c.dx, d.dx)) as Tensor,
            log: tf.add(state.log, mean(a.dlog, b.dlog, c.dlog, d.dlog)) as Tensor1D,
          };
        });
        disposeTree(state);
        state = next;
      }
      return tidy(() => {
        const variance = schedule.h(1) + dataVariance;
        const size = x.size / x.shape[0]!;
        const square = tf.sum(tf.square(state.x), x.shape.map((_, axis) => axis).slice(1));
        const normal = tf.add(
          tf.mul(square, -1 / (2 * variance)),
          -size / 2 * Math.log(2 * Math.PI * variance),
        );
        return tf.add(state.log, normal) as Tensor1D;
      });
    } finally {
      disposeTree(state);
    }
  };
  return Object.assign(density, { dispose: () => slope.dispose() });
}

/** `count` + 1 times from `from` to 1 whose h are equally far apart in logarithm, by bisection. */
function timesEqualInLogVariance(
  schedule: VarianceSchedule,
  from: number,
  count: number,
): number[] {
  const [low, high] = [Math.log(schedule.h(from)), Math.log(schedule.h(1))];
  return Array.from({ length: count + 1 }, (_, i) => {
    const wanted = low + (high - low) * i / count;
    let [a, b] = [from, 1];
    for (let turn = 0; turn < 60; turn++) {
      const middle = (a + b) / 2;
      if (Math.log(schedule.h(middle)) < wanted) a = middle;
      else b = middle;
    }
    return i === count ? 1 : (a + b) / 2;
  });
}
