/** Langevin's dynamics on an energy, with and without Metropolis' test. */
import { assertOptionNames } from "../checks/spelling.ts";
import { compile, type Key, random, type Tensor, type Tensor1D, tf, tidy } from "../tensor/mod.ts";
import { energyAndGradient } from "../energy/energy_gradient.ts";
import type { Target } from "../energy/target.ts";
import { alongBatch } from "../diffusion/conversions.ts";
import { assertSteps, type Samples } from "./reverse_sde.ts";
import type { Sampler } from "./sampler.ts";
import { assertKept, assertStart, assertStartValues, type Start } from "./starts.ts";

/** Options of {@link langevin}. */
export interface LangevinOptions {
  readonly steps: number;
  /** η in x ← x - η∇E + √(2η)·z. */
  readonly stepSize: number;
  /** Applied after each step, such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How steps are compiled; default "xla". */
  readonly mode?: "xla" | "graph";
}

/** Names of {@link LangevinOptions}. */
const LANGEVIN_NAMES = [
  ...["steps", "stepSize", "project", "mode"],
] as const satisfies (keyof LangevinOptions)[];

/** @throws {RangeError} If `stepSize` is not a finite number above 0 */
export function assertStepSize(stepSize: number): void {
  if (!(stepSize > 0 && Number.isFinite(stepSize))) {
    throw new RangeError(`Cannot take steps of size ${stepSize}: it must be above 0`);
  }
}

/**
 * Unadjusted Langevin: x ← x - η∇E(x) + √(2η)·z. Its law is off by O(η); one gradient a step.
 *
 * @throws {RangeError} If there is no step, its size is not above 0, or an option's name is unknown; at the
 * start, if the shape counts other chains than start, or an energy is NaN
 * @throws {TypeError} At the start, if it is no tensor of float32
 */
export function langevin(
  target: Target,
  options: LangevinOptions,
): Sampler<Start, Samples, Record<string, never>> {
  const { steps, stepSize, project = (x) => x, mode = "xla" } = options;
  assertOptionNames(options, LANGEVIN_NAMES, true);
  assertSteps(steps);
  assertStepSize(stepSize);
  const move = compile(({ key, x }: { key: Key; x: Tensor }) => {
    const { gradient } = energyAndGradient((y) => target.energy(y), x);
    const noise = tf.mul(random.normal(key, x.shape), Math.sqrt(2 * stepSize));
    return { x: project(tf.add(tf.sub(x, tf.mul(gradient, stepSize)), noise)) };
  }, { name: "langevin", mode });
  return {
    steps,
    init(_key, { start }, shape) {
      assertStart(shape, start);
      tidy(() => assertStartValues(energyAndGradient((y) => target.energy(y), start)));
      return { x: tf.clone(start) };
    },
    step: (key, _context, { x }) => [move({ key, x }), {}],
    result: ({ x }) => tf.clone(x),
    dispose: () => move.dispose(),
  };
}

/** How step sizes adapt in the first of so many steps. */
export interface Adaptation {
  readonly steps: number;
  readonly adaptFor: number;
  readonly acceptance: number;
}

/** @throws {RangeError} If sizes were to adapt for a number of steps that there is not, or to an impossible share */
export function assertAdaptation({ steps, adaptFor, acceptance }: Adaptation): void {
  if (!(Number.isInteger(adaptFor) && adaptFor >= 0 && adaptFor <= steps)) {
    throw new RangeError(
      `adaptFor must be an integer from 0 to the ${steps} steps: current value is ${adaptFor}`,
    );
  }
  if (!(acceptance > 0 && acceptance < 1)) {
    throw new RangeError(
      `acceptance must be a share above 0 and below 1: current value is ${acceptance}`,
    );
  }
}

/** Options of {@link mala}. */
export interface MalaOptions extends LangevinOptions {
  /**
   * First steps, at most all, in which each chain's step size adapts, so that they sample nothing; default 0.
   * Afterwards all chains share the geometric mean of their sizes.
   */
  readonly adaptFor?: number;
  /** Share of proposals to be accepted, between 0 and 1: sizes move by exp(0.2·(1 or 0 - share)); default 0.55. */
  readonly acceptance?: number;
}

/** Names of {@link MalaOptions}. */
const MALA_NAMES = [
  ...LANGEVIN_NAMES,
  ...["adaptFor", "acceptance"],
] as const satisfies (keyof MalaOptions)[];

/** Chains, their energies and gradients `[chains, …]`, and their step sizes `[chains]`. */
export type MalaState = Samples & {
  readonly energy: Tensor1D;
  readonly gradient: Tensor;
  readonly stepSize: Tensor1D;
};

/** How fast step sizes adapt. */
const ADAPTATION = 0.2;

/** What a step of {@link mala} tells. */
export type MalaInfo = {
  /** Share of the chains that took the step, a scalar. */
  readonly accepted: Tensor;
};

/** Σ over all but the first axis. */
const sumOf = (x: Tensor) => tf.sum(x, x.shape.map((_, axis) => axis).slice(1)) as Tensor1D;

/**
 * log u for a test by uniform numbers. They are multiples of 2⁻²³, and half of that is added: 0, one of them, would
 * take any proposal at all.
 */
export const logOfUniform = (u: Tensor): Tensor => tf.log(tf.add(u, 2 ** -24));

/**
 * One Metropolis-adjusted step from a state, at energies multiplied by `inverseTemperature`
 * `[chains]` or a scalar: propose x' = x - ηβ∇E + √(2η)·z, accept with probability
 * min(1, exp(-βE' + βE)·q(x|x')/q(x'|x)). Runs inside a compiled function.
 */
