/** What a sampler is, and the one loop that runs them all. */
import { assertOptionNames } from "../checks/spelling.ts";
import {
  disposeTree,
  type Key,
  random,
  type Tensor,
  type TensorTree,
  tidy,
} from "../tensor/mod.ts";

/**
 * A way to make samples or answers step by step, by its type parameters: what it is given
 * (parameters, an encoded problem, observed entries: an input, so that compiled code is shared),
 * what it carries from step to step, and what it tells of a step.
 *
 * Trees belong to whoever gets them: no two of a state, an info, and the state before share a
 * tensor (`tf.clone` makes another owner of the same numbers, for nothing).
 */
export interface Sampler<Context, State extends TensorTree, Info extends TensorTree> {
  /** Steps from a fresh start to the end. */
  readonly steps: number;
  /** A start; `shape` is that of what is sampled, `[batch, …]`. */
  init(key: Key, context: Context, shape: readonly number[]): State;
  /** Step `k`, counted from 0; `key` is for this step alone. */
  step(key: Key, context: Context, state: State, k: number): [State, Info];
  /** What was sampled, `[batch, …]`; belongs to the caller. */
  result(state: State): Tensor;
  /** Frees what it compiled, megabytes that no tensor shows; used again, it compiles anew. */
  dispose?(): void;
}

/** How {@link run} runs. */
export interface SamplingOptions<State, Info> {
  /** Where to begin instead of at `init`: {@link run} then owns this state. */
  readonly from?: { readonly state: State; readonly step: number };
  /**
   * Sees each step's info, and the state after it, which both stay the run's own: clone what is to
   * be kept. To return true ends the run after this step.
   */
  readonly observe?: (info: Info, k: number, state: State) => boolean | void;
}

/** Names of {@link SamplingOptions}. */
const OPTION_NAMES = [
  ...["from", "observe"],
] as const satisfies (keyof SamplingOptions<never, never>)[];

/**
 * Runs a sampler to its end, or until `observe` ends it, and frees what is left behind: all, if a step or
 * `observe` throws.
 *
 * `init` gets `key` itself; the keys of the steps are split off a chain that begins at
 * `random.fold(key, 1)`, so that a step's randomness depends on no other step's.
 *
 * @returns The last state; belongs to the caller
 * @throws {RangeError} If `from` begins at a step that there is not, or an option's name is unknown
 * @throws {TypeError} If `observe` is no function
 */
export function run<Context, State extends TensorTree, Info extends TensorTree>(
  sampler: Sampler<Context, State, Info>,
  key: Key,
  context: Context,
  shape: readonly number[],
  options: SamplingOptions<State, Info> = {},
): State {
  assertOptionNames(options, OPTION_NAMES, true);
  const { from, observe } = options;
  if (observe !== undefined && typeof observe !== "function") {
    throw new TypeError(`observe must be a function of a step's info: it is ${typeof observe}`);
  }
  const first = from?.step ?? 0;
  if (!Number.isInteger(first) || first < 0 || first > sampler.steps) {
    throw new RangeError(
      `Cannot begin at step ${first}: accepted are integers from 0 to ${sampler.steps}`,
    );
  }
  let state = from?.state as State, chain: Key | undefined;
  const stepped = (own: Key, k: number) => {
    try {
      return sampler.step(own, context, state, k);
    } finally {
      own.dispose();
    }
  };
  const seen = (info: Info, k: number) => {
    try {
      return observe?.(info, k, state) === true;
    } finally {
      disposeTree(info);
    }
  };
  try {
    chain = random.fold(key, 1);
    state ??= sampler.init(key, context, shape);
    for (let k = 0; k < sampler.steps; k++) {
      const last: Key = chain;
      const [own, next] = tidy(() => random.split(last)) as [Key, Key];
      chain.dispose();
      chain = next;
      if (k < first) {
        own.dispose();
        continue;
      }
      const [after, info] = stepped(own, k);
      disposeTree(state);
      state = after;
      if (seen(info, k)) break;
    }
  } catch (error) {
    // The caller gets no state then; where there is no key, or no start, there is none yet.
    if (state) disposeTree(state);
    throw error;
  } finally {
    chain?.dispose();
  }
  return state;
}
