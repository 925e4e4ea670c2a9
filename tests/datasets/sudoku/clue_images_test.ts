/** Clues as pictures: which digits, from which split, where. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { DIGIT_SIDE, readDigits } from "lib/datasets/digits.ts";
import { digitImages } from "lib/datasets/digit_images.ts";
import { CLUE_PIXELS, drawClues } from "lib/datasets/sudoku/clue_images.ts";
import { rng } from "lib/datasets/rng.ts";

Deno.test("digitImages() has the images of readDigits(), split by split", async () => {
  for (const split of ["train", "validation", "test"] as const) {
    const { labels } = await readDigits(split);
    for (let digit = 0; digit <= 9; digit++) {
      const { count, pixels } = digitImages(digit, split);
      assertEquals(count, labels.filter((label) => label === digit).length);
      assertEquals(pixels.length, count * 28 * 28);
    }
  }
  assertThrows(() => digitImages(10, "train"), RangeError, "from 0 to 9: current value is 10");
});

Deno.test("a clue is a picture of its digit in that split; blanks are paper", async () => {
  const puzzle = Uint8Array.from({ length: 81 }, (_, i) => i % 3 === 0 ? 0 : 1 + i % 9);
  const images = drawClues(puzzle, "test", rng(3));
  assertEquals(images.length, 81 * CLUE_PIXELS);
  const { images: known, labels } = await readDigits("test");
  for (let cell = 0; cell < 81; cell++) {
    const own = images.subarray(cell * CLUE_PIXELS, (cell + 1) * CLUE_PIXELS);
    if (puzzle[cell] === 0) {
      assert(own.every((v) => v === 0));
      continue;
    }
    // Grey levels are kept as bytes: half a level of the mean of four pixels.
    const found = Array.from(labels, (_, i) => i).filter((i) =>
      own.every((v, p) => Math.abs(v - known[i * CLUE_PIXELS + p]!) < 0.5 / 255 + 1e-6)
    );
    assert(found.length >= 1, `cell ${cell} shows a test image`);
    assert(found.some((i) => labels[i] === puzzle[cell]), `cell ${cell} shows a ${puzzle[cell]}`);
  }
});

Deno.test("the same stream draws the same pictures, another one others", () => {
  const puzzle = new Uint8Array(81).fill(5);
  const drawn = (seed: number) => drawClues(puzzle, "train", rng(seed), "shifted");
  assertEquals(drawn(1), drawn(1));
  assert(drawn(1).some((v, i) => v !== drawn(2)[i]));
});

Deno.test("shifts move the ink by up to a pixel each way, and keep nearly all of it", () => {
  const ones = new Uint8Array(400).fill(1);
  const centre = (kind: "shifted" | "as they are") => {
    const images = drawClues(ones, "train", rng(4), kind);
    return Array.from({ length: ones.length }, (_, i) => {
      let [ink, x] = [0, 0];
      for (let p = 0; p < CLUE_PIXELS; p++) {
        const v = images[i * CLUE_PIXELS + p]!;
        ink += v;
        x += v * (p % DIGIT_SIDE);
      }
      return { ink, x: x / ink };
    });
  };
  const spread = (of: { x: number }[]) => {
    const mean = of.reduce((sum, { x }) => sum + x, 0) / of.length;
    return Math.sqrt(of.reduce((sum, { x }) => sum + (x - mean) ** 2, 0) / of.length);
  };
  const still = centre("as they are"), moved = centre("shifted");
  // Uniform over five places half a pixel apart: a deviation of √2/2.
  const added = Math.sqrt(spread(moved) ** 2 - spread(still) ** 2);
  assert(Math.abs(added - Math.SQRT1_2) < 0.15, `${added}`);
  const ink = (of: { ink: number }[]) => of.reduce((sum, one) => sum + one.ink, 0) / of.length;
  assert(Math.abs(ink(moved) / ink(still) - 1) < 0.1);
});

Deno.test("distorted clues show the same digits, each written otherwise", () => {
  const ones = new Uint8Array(200).fill(1);
  const [plain, distorted] = (["as they are", "distorted"] as const)
    .map((kind) => drawClues(ones, "train", rng(6), kind));
  const inkOf = (images: Float32Array) => images.reduce((sum, v) => sum + v, 0);
  assert(Math.abs(inkOf(distorted!) / inkOf(plain!) - 1) < 0.1);
  assert(distorted!.every((v) => v >= 0 && v <= 1 + 1e-6));
  assertEquals(drawClues(ones, "train", rng(6), "distorted"), distorted!);
  for (let cell = 0; cell < ones.length; cell++) {
    const at = [cell * CLUE_PIXELS, (cell + 1) * CLUE_PIXELS] as const;
    assert(inkOf(distorted!.subarray(...at)) > 0, `cell ${cell} shows something`);
  }
});
