/** The smallest training loop: parameters, a loss, batches, Adam; for what trains in minutes. */
import { assertCount, assertFinite, assertNumber, assertSteps } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";
import {
  compile,
  disposeTree,
  flatten,
  type Key,
  random,
  type Tensor,
  type TensorTree,
  tf,
} from "../tensor/mod.ts";
import type { Params } from "../nn/parameters.ts";
import { adam, applyUpdates, chain, clipByGlobalNorm } from "./optimizer.ts";
import { diverged, spoiltAtFirst } from "./watch.ts";

/** How {@link fit} trains. */
export interface FitOptions<B extends TensorTree> {
  readonly seed: number;
  readonly steps: number;
  /** The largest learning rate: reached after a warm-up of 1/20 of the steps, then a cosine to 0. */
  readonly learningRate: number;
  /** The batch of a step, counted from 0; freed after it, unless `keepBatches`. */
  readonly batch: (step: number) => B;
  /** "yes" where `batch` gives the same tensors again. */
  readonly keepBatches?: "yes";
  /** The norm to which gradients are clipped; none by default. */
  readonly clip?: number;
  /** How the step is compiled; "xla" by default, and "graph" for runs too short to pay for that. */
  readonly mode?: "xla" | "graph";
  /** Sees the loss of every `every`-th step (of each, by default), and of the last. */
  readonly observe?: (step: number, loss: number) => void;
  readonly every?: number;
}

/** Names of {@link FitOptions}. */
const OPTION_NAMES = [
  ...["seed", "steps", "learningRate", "batch", "keepBatches", "clip", "mode", "observe", "every"],
] as const satisfies (keyof FitOptions<never>)[];

/** Steps between looks at a loss that nobody observes: to read one waits for the device. */
const BETWEEN = 100;

/** Steps below which compiling by XLA takes longer than it saves. */
const SHORT = 100;

const rateAt = (step: number, steps: number, most: number) => {
  const warm = Math.max(1, Math.round(steps / 20));
  if (step < warm) return (most * (step + 1)) / warm;
  return (most / 2) * (1 + Math.cos((Math.PI * (step - warm)) / Math.max(1, steps - warm)));
};

/**
 * The value of a loss and its gradients, in the order of the names: 0 by parameters that it does not
 * use, as where the loss has a gradient in it.
 *
 * @throws {RangeError} If it is no scalar, or uses none of them
 */
function valueAndGradients(loss: (params: Params) => Tensor, params: Params, names: string[]) {
  const list = names.map((name) => params[name]!);
  const named = (tensors: readonly Tensor[]): Params =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
  const { value, grads } = tf.engine().gradients(() => loss(named(list)), list, undefined, true);
  // The gradient of several would be that of their sum, and the first would be shown.
  if (value.size !== 1) {
    throw new RangeError(`Cannot minimise a loss of shape [${value.shape}]: it must be a scalar`);
  }
  if (!grads.some(Boolean)) {
    throw new RangeError(
      `Cannot minimise a loss that depends on none of its parameters: they are ${names.join(", ")}`,
    );
  }
  return { value, gradients: named(list.map((p, i) => grads[i] ?? tf.zerosLike(p))) };
}

/** @throws {RangeError} If an option is impossible, or its name mistyped */
function assertOptions<B extends TensorTree>(options: FitOptions<B>): void {
  const { steps, learningRate, clip, every = 1, keepBatches } = options;
  assertOptionNames(options, OPTION_NAMES);
  assertSteps("steps", steps);
  assertFinite("learningRate", learningRate, "above 0");
  // A norm below 0 would turn gradients round, so that the loss is maximised.
  if (clip !== undefined) assertNumber("clip", clip, "above 0");
  assertCount("every", every);
  if (keepBatches !== undefined && keepBatches !== "yes") {
    throw new RangeError(
      `keepBatches must be "yes", or not given: current value is ${keepBatches}`,
    );
  }
}

/** @throws {Error} If a tensor of the batch is gone, as where `batch` gives the same again */
function assertFresh(batch: TensorTree, step: number): void {
  const gone = flatten(batch).find(([, tensor]) => tensor.isDisposed);
  if (gone === undefined) return;
  throw new Error(
    `Cannot train on the batch of step ${step}: its ${gone[0] || "tensor"} was disposed, ` +
      'give fresh tensors at each step or keepBatches: "yes"',
  );
}

