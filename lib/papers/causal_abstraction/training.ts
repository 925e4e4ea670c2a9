/** Trains the small implicit latent causal model: Adam, one compiled step. */
import {
  compile,
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor2D,
  type TensorTree,
  tf,
} from "../../tensor/mod.ts";
import { initialize, type Params } from "../../nn/parameters.ts";
import { adam, applyUpdates, chain, clipByGlobalNorm } from "../../training/optimizer.ts";
import { type LatentModelConfig, latentModelSpec, pairLoss } from "./latent_model.ts";

/** Pairs of observations, `[count, n]` each. */
export type Observations = { readonly x: Tensor2D; readonly after: Tensor2D };

/** How long and how fast. */
export interface TrainingOptions {
  readonly steps: number;
  readonly batch: number;
  /** Greatest rate of Adam; falls to 0 along a cosine. */
  readonly learningRate: number;
  /** Standard deviation of x given e at the first step; falls geometrically. */
  readonly firstNoise: number;
  /** The same once `annealing` of the steps are done, and from then on. */
  readonly lastNoise: number;
  readonly annealing: number;
  /** Share of the steps in which all sets are taken to be equally frequent in each batch. */
  readonly balanced: number;
  /** Starts that are tried. */
  readonly starts: number;
  /** Steps after each of which the half with the lesser losses goes on. */
  readonly rungs: readonly number[];
  readonly seed: number;
  /** Called every `every` steps with the loss of that step. */
  readonly observe?: (row: { readonly step: number; readonly loss: number }) => void;
  readonly every?: number;
}

type Learned = { readonly params: Params; readonly optimizer: TensorTree };
type StepInputs = {
  readonly learned: Learned;
  readonly data: Observations;
  readonly key: Key;
  readonly scalars: Readonly<Record<string, Tensor>>;
};

type StepOutputs = { readonly learned: Learned; readonly loss: Tensor };

/** Adam behind a clip; its rate falls to 0 along a cosine. */
const optimizerOf = ({ learningRate, steps }: TrainingOptions) =>
  chain(
    clipByGlobalNorm(10),
    adam((k) => learningRate * (1 + Math.cos((Math.PI * k) / steps)) / 2),
  );

type Optimizer = ReturnType<typeof optimizerOf>;

/** One step: a random batch, the loss, its gradient, Adam. */
function trainingStep(config: LatentModelConfig, batch: number, optimizer: Optimizer) {
  return compile(({ learned, data, key, scalars }: StepInputs): StepOutputs => {
    const [rowKey, lossKey] = random.split(random.fold(key, scalars.step!));
    const rows = random.integers(rowKey!, [batch], 0, data.x.shape[0]) as tf.Tensor1D;
    const drawn = { x: tf.gather(data.x, rows), after: tf.gather(data.after, rows) };
    const names = Object.keys(learned.params).sort();
    const total = (...tensors: Tensor[]) =>
      pairLoss(
        Object.fromEntries(names.map((name, i) => [name, tensors[i]!])),
        config,
        drawn,
        scalars.noise!,
        lossKey!,
        scalars.balance!,
      ).loss;
    const { value, grads } = tf.valueAndGrads(total)(names.map((name) => learned.params[name]!));
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
    const state = learned.optimizer as ReturnType<Optimizer["init"]>;
    const [updates, next] = optimizer.update(gradients, state, learned.params, scalars);
    return {
      learned: { params: applyUpdates(learned.params, updates), optimizer: next },
      loss: value,
    };
  }, { name: "latent_model_step", mode: "graph" });
}

/** A start, and how far it has come. */
interface Course {
  readonly key: Key;
  learned: Learned;
  /** Losses of all steps so far. */
  readonly losses: number[];
}

/**
 * Trains from scratch, from many starts: at each rung the better half of them goes on, and of those at
 * the end the best is taken, by the loss alone (successive halving). A start may settle on a wrong
 * guess of which sets belong to which pairs, and never leave it; its loss is then far above that of a
 * good one, and shows it without any truth. Noise that falls slowly and balanced guesses keep some
 * starts from it.
 *
 * @returns The parameters, which belong to the caller, the mean loss of the last tenth, and that of
 * all starts at the first rung
 */
export function trainLatentModel(
  config: LatentModelConfig,
  data: Observations,
  options: TrainingOptions,
): { readonly params: Params; readonly loss: number; readonly screened: readonly number[] } {
  const { steps, batch, starts, rungs, seed } = options;
  const optimizer = optimizerOf(options);
  const step = trainingStep(config, batch, optimizer);
  const specs = latentModelSpec(config);
  const keys = tf.tidy(() => random.split(random.key(seed), starts));
  let courses = keys.map((key): Course => {
    const params = initialize(key, specs);
    return { key, learned: { params, optimizer: optimizer.init(params) }, losses: [] };
  });
  let screened: number[] | undefined;
  for (const until of [...rungs.filter((rung) => rung < steps), steps]) {
    for (const course of courses) {
      for (let k = course.losses.length + 1; k <= until; k++) {
        advance(course, { step, optimizer }, data, k, options);
      }
    }
    screened ??= courses.map(({ losses }) => lastMean(losses));
    const ordered = courses.toSorted((a, b) => lastMean(a.losses) - lastMean(b.losses));
    courses = ordered.slice(0, until === steps ? 1 : Math.ceil(ordered.length / 2));
    for (const course of ordered.slice(courses.length)) disposeTree(course.learned);
  }
  const [best] = courses, { params, optimizer: last } = best!.learned;
  [...keys, last].forEach(disposeTree);
  step.dispose();
  return { params, loss: lastMean(best!.losses), screened: screened! };
}

/** Mean of the last tenth, of fifty steps at least. */
const lastMean = (losses: readonly number[]): number => {
  const last = losses.slice(-Math.max(50, Math.floor(losses.length / 10)));
  return last.reduce((sum, one) => sum + one, 0) / last.length;
};

/** Step `k` of a course. */
function advance(
  course: Course,
  { step, optimizer }: {
    readonly step: ReturnType<typeof trainingStep>;
    readonly optimizer: Optimizer;
  },
  data: Observations,
  k: number,
  { steps, firstNoise, lastNoise, annealing, balanced, observe, every = 100 }: TrainingOptions,
): void {
  const cooled = Math.min(1, k / steps / annealing);
  const scalars = {
    step: tf.scalar(k, "int32"),
    noise: tf.scalar(firstNoise * (lastNoise / firstNoise) ** cooled),
    balance: tf.scalar(k <= balanced * steps ? 1 : 0),
    ...Object.fromEntries(
      Object.entries(optimizer.numbers!(k)).map(([name, value]) => [name, tf.scalar(value)]),
    ),
  };
  const { learned, loss } = step({ learned: course.learned, data, key: course.key, scalars });
  disposeTree(course.learned);
  course.learned = learned;
  course.losses.push(loss.dataSync()[0]!);
  if (k % every === 0 || k === steps) observe?.({ step: k, loss: course.losses.at(-1)! });
  [loss, scalars].forEach(disposeTree);
}
