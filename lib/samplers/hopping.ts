/**
 * Hopping: an answer is noised up to a level, descended again from there, and the lower energy
 * stays. A level-wise sampler is wrapped as it is (basin hopping, Wales and Doye 1997, with the
 * landscapes of a diffusion instead of one). Where nothing lower turns up for long, hops may go on
 * from a higher answer; the lowest one is kept all the same.
 */
import { assertOptionNames } from "../checks/spelling.ts";
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
  /** The answers of lowest energy so far; they stay the sampler's own. */
  readonly answer: Tensor;
  readonly energy: Float32Array;
  /** Hops that each example made. */
  readonly hops: Int32Array;
  /** Examples whose lowest answer is that of this cycle. */
  readonly taken: Int32Array;
}

/** What is wrapped, and for how long. */
export interface HoppingOptions {
  /**
   * Noises answers to the level and descends from there: those of the examples `rows` of the batch,
   * in that order; `cycle` counts from 0. Owns nothing of what it is given.
   */
  readonly hop: (key: Key, answer: Tensor, rows: Int32Array, cycle: number) => Descended;
  /** Hops of each example. */
  readonly cycles: number;
  /**
   * After so many hops in a row to higher energies an example goes on from where the next one leads,
   * whatever its energy; never by default.
   */
  readonly patience?: number;
  /**
   * Which of the answers, with their energies, need no more: 1 or 0, `[batch]`; they leave the batch.
   * None by default.
   */
  readonly finished?: (answer: Tensor, energy: Float32Array) => Tensor;
  /** Sees the start, and what each cycle left; none follow once all examples are finished. */
  readonly observe?: (state: HoppingState) => void;
}

/** Names of {@link HoppingOptions}. */
const OPTION_NAMES = [
  ...["hop", "cycles", "patience", "finished", "observe"],
] as const satisfies (keyof HoppingOptions)[];

/** What hopping found. */
export interface Hopped {
  /** The answers of lowest energy; belongs to the caller. */
  readonly answer: Tensor;
  readonly energy: Float32Array;
  /** Hops that each example made, those that were not taken included. */
  readonly hops: Int32Array;
}

/** `answer` with the rows of `found` where `source` names one: `rows of answer` + its number. */
function replaceRows(answer: Tensor, found: Tensor, source: Int32Array): Tensor {
  return tidy(() => tf.gather(tf.concat([answer, found]), tf.tensor1d(source, "int32")));
}

/**
 * Notebooks have no type check, and energies as a tensor have no entries: none would ever be lower.
 *
 * @throws {RangeError} If answers and energies are not `count` of each, or energies are no list of numbers
 */
function assertDescended(where: string, { answer, energy }: Descended, count: number): void {
  const answers = answer?.shape?.[0], energies = energy?.length;
  if (answers === count && energies === count) return;
  throw new RangeError(
    `Cannot hop with ${answers ?? "no"} answers and ${
      energies === undefined ? "energies that are no list" : `${energies} energies`
    } of ${where}: accepted are ${count} answers as a tensor, and an array of as many energies`,
  );
}

/** Reads what `finished` said, and frees it. */
function flagsOf(flags: Tensor, count: number): ArrayLike<number> {
  try {
    if (`${flags.shape}` === `${count}`) return flags.dataSync();
    throw new RangeError(
      `Cannot tell which answers are finished by a tensor of shape [${flags.shape}]: accepted is [${count}]`,
    );
  } finally {
    flags.dispose();
  }
}

/**
 * Hops from `start`, which stays the caller's. The energy of the answer that is kept never rises;
 * a NaN never wins.
 *
 * @throws {RangeError} If `cycles` is not a whole number from 0 on, `patience` not one from 1 on, or an
 * option's name is mistyped; if the start or a hop has not one energy, in an array, for each answer, or
 * `finished` not one flag
 */
export function hopping(
  key: Key,
  start: Descended,
  options: HoppingOptions,
): Hopped {
  const { hop, cycles, patience, finished, observe } = options;
  assertOptionNames(options, OPTION_NAMES);
  if (!Number.isInteger(cycles) || cycles < 0) {
    throw new RangeError(`cycles must be an integer from 0 on: current value is ${cycles}`);
  }
  if (patience !== undefined && !(Number.isInteger(patience) && patience > 0)) {
    throw new RangeError(`patience must be an integer from 1 on: current value is ${patience}`);
  }
  assertDescended("the start", start, start.answer?.shape?.[0] ?? 1);
  const energy = Float32Array.from(start.energy);
  const hops = new Int32Array(energy.length);
  let answer = tf.clone(start.answer);
  // Where each example hops from: the lowest answer, unless patience has run out.
  const energyHere = energy.slice(), refused = new Int32Array(energy.length);
  let here = tf.clone(start.answer);
  try {
    observe?.({ cycle: 0, answer, energy, hops, taken: new Int32Array(0) });
    for (let cycle = 0; cycle < cycles; cycle++) {
      const flags = finished && tidy(() => finished(answer, energy));
      const done = flags && flagsOf(flags, energy.length);
      const rows = Int32Array.from(energy.keys()).filter((i) => !done || done[i] !== 1);
      if (rows.length === 0) break;
      const taken: number[] = [];
      const next = tidy(() => {
        const found = hop(
          random.fold(key, cycle),
          tf.gather(here, tf.tensor1d(rows, "int32")),
          rows,
          cycle,
        );
        assertDescended(`hop ${cycle}`, found, rows.length);
        const best = Int32Array.from(energy.keys()), moved = best.slice();
        rows.forEach((i, j) => {
          hops[i]!++;
          const e = found.energy[j]!;
          const lower = (than: number) => e <= than || Number.isNaN(than);
          if (lower(energy[i]!)) {
            best[i] = energy.length + j;
            taken.push(i);
            energy[i] = e;
          }
          // More were refused where the last hop of its patience ended nowhere.
          const lost = refused[i]! >= (patience ?? Infinity) && !Number.isNaN(e);
          if (lower(energyHere[i]!) || lost) {
            moved[i] = energy.length + j;
            energyHere[i] = e;
            refused[i] = 0;
          } else refused[i]!++;
        });
        return [replaceRows(answer, found.answer, best), replaceRows(here, found.answer, moved)];
      });
      [answer, here].forEach((tensor) => tensor.dispose());
      [answer, here] = next as [Tensor, Tensor];
      observe?.({ cycle: cycle + 1, answer, energy, hops, taken: Int32Array.from(taken) });
    }
  } catch (error) {
    // Options are the caller's own code, which gets no answer then.
    answer.dispose();
    throw error;
  } finally {
    here.dispose();
  }
  return { answer, energy, hops };
}
