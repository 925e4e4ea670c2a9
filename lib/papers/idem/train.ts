/** Iterated denoising energy matching: a score network learned from an energy alone. */
import {
  compile,
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type TensorTree,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import { alongBatch } from "../../diffusion/conversions.ts";
import type { Params } from "../../nn/parameters.ts";
import {
  monteCarloScore,
  reverseSde,
  run,
  type SampleBuffer,
  sampleBuffer,
} from "../../samplers/mod.ts";
import { emaUpdate } from "../../training/ema.ts";
import {
  adam,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  type Numbers,
} from "../../training/optimizer.ts";
import { assertIdemOptions } from "./check_options.ts";
import { type IdemOptions, scoreOf } from "./options.ts";

/** Decay of the average of parameters that sampling uses. */
const AVERAGE_DECAY = 0.999;

/** Gradients longer than this are shortened to it. */
const GRADIENT_LIMIT = 0.5;

/** A training run as it stands; belongs to whoever asked for it. */
export interface IdemProgress {
  readonly step: number;
  /** Mean loss since the last report. */
  readonly loss: number;
  /** Averaged parameters. */
  readonly params: Params;
  /** All that a later run needs to go on from here, beside the buffer; gone when training returns. */
  readonly state: IdemState;
  readonly buffer: SampleBuffer;
  /** Energies and gradients evaluated so far. */
  readonly energyEvaluations: number;
  /** Evaluations of the network so far, forward; a step of training counts as three. */
  readonly networkEvaluations: number;
  readonly seconds: number;
}

/** Where an earlier run ended; its tensors are the new run's from then on. */
export interface IdemStart
  extends Pick<IdemProgress, "step" | "state" | "energyEvaluations" | "networkEvaluations"> {
  readonly seconds: number;
  /** Rows of the buffer, place by place. */
  readonly samples: Tensor;
  /** The place that the buffer's next row takes; 0 if not given, as older files don't tell it. */
  readonly next?: number;
}

/** A state as fresh as a network's parameters, for the shapes of what {@link IdemStart} reads. */
export function freshState(params: Params, learningRate: number): IdemState {
  return tidy(() => ({
    params,
    average: cloned(params),
    optimiser: optimiserOf(learningRate).init(params),
  }));
}

/** What a training carries from step to step. */
export type IdemState = {
  readonly params: Params;
  readonly average: Params;
  readonly optimiser: Readonly<Record<string, TensorTree>>;
};
type State = IdemState;

/** Adam as PyTorch has it, after cutting the gradient. */
const optimiserOf = (learningRate: number, steps = Infinity) =>
  chain(
    clipByGlobalNorm(GRADIENT_LIMIT),
    adam((k) => learningRate * (1 + Math.cos(Math.PI * (k - 1) / steps)) / 2, {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    }),
  );

/** Steps until the rate is 0. */
const cooling = ({ rate, steps }: IdemOptions) => rate === "cosine" ? steps : Infinity;

/** Noised points, their times, and the Monte-Carlo score there. */
type Batch = {
  readonly x: Tensor;
  readonly t: Tensor1D;
  readonly h: Tensor1D;
  readonly wanted: Tensor;
};

/** Makes a batch of points `x0`; by XLA, which is quicker at many energies of few numbers. */
function compileBatch(
  { target, schedule, estimator, keeps, project = (x) => x }: IdemOptions,
) {
  return compile(({ key, x0 }: { key: Key; x0: Tensor }): Batch => {
    const [forTime, forNoise, forScore] = random.split(key, 3) as [Key, Key, Key];
    const t = random.uniform(forTime, [x0.shape[0]!]) as Tensor1D;
    const h = schedule.variance(t) as Tensor1D;
    const noise = tf.mul(alongBatch(tf.sqrt(h), x0), random.normal(forNoise, x0.shape));
    const x = project(tf.add(x0, noise));
    const options = { ...estimator, ...(keeps && { kept: x0 }) };
    return { x, t, h, wanted: monteCarloScore(target, forScore, x, h, options).score };
  }, { name: "idemBatch", mode: "xla" });
}

/** One step of Adam on one batch. */
function compileStep(options: IdemOptions) {
  const { weight, learningRate, deviation = 0, mode = "graph" } = options;
  const chained = optimiserOf(learningRate, cooling(options)), score = scoreOf(options);
  const floor = weight === "normalised" ? deviation ** 2 : 1e-3;
  return compile(
    (
      { batch: { x, t, h, wanted }, state, rates }: {
        batch: Batch;
        state: State;
        rates: Numbers;
      },
    ) => {
      const lambda = weight === "one" ? tf.onesLike(h) : tf.add(h, floor);
      const names = Object.keys(state.params);
      const loss = (...values: Tensor[]) => {
        const params = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const error = tf.square(tf.sub(score(params, x, { t, h }), wanted));
        const perSample = tf.mean(error, error.shape.map((_, axis) => axis).slice(1));
        return tf.mean(tf.mul(lambda, perSample));
      };
      const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state.params[name]!));
      const all = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
      const { averaging, ...numbers } = rates;
      const [updates, optimiser] = chained.update(all, state.optimiser, state.params, numbers);
      const params = applyUpdates(state.params, updates);
      const average = emaUpdate(state.average, params, averaging!);
      return { state: { params, average, optimiser } as State, loss: value };
    },
    { name: "idemStep", mode },
  );
}

