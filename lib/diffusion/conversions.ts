/** Score, denoiser and noise say the same; and the scalings that keep a network's inputs in range. */
import { type Tensor, type Tensor1D, tf } from "../tensor/mod.ts";

/**
 * `v` `[batch]` or `[1]`, shaped to meet tensors of the rank of `x`.
 *
 * @throws {RangeError} If it has another size, which would repeat x
 */
export function alongBatch(v: Tensor, x: Tensor): Tensor {
  if (v.size !== 1 && v.size !== x.shape[0]) {
    throw new RangeError(
      `Cannot spread shape [${v.shape}] over a batch of shape [${x.shape}]: accepted are [1] and [${
        x.shape[0]
      }]`,
    );
  }
  return tf.reshape(v, [-1, ...new Array<number>(x.rank - 1).fill(1)]);
}

/** s = (D - x)/h: the score of x = x_0 + √h·ε from its denoiser D(x) = E[x_0 | x]. */
export function scoreOfDenoiser(x: Tensor, denoised: Tensor, h: Tensor1D): Tensor {
  return tf.div(tf.sub(denoised, x), alongBatch(h, x));
}

/** D = x + h·s (Tweedie). */
export function denoiserOfScore(x: Tensor, score: Tensor, h: Tensor1D): Tensor {
  return tf.add(x, tf.mul(alongBatch(h, x), score));
}

/** s = -ε/√h: the score from the mean of the noise given x. */
export function scoreOfNoise(noise: Tensor, h: Tensor1D): Tensor {
  return tf.neg(tf.div(noise, alongBatch(tf.sqrt(h) as Tensor1D, noise)));
}

/** The scalings of EDM for data of deviation 1 at noise h, all like h. */
export interface Preconditioning {
  /** What of x passes by the network: 1/(1 + h). */
  readonly skip: Tensor1D;
  /** 1/√(1 + h), which gives inputs a variance of 1. */
  readonly input: Tensor1D;
  /** √h/√(1 + h). */
  readonly output: Tensor1D;
  /** (ln h)/8, the network's idea of the noise level. */
  readonly noise: Tensor1D;
}

/** See {@link Preconditioning} (Karras et al. 2022, table 1, with σ_data = 1). */
export function preconditioning(h: Tensor1D): Preconditioning {
  const input = tf.rsqrt(tf.add(h, 1)) as Tensor1D;
  return {
    skip: tf.square(input),
    input,
    output: tf.mul(tf.sqrt(h), input),
    noise: tf.div(tf.log(h), 8),
  };
}

/** D = c_skip·x + c_out·F(c_in·x), from the network's output F. */
export function preconditionedDenoiser(x: Tensor, output: Tensor, h: Tensor1D): Tensor {
  const c = preconditioning(h);
  return tf.add(tf.mul(alongBatch(c.skip, x), x), tf.mul(alongBatch(c.output, x), output));
}

/**
 * The energy that PITA makes of a network of vectors F, `[batch]`:
 * U = (1 - c_skip)/(2h)·|x|² - c_out/(c_in·h)·⟨F(c_in·x), c_in·x⟩. If F did not depend on x, x - h∇U
 * would be the denoiser of {@link preconditionedDenoiser}.
 */
export function preconditionedEnergy(x: Tensor, output: Tensor, h: Tensor1D): Tensor1D {
  const axes = x.shape.map((_, axis) => axis).slice(1);
  const c = preconditioning(h);
  const quadratic = tf.div(tf.mul(tf.sum(tf.square(x), axes), 0.5), tf.add(h, 1));
  const inner = tf.sum(tf.mul(output, x), axes);
  return tf.sub(quadratic, tf.mul(tf.div(c.output, h), inner)) as Tensor1D;
}
