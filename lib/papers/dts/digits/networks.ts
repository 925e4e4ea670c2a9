/** Digits of 14 × 14 pixels: a chain of noise, a denoiser that knows no classes, and classifiers. */
import { linearSchedule } from "../../../diffusion/ddpm.ts";
import { preconditionedDenoiser, preconditioning } from "../../../diffusion/conversions.ts";
import { DIGIT_SIDE, type Digits } from "../../../datasets/digits.ts";
import { rng } from "../../../datasets/rng.ts";
import { vectorMlp } from "../../../models/vector_mlp.ts";
import { dense, swish } from "../../../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../../../nn/parameters.ts";
import {
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../../tensor/mod.ts";
import { fit } from "../../../training/fit.ts";

/** Pixels of an image. */
export const PIXELS = DIGIT_SIDE * DIGIT_SIDE;

/** Mean and deviation of all training pixels: chains live in numbers that are about 0 and 1. */
export const PIXEL_SCALE = { mean: 0.132, deviation: 0.27 } as const;

/** Steps of the chain, half of the plane's, each twice as wide: ᾱ at the end is the same .02. */
export const DIGIT_STEPS = 50;
export const digitSchedule = linearSchedule(DIGIT_STEPS, 0.002, 0.14);

/** Where trees branch and particles are resampled. */
export const DIGIT_TIMES: readonly number[] = [50, 40, 30, 20, 10, 0];

/** Steps of one edge. */
export const EDGE = 10;

/** The denoiser. */
export const digitDenoiser = vectorMlp({ dimensions: PIXELS, width: 256, layers: 3 });

/** Images as a chain has them, `[count, pixels]`. */
export function scaledImages({ images, count }: Pick<Digits, "images" | "count">): Tensor2D {
  const { mean, deviation } = PIXEL_SCALE;
  return tf.tensor2d(images.map((v) => (v - mean) / deviation), [count, PIXELS]);
}

/** Ends of a chain as images, cut to 0 … 1. */
export function imagesOf(values: ArrayLike<number>): Float32Array {
  const { mean, deviation } = PIXEL_SCALE;
  return Float32Array.from(values, (v) => Math.min(1, Math.max(0, mean + deviation * v)));
}

/**
 * x̂_0(x_t), Tweedie's estimate.
 *
 * @param root √ᾱ_t, and `h` = (1 - ᾱ_t)/ᾱ_t, each `[batch]` or `[1]`
 */
export function estimateDigit(params: Params, x: Tensor, root: Tensor1D, h: Tensor1D): Tensor2D {
  const scaled = tf.div(x, tf.expandDims(root, 1)), c = preconditioning(h);
  const input = tf.mul(scaled, tf.expandDims(c.input, 1));
  const output = digitDenoiser.apply(params, input, tf.expandDims(c.noise, 1) as Tensor2D);
  return preconditionedDenoiser(scaled, output, h) as Tensor2D;
}

/**
 * Trains the denoiser at the chain's own noise levels, each as often: the mean squared error of x̂_0 times
 * (1 + h)/h, in which all levels count alike.
 *
 * @returns Parameters, which belong to the caller
 */
export function trainDenoiser(digits: Digits, { seed, steps, observe }: {
  readonly seed: number;
  readonly steps: number;
  readonly observe?: (step: number, loss: number) => void;
}): Params {
  const clean = scaledImages(digits), batch = 128, key = random.key(seed);
  const start = digitDenoiser.init(key);
  const levels = tf.tensor1d(Float32Array.from(digitSchedule.alphaBar));
  const params = fit(start, (params, { clean, levels }, key) => {
    const [forRows, forLevels, forNoise] = random.split(key, 3) as [Key, Key, Key];
    const rows = random.integers(forRows, [batch], 0, digits.count) as Tensor1D;
    const x0 = tf.gather(clean, rows);
    const times = random.integers(forLevels, [batch], 0, DIGIT_STEPS) as Tensor1D;
    const alphaBar = tf.gather(levels, times) as Tensor1D;
    const h = tf.div(tf.sub(1, alphaBar), alphaBar) as Tensor1D, root = tf.sqrt(alphaBar);
    const noise = tf.mul(random.normal(forNoise, x0.shape), tf.expandDims(tf.sqrt(h), 1));
    const x = tf.mul(tf.add(x0, noise), tf.expandDims(root, 1));
    const error = tf.mean(tf.square(tf.sub(estimateDigit(params, x, root, h), x0)), 1);
    return tf.mean(tf.mul(error, tf.div(tf.add(1, h), h)));
  }, {
    ...{ seed, steps, learningRate: 2e-3, mode: "graph", clip: 1, keepBatches: "yes" },
    batch: () => ({ clean, levels }),
    ...(observe && { observe, every: 250 }),
  });
  tf.dispose([clean, levels, key, start as unknown as Tensor]);
  return params;
}

/** Features that the judge compares images by. */
export const FEATURES = 32;

/** Parameters of a classifier. */
export const classifierSpec: ParameterSpecs = {
  ...denseSpec("1", PIXELS, 128),
  ...denseSpec("2", 128, FEATURES),
  ...denseSpec("3", FEATURES, 10),
};

/** Features and logits of scaled images. */
export function classify(params: Params, x: Tensor) {
  const features = swish(dense(params, "2", swish(dense(params, "1", x))));
  return { features, logits: dense(params, "3", features) as Tensor2D };
}

/** Deviation of the noise that classifiers see on their images. */
const BLUR = 0.3;

/** Trains a classifier on some digits, a little noise on each; parameters belong to the caller. */
export function trainClassifier(digits: Digits, { seed, steps }: {
  readonly seed: number;
  readonly steps: number;
}): Params {
  const clean = scaledImages(digits), batch = 128, key = random.key(seed);
  const labels = tf.tensor1d(digits.labels, "int32"), start = initialize(key, classifierSpec);
  const params = fit(start, (params, { clean, labels }, key) => {
    const [forRows, forNoise] = random.split(key) as [Key, Key];
    const rows = random.integers(forRows, [batch], 0, digits.count) as Tensor1D;
    const x = tf.gather(clean, rows), noise = tf.mul(random.normal(forNoise, x.shape), BLUR);
    const { logits } = classify(params, tf.add(x, noise));
    const wanted = tf.oneHot(tf.gather(labels, rows) as Tensor1D, 10);
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 1)));
  }, {
    ...{ seed, steps, learningRate: 2e-3, mode: "graph", keepBatches: "yes" },
    batch: () => ({ clean, labels }),
  });
  tf.dispose([clean, labels, key, start as unknown as Tensor]);
  return params;
}

/** Every second digit, from the first or from the second on: halves that share none. */
export function halfOf({ images, labels, count }: Digits, first: 0 | 1): Digits {
  const rows = Array.from({ length: count }, (_, i) => i).filter((i) => i % 2 === first);
  return digitsAt({ images, labels, count }, rows);
}

/** Some of the digits. */
export function digitsAt({ images, labels }: Digits, rows: readonly number[]): Digits {
  const own = new Float32Array(rows.length * PIXELS);
  rows.forEach((row, i) => own.set(images.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS));
  return {
    images: own,
    labels: Int32Array.from(rows, (row) => labels[row]!),
    count: rows.length,
  };
}

/** The digits of one class, at most `most`, drawn without repetition. */
export function ofClass(digits: Digits, wanted: number, most = Infinity, seed = 0): Digits {
  const rows = Array.from({ length: digits.count }, (_, i) => i)
    .filter((i) => digits.labels[i] === wanted);
  const stream = rng(seed);
  for (let i = rows.length - 1; i > 0; i--) {
    const j = stream.int(i + 1);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return digitsAt(digits, rows.slice(0, most));
}
