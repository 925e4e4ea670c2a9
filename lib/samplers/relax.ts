/** Samples brought nearer to a target by a few steps of chains that begin at them. */
import { assertOptionNames } from "../checks/spelling.ts";
import { disposeTree, type Key, type Tensor } from "../tensor/mod.ts";
import { tempered } from "../energy/targets/tempered.ts";
import type { Target } from "../energy/target.ts";
import { mala } from "./langevin.ts";
import { run } from "./sampler.ts";

/** How {@link relax} runs. */
export interface RelaxOptions {
  readonly steps: number;
  /** Where each chain's own step size begins. */
  readonly stepSize: number;
  /** First steps, in which step sizes adapt; half of them by default. */
  readonly adaptFor?: number;
  /** T of exp(-E/T), default 1. */
  readonly temperature?: number;
  readonly key: Key;
  /** Such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How it is compiled: "graph" is ready sooner, and slower then; default "xla". */
  readonly mode?: "xla" | "graph";
}

/** Names of {@link RelaxOptions}. */
const OPTION_NAMES = [
  ...["steps", "stepSize", "adaptFor", "temperature", "key", "project", "mode"],
] as const satisfies (keyof RelaxOptions)[];

/**
 * States moved on by MALA, each a chain; `steps` gradients each, and one at the start.
 *
 * @param start `[count, …target.shape]`, kept
 * @returns As many states, the caller's
 * @throws {RangeError} If there is no step, their size or the temperature is not above 0, an energy
 * is NaN at the start, or an option's name is unknown
 * @throws {TypeError} If the start is no tensor of float32, or the key is none
 */
export function relax(target: Target, start: Tensor, options: RelaxOptions): Tensor {
  const { steps, key, temperature = 1, adaptFor = Math.floor(steps / 2), ...rest } = options;
  assertOptionNames(options, OPTION_NAMES, true);
  const sampler = mala(tempered(target, temperature), { steps, adaptFor, ...rest });
  try {
    const state = run(sampler, key, { start }, start.shape);
    const x = sampler.result(state);
    disposeTree(state);
    return x;
  } finally {
    sampler.dispose?.();
  }
}
