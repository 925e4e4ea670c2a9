import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  countSolutions,
  enumerate,
  formatGrid,
  hasSolutionWithout,
  isSolution,
  parseGrid,
  puzzle,
  randomGrid,
  solve,
} from "lib/datasets/sudoku.ts";
import { rng } from "lib/datasets/rng.ts";
import { countByExactCover } from "./exact_cover.ts";

/** A random complete grid with `clues` random cells kept, so with any number of solutions. */
const thinned = fc.record({ seed: fc.nat(), clues: fc.integer({ min: 22, max: 60 }) }).map(
  ({ seed, clues }) => {
    const random = rng(seed), solution = randomGrid(random), grid = solution.slice();
    const cells = random.shuffle(Uint8Array.from({ length: 81 }, (_, i) => i));
    for (const cell of cells.subarray(clues)) grid[cell] = 0;
    return { grid, solution, random };
  },
);

Deno.test("countSolutions() agrees with exact cover", () => {
  const limit = 20;
  fc.assert(
    fc.property(thinned, ({ grid }) => {
      assertEquals(countSolutions(grid, limit), countByExactCover(grid, limit));
    }),
    { numRuns: 40 },
  );
});

Deno.test("countSolutions() agrees with exact cover on grids that may contradict themselves", () => {
  fc.assert(
    fc.property(thinned, ({ grid, random }) => {
      for (let k = 0; k < 2; k++) grid[random.int(81)] = 1 + random.int(9);
      assertEquals(countSolutions(grid, 3), countByExactCover(grid, 3));
    }),
    { numRuns: 40 },
  );
});

Deno.test("enumerate() lists distinct valid completions, all of them if they fit", () => {
  fc.assert(
    fc.property(thinned, ({ grid, solution }) => {
      const out = new Uint8Array(81 * 50);
      const n = enumerate(grid, out);
      assertEquals(n, countSolutions(grid, 50));
      const found = Array.from({ length: n }, (_, k) => out.slice(81 * k, 81 * k + 81));
      assertEquals(new Set(found.map(formatGrid)).size, n);
      for (const s of found) assert(isSolution(s) && grid.every((v, i) => v === 0 || v === s[i]));
      if (n < 50) assert(found.some((s) => formatGrid(s) === formatGrid(solution)));
    }),
    { numRuns: 40 },
  );
});

Deno.test("hasSolutionWithout() tells exactly whether a clue is needed", () => {
  const { puzzle: grid } = puzzle(30, rng(8));
  for (let cell = 0; cell < 81; cell++) {
    if (grid[cell] === 0) continue;
    const without = grid.slice();
    without[cell] = 0;
    assertEquals(hasSolutionWithout(grid, cell, grid[cell]!), countSolutions(without, 2) === 2);
  }
});

Deno.test("The solver takes the empty grid, a full one and clues in conflict", () => {
  const empty = new Uint8Array(81), full = randomGrid(rng(1));
  assertEquals(countSolutions(empty, 1000), 1000);
  assertEquals(solve(full), full);
  for (const other of [1, 9, 10]) { // same row, column, box
    const clash = empty.slice();
    clash[0] = clash[other] = 5;
    assertEquals(countSolutions(clash), 0);
    assertEquals(solve(clash), undefined);
  }
});

Deno.test("parseGrid() names what is wrong", () => {
  assertThrows(() => parseGrid("12"), SyntaxError, "it has 2");
  assertThrows(
    () => parseGrid("x".padEnd(81, "0")),
    SyntaxError,
    'character 1 must be a digit or "."',
  );
  assertEquals(parseGrid(".".repeat(81)), new Uint8Array(81));
});
