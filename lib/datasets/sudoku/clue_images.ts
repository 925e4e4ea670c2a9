/**
 * Boards whose clues are images of handwritten digits (visual Sudoku, as of SATNet, Wang et al.
 * 2019): each clue an image of its digit, drawn anew for every board.
 *
 * @module
 */
import { digitImages } from "../digit_images.ts";
import { DIGIT_SIDE, type DigitSplit, SOURCE_SIDE } from "../digits.ts";
import { drawDistortion, writeDistorted } from "../distort_digit.ts";
import type { Rng } from "../rng.ts";

/** Numbers of one image, 14 × 14 of them. */
export const CLUE_PIXELS = DIGIT_SIDE * DIGIT_SIDE;

/** Pixels of the source by which an image may be shifted each way in training. */
const SHIFT = 2;

/**
 * Writes an image, made smaller by means of 2 × 2 pixels after a shift by whole pixels of the source,
 * into `into` at `at`; paper comes in from outside.
 */
function writeImage(
  pixels: Uint8Array,
  { down, right }: { readonly down: number; readonly right: number },
  into: Float32Array,
  at: number,
): void {
  for (let row = 0; row < SOURCE_SIDE; row++) {
    const from = row - down;
    if (from < 0 || from >= SOURCE_SIDE) continue;
    for (let column = 0; column < SOURCE_SIDE; column++) {
      const source = column - right;
      if (source < 0 || source >= SOURCE_SIDE) continue;
      const grey = pixels[from * SOURCE_SIDE + source]!;
      into[at + (row >> 1) * DIGIT_SIDE + (column >> 1)]! += grey / (4 * 255);
    }
  }
}

/**
 * Images of digits 1 to 9, such as the clues of a puzzle `[81]`, `[81, 196]`, from 0 (paper) to 1
 * (ink), each drawn uniformly from its digit's; where there is a 0 there is paper.
 *
 * @param kind Whether images are shifted by up to two pixels of their 28 each way, or also turned,
 * stretched and slanted a little
 */
export function drawClues(
  digits: ArrayLike<number>,
  split: DigitSplit,
  stream: Rng,
  kind: "as they are" | "shifted" | "distorted" = "as they are",
): Float32Array {
  const images = new Float32Array(digits.length * CLUE_PIXELS);
  const size = SOURCE_SIDE * SOURCE_SIDE;
  const shift = () => kind === "shifted" ? stream.int(2 * SHIFT + 1) - SHIFT : 0;
  for (let cell = 0; cell < digits.length; cell++) {
    if (digits[cell] === 0) continue;
    const { count, pixels } = digitImages(digits[cell]!, split);
    const i = stream.int(count);
    const image = pixels.subarray(i * size, (i + 1) * size);
    if (kind === "distorted") {
      writeDistorted(image, drawDistortion(stream), images, cell * CLUE_PIXELS);
    } else writeImage(image, { down: shift(), right: shift() }, images, cell * CLUE_PIXELS);
  }
  return images;
}
