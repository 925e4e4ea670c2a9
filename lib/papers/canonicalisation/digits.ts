/**
 * Digits that are turned by any of four quarter turns: a denoiser learns from them as they are, on
 * the slice that a canonicaliser picks, or with the symmetry built in.
 */
import type { Digits } from "../../datasets/digits.ts";
import { DIGIT_SIDE, turnDigit } from "../../datasets/digits.ts";
import { type Rng, rng } from "../../datasets/rng.ts";
import { vectorMlp } from "../../models/vector_mlp.ts";
import { dense, swish } from "../../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../../nn/parameters.ts";
import { actOnImages } from "../../symmetry/mod.ts";
import {
  type Key,
  random,
  stopGradient,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tf,
} from "../../tensor/mod.ts";
import { fit } from "../../training/fit.ts";
import type { Arm } from "./arms.ts";
import { denoisingLoss, type Field, fieldOf, sampled } from "./denoiser.ts";
import { nudged } from "./nudge.ts";
import { trainedArm } from "./trained_arm.ts";

/** What each arm is, in words. */
export const DIGIT_ARM_NAMES: Readonly<Record<Arm, string>> = {
  none: "none: turned digits as they are",
  frozen: "canonicaliser, frozen at random",
  learned: "canonicaliser, learned",
  equivariant: "equivariant denoiser",
  oracle: "oracle: upright digits",
};

const PIXELS = DIGIT_SIDE * DIGIT_SIDE;

/** Mean and deviation of all training pixels: numbers that are about 0 and 1 are learned. */
export const PIXEL_SCALE = { mean: 0.132, deviation: 0.27 } as const;

/** Sizes and constants, chosen on validation digits with seed 7. */
export const DIGIT_SETTINGS = {
  width: 256,
  layers: 2,
  batch: 128,
  learningRate: 2e-3,
  frameWidth: 32,
  samplingSteps: 18,
} as const;

/** All four turns of each digit, scaled, `[count, 4, pixels]`; turn 0 is upright. */
export function fourTurns({ images, count }: Digits): Tensor3D {
  const all = new Float32Array(count * 4 * PIXELS);
  for (let i = 0; i < count; i++) {
    const image = images.subarray(i * PIXELS, (i + 1) * PIXELS);
    for (let k = 0; k < 4; k++) {
      const turned = turnDigit(image, k);
      for (let p = 0; p < PIXELS; p++) {
        all[(i * 4 + k) * PIXELS + p] = (turned[p]! - PIXEL_SCALE.mean) / PIXEL_SCALE.deviation;
      }
    }
  }
  return tf.tensor3d(all, [count, 4, PIXELS]);
}

/** The canonicaliser's parameters: a score of one image. */
const scoreSpec = (): ParameterSpecs => ({
  ...denseSpec("frame/1", PIXELS, DIGIT_SETTINGS.frameWidth),
  ...denseSpec("frame/2", DIGIT_SETTINGS.frameWidth, DIGIT_SETTINGS.frameWidth),
  ...denseSpec("frame/3", DIGIT_SETTINGS.frameWidth, 1),
});

/**
 * Scores of the four turns, `[batch, 4]`, by one network: turning the image permutes them, so that
 * the turn of greatest score is the same image whichever turn is shown.
 */
export function turnScores(params: Params, turns: Tensor): Tensor2D {
  const one = swish(dense(params, "frame/1", turns));
  const two = swish(dense(params, "frame/2", one));
  return tf.squeeze(dense(params, "frame/3", two), [2]);
}

/**
 * The image of greatest score, `[batch, pixels]`. Forwards exactly one of the four; backwards the
 * gradient is that of the mixture by softmax (straight through).
 */
export function canonical(params: Params, turns: Tensor3D): Tensor2D {
  const scores = turnScores(params, turns);
  const soft = tf.softmax(scores);
  const hard = tf.oneHot(tf.cast(tf.argMax(scores, 1), "int32") as tf.Tensor1D, 4);
  const chosen = tf.add(hard, tf.sub(soft, stopGradient(soft)));
  return tf.sum(tf.mul(turns, tf.expandDims(chosen, 2)), 1) as Tensor2D;
}

/** F averaged over the group, g⁻¹F(gx): four evaluations, exactly equivariant to quarter turns. */
export function averagedOverTurns(field: Field): Field {
  return (params, x, conditions) => {
    const image = (flat: Tensor) => tf.reshape(flat, [-1, DIGIT_SIDE, DIGIT_SIDE, 1]);
    const batch = x.shape[0]!;
    const turned = [0, 1, 2, 3].map((g) => tf.reshape(actOnImages(g, image(x)), [batch, PIXELS]));
    const spread = conditions.shape[0] === 1 ? conditions : tf.tile(conditions, [4, 1]);
    const all = field(params, tf.concat(turned, 0), spread as Tensor2D);
    const back = tf.split(all, 4, 0).map((one, g) =>
      tf.reshape(actOnImages((4 - g) % 4, image(one)), [batch, PIXELS])
    );
    return tf.div(tf.addN(back), 4);
  };
}

