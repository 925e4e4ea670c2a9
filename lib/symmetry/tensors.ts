/** Groups that act on tensors, and how far a function of tensors is from being equivariant. */
import { type Tensor, type Tensor1D, tf, tidy } from "../tensor/mod.ts";
import { assertPermutation } from "./assert_permutation.ts";
import type { Matrix } from "./matrix.ts";
import type { Permutation } from "./permutation.ts";

/** Points or vectors `x` `[…, d]`, each multiplied by a d × d matrix. */
export function actOnVectors(g: Matrix, x: Tensor): Tensor {
  return tf.tidy(() => {
    const d = x.shape.at(-1)!;
    if (g.length !== d) {
      throw new RangeError(`A ${g.length} × ${g.length} matrix cannot act on vectors of ${d}`);
    }
    const matrix = tf.tensor2d(g.flat(), [d, d]);
    return tf.reshape(tf.matMul(tf.reshape(x, [-1, d]), matrix, false, true), x.shape);
  });
}

/**
 * Moves slice i of `x` along `axis` to place p[i].
 *
 * @throws {RangeError} If there is no such axis, or p is no permutation of so many slices
 */
export function permuteAxis(p: Permutation, x: Tensor, axis: number): Tensor {
  const slices = x.shape[axis];
  if (slices === undefined) {
    throw new RangeError(
      `Cannot permute axis ${axis} of a tensor of shape [${x.shape}]: accepted are 0 to ${
        x.rank - 1
      }`,
    );
  }
  assertPermutation(p, slices);
  return tf.tidy(() => {
    const from = new Array<number>(p.length);
    p.forEach((to, i) => from[to] = i);
    return tf.gather(x, tf.tensor1d(from, "int32"), axis);
  });
}

/**
 * An element of the square's group D4 (see `dihedral(4)`; C4 is its first four) on images
 * `[batch, rows, columns, channels]` of equal sides: pixels move, exactly, as the plane does when x
 * points right and y up.
 */
export function actOnImages(g: number, images: Tensor): Tensor {
  if (!Number.isInteger(g) || g < 0 || g > 7) {
    throw new RangeError(`An element of D4 must be an integer from 0 to 7: current value is ${g}`);
  }
  if (images.rank !== 4 || images.shape[1] !== images.shape[2]) {
    throw new RangeError(`Images must be square, [batch, n, n, channels]: got [${images.shape}]`);
  }
  return tf.tidy(() => {
    // s mirrors in the x axis, top and bottom: it acts first.
    let moved: Tensor = g >= 4 ? tf.reverse(images, 1) : tf.clone(images);
    for (let turn = 0; turn < g % 4; turn++) {
      moved = tf.reverse(tf.transpose(moved, [0, 2, 1, 3]), 1);
    }
    return moved;
  });
}

/** How one element acts on what goes in and on what comes out. */
export interface PairOfActions {
  readonly input: (x: Tensor) => Tensor;
  readonly output: (y: Tensor) => Tensor;
}

/**
 * max |f(gx) - g·f(x)| over all entries and all given g, divided by the largest |f(x)|: 0 for an
 * equivariant f, up to rounding.
 *
 * @throws {RangeError} If there are no actions
 */
export function equivarianceError(
  f: (x: Tensor) => Tensor,
  x: Tensor,
  actions: readonly PairOfActions[],
): number {
  if (actions.length === 0) {
    throw new RangeError("Cannot measure equivariance by 0 actions: accepted are 1 or more");
  }
  return Math.max(...actions.map(({ input, output }) => {
    const both = tidy(() => {
      const expected = output(f(x));
      const error = tf.max(tf.abs(tf.sub(f(input(x)), expected)));
      return tf.stack([error, tf.max(tf.abs(expected))]) as Tensor1D;
    });
    const [error, size] = both.dataSync();
    both.dispose();
    return error! / Math.max(size!, 1e-30);
  }));
}
