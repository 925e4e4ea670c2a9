/** A density with edges: every other square of a board. */
import { assertOptionNames } from "../../checks/spelling.ts";
import {
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../tensor/mod.ts";
import { assertPoints, type Target } from "../target.ts";

/** Energy off the squares above that on them: finite, so that differences stay numbers. */
const OUTSIDE = 1e4;

/** Comparisons of x have no gradient: that of what is flat between jumps is 0. */
const flat = (energy: (x: Tensor) => Tensor) =>
  tf.customGrad((x) => ({
    value: energy(x as Tensor),
    gradFunc: () => tf.zerosLike(x as Tensor),
  }));

/** Options of {@link checkerboard}. */
export interface CheckerboardOptions {
  /** Squares along each side, an even number; default 4. */
  readonly squares?: number;
  /** Side of a square; default 2, so that the board is [-4, 4]². */
  readonly side?: number;
}

/** A {@link checkerboard}. */
export interface Checkerboard extends Target {
  readonly squares: number;
  readonly side: number;
  /** Volume of what is occupied; the energy there is its logarithm, so that log Z = 0. */
  readonly area: number;
  sample(key: Key, count: number): Tensor;
}

/**
 * The uniform density on the squares (column, row), counted from the lower left, whose column +
 * row is even: the one in the lower left corner is occupied. The energy off them is 10⁴ above that
 * on them, and its gradient 0 everywhere.
 *
 * @throws {RangeError} If the number of squares is not even, the side not above 0 or not
 * finite, or an option's name is mistyped; its energy, if x is not `[batch, 2]`
 */
export function checkerboard(options: CheckerboardOptions = {}): Checkerboard {
  const { squares = 4, side = 2 } = options;
  assertOptionNames(options, ["squares", "side"]);
  if (!Number.isInteger(squares) || squares < 2 || squares % 2 !== 0) {
    throw new RangeError(
      `Cannot make a board of ${squares} squares a side: accepted are 2, 4, 6, …`,
    );
  }
  if (!(side > 0 && Number.isFinite(side))) {
    throw new RangeError(`Cannot make squares of side ${side}: it must be above 0`);
  }
  const area = squares * squares * side * side / 2;
  const half = squares * side / 2;
  const energy = flat((x) => {
    const cell = tf.floor(tf.div(tf.add(x, half), side));
    const even = tf.equal(tf.mod(tf.sum(cell, 1), 2), 0);
    const inside = tf.all(tf.logicalAnd(tf.greaterEqual(cell, 0), tf.less(cell, squares)), 1);
    const occupied = tf.cast(tf.logicalAnd(even, inside), "float32");
    const known = tf.add(tf.mul(tf.sub(1, occupied), OUTSIDE), Math.log(area));
    // Comparisons with NaN are false: such a point would be one off the squares.
    return tf.where(tf.any(tf.isNaN(x), 1), tf.fill(known.shape, NaN), known);
  });
  return {
    shape: [2],
    squares,
    side,
    area,
    energy: (x) =>
      tf.tidy(() => {
        assertPoints("a checkerboard", x, [2]);
        return energy(x) as Tensor1D;
      }),
    sample: (key, count) =>
      tf.tidy(() => {
        const [cells, within] = random.split(key) as [Key, Key];
        const number = random.integers(cells, [count], 0, squares * squares / 2);
        const row = tf.floor(tf.div(tf.cast(number, "float32"), squares / 2));
        const place = tf.sub(tf.cast(number, "float32"), tf.mul(row, squares / 2));
        const column = tf.add(tf.mul(place, 2), tf.mod(row, 2));
        const corner = tf.stack([column, row], 1) as Tensor2D;
        return tf.sub(tf.mul(tf.add(corner, random.uniform(within, [count, 2])), side), half);
      }),
  };
}
