/**
 * Which examples of a seeded data set to make.
 *
 * @module
 */

/**
 * Examples `start..start + count - 1` of a data set. Each depends on the seed and its own index
 * only, so any batch can be made alone and the same one comes again.
 */
export interface ExampleRange {
  /** Seed of the whole data set, a safe integer. */
  readonly seed: number;
  /** Index of the first example; 0 unless told. */
  readonly start?: number;
  /** Number of examples. */
  readonly count: number;
}

/**
 * The indices of `range`, within a data set of `size` examples (endless if `undefined`).
 *
 * @throws {RangeError} If they are not whole numbers in `0..size - 1`.
 */
export function indices(range: ExampleRange, size?: number): number[] {
  const { start = 0, count } = range;
  const limit = size ?? Number.MAX_SAFE_INTEGER;
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(count);
  if (!whole || start < 0 || count < 0 || start + count > limit) {
    throw new RangeError(
      `Cannot take examples ${start}..${start + count - 1}: accepted are 0..${limit - 1}`,
    );
  }
  return Array.from({ length: count }, (_, i) => start + i);
}
