/** Digits: splits, smaller images, exact quarter turns. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { DIGIT_SIDE, halved, readDigits, turnDigit, turnedAtRandom } from "lib/datasets/digits.ts";
import { rng } from "lib/datasets/rng.ts";
import { actOnImages } from "lib/symmetry/mod.ts";
import { tf, tidy } from "lib/tensor/mod.ts";

const SIZE = DIGIT_SIDE ** 2;

Deno.test("splits: 10,000 digits in all, of all ten kinds, none in two splits", async () => {
  const all = await Promise.all((["train", "validation", "test"] as const).map(readDigits));
  assertEquals(all.map(({ count }) => count), [7001, 999, 2000]);
  const seen = new Set<string>();
  for (const { images, labels, count } of all) {
    assertEquals(images.length, count * SIZE);
    assertEquals(new Set(labels).size, 10);
    assert(images.every((x) => x >= 0 && x <= 1));
    for (let i = 0; i < count; i++) seen.add(images.subarray(i * SIZE, (i + 1) * SIZE).join());
  }
  assert(seen.size > 9990, "nearly all images differ, so that splits cannot share many");
});

Deno.test("a split that is none is refused in a sentence", async () => {
  await assertRejects(() => readDigits("all" as "test"), RangeError, "accepted are train");
});

Deno.test("halved: the mean of 2 × 2 pixels", () => {
  const pixels = new Float32Array(28 * 28);
  pixels[0] = 1;
  pixels[29] = 1;
  pixels[27] = 0.5;
  const small = halved(pixels);
  assertEquals([small[0], small[13], small.reduce((a, b) => a + b, 0)], [0.5, 0.125, 0.625]);
});

Deno.test("turning moves pixels as actOnImages does, and four turns are none", () => {
  const image = Float32Array.from({ length: SIZE }, (_, i) => i);
  for (const g of [1, 2, 3, -1]) {
    const expected = tidy(() => {
      const x = tf.tensor4d(image, [1, DIGIT_SIDE, DIGIT_SIDE, 1]);
      return tf.clone(actOnImages((g + 4) % 4, x));
    });
    assertEquals(Array.from(turnDigit(image, g)), Array.from(expected.dataSync()));
    expected.dispose();
  }
  assertEquals(turnDigit(turnDigit(image, 3), 1), image);
});

Deno.test("turned at random: a quarter of the images each", () => {
  const count = 4000, images = new Float32Array(count * SIZE);
  for (let i = 0; i < count; i++) images[i * SIZE] = 1; // the first corner
  const turned = turnedAtRandom({ images, labels: new Int32Array(count), count }, rng(1));
  const corners = [0, DIGIT_SIDE - 1, SIZE - DIGIT_SIDE, SIZE - 1].map((at) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += turned.images[i * SIZE + at]!;
    return sum / count;
  });
  for (const share of corners) assert(Math.abs(share - 0.25) < 0.03, `${corners}`);
});
