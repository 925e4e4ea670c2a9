/** Digits written a little otherwise: turned, stretched, slanted and moved, for training. */
import { DIGIT_SIDE, SOURCE_SIDE } from "./digits.ts";
import type { Rng } from "./rng.ts";

/** An affine map of the plane about an image's centre, in pixels of the source. */
export interface Distortion {
  /** Radians, clockwise as rows go down. */
  readonly angle: number;
  /** Factors of width and height. */
  readonly width: number;
  readonly height: number;
  /** Columns to the left per row down, after the turn. */
  readonly slant: number;
  readonly down: number;
  readonly right: number;
}

/** The largest of what is drawn, uniformly and each way. */
const MOST = { angle: 0.2, stretch: 0.12, slant: 0.2, shift: 2 } as const;

/** A distortion that leaves a digit legible: within 11°, 12 % of its size, a slant of 1/5, two pixels. */
export function drawDistortion(stream: Rng): Distortion {
  const within = (most: number) => most * (2 * stream.uniform() - 1);
  return {
    angle: within(MOST.angle),
    width: 1 + within(MOST.stretch),
    height: 1 + within(MOST.stretch),
    slant: within(MOST.slant),
    down: within(MOST.shift),
    right: within(MOST.shift),
  };
}

/**
 * Adds a distorted image, made smaller by means of 2 × 2 pixels, to `into` at `at`: each pixel of the
 * result is looked up where it came from, between four pixels of the source; paper comes in from
 * outside.
 *
 * @param pixels Grey levels `[28 × 28]`, 0 (paper) to 255
 * @param into Numbers from 0 to 1, 14 × 14 of them from `at` on
 */
export function writeDistorted(
  pixels: Uint8Array,
  { angle, width, height, slant, down, right }: Distortion,
  into: Float32Array,
  at: number,
): void {
  const middle = (SOURCE_SIDE - 1) / 2, cos = Math.cos(angle), sin = Math.sin(angle);
  const grey = (row: number, column: number) =>
    row < 0 || column < 0 || row >= SOURCE_SIDE || column >= SOURCE_SIDE
      ? 0
      : pixels[row * SOURCE_SIDE + column]!;
  for (let row = 0; row < SOURCE_SIDE; row++) {
    for (let column = 0; column < SOURCE_SIDE; column++) {
      // Backwards: move, stretch, slant, turn.
      const v = (row - middle - down) / height;
      const u = (column - middle - right) / width + slant * v;
      const y = middle + cos * v - sin * u, x = middle + sin * v + cos * u;
      const top = Math.floor(y), left = Math.floor(x), a = y - top, b = x - left;
      const above = (1 - b) * grey(top, left) + b * grey(top, left + 1);
      const below = (1 - b) * grey(top + 1, left) + b * grey(top + 1, left + 1);
      into[at + (row >> 1) * DIGIT_SIDE + (column >> 1)]! += ((1 - a) * above + a * below) /
        (4 * 255);
    }
  }
}
