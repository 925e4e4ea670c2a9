/** Samples kept for training: first in, first out. */
import { assertCount } from "../checks.ts";
import { type Key, type Tensor, tf } from "../tensor/mod.ts";
import { hostUniform } from "./host_random.ts";

/** Rows of one shape, of which the oldest give way. */
export interface SampleBuffer {
  /** Rows held now. */
  readonly size: number;
  readonly capacity: number;
  /** The place that the next row takes, from 0: that of the oldest row, once the buffer is full. */
  readonly next: number;
  /**
   * Adds rows `[count, …shape]`; those that are not finite are left out.
   *
   * @throws {RangeError} If they are of another shape
   */
  push(rows: Tensor): void;
  /**
   * `count` rows drawn uniformly with replacement, `[count, …shape]`.
   *
   * @throws {RangeError} If the buffer is empty, or the count none
   */
  sample(key: Key, count: number): Tensor;
  /** All rows, `[size, …shape]`, place by place: with `next`, all that another buffer goes on from. */
  all(): Tensor;
}

/** What another buffer held: its `all()` and its `next`. */
export interface BufferRows {
  /** `[size, …shape]`; stays the caller's. */
  readonly rows: Tensor;
  readonly next: number;
}

/**
 * A buffer of `capacity` rows of `shape`.
 *
 * @param from Rows of an earlier buffer, which this one goes on from: of the same capacity it draws
 * and forgets what the other would have; of another one it keeps the newest that fit
 * @throws {RangeError} If the capacity is not a whole number above 0, or earlier rows have no such
 * next place; `sample` and `all` if it is empty
 */
export function sampleBuffer(
  capacity: number,
  shape: readonly number[],
  from?: BufferRows,
): SampleBuffer {
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
  const assertShape = (added: Tensor) => {
    if (`${added.shape.slice(1)}` !== `${shape}`) {
      throw new RangeError(
        `Cannot keep samples of shape [${added.shape}]: accepted are [${["count", ...shape]}]`,
      );
    }
  };
  const add = (values: Float32Array) => {
    for (let i = 0; i < values.length; i += width) {
      const row = values.subarray(i, i + width);
      if (!row.every(Number.isFinite)) continue;
      rows.set(row, next * width);
      next = (next + 1) % capacity;
      size = Math.min(size + 1, capacity);
    }
  };
  const buffer: SampleBuffer = {
    get size() {
      return size;
    },
    capacity,
    get next() {
      return next;
    },
    push(added) {
      assertShape(added);
      add(added.dataSync() as Float32Array);
    },
    sample(key, count) {
      assertFilled();
      assertCount("count", count);
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
  if (from) {
    const count = from.rows.shape[0]!;
    if (!Number.isInteger(from.next) || from.next < 0 || from.next > count) {
      throw new RangeError(
        `Cannot go on at place ${from.next} of ${count} rows: accepted are 0 to ${count}`,
      );
    }
    assertShape(from.rows);
    const values = from.rows.dataSync() as Float32Array, cut = from.next * width;
    // Rows are drawn by place: those of a buffer just as full stay where they are.
    if (count === capacity) {
      add(values);
      next = from.next % capacity;
    } else [values.subarray(cut), values.subarray(0, cut)].forEach(add);
  }
  return buffer;
}
