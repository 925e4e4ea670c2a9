/** Samples of a known energy by chains alone: what every learned sampler has to be set beside. */
import { assertCount, assertFinite } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import { disposeTree, type Key, random, type Tensor, tf, tidy } from "../tensor/mod.ts";
import { tempered } from "../energy/targets/tempered.ts";
import type { Target } from "../energy/target.ts";
import type { MalaState } from "./langevin.ts";
import { parallelTempering } from "./parallel_tempering.ts";
import { relax } from "./relax.ts";
import { run } from "./sampler.ts";
import { assertStart } from "./starts.ts";

/** How {@link temperedSamples} runs. */
export interface TemperedSamplesOptions {
  /** Samples in all. */
  readonly count: number;
  /** Of the chains that trade places, from 1 upwards. */
  readonly temperatures: readonly number[];
  readonly stepSize: number;
  /** Chains begin in N(0, spread²), default 1; or … */
  readonly spread?: number;
  /** … at so many states `[count, …shape]`, such as where a Gaussian's would collide. */
  readonly begin?: (count: number, seed: number) => Tensor;
  readonly steps: number;
  /** Samples of each chain, in equal distances within the second half. */
  readonly kept: number;
  readonly seed: number;
  /** Such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How it is compiled: "graph" is ready sooner, and slower then. */
  readonly mode?: "xla" | "graph";
}

/** Names of {@link TemperedSamplesOptions}. */
const OPTION_NAMES = [
  ...["count", "temperatures", "stepSize", "spread", "begin", "steps", "kept", "seed"],
  ...["project", "mode"],
] as const satisfies (keyof TemperedSamplesOptions)[];

/** Steps of MALA before chains trade places. */
const SETTLING = 150;

/** Chains of each temperature, and the temperatures. */
export interface ChainSizes {
  readonly chains: number;
  readonly temperatures: readonly number[];
}

/** Steps of {@link temperedSamples} that take about so many energies, settling included; at least 50. */
export function temperedSteps(
  energies: number,
  { chains, temperatures }: ChainSizes,
): number {
  return Math.max(50, Math.floor((energies / chains - SETTLING) / temperatures.length));
}

/** Energies that so many steps take. */
export function temperedEnergies(
  steps: number,
  { chains, temperatures }: ChainSizes,
): number {
  return chains * (steps * temperatures.length + SETTLING);
}

/** Where the chains begin: out in the wide, and then settled; `[each, …shape]`. */
function settled(
  target: Target,
  { stepSize, spread = 1, begin, seed, project, mode = "xla" }: TemperedSamplesOptions,
  { each, key }: { readonly each: number; readonly key: Key },
): Tensor {
  const wide = begin?.(each, seed) ??
    tidy(() => tf.mul(random.normal(key, [each, ...target.shape]), spread));
  try {
    assertStart([each, ...target.shape], wide);
    return relax(target, wide, {
      ...{ steps: SETTLING, stepSize: stepSize / 10, adaptFor: SETTLING, key, mode },
      ...(project && { project }),
    });
  } finally {
    if (wide instanceof tf.Tensor) wide.dispose();
  }
}

/**
 * Parallel tempering, `[count, …shape]`, the states of all chains at one time after the other. Where forces
 * grow fast, chains that begin far out would reject all they propose: first each settles by MALA, its
 * step size its own.
 *
 * @throws {RangeError} If there are too few steps to keep so many states of each chain, a count or the
 * spread is impossible, chains begin in another shape or where the energy is NaN, or an option's name is
 * unknown
 * @throws {TypeError} If `begin` gives no tensor of float32
 */
export function temperedSamples(
  target: Target,
  options: TemperedSamplesOptions,
): Tensor {
  const { count, temperatures, stepSize, steps, kept, seed, project, mode = "xla" } = options;
  const { spread = 1 } = options;
  assertOptionNames(options, OPTION_NAMES, true);
  assertCount("count", count);
  assertCount("kept", kept);
  assertFinite("spread", spread, "at least 0");
  const each = Math.ceil(count / kept), apart = Math.floor(steps / 2 / kept);
  if (!(apart >= 1)) {
    throw new RangeError(
      `Cannot keep ${kept} states of each chain's ${steps} steps: there must be ${
        2 * kept
      } or more`,
    );
  }
  const size = target.shape.reduce((a, b) => a * b, 1);
  const values = new Float32Array(kept * each * size);
  let found = 0;
  const sampler = parallelTempering(tempered(target, 1), {
    ...{ steps, temperatures, stepSize, adaptFor: Math.floor(steps / 3), mode },
    ...(project && { project }),
  });
  const observe = (_: unknown, k: number, state: MalaState) => {
    const left = steps - 1 - k;
    if (left % apart || left >= apart * kept) return;
    const x = sampler.result(state);
    values.set(x.dataSync(), found++ * each * size);
    x.dispose();
  };
  const key = random.key(seed);
  let start: Tensor | undefined;
  try {
    start = settled(target, options, { each, key });
    disposeTree(run(sampler, key, { start }, [each, ...target.shape], { observe }));
  } finally {
    disposeTree({ key, ...(start && { start }) });
    sampler.dispose?.();
  }
  return tf.tensor(values.subarray(0, count * size), [count, ...target.shape]);
}