/**
 * Trains, and gives word every `refreshEvery` steps; if the word back is true, it ends there.
 *
 * Each step: points from the buffer (or the prior), noised to a uniform time, the Monte-Carlo score
 * there as the target. Each refresh: the network's own samples, by the averaged parameters, into
 * the buffer.
 *
 * @returns The last progress; where no step was left to do, that of the start, with a loss of NaN
 * @throws {RangeError} If an option's name is unknown or its value impossible: `from` then stays the caller's
 */
export async function trainIdem(
  options: IdemOptions,
  observe: (progress: IdemProgress) => boolean | void | Promise<boolean | void> = () => {},
  from?: IdemStart,
): Promise<IdemProgress> {
  assertIdemOptions(options);
  const { target, network, schedule, source, steps, batch, seed, refreshEvery } = options;
  const { project = (x: Tensor) => x, mode = "graph" } = options;
  const step = compileStep(options), makeBatch = compileBatch(options);
  const optimiser = optimiserOf(options.learningRate, cooling(options));
  const sampler = reverseSde<Params>({
    schedule,
    score: scoreOf(options),
    steps: options.refreshSteps,
    project,
    mode,
    ...(options.noiseScale === undefined ? {} : { noiseScale: options.noiseScale }),
  });
  const prior = (key: Key, count: number) =>
    tidy(() =>
      project(tf.mul(random.normal(key, [count, ...target.shape]), Math.sqrt(schedule.h(1))))
    );
  const { samples, forSteps, forSamples, ...fresh } = tidy(() => {
    const [forParams, forPrior, ...later] = random.split(random.key(seed), 4) as Key[];
    return {
      ...{ forSteps: later[0]!, forSamples: later[1]! },
      samples: from?.samples ?? prior(forPrior!, options.initialSamples),
      state: from?.state ?? freshState(network.init(forParams!), options.learningRate),
    };
  });
  let { state } = fresh;
  let { energyEvaluations = 0, networkEvaluations = 0, seconds = 0 } = from ?? {};
  try {
    const rows = from && { rows: samples, next: from.next ?? 0 };
    const buffer = sampleBuffer(options.capacity, target.shape, rows);
    if (!from) buffer.push(samples);
    const begin = from?.step ?? 0;
    const progressAt = (step: number, loss: number): IdemProgress => ({
      ...{ step, loss, params: state.average, state, buffer },
      ...{ energyEvaluations, networkEvaluations, seconds },
    });
    let sum = 0, progress = progressAt(begin, NaN);
    let started = performance.now();
    for (let k = begin + 1; k <= steps; k++) {
      const { state: after, loss } = tidy(() => {
        const [forPoints, forBatch] = random.split(random.fold(forSteps, k)) as [Key, Key];
        const x0 = source === "prior" ? prior(forPoints, batch) : buffer.sample(forPoints, batch);
        const averaging = 1 - Math.min(AVERAGE_DECAY, (1 + k) / (10 + k));
        const numbers = Object.entries({ ...optimiser.numbers!(k), averaging });
        const rates = Object.fromEntries(numbers.map(([name, v]) => [name, tf.scalar(v)]));
        return step({ batch: makeBatch({ key: forBatch, x0 }), state, rates });
      });
      sum += loss.dataSync()[0]!;
      disposeTree({ state, loss });
      state = after;
      energyEvaluations += batch * options.estimator.samples;
      networkEvaluations += 3 * batch;
      if (k % refreshEvery && k !== steps) continue;
      // Also at the end, so that a training that is lengthened later goes on as if it had been longer.
      if (source === "own samples" && k % refreshEvery === 0) {
        const key = random.fold(forSamples, k);
        const shape = [options.refreshSamples, ...target.shape];
        const drawn = run(sampler, key, state.average, shape);
        buffer.push(drawn.x);
        disposeTree({ ...drawn, key });
        networkEvaluations += options.refreshSamples * options.refreshSteps;
      }
      seconds += (performance.now() - started) / 1000;
      const counted = (k - 1) % refreshEvery + 1;
      progress = progressAt(k, sum / counted);
      sum = 0;
      if (await observe(progress)) break;
      started = performance.now();
    }
    return { ...progress, params: tidy(() => ({ ...cloned(state.average) })) };
  } finally {
    disposeTree({ state, samples, forSteps, forSamples });
    [step, makeBatch].forEach((compiled) => compiled.dispose());
    sampler.dispose?.();
  }
}

const cloned = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, p]) => [name, tf.clone(p)]));
