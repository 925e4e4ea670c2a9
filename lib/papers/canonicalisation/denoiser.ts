/** A diffusion whose noise only adds variance: its loss, and samples by Heun's steps. */
import { preconditionedDenoiser, preconditioning } from "../../diffusion/conversions.ts";
import type { Params } from "../../nn/parameters.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import {
  compile,
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../tensor/mod.ts";

/** A network F, or what is made of one, as a function of scaled x and the condition (ln h)/8. */
export type Field = (params: Params, x: Tensor, conditions: Tensor2D) => Tensor;

/** Applied to what must stay on a subspace, such as clouds without a centre of mass. */
export type Project = (x: Tensor) => Tensor;

/** Normal distribution of ln σ in training (Karras et al. 2022). */
const LOG_SIGMA = { mean: -1.2, deviation: 1.2 } as const;

/** Noise levels of samples: from the greatest σ to the least, ρ = 7. */
export const SIGMAS = { least: 0.02, greatest: 20, rho: 7 } as const;

/** D(x; h): the mean of clean x given noisy x at variance h `[batch]` or `[1]`. */
export function denoise(field: Field, params: Params, x: Tensor, h: Tensor1D): Tensor {
  const c = preconditioning(h);
  const along = [-1, ...new Array<number>(x.rank - 1).fill(1)];
  const scaled = tf.mul(x, tf.reshape(c.input, along));
  const output = field(params, scaled, tf.expandDims(c.noise, 1) as Tensor2D);
  return preconditionedDenoiser(x, output, h);
}

/**
 * E |D(x + σε; σ²) - x|²·(1 + σ²)/σ², of data of deviation 1: the mean squared error of the network
 * itself, at most about 1 for one that knows nothing.
 *
 * @param clean `[batch, …]`
 */
export function denoisingLoss(
  field: Field,
  params: Params,
  clean: Tensor,
  key: Key,
  project: Project = (x) => x,
): Tensor {
  const [sigmaKey, noiseKey] = random.split(key);
  const batch = clean.shape[0]!;
  const z = random.normal(sigmaKey!, [batch]);
  const sigma = tf.exp(tf.add(tf.mul(z, LOG_SIGMA.deviation), LOG_SIGMA.mean)) as Tensor1D;
  const along = (v: Tensor) => tf.reshape(v, [batch, ...new Array<number>(clean.rank - 1).fill(1)]);
  const noise = project(random.normal(noiseKey!, clean.shape));
  const noisy = tf.add(clean, tf.mul(along(sigma), noise));
  const h = tf.square(sigma) as Tensor1D;
  const error = tf.square(tf.sub(denoise(field, params, noisy, h), clean));
  return tf.mean(tf.mul(error, along(tf.div(tf.add(1, h), h))));
}

/** σ_0 > … > σ_{steps-1}, and a last 0. */
export function sigmasOf(steps: number): number[] {
  if (!Number.isInteger(steps) || steps < 2) {
    throw new RangeError(`Cannot sample in ${steps} steps: accepted are 2, 3, …`);
  }
  const root = (sigma: number) => sigma ** (1 / SIGMAS.rho);
  const [first, last] = [root(SIGMAS.greatest), root(SIGMAS.least)];
  return [
    ...Array.from(
      { length: steps },
      (_, i) => (first + (i / (steps - 1)) * (last - first)) ** SIGMAS.rho,
    ),
    0,
  ];
}

/** What {@link sampler} makes. */
export interface DiffusionSampler {
  /** Samples `[count, …shape]`; seconds do not count the first batch, which compiles. */
  sample(params: Params, count: number, key: Key): { samples: Float32Array; msPerSample: number };
  dispose(): void;
}

/** How {@link sampler} runs. */
export interface SamplingOptions {
  /** Of one sample. */
  readonly shape: readonly number[];
  /** Samples made at once. */
  readonly batch: number;
  readonly steps: number;
  readonly project?: Project;
}

/**
 * Heun's steps along dx/dσ = (x - D(x))/σ from σ = 20: two evaluations of the network a step, one
 * in the last.
 */
export function sampler(
  field: Field,
  { shape, batch, steps, project = (x) => x }: SamplingOptions,
): DiffusionSampler {
  const sigmas = sigmasOf(steps);
  type Inputs = { params: Params; x: Tensor; now: Tensor; next: Tensor };
  const slope = (params: Params, x: Tensor, sigma: Tensor) => {
    const h = tf.reshape(tf.square(sigma), [1]) as Tensor1D;
    return tf.div(tf.sub(x, denoise(field, params, x, h)), sigma);
  };
  const heun = compile(({ params, x, now, next }: Inputs) => {
    const first = slope(params, x, now), width = tf.sub(next, now);
    const guess = tf.add(x, tf.mul(width, first));
    const second = slope(params, guess, next);
    return { x: tf.add(x, tf.mul(width, tf.mul(0.5, tf.add(first, second)))) };
  }, { name: "heun", mode: "graph" });
  const euler = compile(
    ({ params, x, now, next }: Inputs) => ({
      x: tf.add(x, tf.mul(tf.sub(next, now), slope(params, x, now))),
    }),
    { name: "euler", mode: "graph" },
  );
  const one = (params: Params, key: Key): Tensor => {
    let x = tf.tidy(() => tf.mul(project(random.normal(key, [batch, ...shape])), SIGMAS.greatest));
    for (let k = 0; k < steps; k++) {
      const inputs = { now: tf.scalar(sigmas[k]!), next: tf.scalar(sigmas[k + 1]!) };
      const { x: moved } = (k === steps - 1 ? euler : heun)({ params, x, ...inputs });
      [x, inputs].forEach(disposeTree);
      x = moved;
    }
    return x;
  };
  return {
    sample(params, count, key) {
      const size = shape.reduce((a, b) => a * b, 1), rounds = Math.ceil(count / batch);
      const samples = new Float32Array(rounds * batch * size);
      let spent = 0;
      for (let round = -1; round < rounds; round++) {
        const own = tf.tidy(() => random.fold(key, Math.max(0, round)));
        const started = performance.now();
        const x = one(params, own);
        const values = x.dataSync();
        // The round before the first compiles, and is made again.
        if (round >= 0) {
          spent += performance.now() - started;
          samples.set(values, round * batch * size);
        }
        [x, own].forEach(disposeTree);
      }
      return {
        samples: samples.slice(0, count * size),
        msPerSample: spent / (rounds * batch),
      };
    },
    dispose() {
      heun.dispose();
      euler.dispose();
    },
  };
}

/** So many samples by a {@link sampler} of their own. */
export function sampled(
  field: Field,
  options: SamplingOptions,
  params: Params,
  { count, seed }: { readonly count: number; readonly seed: number },
): ReturnType<DiffusionSampler["sample"]> {
  const own = sampler(field, options), key = random.key(seed);
  try {
    return own.sample(params, count, key);
  } finally {
    [key, own].forEach((one) => one.dispose());
  }
}

/** The field of a network alone. */
export const fieldOf = (network: VectorNetwork): Field => network.apply;
