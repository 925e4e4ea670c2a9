/**
 * Philox4x32-10, a random function of a key and a counter (Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011): the bits of libtensorflow's generator,
 * for backends without it.
 */

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const KEY_STEPS = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** Four 32-bit words, the least significant first. */
export type Counter = readonly [number, number, number, number];

/** The upper half of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff, aHigh = a >>> 16, bLow = b & 0xffff, bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (other >>> 16)) >>> 0;
}

/** Writes the four words of one counter to `out` at `at`; what does not fit is left out. */
function block(
  [c0, c1, c2, c3]: Counter,
  [k0, k1]: readonly [number, number],
  out: Uint32Array,
  at: number,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIERS[0], c0), low0 = Math.imul(MULTIPLIERS[0], c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIERS[1], c2), low1 = Math.imul(MULTIPLIERS[1], c2) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + KEY_STEPS[0]) >>> 0;
    k1 = (k1 + KEY_STEPS[1]) >>> 0;
  }
  const words = [c0, c1, c2, c3];
  for (let i = 0; i < 4 && at + i < out.length; i++) out[at + i] = words[i]!;
}

/** The 128-bit integer after `counter`. */
function next(counter: Counter): Counter {
  let carry = 1;
  return counter.map((word) => {
    const sum = word + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    return sum >>> 0;
  }) as unknown as Counter;
}

/**
 * `count` random 32-bit words: those of `counter`, of `counter` + 1, and so on, four of each.
 *
 * @param key Two 32-bit words, signed or not
 */
export function philox(
  key: readonly [number, number],
  counter: Counter,
  count: number,
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(count);
  const [k0, k1] = key;
  let current = counter.map((word) => word >>> 0) as unknown as Counter;
  for (let at = 0; at < count; at += 4) {
    block(current, [k0 >>> 0, k1 >>> 0], words, at);
    current = next(current);
  }
  return words;
}
