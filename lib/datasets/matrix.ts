/**
 * The three matrix problems of IRED (section 4.1 of the paper, with the constants of the released
 * code), drawn fresh by key. Every function is pure tensor code, so that it can be compiled.
 */
import { inverse, type Key, random, type Tensor, type Tensor3D, tf, tidy } from "../tensor/mod.ts";

/** Rows and columns in the paper. */
export const MATRIX_SIZE = 20;

/** "same" is the training distribution; "harder" is what the paper tests generalisation on. */
export type MatrixDifficulty = "same" | "harder";

/** A batch: what is given, and the answer `[batch, n, n]`. */
export interface MatrixProblems {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
}

function assertPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${name} must be a number above 0: current value is ${value}`);
  }
}

/** Largest |entry| of the summands, for {@link addition}. */
export const additionRange = { same: 1, harder: 2.5 } as const;

/**
 * Addition: A, B uniform in ±`range`, x = [A; B], y = A + B.
 *
 * @returns Condition `x` `[batch, 2, n, n]`
 */
export function addition(key: Key, batch: number, range: number, n = MATRIX_SIZE): MatrixProblems {
  const x = random.uniform(key, [batch, 2, n, n], -range, range);
  return { condition: { x }, answer: tf.sum(x, 1) };
}

/** Divisor of the low-rank part, for {@link completion}. */
export const completionDivisor = { same: 20, harder: 5 } as const;

/**
 * Completion: R = 0.1·N + U·Vᵀ/`divisor` with U, V standard normal of rank n/2, each entry shown
 * with probability one half; y = R.
 *
 * @returns Condition `x` `[batch, 1, n, n]`, zero where hidden, and `observed` `[batch, 1, n, n]`,
 * one where shown. The paper's network sees `x` alone.
 * @throws {RangeError} If `n` is odd or `divisor` not above zero
 */
export function completion(
  key: Key,
  batch: number,
  divisor: number,
  n = MATRIX_SIZE,
): MatrixProblems {
  if (n % 2 !== 0) throw new RangeError(`Matrices to complete must be even: their size is ${n}`);
  assertPositive("divisor", divisor);
  return tidy(() => {
    const [uKey, vKey, noiseKey, maskKey] = random.split(key, 4);
    const u = random.normal(uKey!, [batch, n, n / 2]), v = random.normal(vKey!, [batch, n, n / 2]);
    const lowRank = tf.div(tf.matMul(u, v, false, true), divisor);
    const answer = tf.add(tf.mul(0.1, random.normal(noiseKey!, [batch, n, n])), lowRank);
    const hidden = tf.less(random.uniform(maskKey!, [batch, n, n]), 0.5);
    const observed = tf.sub(1, tf.cast(hidden, "float32"));
    return {
      condition: {
        x: tf.expandDims(tf.mul(answer, observed), 1),
        observed: tf.expandDims(observed, 1),
      },
      answer,
    };
  });
}

/** Multiple of the identity that bounds the condition number, for {@link matrixInverse}. */
export const inverseRidge = { same: 0.5, harder: 0.1 } as const;

/**
 * Inverse: B uniform in ±1, M = B·Bᵀ, A = M + Mᵀ + `ridge`·I; x = A, y = A⁻¹.
 *
 * @returns Condition `x` `[batch, 1, n, n]`
 * @throws {RangeError} If `ridge` is not above zero, where A might have no inverse
 */
export function matrixInverse(
  key: Key,
  batch: number,
  ridge: number,
  n = MATRIX_SIZE,
): MatrixProblems {
  assertPositive("ridge", ridge);
  return tidy(() => {
    const b = random.uniform(key, [batch, n, n], -1, 1);
    const m = tf.matMul(b, b, false, true);
    const a = tf.add(tf.add(m, tf.transpose(m, [0, 2, 1])), tf.mul(ridge, tf.eye(n))) as Tensor3D;
    return { condition: { x: tf.expandDims(a, 1) }, answer: inverse(a) };
  });
}
