/** Samples kept for training: first in, first out. */
import { type Key, type Tensor, tf } from "../tensor/mod.ts";
import { hostUniform } from "./host_random.ts";

/** Rows of one shape, of which the oldest give way. */
export interface SampleBuffer {
  /** Rows held now. */
  readonly size: number;
  readonly capacity: number;
  /**
   * Adds rows `[count, …shape]`; those that are not finite are left out.
   *
   * @throws {RangeError} If they are of another shape
   */
  push(rows: Tensor): void;
  /** `count` rows drawn uniformly with replacement, `[count, …shape]`. */
  sample(key: Key, count: number): Tensor;
  /** All rows, `[size, …shape]`, in no particular order. */
  all(): Tensor;
}

/**
 * A buffer of `capacity` rows of `shape`.
 *
 * @throws {RangeError} If the capacity is not a whole number above 0; `sample` and `all` if it is
 * empty
 */
export function sampleBuffer(capacity: number, shape: readonly number[]): SampleBuffer {
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new RangeError(`Cannot keep ${capacity} samples: accepted are 1, 2, 3, …`);
  }
  const width = shape.reduce((a, b) => a * b, 1);
  const rows = new Float32Array(capacity * width);
  let size = 0, next = 0;
  const assertFilled = () => {
    if (size === 0) {
      throw new RangeError("Cannot draw from an empty buffer: push samples into it first");
    }
  };
  return {
    get size() {
      return size;
    },
    capacity,
    push(added) {
      if (`${added.shape.slice(1)}` !== `${shape}`) {
        throw new RangeError(
          `Cannot keep samples of shape [${added.shape}]: accepted are [${["count", ...shape]}]`,
        );
      }
      const values = added.dataSync();
      for (let i = 0; i < values.length; i += width) {
        const row = values.subarray(i, i + width) as Float32Array;
        if (!row.every(Number.isFinite)) continue;
        rows.set(row, next * width);
        next = (next + 1) % capacity;
        size = Math.min(size + 1, capacity);
      }
    },
    sample(key, count) {
      assertFilled();
      const drawn = new Float32Array(count * width);
      hostUniform(key, count).forEach((u, i) => {
        const at = Math.min(size - 1, Math.floor(u * size)) * width;
        drawn.set(rows.subarray(at, at + width), i * width);
      });
      return tf.tensor(drawn, [count, ...shape]);
    },
    all() {
      assertFilled();
      return tf.tensor(rows.slice(0, size * width), [size, ...shape]);
    },
  };
}
