/** What each matrix problem shows its symmetric network, per entry. */
import { type Tensor, type Tensor3D, tf } from "../tensor/mod.ts";
import type { Condition, Encoded } from "../energy/energy_network.ts";
import { checkCondition } from "../energy/check_condition.ts";

/** Features per entry, all `[batch, n, n, …]`, and the symmetry they have. */
export interface MatrixFeatures {
  readonly name: string;
  /**
   * "rows-and-columns": rows and columns may be permuted independently. "conjugation": only both
   * alike, as for the inverse, so that matrix products of channels are equivariant too.
   */
  readonly symmetry: "rows-and-columns" | "conjugation";
  /** Number of features of the condition, and of those that depend on the answer. */
  readonly fixed: number;
  readonly moving: number;
  /**
   * Features of the condition alone, `[batch, n, n, fixed]`, and what `moving` needs besides. With a
   * `unit` `[batch, 1, 1]`, the answer is measured in it: an energy that scales with its square.
   */
  encode(condition: Condition): { readonly fixed: Tensor } & Encoded;
  /** Features that depend on the answer `y` `[batch, n, n]`: `[batch, n, n, moving]`. */
  answer(encoded: Encoded, y: Tensor3D): Tensor;
}

const channel = (x: Tensor, i: number): Tensor3D => {
  const [batch, , n, m] = x.shape as [number, number, number, number];
  return tf.reshape(tf.slice(x, [0, i, 0, 0], [batch, 1, n, m]), [batch, n, m]) as Tensor3D;
};

const transposed = (x: Tensor) => tf.transpose(x, [0, 2, 1]);

/** Addition: the two summands; the answer. */
export const additionFeatures: MatrixFeatures = {
  name: "addition",
  symmetry: "rows-and-columns",
  fixed: 2,
  moving: 1,
  encode(condition) {
    checkCondition("matrix_exchangeable", condition, { x: [2, "rows", "columns"] });
    return { fixed: tf.transpose(condition.x!, [0, 2, 3, 1]) };
  },
  answer: (_, y) => tf.expandDims(y, 3),
};

/** Root mean square of the entries of completion problems as in training. */
const ENTRY = 0.187;

/**
 * Completion: the shown entries X, where they are, and the products XXᵀX, which fills hidden
 * entries from correlated rows and columns; the answer Y, XXᵀY and YXᵀX. All are measured in a unit
 * that is 1 for matrices as in training and grows with X, so that larger ones look alike.
 */
export const completionFeatures: MatrixFeatures = {
  name: "completion",
  symmetry: "rows-and-columns",
  fixed: 3,
  moving: 3,
  encode(condition) {
    const form = [1, "rows", "columns"];
    checkCondition("matrix_exchangeable", condition, { x: form, observed: form });
    const { x, observed } = condition;
    const given = channel(observed!, 0);
    const raw = channel(x!, 0);
    const count = tf.maximum(tf.sum(given, [1, 2], true), 1);
    const meanSquare = tf.div(tf.sum(tf.square(raw), [1, 2], true), count);
    // The floor keeps an empty matrix from a division by zero.
    const unit = tf.sqrt(tf.add(tf.div(meanSquare, ENTRY ** 2), 1e-6));
    const shown = tf.div(raw, unit) as Tensor3D;
    const rows = tf.matMul(shown, shown, false, true), columns = tf.matMul(shown, shown, true);
    return {
      fixed: tf.stack([shown, given, tf.matMul(rows, shown)], 3),
      rows,
      columns,
      unit,
    };
  },
  answer: ({ rows, columns }, y) =>
    tf.stack([y, tf.matMul(rows as Tensor3D, y), tf.matMul(y, columns as Tensor3D)], 3),
};

/** Size of the diagonal of A in the inverse problems. */
export const DIAGONAL = 14;

/**
 * Inverse: A and the identity; the answer Y, Yᵀ, AY, (AY)ᵀ and A²Y, with A divided by the size of
 * its diagonal: an inverse makes AY the identity.
 */
export const inverseFeatures: MatrixFeatures = {
  name: "inverse",
  symmetry: "conjugation",
  fixed: 2,
  moving: 5,
  encode(condition) {
    checkCondition("matrix_exchangeable", condition, { x: [1, "rows", "rows"] });
    const { x } = condition;
    const a = tf.div(channel(x!, 0), DIAGONAL) as Tensor3D;
    const [batch, n] = a.shape;
    const identity = tf.tile(tf.expandDims(tf.eye(n), 0), [batch, 1, 1]);
    return {
      fixed: tf.stack([a, identity], 3),
      a,
      square: tf.matMul(a, a),
    };
  },
  answer({ a, square }, y) {
    const product = tf.matMul(a as Tensor3D, y);
    const squared = tf.matMul(square as Tensor3D, y);
    return tf.stack([y, transposed(y), product, transposed(product), squared], 3);
  },
};

/** The features by problem. */
export const matrixFeatures = {
  addition: additionFeatures,
  completion: completionFeatures,
  inverse: inverseFeatures,
} as const;