export function malaStep(
  target: Target,
  key: Key,
  { x, energy, gradient, stepSize }: MalaState,
  inverseTemperature: Tensor,
  project: (x: Tensor) => Tensor,
): { readonly state: Omit<MalaState, "stepSize">; readonly accepted: Tensor1D } {
  const [forNoise, forTest] = random.split(key) as [Key, Key];
  const beta = inverseTemperature.rank ? alongBatch(inverseTemperature, x) : inverseTemperature;
  const eta = alongBatch(stepSize, x);
  const noise = tf.mul(project(random.normal(forNoise, x.shape)), tf.sqrt(tf.mul(eta, 2)));
  const proposed = tf.add(tf.sub(x, tf.mul(tf.mul(eta, beta), gradient)), noise);
  const there = energyAndGradient((y) => target.energy(y), proposed);
  // The way back: x = x' - ηβ∇E' + …
  const back = tf.add(tf.sub(x, proposed), tf.mul(tf.mul(eta, beta), there.gradient));
  const quarter = tf.mul(stepSize, 4);
  const correction = tf.div(tf.sub(sumOf(tf.square(noise)), sumOf(tf.square(back))), quarter);
  const drop = tf.mul(inverseTemperature, tf.sub(energy, there.energy));
  const u = random.uniform(forTest, [x.shape[0]!]);
  // A proposal whose energy is not a number is never taken, as comparisons with it are false.
  const taken = tf.less(logOfUniform(u), tf.add(drop, correction)) as Tensor1D;
  const wide = tf.reshape(taken, [-1, ...new Array<number>(x.rank - 1).fill(1)]);
  return {
    state: {
      x: tf.where(wide, proposed, x),
      energy: tf.where(taken, there.energy, energy) as Tensor1D,
      gradient: tf.where(wide, there.gradient, gradient),
    },
    accepted: tf.cast(taken, "float32"),
  };
}

/**
 * Metropolis-adjusted Langevin: proposals of {@link langevin}, accepted so that the target stays
 * exactly as it is. One energy and gradient a step. `project` must be an orthogonal projection (as
 * taking away the centre of mass is) that leaves the energy as it is: the chains then live in its
 * image.
 *
 * Where forces grow faster than linearly, a chain that begins far out overshoots at every step and
 * stays where it is, for thousands of steps, while most others move and `accepted` looks well: begin
 * near the middle, or with smaller steps.
 *
 * @throws {RangeError} If there is no step, its size is not above 0, or sizes adapt for more steps than
 * there are or to a share that is not between 0 and 1, or an option's name is unknown; at the start, if
 * the shape counts other chains than start, an energy is NaN, or the energy changes along what `project`
 * takes away
 * @throws {TypeError} At the start, if it is no tensor of float32
 * @example
 * ```ts
 * import { ring } from "../../lib/energy/mod.ts";
 * import { mala, run } from "../../lib/samplers/mod.ts";
 * import { random } from "../../lib/tensor/mod.ts";
 * const target = ring({ count: 1, radius: 0 });
 * const key = random.key(0);
 * const sampler = mala(target, { steps: 50, stepSize: 0.02, mode: "graph" });
 * const { x } = run(sampler, key, { start: random.normal(key, [10, 2]) }, [10, 2]);
 * console.assert(x.shape[0] === 10);
 * ```
 */
export function mala(
  target: Target,
  options: MalaOptions,
): Sampler<Start, MalaState, MalaInfo> {
  const { steps, stepSize, adaptFor = 0, acceptance = 0.55, project = (x) => x } = options;
  assertOptionNames(options, MALA_NAMES, true);
  assertSteps(steps);
  assertStepSize(stepSize);
  assertAdaptation({ steps, adaptFor, acceptance });
  const mode = options.mode ?? "xla";
  const begin = compile(({ x }: { x: Tensor }) => energyAndGradient((y) => target.energy(y), x), {
    name: "malaStart",
    mode,
  });
  const move = compile(
    ({ key, state, rate, pooled }: {
      key: Key;
      state: MalaState;
      rate: Tensor;
      pooled: Tensor;
    }) => {
      const logs = tf.log(state.stepSize);
      const shared = tf.add(tf.mul(pooled, tf.mean(logs)), tf.mul(tf.sub(1, pooled), logs));
      const stepSize = tf.exp(shared) as Tensor1D;
      const all = { ...state, stepSize };
      const { state: after, accepted } = malaStep(target, key, all, tf.scalar(1), project);
      const growth = tf.exp(tf.mul(rate, tf.sub(accepted, acceptance)));
      const grown = tf.mul(stepSize, growth) as Tensor1D;
      return { state: { ...after, stepSize: grown }, accepted: tf.mean(accepted) };
    },
    { name: "mala", mode },
  );
  return {
    steps,
    init: (_key, { start }, shape) =>
      tidy(() => {
        assertStart(shape, start);
        const x = tf.clone(project(start)), first = begin({ x });
        assertStartValues(first);
        if (options.project) assertKept(project, first.gradient);
        return { x, ...first, stepSize: tf.fill([x.shape[0]!], stepSize) as Tensor1D };
      }),
    step(key, _context, state, k) {
      const rate = tf.scalar(k < adaptFor ? ADAPTATION : 0);
      const pooled = tf.scalar(k >= adaptFor ? 1 : 0);
      try {
        const { state: after, accepted } = move({ key, state, rate, pooled });
        return [after as MalaState, { accepted }];
      } finally {
        rate.dispose();
        pooled.dispose();
      }
    },
    result: ({ x }) => tf.clone(x),
    dispose: () => [begin, move].forEach((compiled) => compiled.dispose()),
  };
}
