/** A small classifier of turned digits: what makes samples and digits comparable. */
import { DIGIT_SIDE, type Digits, turnedAtRandom } from "../../datasets/digits.ts";
import { rng } from "../../datasets/rng.ts";
import { frechetDistance, type Points } from "../../metrics/mod.ts";
import { dense, swish } from "../../nn/layers.ts";
import { denseSpec, initialize, type ParameterSpecs, type Params } from "../../nn/parameters.ts";
import { disposeTree, random, type Tensor, type Tensor1D, tf } from "../../tensor/mod.ts";
import { fit } from "../../training/fit.ts";

const PIXELS = DIGIT_SIDE * DIGIT_SIDE;

/** Features on which samples are compared. */
const FEATURES = 32;

const SPEC: ParameterSpecs = {
  ...denseSpec("1", PIXELS, 256),
  ...denseSpec("2", 256, FEATURES),
  ...denseSpec("3", FEATURES, 10),
};

function layers(params: Params, x: Tensor) {
  const features = swish(dense(params, "2", swish(dense(params, "1", x))));
  return { features, logits: dense(params, "3", features) };
}

/**
 * Learns to tell digits that are turned by any quarter turn, a new one in each batch.
 *
 * @returns Parameters, which belong to the caller
 */
export function trainClassifier(digits: Digits, { seed, steps }: {
  readonly seed: number;
  readonly steps: number;
}): Params {
  const stream = rng(seed), batch = 128;
  const key = random.key(seed), start = initialize(key, SPEC);
  try {
    return fit(start, (params, { x, wanted }) => {
      const { logits } = layers(params, x);
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 1)));
    }, {
      ...{ seed, steps, learningRate: 2e-3, mode: "graph" },
      batch: () => {
        const rows = Array.from({ length: batch }, () => stream.int(digits.count));
        const images = new Float32Array(batch * PIXELS);
        rows.forEach((row, i) =>
          images.set(digits.images.subarray(row * PIXELS, (row + 1) * PIXELS), i * PIXELS)
        );
        const some = { images, labels: new Int32Array(batch), count: batch };
        const { images: turned } = turnedAtRandom(some, stream);
        const labels = tf.tensor1d(rows.map((row) => digits.labels[row]!), "int32") as Tensor1D;
        const wanted = tf.cast(tf.oneHot(labels, 10), "float32");
        labels.dispose();
        return { x: tf.tensor2d(turned, [batch, PIXELS]) as Tensor, wanted };
      },
    });
  } finally {
    [key, start].forEach(disposeTree);
  }
}

/** What the classifier makes of images. */
export interface Seen {
  readonly features: Points;
  /** Of the likeliest digit, one number an image. */
  readonly confidence: Float64Array;
  readonly predicted: Int32Array;
}

/** Features, confidences and guesses. */
export function see(params: Params, { images, count }: Digits): Seen {
  const [features, confidence, predicted] = tf.tidy(() => {
    const out = layers(params, tf.tensor2d(images, [count, PIXELS]));
    const chances = tf.softmax(out.logits as tf.Tensor2D);
    return [out.features, tf.max(chances, 1), tf.argMax(chances, 1)].map((one) =>
      one.dataSync()
    ) as never;
  }) as unknown as [Float32Array, Float32Array, Int32Array];
  return {
    features: { values: features, dimension: FEATURES },
    confidence: Float64Array.from(confidence),
    predicted: Int32Array.from(predicted),
  };
}

/** The Fréchet distance of features of images to those of others, and the mean confidence. */
export function digitErrors(params: Params, made: Digits, known: Digits) {
  const [a, b] = [see(params, made), see(params, known)];
  return {
    "Fréchet distance": frechetDistance(a.features, b.features),
    "confidence": a.confidence.reduce((sum, x) => sum + x, 0) / made.count,
  };
}
