/**
 * `tf.losses.softmaxCrossEntropy` put together from ops that are right to second order:
 * TensorFlow.js writes its gradient by hand, through a tensor that the tape does not know, so that
 * gradients of gradients are 0 without a word, and that by the labels is wrong.
 */
import { tf } from "../tfjs.ts";

type Losses = typeof tf.losses;

const softmaxCrossEntropy: Losses["softmaxCrossEntropy"] = <
  T extends tf.Tensor,
  O extends tf.Tensor,
>(
  onehotLabels: T | tf.TensorLike,
  logits: T | tf.TensorLike,
  weights?: tf.Tensor | tf.TensorLike,
  labelSmoothing = 0,
  reduction = tf.Reduction.SUM_BY_NONZERO_WEIGHTS,
): O =>
  tf.tidy(() => {
    const z = asTensor(logits), given = asTensor(onehotLabels);
    tf.util.assertShapesMatch(given.shape, z.shape, "Error in softmaxCrossEntropy: ");
    const classes = z.shape.at(-1)!;
    const labels = labelSmoothing > 0
      ? tf.add(tf.mul(given, 1 - labelSmoothing), labelSmoothing / classes)
      : given;
    const losses = tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(z)), -1));
    return tf.losses.computeWeightedLoss<tf.Tensor, O>(losses, weights, reduction);
  });

/** As floats, which labels need not be. */
function asTensor(values: tf.Tensor | tf.TensorLike): tf.Tensor {
  return tf.cast(values instanceof tf.Tensor ? values : tf.tensor(values), "float32");
}

Object.assign(tf.losses, { softmaxCrossEntropy });
