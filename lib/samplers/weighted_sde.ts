/** Annealed samples from a model of another temperature: a reverse SDE whose particles have weights. */
import { assertFinite, assertFunction } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  compile,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type TensorTree,
  tf,
  tidy,
} from "../tensor/mod.ts";
import { alongBatch } from "../diffusion/conversions.ts";
import { withDivergence } from "../diffusion/divergence.ts";
import {
  type NoiseLevel,
  noiseLevelAt,
  type VarianceSchedule,
} from "../diffusion/variance_schedule.ts";
import { birthAndDeath, type Clocks, startClocks } from "./birth_death.ts";
import { assertSchedule, assertShape } from "./field_checks.ts";
import { resample, type Weighted } from "./resample.ts";
import { assertSteps, type Score } from "./reverse_sde.ts";
import type { Sampler } from "./sampler.ts";

/**
 * How particles move and what that does to their weights, both for one unit of variance: over a
 * step dt, x ← x + g²dt·drift + noise·g√dt·z and log w ← log w + g²dt·rate.
 */
export interface WeightedMove<Context> {
  readonly at: (
    context: Context,
    x: Tensor,
    level: NoiseLevel,
    key: Key,
  ) => { readonly drift: Tensor; readonly rate: Tensor1D };
  readonly noise: number;
}

/** How the drift and the noise share the annealing of {@link annealedMove}. */
export type AnnealedScheme = "target score" | "tempered noise" | "probability flow";

const SCHEMES: readonly AnnealedScheme[] = ["target score", "tempered noise", "probability flow"];

/**
 * Moves toward p^β from an exact score s of p under noise; all that matters for a unit of variance:
 *
 * | scheme | drift | noise | rate of log w |
 * |---|---|---|---|
 * | target score | βs | 1 | ½β(β - 1)·\|s\|² |
 * | tempered noise | ½(β + 1)s | 1/√β | ½β(β - 1)·\|s\|² |
 * | probability flow (ours) | ½(β + 1)s | 1 | -½(β - 1)·div s |
 *
 * The first two are Feynman-Kac correctors' (Skreta et al. 2025). The third is the probability flow of p, ½s, and a
 * Langevin step that keeps p^β, ½βs and the noise. |s|² varies between particles wherever there is noise;
 * div s only where p is no Gaussian, so that its weights vary less.
 *
 * @throws {TypeError} If there is no score
 * @throws {RangeError} If β is not above 0, or there is no such scheme; its move, if a score is not like x
 */
export function annealedMove<Context>(
  score: Score<Context>,
  beta: number,
  scheme: AnnealedScheme,
): WeightedMove<Context> {
  assertFunction("score", score);
  if (!(beta > 0 && Number.isFinite(beta))) {
    throw new RangeError(`Cannot anneal by ${beta}: the inverse temperature must be above 0`);
  }
  if (!SCHEMES.includes(scheme)) {
    throw new RangeError(`Cannot anneal by ${scheme}: accepted are ${SCHEMES.join(", ")}`);
  }
  const scoreAt = (context: Context, x: Tensor, level: NoiseLevel) => {
    const found = score(context, x, level);
    assertShape("a score", found, x.shape);
    return found;
  };
  const factor = scheme === "target score" ? beta : (beta + 1) / 2;
  return {
    noise: scheme === "tempered noise" ? 1 / Math.sqrt(beta) : 1,
    at(context, x, level) {
      if (scheme === "probability flow") {
        const { value, divergence } = withDivergence((y) => scoreAt(context, y, level), x);
        const rate = tf.mul(divergence, (1 - beta) / 2) as Tensor1D;
        return { drift: tf.mul(value, factor), rate };
      }
      const s = scoreAt(context, x, level);
      const square = tf.sum(tf.square(s), x.shape.map((_, axis) => axis).slice(1));
      return {
        drift: tf.mul(s, factor),
        rate: tf.mul(square, 0.5 * beta * (beta - 1)) as Tensor1D,
      };
    },
  };
}

const RESAMPLINGS = ["none", "systematic", "birth-death", "accumulated births"];

