/** Chains at several temperatures that trade places. */
import { assertOptionNames } from "../checks/spelling.ts";
import { compile, type Key, random, type Tensor, type Tensor1D, tf, tidy } from "../tensor/mod.ts";
import { energyAndGradient } from "../energy/energy_gradient.ts";
import type { Target } from "../energy/target.ts";
import {
  assertAdaptation,
  assertStepSize,
  logOfUniform,
  type MalaState,
  malaStep,
} from "./langevin.ts";
import { assertSteps } from "./reverse_sde.ts";
import type { Sampler } from "./sampler.ts";
import { assertKept, assertStart, assertStartValues, type Start } from "./starts.ts";

/** Options of {@link parallelTempering}. */
export interface TemperingOptions {
  readonly steps: number;
  /** Temperatures from the target's, 1, upwards. */
  readonly temperatures: readonly number[];
  /** First step size at temperature 1; it is proportional to the temperature. */
  readonly stepSize: number;
  /** First steps, at most all, in which the step sizes adapt, each temperature's for itself; default 0. */
  readonly adaptFor?: number;
  /**
   * Share of moves to be accepted at each temperature, between 0 and 1: above it the step size grows by
   * a factor of 1.1, otherwise it shrinks by that; default 0.55. Steps are as often above as below then, which
   * with many chains is at that share, and with one, whose share is 0 or 1, at a half whatever is asked for.
   */
  readonly acceptance?: number;
  /** An orthogonal projection that leaves the energy as it is, such as taking away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  readonly mode?: "xla" | "graph";
}

/** Names of {@link TemperingOptions}. */
const OPTION_NAMES = [
  ...["steps", "temperatures", "stepSize", "adaptFor", "acceptance", "project", "mode"],
] as const satisfies (keyof TemperingOptions)[];

/** What a step of {@link parallelTempering} tells. */
export type TemperingInfo = {
  /** Share of proposed moves taken, `[temperatures]`. */
  readonly accepted: Tensor1D;
  /** Share of proposed trades taken, a scalar; 0 in steps that propose none, every other with two rungs. */
  readonly traded: Tensor;
};

/** @throws {RangeError} If temperatures do not rise from 1 */
export function assertTemperatures(temperatures: readonly number[]): void {
  const given: unknown = temperatures;
  const rising = Array.isArray(given) && temperatures.every((t, i) =>
    // Notebooks have no type check: texts would be compared as texts.
    Number.isFinite(t) && (i === 0 || t > temperatures[i - 1]!)
  );
  if (!Array.isArray(given) || temperatures.length < 2 || temperatures[0] !== 1 || !rising) {
    throw new RangeError(
      `Cannot temper with temperatures [${temperatures}]: accepted are two or more, rising from 1`,
    );
  }
}

/**
 * Parallel tempering: MALA at each temperature, and after each step neighbours trade places with
 * probability min(1, exp((1/T_i - 1/T_j)(E_i - E_j))), even and odd pairs in turn. The shape that
 * `run` is given, `[chains, …]`, counts the chains of one temperature; `start` is like it. One step
 * takes chains × temperatures energies and gradients. The result is the chains at temperature 1.
 *
 * Step sizes are those of the temperatures, not of the chains as in {@link mala}, and a chain begins at the
 * same point at all of them. Where forces grow faster than linearly, chains that begin far out overshoot at
 * every temperature and stay where they are for the whole run, while `accepted` looks well and the law is
 * wrong: on E = 3(u² - 1)² + u/2 + (v - u)²/2, 149 of 4,000 chains from N(0, 1) were still at |u| > 2 after
 * 500 steps, where the law has none. Let the start settle first, by {@link relax} with `adaptFor` all its
 * steps, or take {@link temperedSamples}, which does. Such chains show in the state's `energy`, far above
 * the others' and the same step after step.
 *
 * @throws {RangeError} If temperatures do not rise from 1, there is no step, its size is not above 0, or
 * sizes adapt for more steps than there are or to a share that is not between 0 and 1, or an option's
 * name is unknown; at the start, if the shape counts other chains than start, an energy is NaN, or the
 * energy changes along what `project` takes away
 * @throws {TypeError} At the start, if it is no tensor of float32
 */
export function parallelTempering(
  target: Target,
  options: TemperingOptions,
): Sampler<Start, MalaState, TemperingInfo> {
  const { steps, temperatures, stepSize, adaptFor = 0, acceptance = 0.55 } = options;
  const { project = (x) => x, mode = "xla" } = options;
  assertOptionNames(options, OPTION_NAMES, true);
  assertSteps(steps);
  assertStepSize(stepSize);
  assertAdaptation({ steps, adaptFor, acceptance });
  assertTemperatures(temperatures);
  const rungs = temperatures.length;
  const spread = (perRung: readonly number[], chains: number) =>
    tf.tensor1d(perRung.flatMap((v) => new Array<number>(chains).fill(v)));
  const begin = compile(({ x }: { x: Tensor }) => energyAndGradient((y) => target.energy(y), x), {
    name: "temperingStart",
    mode,
  });
  const inverse = temperatures.map((t) => 1 / t);

  /** Which chain each place takes: rung r + 1 below r and the other way round, where they trade. */
  function trade(key: Key, energy: Tensor1D, chains: number, first: number) {
    const energies = tf.reshape(energy, [rungs, chains]);
    const up = [...inverse.slice(1), 0], gap = inverse.map((b, r) => b - up[r]!);
    // A pair (r, r + 1) is tried if r has the parity of `first`.
    const tried: number[] = inverse.map((_, r) => r % 2 === first && r < rungs - 1 ? 1 : 0);
    const above = tf.concat([
      tf.slice(energies, [1, 0], [rungs - 1, chains]),
      tf.slice(energies, [rungs - 1, 0], [1, chains]),
    ]);
    const log = tf.mul(tf.tensor2d(gap, [rungs, 1]), tf.sub(energies, above));
    const u = random.uniform(key, [rungs, chains]);
    const agreed = tf.mul(
      tf.cast(tf.less(logOfUniform(u), log), "float32"),
      tf.tensor2d(tried, [rungs, 1]),
    );
    const down = tf.concat([tf.zeros([1, chains]), tf.slice(agreed, [0, 0], [rungs - 1, chains])]);
    const places = tf.reshape(tf.range(0, rungs * chains), [rungs, chains]);
    const from = tf.add(places, tf.mul(tf.sub(agreed, down), chains));
    const count = Math.max(1, tried.reduce((a, b) => a + b, 0) * chains);
    return {
      from: tf.cast(tf.reshape(from, [-1]), "int32") as Tensor1D,
      traded: tf.div(tf.sum(agreed), count),
    };
  }

  const movers = [0, 1].map((first) =>
    compile(({ key, state, growth }: { key: Key; state: MalaState; growth: Tensor }) => {
      const [forMove, forTrade] = random.split(key) as [Key, Key];
      const chains = state.x.shape[0]! / rungs;
      const beta = spread(inverse, chains);
      const moved = malaStep(target, forMove, state, beta, project);
      const shares = tf.mean(tf.reshape(moved.accepted, [rungs, chains]), 1) as Tensor1D;
      const grown = tf.where(
        tf.greater(shares, acceptance),
        tf.mul(growth, tf.onesLike(shares)),
        tf.div(1, growth),
      );
      const sizes = tf.reshape(tf.tile(tf.expandDims(grown, 1), [1, chains]), [-1]);
      const { from, traded } = trade(forTrade, moved.state.energy, chains, first);
      return {
        state: {
          x: tf.gather(moved.state.x, from),
          energy: tf.gather(moved.state.energy, from) as Tensor1D,
          gradient: tf.gather(moved.state.gradient, from),
          stepSize: tf.mul(state.stepSize, sizes) as Tensor1D,
        },
        accepted: shares,
        traded,
      };
    }, { name: `tempering${first}`, mode })
  );
  return {
    steps,
    init: (_key, { start }, shape) =>
      tidy(() => {
        assertStart(shape, start);
        const x = project(tf.tile(start, [rungs, ...new Array<number>(start.rank - 1).fill(1)]));
        const sizes = spread(temperatures.map((t) => t * stepSize), shape[0]!),
          first = begin({ x });
        assertStartValues(first);
        if (options.project) assertKept(project, first.gradient);
        return { x: tf.clone(x), ...first, stepSize: sizes };
      }),
    step(key, _context, state, k) {
      const growth = tf.scalar(k < adaptFor ? 1.1 : 1);
      try {
        const { state: after, accepted, traded } = movers[k % 2]!({ key, state, growth });
        return [after as MalaState, { accepted, traded }];
      } finally {
        growth.dispose();
      }
    },
    result: ({ x }) => tidy(() => tf.clone(tf.split(x, rungs)[0]!)),
    dispose: () => [begin, ...movers].forEach((compiled) => compiled.dispose()),
  };
}
