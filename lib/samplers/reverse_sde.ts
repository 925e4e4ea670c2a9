/** From noise to samples, by the score of every noise level. */
import { assertFinite, assertFunction } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  compile,
  type Key,
  random,
  type Tensor,
  type TensorTree,
  tf,
  tidy,
} from "../tensor/mod.ts";
import {
  type NoiseLevel,
  noiseLevelAt,
  type VarianceSchedule,
} from "../diffusion/variance_schedule.ts";
import { assertSchedule, assertShape } from "./field_checks.ts";
import type { Sampler } from "./sampler.ts";

/** ∇ log p of x under noise, like x; what a network needs for it is in `context`. */
export type Score<Context> = (context: Context, x: Tensor, level: NoiseLevel) => Tensor;

/** Options of {@link reverseSde}. */
export interface ReverseSdeOptions<Context> {
  readonly schedule: VarianceSchedule;
  readonly score: Score<Context>;
  /** Steps of Euler and Maruyama from t = 1 to 0; default 1,000. */
  readonly steps?: number;
  /** The noise is multiplied by it; default 1. */
  readonly noiseScale?: number;
  /**
   * Variance of the start; default h(1). Data that are themselves spread by c² have h(1) + c² under noise,
   * which matters where h(1) is not much larger.
   */
  readonly startVariance?: number;
  /** Applied to the start and after each step, such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How steps are compiled; default "xla". */
  readonly mode?: "xla" | "graph";
}

/** Names of {@link ReverseSdeOptions}. */
const OPTION_NAMES = [
  ...["schedule", "score", "steps", "noiseScale", "startVariance", "project", "mode"],
] as const satisfies (keyof ReverseSdeOptions<never>)[];

/** State of samplers that carry nothing but samples. */
export type Samples = { readonly x: Tensor };

/**
 * The reverse of dx = g dW from x ~ N(0, h(1)), or of another variance: x ← x + g²·score·dt + g·√dt·z at
 * t = 1, 1 - dt, …, dt.
 *
 * @throws {RangeError} If there is no step, a scale or variance is below 0 or not finite, or an option's
 * name is unknown; at a step, if a score has another shape than x
 * @throws {TypeError} If there is no score or no schedule; at a step, if a score is no tensor
 */
export function reverseSde<Context extends TensorTree>(
  options: ReverseSdeOptions<Context>,
): Sampler<Context, Samples, Record<string, never>> {
  assertOptionNames(options, OPTION_NAMES, true);
  const { schedule, score, steps = 1000, noiseScale = 1, project = (x) => x } = options;
  assertFunction("score", score);
  assertSchedule(schedule);
  const { startVariance = schedule.h(1) } = options;
  assertSteps(steps);
  assertFinite("noiseScale", noiseScale, "at least 0");
  assertFinite("startVariance", startVariance, "at least 0");
  const move = compile(
    (
      { key, context, x, level, drift, noise }: {
        key: Key;
        context: Context;
        x: Tensor;
        level: NoiseLevel;
        drift: Tensor;
        noise: Tensor;
      },
    ) => {
      const shaken = tf.mul(noise, random.normal(key, x.shape)), pull = score(context, x, level);
      assertShape("a score", pull, x.shape);
      return { x: project(tf.add(x, tf.add(tf.mul(drift, pull), shaken))) };
    },
    { name: "reverseSde", mode: options.mode ?? "xla" },
  );
  return {
    steps,
    init: (key, _context, shape) =>
      tidy(() => ({
        x: tf.clone(project(tf.mul(random.normal(key, shape), Math.sqrt(startVariance)))),
      })),
    step: (key, context, { x }, k) => {
      const t = 1 - k / steps;
      const g2dt = schedule.g2(t) / steps;
      const after = tidy(() =>
        move({
          key,
          context,
          x,
          level: noiseLevelAt(schedule, t),
          drift: tf.scalar(g2dt),
          noise: tf.scalar(noiseScale * Math.sqrt(g2dt)),
        })
      );
      return [after, {}];
    },
    result: ({ x }) => tf.clone(x),
    dispose: () => move.dispose(),
  };
}

/** @throws {RangeError} If `steps` is not a whole number above 0 */
export function assertSteps(steps: number): void {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`Cannot sample in ${steps} steps: accepted are 1, 2, 3, …`);
  }
}