/** Options of {@link weightedSde}. */
export interface WeightedSdeOptions<Context> {
  readonly schedule: VarianceSchedule;
  readonly move: WeightedMove<Context>;
  /** Steps from t = 1 to 0; default 1,000. */
  readonly steps?: number;
  /** Variance of the start over h(1): 1/β for an annealing by β; default 1. */
  readonly startScale?: number;
  /**
   * What the weights are for: nothing ("none", the default: they are carried along), systematic
   * resampling at every step, or a clock of births and deaths, whose births may add up.
   */
  readonly resampling?: "none" | "systematic" | "birth-death" | "accumulated births";
  /**
   * Steps `[from, to)`, whole numbers from 0 to `steps`, in which weights count; outside they stay as they
   * are. Default: all.
   */
  readonly window?: readonly [number, number];
  /** Rates above this quantile of the batch are cut to it, which biases; default 1: none. */
  readonly rateQuantile?: number;
  readonly project?: (x: Tensor) => Tensor;
  readonly mode?: "xla" | "graph";
}

/** Names of {@link WeightedSdeOptions}. */
const OPTION_NAMES = [
  ...["schedule", "move", "steps", "startScale", "resampling", "window", "rateQuantile"],
  ...["project", "mode"],
] as const satisfies (keyof WeightedSdeOptions<never>)[];

/** Particles of {@link weightedSde}. */
export type WeightedState = Weighted & { readonly clocks: Clocks };

/** What a step of {@link weightedSde} tells. */
export type WeightedInfo = {
  /** Ancestors of the particles in this step, int32 `[batch]`. */
  readonly ancestors: Tensor1D;
  /**
   * Effective sample size before resampling, a scalar; the number of particles outside of `window`
   * and with births and deaths, which carry no weights.
   */
  readonly ess: Tensor;
};

