/** The maze's policies without learning. */
import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { mazeFixedPoint } from "lib/papers/dqs/maze_fixed_point.ts";
import { uniformOutcomes } from "lib/papers/dqs/maze.ts";

Deno.test("very hot, the fixed point acts as uniform actions do", () => {
  const hot = mazeFixedPoint(1e6, "without"), walk = uniformOutcomes(4000, 5);
  // Actions on a grid hold its edges, so that steps are a little longer.
  assertAlmostEquals(hot.solved, walk.solved, 0.02);
  assert(hot.solved < 0.06);
});

Deno.test("cold, it always arrives, at either goal about as often, with and without entropy", () => {
  for (const values of ["without", "with"] as const) {
    const { solved, goals, entropy, residual } = mazeFixedPoint(0.01, values);
    assertAlmostEquals(solved, 1, 1e-6);
    assertAlmostEquals(goals[0]! + goals[1]!, solved, 1e-9);
    assert(entropy > 0.99 && residual < 1e-8, `${entropy} ${residual}`);
  }
});

Deno.test("the discount does not change where a cold policy goes, only what it is worth", () => {
  const far = mazeFixedPoint(0.001, "without", { discount: 0.9 });
  assertAlmostEquals(far.solved, 1, 1e-6);
  assertThrows(() => mazeFixedPoint(0, "with"), RangeError, "it must be above 0");
});
