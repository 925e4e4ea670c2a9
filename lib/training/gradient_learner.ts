/** The usual learner: one network, a loss with gradients, Adam behind a clip, an average. */
import { assertOptionNames } from "../checks/spelling.ts";
import { type Key, type Tensor, type TensorTree, tf } from "../tensor/mod.ts";
import type { Network } from "../nn/network.ts";
import type { Params } from "../nn/parameters.ts";
import { assertEma, type EmaOptions, emaRate, emaUpdate, referenceEma } from "./ema.ts";
import type { Learner } from "./learner.ts";
import {
  adam,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  globalNorm,
  type Moments,
  scaleByName,
} from "./optimizer.ts";

/** What an optimiser step changes. */
export type Learned = {
  readonly params: Params;
  /** What answers are computed with. */
  readonly average: Params;
  readonly moments: Moments;
};

/** What is trained, and how. */
export interface GradientLearnerOptions<Batch extends TensorTree> {
  readonly network: Network;
  /** The loss of a batch, parts of it for the log, and its gradient by the parameters. */
  lossAndGradients(
    params: Params,
    batch: Batch,
    key: Key,
  ): {
    readonly parts: { readonly loss: Tensor } & Readonly<Record<string, Tensor>>;
    readonly gradients: Params;
  };
  /** The learning rate, constant or of step 1, 2, …. */
  readonly learningRate: number | ((step: number) => number);
  /** Factor on the learning rate of a parameter; 1 by default. */
  readonly rateOf?: (name: string) => number;
  /** Limit of the gradients' global norm; 1 by default. */
  readonly clip?: number;
  /** Averaging of the parameters; {@link referenceEma} by default. */
  readonly ema?: EmaOptions;
  readonly mode?: "xla" | "graph";
}

/** Names of {@link GradientLearnerOptions}. */
const OPTION_NAMES = [
  ...["network", "lossAndGradients", "learningRate", "rateOf", "clip", "ema", "mode"],
] as const satisfies (keyof GradientLearnerOptions<never>)[];

/**
 * A learner whose checkpoints have the parts `average`, `params`, `first` and `second`.
 *
 * @throws {RangeError} If an option's name is unknown, a learning rate is below 0 or not finite, the clip
 * is not above 0, or an average cannot be taken so
 * @throws {TypeError} If there is no loss
 */
export function gradientLearner<Batch extends TensorTree>(
  options: GradientLearnerOptions<Batch>,
): Learner<Learned, Batch> {
  assertOptionNames(options, OPTION_NAMES, true);
  const { network, lossAndGradients, rateOf, clip = 1, ema = referenceEma } = options;
  if (typeof lossAndGradients !== "function") {
    throw new TypeError(
      `lossAndGradients must be a function of parameters and a batch: it is ${typeof lossAndGradients}`,
    );
  }
  assertEma(ema);
  const optimizer = chain(
    clipByGlobalNorm(clip),
    adam(options.learningRate),
    ...(rateOf ? [scaleByName(rateOf)] : []),
  );
  const mode = options.mode ?? network.mode;
  return {
    name: network.name,
    parts: { average: network, params: network, first: network, second: network },
    init(key) {
      const params = network.init(key);
      const average = Object.fromEntries(
        Object.entries(params).map(([name, p]) => [name, tf.clone(p)]),
      );
      return { params, average, moments: optimizer.init(params)[1] as Moments };
    },
    numbers: (step) => ({ ...optimizer.numbers!(step), emaRate: emaRate(step, ema) }),
    logged: ["learningRate"],
    update(key, { params, average, moments }, batch, numbers) {
      const { parts, gradients } = lossAndGradients(params, batch, key);
      const state = { 0: {}, 1: moments, 2: {} };
      const [updates, next] = optimizer.update(gradients, state, params, numbers);
      const moved = applyUpdates(params, updates);
      const learned = {
        params: moved,
        average: emaUpdate(average, moved, numbers.emaRate!),
        moments: next[1] as Moments,
      };
      return [learned, { ...parts, gradientNorm: globalNorm(gradients) }];
    },
    save: ({ params, average, moments }) => ({ average, params, ...moments }),
    load: ({ average, params, first, second }) => ({
      average: average!,
      params: params!,
      moments: { first: first!, second: second! },
    }),
    ...(mode && { mode }),
  };
}

/**
 * A learner that starts from given parameters, such as those of a checkpoint, instead of drawn ones;
 * parameters that are not among them are drawn. `params` stay the caller's.
 */
export function startingFrom<State extends Learned, Batch extends TensorTree>(
  learner: Learner<State, Batch>,
  params: Params,
): Learner<State, Batch> {
  const copy = () =>
    Object.fromEntries(Object.entries(params).map(([name, p]) => [name, tf.clone(p)]));
  return {
    ...learner,
    init(key) {
      const drawn = learner.init(key);
      return {
        ...drawn,
        params: { ...drawn.params, ...copy() },
        average: { ...drawn.average, ...copy() },
      };
    },
  };
}