/** A trained arm. */
export interface TrainedDigits {
  readonly arm: Arm;
  readonly params: Params;
  /** Parameters of a canonicaliser frozen at random, which `slice` uses; to be freed with `params`. */
  readonly frozen?: Params;
  /** Seconds of training. */
  readonly seconds: number;
  /** Clean images as the denoiser learns them, `[batch, pixels]`. */
  slice(params: Params, turns: Tensor3D, key: Key): Tensor2D;
  readonly field: Field;
}

/** How {@link trainDigits} trains. */
export interface DigitTraining {
  readonly seed: number;
  readonly steps: number;
  /** Starting parameters are multiplied by 1 more than this; see {@link nudged}. Default 0. */
  readonly nudge?: number;
  readonly observe?: (step: number, loss: number) => void;
}

/** Trains one arm on the digits' four turns. */
export function trainDigits(
  arm: Arm,
  turns: Tensor3D,
  { seed, steps, observe, nudge }: DigitTraining,
): TrainedDigits {
  const { width, layers, batch, learningRate } = DIGIT_SETTINGS;
  const network = vectorMlp({ dimensions: PIXELS, width, layers });
  const own = fieldOf(network);
  const field = arm === "equivariant" ? averagedOverTurns(own) : own;
  const [key, frameKey] = tf.tidy(() => random.split(random.key(seed))) as [Key, Key];
  const drawn = arm === "frozen" || arm === "learned" ? initialize(frameKey, scoreSpec()) : {};
  const frozen = arm === "frozen" ? drawn : undefined;
  const start: Params = { ...network.init(key), ...(arm === "learned" && drawn) };
  const slice = (params: Params, shown: Tensor3D, key: Key): Tensor2D => {
    if (arm === "oracle") return tf.squeeze(tf.slice(shown, [0, 0, 0], [-1, 1, -1]), [1]);
    if (frozen) return canonical(frozen, shown);
    if (arm === "learned") return canonical(params, shown);
    const g = random.integers(key, [shown.shape[0]], 0, 4) as tf.Tensor1D;
    return tf.sum(tf.mul(shown, tf.expandDims(tf.oneHot(g, 4), 2)), 1) as Tensor2D;
  };
  const from = nudged(start, nudge);
  const train = () =>
    fit(from, (params, { turns }, key) => {
      const [rowKey, turnKey, lossKey] = random.split(key, 3);
      const rows = random.integers(rowKey!, [batch], 0, turns.shape[0]!) as tf.Tensor1D;
      const clean = slice(params, tf.gather(turns, rows) as Tensor3D, turnKey!);
      return denoisingLoss(field, params, clean, lossKey!);
    }, {
      ...{ seed, steps, learningRate, mode: "graph", clip: 1 },
      ...{ batch: () => ({ turns }), keepBatches: "yes" },
      ...(observe && { observe, every: 50 }),
    });
  const trained = trainedArm(train, {
    taken: [{ key, frameKey }, start, ...(from === start ? [] : [from])],
    ...(frozen && { frozen }),
  });
  return { arm, ...trained, ...(frozen && { frozen }), slice, field };
}

/** Samples as digits, each turned by a random quarter turn, and milliseconds a sample. */
export function sampleDigits(
  { params, field }: Pick<TrainedDigits, "params" | "field">,
  count: number,
  seed: number,
  turn: "at random" | "not" = "at random",
): { readonly digits: Digits; readonly msPerSample: number } {
  const { samplingSteps: steps } = DIGIT_SETTINGS;
  const options = { shape: [PIXELS], batch: Math.min(250, count), steps };
  const { samples, msPerSample } = sampled(field, options, params, { count, seed });
  const { mean, deviation } = PIXEL_SCALE;
  const images = samples.map((x) => Math.min(1, Math.max(0, mean + deviation * x)));
  const stream: Rng = rng(seed);
  for (let i = 0; turn === "at random" && i < count; i++) {
    const image = images.slice(i * PIXELS, (i + 1) * PIXELS);
    images.set(turnDigit(image, stream.int(4)), i * PIXELS);
  }
  return { digits: { images, labels: new Int32Array(count), count }, msPerSample };
}

/** Upright digits as an arm's denoiser learns them. */
export function sliceOf({ slice, params }: TrainedDigits, digits: Digits): Digits {
  const values = tf.tidy(() => {
    const key = random.key(0);
    return tf.clone(slice(params, fourTurns(digits), key)).dataSync();
  }) as unknown as Float32Array;
  const { mean, deviation } = PIXEL_SCALE;
  const images = Float32Array.from(values, (x) => mean + deviation * x);
  return { ...digits, images };
}
