/** Remainders: their scores from the record, and floors from the same pairs drawn again. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { setOf } from "lib/datasets/dag.ts";
import { CHAIN, experimentData, TEST_PAIRS } from "lib/papers/causal_abstraction/experiment.ts";
import { columnsOf, rSquared } from "lib/papers/causal_abstraction/r_squared.ts";
import { readLatentRecord, RECORD } from "lib/papers/causal_abstraction/record.ts";
import { remainderRows, remainderTable } from "lib/papers/causal_abstraction/remainders.ts";

const runs = readLatentRecord(RECORD)!.runs.filter(({ variant, seed }) =>
  variant === "as shipped" && seed === 4092
);

Deno.test("pairs drawn again by the seed are those that the record's runs were measured on", () => {
  for (const { family, seed, shared } of runs) {
    const { z } = experimentData({ graph: CHAIN, family, seed }).draw("test", TEST_PAIRS);
    const truth = columnsOf(z, 3);
    for (let i = 0; i < 3; i++) {
      for (let k = 0; k < 3; k++) {
        // The record has four decimals.
        assertAlmostEquals(rSquared([truth[i]!], [truth[k]!]), shared[i]![k]!, 5.1e-5);
      }
    }
  }
});

Deno.test("each remainder has a row: the run that failed passes by its score, but is marked", () => {
  const rows = remainderRows(runs);
  assertEquals(rows.map(({ family, block, identified }) => [family, block, identified]), [
    ["singletons", setOf([1]), true],
    ["singletons", setOf([2]), true],
    ["first two together", setOf([2]), true],
    ["last two together", setOf([1, 2]), false],
  ]);
  const last = rows.at(-1)!, block = runs.at(-1)!.blocks.at(-1)!;
  assertEquals(last.score, Math.min(...block.variables));
  // Of {2} in a chain all others tell more than its cause alone, up to noise in the fit.
  const cause = runs[0]!.shared[1]![2]!;
  assert(rows[1]!.floor > cause - 0.02, `${rows[1]!.floor}, the cause alone ${cause}`);
  for (const { floor, score } of rows) assert(floor > 0.05 && floor < score);
});

Deno.test("the table keeps failed runs apart", () => {
  const table = remainderTable(remainderRows(runs));
  assertEquals(table.map(({ remainder, runs }) => [remainder, runs]), [
    ["{1}", "1 identified"],
    ["{2}", "1 identified"],
    ["{2}", "1 identified"],
    ["{1, 2}", "1 not identified"],
  ]);
});
