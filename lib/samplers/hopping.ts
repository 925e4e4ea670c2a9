/**
 * Hopping: an answer is noised up to a level, descended again from there, and the lower energy
 * stays. A level-wise sampler is wrapped as it is (basin hopping, Wales and Doye 1997, with the
 * landscapes of a diffusion instead of one).
 */
import { type Key, random, type Tensor, tf, tidy } from "../tensor/mod.ts";

/** Answers with their energies, which are to be comparable from descent to descent. */
export interface Descended {
  /** `[batch, …]`; belongs to the caller. */
  readonly answer: Tensor;
  /** `[batch]`. */
  readonly energy: ArrayLike<number>;
}

/** Where hopping is. */
export interface HoppingState {
  /** Hops that were made so far, 0 for the start. */
  readonly cycle: number;
  /** The answers that are kept; they stay the sampler's own. */
  readonly answer: Tensor;
  readonly energy: Float32Array;
  /** Hops that each example made. */
  readonly hops: Int32Array;
  /** Examples that took the answer of this cycle. */
  readonly taken: Int32Array;
}

/** What is wrapped, and for how long. */
export interface HoppingOptions {
  /**
   * Noises answers to the level and descends from there: those of the examples `rows` of the batch,
   * in that order. Owns nothing of what it is given.
   */
  readonly hop: (key: Key, answer: Tensor, rows: Int32Array) => Descended;
  /** Hops of each example. */
  readonly cycles: number;
  /** Which answers need no more: 1 or 0, `[batch]`; they leave the batch. None by default. */
  readonly finished?: (answer: Tensor) => Tensor;
  /** Sees the start, and what each cycle left; none follow once all examples are finished. */
  readonly observe?: (state: HoppingState) => void;
}

/** What hopping found. */
export interface Hopped {
  /** The answers of lowest energy; belongs to the caller. */
  readonly answer: Tensor;
  readonly energy: Float32Array;
  /** Hops that each example made, those that were not taken included. */
  readonly hops: Int32Array;
}

/**
 * Hops from `start`, which stays the caller's. The energy of the answer that is kept never rises;
 * a NaN never wins.
 *
 * @throws {RangeError} If `cycles` is not a whole number from 0 on
 */
export function hopping(
  key: Key,
  start: Descended,
  { hop, cycles, finished, observe }: HoppingOptions,
): Hopped {
  if (!Number.isInteger(cycles) || cycles < 0) {
    throw new RangeError(`cycles must be an integer from 0 on: current value is ${cycles}`);
  }
  const energy = Float32Array.from(start.energy);
  const hops = new Int32Array(energy.length);
  let answer = tf.clone(start.answer);
  observe?.({ cycle: 0, answer, energy, hops, taken: new Int32Array(0) });
  for (let cycle = 0; cycle < cycles; cycle++) {
    const flags = finished && tidy(() => finished(answer));
    const done = flags?.dataSync();
    flags?.dispose();
    const rows = Int32Array.from(energy.keys()).filter((i) => !done || done[i] !== 1);
    if (rows.length === 0) break;
    const taken: number[] = [];
    const next = tidy(() => {
      const here = tf.gather(answer, tf.tensor1d(rows, "int32"));
      const found = hop(random.fold(key, cycle), here, rows);
      // A row of `joined` for each example: its own, or that of its candidate.
      const source = Int32Array.from(energy.keys());
      rows.forEach((i, j) => {
        hops[i]!++;
        if (found.energy[j]! <= energy[i]! || Number.isNaN(energy[i]!)) {
          source[i] = energy.length + j;
          taken.push(i);
          energy[i] = found.energy[j]!;
        }
      });
      const joined = tf.concat([answer, found.answer]);
      return tf.gather(joined, tf.tensor1d(source, "int32"));
    });
    answer.dispose();
    answer = next;
    observe?.({ cycle: cycle + 1, answer, energy, hops, taken: Int32Array.from(taken) });
  }
  return { answer, energy, hops };
}