/** The `q`-quantile of `values`, the next rank above it: of ten values, that of .9 is the largest. */
function quantile(values: Float32Array, q: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

/**
 * A reverse SDE from x ~ N(0, h(1)·startScale) whose particles gather weights on the way.
 *
 * Resampling reads the weights on the host, in float64.
 *
 * @throws {RangeError} If there is no step, the quantile does not lie in (0, 1], the start's scale is
 * not a finite number above 0, there is no such resampling, the window is not one of steps that there are, the
 * move's noise is below 0 or not finite, or an option's name is unknown; at a step, if the drift is not like x
 * or the rate not one for each
 * @throws {TypeError} If there is no schedule, or no move; at a step, if the drift or the rate is no tensor
 */
export function weightedSde<Context extends TensorTree>(
  options: WeightedSdeOptions<Context>,
): Sampler<Context, WeightedState, WeightedInfo> {
  const { schedule, move, steps = 1000, startScale = 1, resampling = "none" } = options;
  const { window = [0, steps], rateQuantile = 1, project = (x) => x } = options;
  assertOptionNames(options, OPTION_NAMES, true);
  assertSteps(steps);
  assertSchedule(schedule);
  assertFunction("at of move", move?.at);
  assertFinite("noise of move", move.noise, "at least 0");
  if (!(rateQuantile > 0 && rateQuantile <= 1)) {
    throw new RangeError(`Cannot cut rates at the quantile ${rateQuantile}: accepted is 0 to 1`);
  }
  if (!(startScale > 0 && Number.isFinite(startScale))) {
    throw new RangeError(
      `Cannot scale the start by ${startScale}: it must be a finite number above 0`,
    );
  }
  if (!RESAMPLINGS.includes(resampling)) {
    throw new RangeError(
      `Cannot resample by ${resampling}: accepted are ${RESAMPLINGS.join(", ")}`,
    );
  }
  const [from, to] = window;
  if (![from, to].every(Number.isInteger) || !(0 <= from && from <= to && to <= steps)) {
    throw new RangeError(
      `window must be two integers, 0 ≤ from ≤ to ≤ ${steps}, the steps: current value is [${window}]`,
    );
  }
  const moved = compile(
    (
      { key, context, x, level, variance }: {
        key: Key;
        context: Context;
        x: Tensor;
        level: NoiseLevel;
        variance: Tensor1D;
      },
    ) => {
      const [forNoise, forMove] = random.split(key) as [Key, Key];
      const { drift, rate } = move.at(context, x, level, forMove);
      assertShape("a drift", drift, x.shape);
      assertShape("a rate", rate, x.shape.slice(0, 1));
      const wide = alongBatch(variance, x);
      const noise = tf.mul(tf.mul(tf.sqrt(wide), move.noise), random.normal(forNoise, x.shape));
      return {
        x: project(tf.add(tf.add(x, tf.mul(drift, wide)), noise)),
        change: tf.mul(rate, variance) as Tensor1D,
      };
    },
    { name: "weightedSde", mode: options.mode ?? "xla" },
  );

  /** What resampling makes of particles that have moved. */
  function select(
    key: Key,
    { x, logWeights, clocks }: WeightedState,
    change: Tensor1D,
  ): [WeightedState, WeightedInfo] {
    const count = x.shape[0]!;
    if (resampling === "birth-death" || resampling === "accumulated births") {
      const kind = resampling === "birth-death" ? "instantaneous" : "accumulated";
      const [ancestors, after] = birthAndDeath(key, clocks, change, kind);
      const fresh = { x: tf.gather(x, ancestors), logWeights: tf.zeros([count]) as Tensor1D };
      return [{ ...fresh, clocks: after }, { ancestors, ess: tf.scalar(count) }];
    }
    if (resampling === "none") {
      const info = { ancestors: tf.range(0, count, 1, "int32"), ess: sampleSize(logWeights) };
      return [{ x, logWeights, clocks: cloned(clocks) }, info];
    }
    const [after, info] = resample(key, { x, logWeights }, Infinity);
    return [{ ...after, clocks: cloned(clocks) }, info];
  }

  return {
    steps,
    init: (key, _context, shape) =>
      tidy(() => {
        const [forStart, forClocks] = random.split(key) as [Key, Key];
        const deviation = Math.sqrt(schedule.h(1) * startScale);
        return {
          x: tf.clone(project(tf.mul(random.normal(forStart, shape), deviation))),
          logWeights: tf.zeros([shape[0]!]) as Tensor1D,
          clocks: startClocks(forClocks, shape[0]!),
        };
      }),
    step: (key, context, { x, logWeights, clocks }, k) => {
      const counts = k >= from && k < to;
      let info: WeightedInfo | undefined;
      const state = tidy(() => {
        const [forMove, forChoice] = random.split(key) as [Key, Key];
        const t = 1 - k / steps;
        const variance = tf.tensor1d([schedule.g2(t) / steps]);
        const level = noiseLevelAt(schedule, t);
        const after = moved({ key: forMove, context, x, level, variance });
        const change = cut(after.change, rateQuantile);
        const weighted = counts ? tf.add(logWeights, change) : tf.clone(logWeights);
        const all = { x: after.x, logWeights: weighted as Tensor1D, clocks };
        if (!counts) {
          info = { ancestors: tf.range(0, x.shape[0]!, 1, "int32"), ess: tf.scalar(x.shape[0]!) };
          tf.keep(info.ancestors);
          tf.keep(info.ess);
          return { ...all, clocks: cloned(clocks) };
        }
        const [chosen, told] = select(forChoice, all, change);
        info = told;
        tf.keep(told.ancestors);
        tf.keep(told.ess);
        return chosen;
      });
      return [state, info!];
    },
    result: ({ x }) => tf.clone(x),
    dispose: () => moved.dispose(),
  };
}

/** (Σw)²/Σw² of logarithms of weights, a scalar. */
function sampleSize(logWeights: Tensor1D): Tensor {
  const weights = tf.exp(tf.sub(logWeights, tf.max(logWeights)));
  return tf.div(tf.square(tf.sum(weights)), tf.sum(tf.square(weights)));
}

const cloned = ({ death, threshold, births, candidate }: Clocks): Clocks => ({
  death: tf.clone(death),
  threshold: tf.clone(threshold),
  births: tf.clone(births),
  candidate: tf.clone(candidate),
});

/** Entries of `change` above its quantile `q` cut to it. */
function cut(change: Tensor1D, q: number): Tensor1D {
  return q === 1 ? change : tf.minimum(change, quantile(change.dataSync() as Float32Array, q));
}