/** What `body` gives; `taken` is freed after it, whether it throws or not. */
function freeing<T>(taken: TensorTree, body: () => T): T {
  try {
    return body();
  } finally {
    disposeTree(taken);
  }
}

/** The first of the parameters that has an entry that is not finite. */
const spoilt = (params: Params) =>
  Object.keys(params).find((name) => !params[name]!.dataSync().every(Number.isFinite));

/**
 * Minimises a loss by Adam. Parameters that the loss does not use stay as they are.
 *
 * @param params Where to start; not freed
 * @param loss A scalar, of parameters, a batch and a key of this step's own
 * @returns The parameters after the last step; they belong to the caller
 * @throws {RangeError} If the loss is not a scalar, uses no parameter, or an option is impossible or its
 * name mistyped; if the first loss is not finite, or training diverges: a loss that is observed (or of every
 * 100th step, where none is, and of the last) or a parameter in the end is not finite
 * @throws {Error} If a batch was disposed, as one that is given again without `keepBatches` is
 */
export function fit<B extends TensorTree>(
  params: Params,
  loss: (params: Params, batch: B, key: Key) => Tensor,
  options: FitOptions<B>,
): Params {
  const { steps, learningRate, seed, every = 1 } = options;
  assertOptions(options);
  const watched = options.observe ? every : BETWEEN;
  const names = Object.keys(params).sort();
  const optimizer = chain(
    ...(options.clip === undefined ? [] : [clipByGlobalNorm(options.clip)]),
    adam((step) => rateAt(step - 1, steps, learningRate)),
  );
  type State = { readonly params: Params; readonly optimizer: TensorTree };
  type Inputs = State & {
    readonly batch: B;
    readonly step: Tensor;
    readonly numbers: Readonly<Record<string, Tensor>>;
    readonly base: Tensor;
  };
  const update = compile((inputs: Inputs): State & { readonly loss: Tensor } => {
    const { params, batch, step, numbers } = inputs;
    const key = random.fold(inputs.base as Key, step);
    const { value, gradients } = valueAndGradients((p) => loss(p, batch, key), params, names);
    const state = inputs.optimizer as ReturnType<typeof optimizer.init>;
    const [updates, next] = optimizer.update(gradients, state, params, numbers);
    return { loss: value, params: applyUpdates(params, updates), optimizer: next };
  }, {
    name: "fit",
    mode: options.mode ?? (steps < SHORT ? "graph" : "xla"),
    donate: ["params", "optimizer"], // nobody reads a state but the next step
  });

  const base = random.key(seed);
  let state: State = {
    params: Object.fromEntries(names.map((name) => [name, tf.clone(params[name]!)])),
    optimizer: optimizer.init(params),
  };
  try {
    for (let k = 0; k < steps; k++) {
      const batch = options.batch(k);
      assertFresh(batch, k);
      const step = tf.scalar(k, "int32");
      const numbers = Object.fromEntries(
        Object.entries(optimizer.numbers!(k + 1)).map(([name, value]) => [name, tf.scalar(value)]),
      );
      const taken: TensorTree = options.keepBatches === "yes"
        ? { step, numbers }
        : { step, numbers, batch };
      const { loss: value, ...next } = freeing(
        taken,
        () => update({ ...state, batch, step, numbers, base }),
      );
      disposeTree(state);
      state = next;
      const looks = k % watched === 0 || k === steps - 1;
      const seen = looks ? value.dataSync()[0]! : 0;
      value.dispose();
      if (looks) options.observe?.(k, seen);
      if (!Number.isFinite(seen)) {
        throw k === 0 ? spoiltAtFirst(`loss ${seen}`) : diverged(k, `loss ${seen}`);
      }
    }
    const bad = steps > 0 ? spoilt(state.params) : undefined;
    if (bad !== undefined) throw diverged(steps - 1, `a parameter ${bad} that is not finite`);
    disposeTree(state.optimizer);
    return state.params;
  } catch (error) {
    disposeTree(state);
    throw error;
  } finally {
    update.dispose();
    base.dispose();
  }
}
