/**
 * A ladder of temperatures, learned: at each rung a denoiser and an energy of noisy points, from
 * samples of that rung; then samples of the next, colder rung by annealing at inference.
 */
import {
  compile,
  disposeTree,
  type Key,
  random,
  stopGradient,
  type Tensor,
  type Tensor1D,
  type TensorTree,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import {
  alongBatch,
  preconditionedDenoiser,
  preconditionedEnergy,
  preconditioning,
} from "../../diffusion/conversions.ts";
import { energyAndGradient, type Target } from "../../energy/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import type { SampleBuffer } from "../../samplers/mod.ts";
import { emaUpdate } from "../../training/ema.ts";
import {
  adam,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  type Numbers,
} from "../../training/optimizer.ts";

/** What is trained at a rung. */
export interface RungOptions {
  /** The energy at temperature 1. */
  readonly target: Target;
  /** F and F_η: both take c_in·x and two conditions, (ln h)/8 and (ln β)/8. */
  readonly network: VectorNetwork;
  readonly temperature: number;
  /** β = T₀/T of this rung, which the networks see. */
  readonly beta: number;
  /** Deviations of noise are drawn from the first to the second, uniform in their logarithm. */
  readonly deviations: readonly [number, number];
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  /** See {@link energyOf}. */
  readonly known?: KnownEnergy;
  /** Applied to noise, such as to take away its centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How it is compiled; default: graph, which is ready sooner and slower then. */
  readonly mode?: "xla" | "graph";
}

/** Parameters of the denoiser's network and of the energy's, `denoiser/…` and `energy/…`. */
export type LadderParams = Params;

const PARTS = ["denoiser", "energy"] as const;

/** Parameters of one of the two networks, under their own names. */
export function partOf(params: Params, part: typeof PARTS[number]): Params {
  const own = Object.entries(params).filter(([name]) => name.startsWith(`${part}/`));
  return Object.fromEntries(own.map(([name, p]) => [name.slice(part.length + 1), p]));
}

/** Both networks begin alike, as in the released code. */
export function initialLadder(network: VectorNetwork, key: Key): LadderParams {
  return tidy(() => {
    const first = network.init(key);
    return Object.fromEntries(
      PARTS.flatMap((part) =>
        Object.entries(first).map(([name, p]) => [`${part}/${name}`, tf.clone(p)])
      ),
    );
  });
}

/** c_in·x, and the network's conditions at noise h `[batch]` or `[1]`. */
function inputs(x: Tensor, h: Tensor1D, beta: Tensor) {
  const { input, noise } = preconditioning(h);
  const level = tf.reshape(noise, [-1, 1]);
  const hot = tf.mul(tf.onesLike(level), tf.div(tf.log(beta), 8));
  return { scaled: tf.mul(alongBatch(input, x), x), conditions: tf.concat([level, hot], 1) };
}

/** D(x): the mean of x_0 given x = x_0 + √h·ε, as learned at β. */
export function denoiserOf(network: VectorNetwork) {
  return (params: Params, x: Tensor, h: Tensor1D, beta: Tensor): Tensor => {
    const { scaled, conditions } = inputs(x, h, beta);
    const output = network.apply(partOf(params, "denoiser"), scaled, conditions as never);
    return preconditionedDenoiser(x, output, h);
  };
}

/** What is known of U where there is no noise. */
export interface KnownEnergy {
  readonly target: Target;
  /** T₀, of which β is a part: the energy of a rung is β/T₀ of the target's. */
  readonly hottest: number;
  /** c: the share of what is known is (c²/(h + c²))². */
  readonly deviation: number;
  /** Known energies are cut to it, so that beyond it they push no more; default 1,000, as in the released code. */
  readonly limit?: number;
}

/**
 * U(x) `[batch]`: -log density of x under noise h, as learned at β, up to a constant. With what is `known`
 * of it, U is that where there is little noise, and learned where there is much (the released code has
 * such an option, (1 - t)³ of it, switched off). Weights keep the law exp(-γU) from level to level
 * whatever the network is, in the limit of many particles and short steps, if they start with it.
 */
export function energyOf(network: VectorNetwork, known?: KnownEnergy) {
  return (params: Params, x: Tensor, h: Tensor1D, beta: Tensor): Tensor1D => {
    const { scaled, conditions } = inputs(x, h, beta);
    const output = network.apply(partOf(params, "energy"), scaled, conditions as never);
    const learned = preconditionedEnergy(x, output, h);
    if (!known) return learned;
    const { target, hottest, deviation, limit = 1000 } = known, c = deviation ** 2;
    const share = tf.square(tf.div(c, tf.add(h, c)));
    const energy = tf.mul(target.energy(x), tf.div(beta, hottest));
    const clipped = tf.clipByValue(energy, -limit, limit);
    return tf.add(learned, tf.mul(share, tf.sub(clipped, learned)));
  };
}

/** The three losses of the released code that are switched on for Lennard-Jones, each a mean. */
function losses(
  { network, target, temperature, deviations, known }: RungOptions,
  params: Params,
  { x0, x, h, beta }: { x0: Tensor; x: Tensor; h: Tensor1D; beta: Tensor },
) {
  const weight = tf.div(tf.add(h, 1), h);
  const squares = (v: Tensor) => tf.sum(tf.square(v), v.shape.map((_, a) => a).slice(1));
  const weighed = (error: Tensor) => tf.mean(tf.mul(weight, squares(error)));
  const denoised = denoiserOf(network)(params, x, h, beta);
  const energy = energyOf(network, known);
  const { gradient } = energyAndGradient((y) => energy(params, y, h, beta), x);
  const byEnergy = tf.sub(x, tf.mul(alongBatch(h, x), gradient));
  const clean = tf.fill([x.shape[0]!], deviations[0] ** 2) as Tensor1D;
  const wanted = tf.div(target.energy(x0), temperature);
  const pinned = tf.square(tf.sub(wanted, energy(params, x0, clean, beta)));
  const counts = tf.cast(tf.less(wanted, 1000), "float32");
  return {
    score: weighed(tf.sub(denoised, x0)),
    distillation: weighed(tf.sub(byEnergy, stopGradient(denoised))),
    pin: tf.mean(tf.mul(counts, pinned)),
  };
}

/** A rung as it stands. */
export interface RungProgress {
  readonly step: number;
  readonly loss: number;
  readonly seconds: number;
}

/**
 * Trains both networks on the samples of one rung, from `params`, which stay the caller's.
 *
 * @param observe Gets the mean loss of every 50 steps
 * @returns Averaged parameters, the caller's
 */
export async function trainRung(
  options: RungOptions,
  params: LadderParams,
  buffer: SampleBuffer,
  key: Key,
  observe: (progress: RungProgress) => void | Promise<void> = () => {},
): Promise<LadderParams> {
  const { steps, batch, deviations, project = (x: Tensor) => x } = options;
  const [low, high] = deviations.map(Math.log) as [number, number];
  const optimiser = chain(
    clipByGlobalNorm(0.5),
    adam(options.learningRate, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
  );
  type State = {
    readonly params: Params;
    readonly average: Params;
    readonly optimiser: Readonly<Record<string, TensorTree>>;
  };
  const names = Object.keys(params);
  const step = compile(
    ({ key, x0, state, rates, beta }: {
      key: Key;
      x0: Tensor;
      state: State;
      rates: Numbers;
      beta: Tensor;
    }) => {
      const [forLevel, forNoise] = random.split(key) as [Key, Key];
      const log = random.uniform(forLevel, [x0.shape[0]!], 2 * low, 2 * high);
      const h = tf.exp(log) as Tensor1D;
      const noise = tf.mul(
        alongBatch(tf.sqrt(h), x0),
        project(random.normal(forNoise, x0.shape)),
      );
      const x = tf.add(x0, noise);
      const total = (...values: Tensor[]) => {
        const own = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const all = losses(options, own, { x0, x, h, beta });
        return tf.add(tf.add(all.score, all.distillation), all.pin) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(total)(names.map((name) => state.params[name]!));
      const { averaging, ...numbers } = rates;
      const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
      const [updates, after] = optimiser.update(
        gradients,
        state.optimiser,
        state.params,
        numbers,
      );
      const next = applyUpdates(state.params, updates);
      const average = emaUpdate(state.average, next, averaging!);
      return { state: { params: next, average, optimiser: after } as State, loss: value };
    },
    { name: `pitaRung${options.temperature}`, mode: options.mode ?? "graph" },
  );
  const copied = (all: Params) =>
    Object.fromEntries(Object.entries(all).map(([name, p]) => [name, tf.clone(p)]));
  let state: State = tidy(() => ({
    params: copied(params),
    average: copied(params),
    optimiser: optimiser.init(params),
  }));
  const beta = tf.scalar(options.beta), started = performance.now();
  let sum = 0;
  for (let k = 1; k <= steps; k++) {
    const own = tidy(() => random.split(random.fold(key, k))) as [Key, Key];
    const x0 = buffer.sample(own[0], batch);
    const averaging = 1 - Math.min(0.995, (1 + k) / (10 + k));
    const numbers = { ...optimiser.numbers!(k), averaging };
    const rates = Object.fromEntries(
      Object.entries(numbers).map(([name, v]) => [name, tf.scalar(v)]),
    );
    const { state: after, loss } = step({ key: own[1], x0, state, rates, beta });
    sum += loss.dataSync()[0]!;
    disposeTree({ state, loss, x0, rates, first: own[0], second: own[1] });
    state = after;
    if (k % 50 === 0 || k === steps) {
      const seconds = (performance.now() - started) / 1000;
      await observe({ step: k, loss: sum / ((k - 1) % 50 + 1), seconds });
      sum = 0;
    }
  }
  const result = copied(state.average);
  disposeTree({ state, beta } as never);
  step.dispose();
  return result;
}
