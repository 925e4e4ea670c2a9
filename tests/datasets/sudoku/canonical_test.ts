import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  canonicalForm,
  countSolutions,
  type Grid,
  isSolution,
  parseGrid,
  puzzle,
  randomGrid,
  randomSymmetry,
  solve,
  transform,
} from "lib/datasets/sudoku.ts";
import { rng } from "lib/datasets/rng.ts";

const permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/** The smallest image by trying every order of columns and of the first rows. */
function smallestImage(solution: Grid): string {
  const flipped = Uint8Array.from(
    { length: 81 },
    (_, i) => solution[9 * (i % 9) + Math.floor(i / 9)]!,
  );
  const lineOrders = permutations.flatMap((groups) =>
    permutations.flatMap((a) =>
      permutations.flatMap((b) =>
        permutations.map((c) => [a, b, c].flatMap((p, k) => p.map((i) => 3 * groups[k]! + i)))
      )
    )
  );
  let best = "~";
  for (const g of [solution, flipped]) {
    for (const columns of lineOrders) {
      for (let first = 0; first < 9; first++) {
        const label = new Uint8Array(10);
        columns.forEach((c, i) => label[g[9 * first + c]!] = i + 1);
        const row = (r: number) => columns.map((c) => label[g[9 * r + c]!]).join("");
        const bands = [0, 3, 6].map((b) => [b, b + 1, b + 2].map(row).sort()).sort();
        const image = bands.flat().join("");
        if (image < best) best = image;
      }
    }
  }
  return best;
}

Deno.test("canonicalForm() is the smallest image, as brute force finds it", () => {
  for (const seed of [1, 2]) {
    const grid = randomGrid(rng(seed));
    assertEquals(canonicalForm(grid), smallestImage(grid));
  }
});

Deno.test("canonicalForm() is invariant under every symmetry and is itself in the class", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = rng(seed), grid = randomGrid(random);
      const image = transform(grid, randomSymmetry(random));
      assert(isSolution(image));
      assertEquals(canonicalForm(image), canonicalForm(grid));
      assertEquals(canonicalForm(parseGrid(canonicalForm(grid))), canonicalForm(grid));
    }),
    { numRuns: 200 },
  );
});

Deno.test("canonicalForm() handles the most symmetric grid, where every choice ties", () => {
  const grid = Uint8Array.from({ length: 81 }, (_, i) => {
    const r = Math.floor(i / 9);
    return 1 + (i % 9 + 3 * (r % 3) + Math.floor(r / 3)) % 9;
  });
  assert(isSolution(grid));
  const random = rng(7);
  for (let k = 0; k < 50; k++) {
    assertEquals(canonicalForm(transform(grid, randomSymmetry(random))), canonicalForm(grid));
  }
});

Deno.test("canonicalForm() tells different grids apart", () => {
  const forms = Array.from({ length: 300 }, (_, i) => canonicalForm(randomGrid(rng(9).split(i))));
  assertEquals(new Set(forms).size, 300);
});

Deno.test("transform() maps a puzzle and its solution alike", () => {
  const random = rng(4), { puzzle: grid, solution } = puzzle(26, random);
  const symmetry = randomSymmetry(random);
  const image = transform(grid, symmetry);
  assertEquals(countSolutions(image), 1);
  assertEquals(solve(image), transform(solution, symmetry));
});
