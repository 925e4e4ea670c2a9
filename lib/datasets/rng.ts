/**
 * Seeded random numbers for data generation on the host: the same seed gives the same data set on
 * every machine. Tensor code has its own keyed generator and does not use this one.
 *
 * @module
 */
import type { RandomGenerator } from "npm:pure-rand@8.4.2/types/RandomGenerator";
import { uniformFloat64 } from "npm:pure-rand@8.4.2/distribution/uniformFloat64";
import { uniformInt } from "npm:pure-rand@8.4.2/distribution/uniformInt";
import { xoroshiro128plusFromState } from "npm:pure-rand@8.4.2/generator/xoroshiro128plus";

/** Arrays that {@linkcode Rng.shuffle} permutes. */
export type Shuffleable<T> = {
  readonly length: number;
  [index: number]: T;
};

/** A stream of random numbers. Drawing advances the stream; splitting does not. */
export interface Rng {
  /** A uniform integer in `0..n-1`, `n` an integer in `1..2^32`. Unbiased. */
  int(n: number): number;
  /** A uniform number in `[0, 1)`, a multiple of `2^-53`. */
  uniform(): number;
  /** Permutes `array` in place, every order equally likely (Fisher and Yates), and returns it. */
  shuffle<A extends Shuffleable<unknown>>(array: A): A;
  /**
   * An independent stream named `label`. It depends on the seed and the labels only, never on how
   * many numbers were drawn, so that example 17 of a data set stays example 17 when the others go.
   */
  split(label: string | number): Rng;
}

/**
 * A generator (xoroshiro128+) for an integer `seed` in the safe range; nearby seeds give unrelated
 * streams.
 *
 * @throws {RangeError} If the seed is not a safe integer.
 * @example Usage
 * ```ts
 * import { rng } from "lib/datasets/rng.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const a = rng(1).split("train").int(1000);
 * assertEquals(a, rng(1).split("train").int(1000));
 * ```
 */
export function rng(seed: number): Rng {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot seed as the seed must be a safe integer: current value is ${seed}`,
    );
  }
  return stream(`${seed}`);
}

/** `path` is the seed followed by the labels; its hash is the generator's state. */
function stream(path: string): Rng {
  const generator: RandomGenerator = xoroshiro128plusFromState(hash128(path));
  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`Cannot draw below n as n must be in 1..2^32: current value is ${n}`);
    }
    return uniformInt(generator, 0, n - 1);
  };
  return {
    int,
    uniform: () => uniformFloat64(generator),
    shuffle<A extends Shuffleable<unknown>>(array: A): A {
      for (let i = array.length - 1; i > 0; i--) {
        const j = int(i + 1);
        const kept = array[i];
        array[i] = array[j];
        array[j] = kept;
      }
      return array;
    },
    // The type and the length keep ("a", "b"), ("a/b") and 1, "1" apart.
    split: (label) => stream(`${path}/${typeof label}:${`${label}`.length}:${label}`),
  };
}

/** Four well-mixed words of `text`: FNV-1a lanes finished by MurmurHash3's mixer. */
function hash128(text: string): [number, number, number, number] {
  const word = (lane: number): number => {
    let h = 0x811c9dc5 ^ Math.imul(lane, 0x9e3779b9);
    for (let i = 0; i < text.length; i++) {
      h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
      h ^= h >>> 15;
    }
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };
  // The state must not be all zero; `| 1` costs one bit.
  return [word(1), word(2), word(3), word(4) | 1];
}
