/** Digits written a little otherwise: where a pixel goes, what stays, and how far it may go. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { digitImages } from "lib/datasets/digit_images.ts";
import { halved } from "lib/datasets/digits.ts";
import { type Distortion, drawDistortion, writeDistorted } from "lib/datasets/distort_digit.ts";
import { rng } from "lib/datasets/rng.ts";

const none: Distortion = { angle: 0, width: 1, height: 1, slant: 0, down: 0, right: 0 };

function distorted(pixels: Uint8Array, how: Partial<Distortion>): Float32Array {
  const small = new Float32Array(196);
  writeDistorted(pixels, { ...none, ...how }, small, 0);
  return small;
}

/** A round blot about a point between four pixels of the source. */
function blot(row: number, column: number): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, i) => {
    const down = Math.floor(i / 28) + 0.5 - row, right = (i % 28) + 0.5 - column;
    return Math.round(255 * Math.exp(-(down ** 2 + right ** 2) / (2 * 1.5 ** 2)));
  });
}

/** Where the ink is, about the centre, in pixels of the source, and how much. */
function centre(small: Float32Array) {
  let [ink, down, right] = [0, 0, 0];
  small.forEach((v, i) => {
    ink += v;
    down += v * (2 * Math.floor(i / 14) - 13);
    right += v * (2 * (i % 14) - 13);
  });
  return { ink, down: down / ink, right: right / ink };
}

Deno.test("no distortion is the image made smaller", () => {
  const pixels = digitImages(4, "train").pixels.subarray(0, 784);
  const small = halved(pixels).map((v) => v / 255);
  distorted(pixels, {}).forEach((v, i) => assertAlmostEquals(v, small[i]!, 1e-6));
});

Deno.test("a blot goes where the map says: moved, stretched, slanted, turned", () => {
  // Its middle is 4 rows above and 6 columns right of the centre.
  const pixels = blot(10, 20), angle = 0.2, cos = Math.cos(angle), sin = Math.sin(angle);
  const cases: [Partial<Distortion>, down: number, right: number][] = [
    [{ down: 1.5 }, -4 + 1.5, 6],
    [{ right: -2 }, -4, 6 - 2],
    [{ height: 1.1 }, -4 * 1.1, 6],
    [{ width: 0.9 }, -4, 6 * 0.9],
    // A column to the left per row down: up is to the right.
    [{ slant: 0.2 }, -4, 6 + 0.2 * 4],
    // Clockwise: right goes down.
    [{ angle }, -4 * cos + 6 * sin, 4 * sin + 6 * cos],
  ];
  for (const [how, down, right] of cases) {
    const found = centre(distorted(pixels, how)), said = JSON.stringify(how);
    assertAlmostEquals(found.down, down, 0.03, said);
    assertAlmostEquals(found.right, right, 0.03, said);
  }
});

Deno.test("ink grows with the size, and stays when a digit is turned, slanted or moved", () => {
  const pixels = blot(14, 14), { ink } = centre(distorted(pixels, {}));
  // Looking up between pixels changes sums by up to a fortieth.
  for (
    const [how, factor] of [
      [{ width: 1.1, height: 1.05 }, 1.1 * 1.05],
      [{ angle: 0.2 }, 1],
      [{ slant: -0.2 }, 1],
      [{ down: 1.25, right: 0.5 }, 1],
    ] as const
  ) assertAlmostEquals(centre(distorted(pixels, how)).ink / ink, factor, 0.03);
});

Deno.test("what is drawn reaches its limits each way and not beyond", () => {
  const stream = rng(3), all = Array.from({ length: 2000 }, () => drawDistortion(stream));
  const limits = {
    ...{ angle: [-0.2, 0.2], slant: [-0.2, 0.2], down: [-2, 2], right: [-2, 2] },
    ...{ width: [0.88, 1.12], height: [0.88, 1.12] },
  } as const;
  for (const [name, [least, most]] of Object.entries(limits)) {
    const values = all.map((one) => one[name as keyof Distortion]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    assert(low >= least && high <= most, `${name}: ${low} to ${high}`);
    assert(low < least + 0.02 * (most - least) && high > most - 0.02 * (most - least), name);
  }
  assertEquals(drawDistortion(rng(5)), drawDistortion(rng(5)));
});
