/** Non-descendants, contents, blocks, quotients: by hand, and over all small graphs. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { allDags, dag, setOf } from "lib/datasets/dag.ts";
import {
  abstraction,
  abstractionOfSets,
  allFamilies,
  allSubsets,
  blocksBySize,
  intersections,
  nonDescendants,
  quotient,
} from "lib/papers/causal_abstraction/abstraction.ts";
import { allUnchanged, census, pairCensus } from "lib/papers/causal_abstraction/census.ts";
import { levelRows } from "lib/papers/causal_abstraction/figures.ts";
import { matching } from "lib/papers/causal_abstraction/latent_report.ts";

Deno.test("a chain: what does not descend, what is a content, what only a difference", () => {
  const chain = dag(3, [[0, 1], [1, 2]]);
  assertEquals(nonDescendants(chain, setOf([1])), setOf([0]));
  assertEquals(nonDescendants(chain, setOf([0])), 0);
  const one = abstraction(chain, [[0, 1], [2]]);
  assertEquals(one.contents, [setOf([0, 1])]);
  assertEquals(one.quotient.blocks, [setOf([0, 1]), setOf([2])]);
  assertEquals(one.direct, [true, false]);
  assertEquals(one.quotient.arrows, [[0, 1]]);
  // Noises are told apart by the sets themselves, and so more finely here.
  const other = abstraction(chain, [[0]]);
  assertEquals(other.quotient.blocks, [0b111]);
  assertEquals(other.noiseBlocks, [setOf([0]), setOf([1, 2])]);
});

Deno.test("the table of levels tells sets nd(S) from their intersections", () => {
  const graph = dag(3, [[0, 1], [0, 2]]);
  assertEquals(
    levelRows(abstraction(graph, [[1], [2]])).slice(0, 3).map(({ set, from }) => [set, from]),
    [["{0, 1}", "nd(S)"], ["{0, 2}", "nd(S)"], ["{0}", "an intersection"]],
  );
});

Deno.test("intersections are closed and hold each set once", () => {
  assertEquals(intersections([0b0111, 0b1110, 0b1011]), [
    0b0111,
    0b1011,
    0b1110,
    0b0011,
    0b0110,
    0b1010,
    0b0010,
  ]);
});

Deno.test("quotients are acyclic: all graphs of 2, 3 and 4 nodes with all families", () => {
  const rows = census();
  assertEquals(rows.map((row) => row.cases), [21, 3175, 543 * 32_767, 543, 543]);
  assertEquals(rows.map((row) => row["cyclic quotients"]), [0, 0, 0, 0, 0]);
  assertEquals(
    rows.slice(0, 2).map((row) => [
      row.blocks,
      row["of which contents"],
      row["only remainders"],
    ]),
    [[35, 16, 19], [7789, 3696, 4093]],
  );
  assertEquals(rows[3]!.blocks, 4 * 543, "singletons tell all apart");
  assertEquals(pairCensus(), [{ blocks: 4, graphs: 249 }, { blocks: 3, graphs: 294 }]);
});

Deno.test("families with the same sets nd(S) are counted, and give what each of them gives", () => {
  for (const graph of allDags(3)) {
    const key = (unchanged: readonly number[]) => [...new Set(unchanged)].sort().join();
    const blocks = new Map<string, [number, string]>();
    for (const family of allFamilies(3)) {
      const one = abstractionOfSets(graph, family), at = key(one.unchanged);
      const text = `${one.quotient.blocks} ${one.contents}`;
      assertEquals(blocks.get(at)?.[1] ?? text, text);
      blocks.set(at, [(blocks.get(at)?.[0] ?? 0) + 1, text]);
    }
    const together = [...allUnchanged(graph)];
    assertEquals(together.length, blocks.size);
    for (const one of together) assertEquals(one.families, blocks.get(key(one.unchanged))![0]);
  }
});

Deno.test("a partition that ignores the graph can have a cyclic quotient: the check can fail", () => {
  assertEquals(quotient(dag(3, [[0, 1], [1, 2]]), [0b101, 0b010]).acyclic, false);
});

Deno.test("an arrow goes from a variable in more sets nd(S) to one in fewer", () => {
  for (const graph of allDags(3)) {
    for (const family of allFamilies(3)) {
      for (const set of abstractionOfSets(graph, family).unchanged) {
        graph.parents.forEach((parents, k) => {
          if (set & (1 << k)) assertEquals(parents & ~set, 0, "nd(S) holds all ancestors");
        });
      }
    }
  }
});

Deno.test("all singletons give single variables; larger families never fewer blocks on average", () => {
  for (const graph of allDags(3)) {
    assertEquals(abstractionOfSets(graph, allSubsets(3, 1)).quotient.blocks.length, 3);
    const means = blocksBySize(graph, allFamilies(3)).map((row) => row.mean);
    means.slice(1).forEach((mean, i) => assert(mean >= means[i]! - 1e-12));
  }
});

Deno.test("matching keeps the family: latents are renamed only where it cannot tell", () => {
  const noise = [[0, 0, 0.9], [0.8, 0.1, 0], [0.1, 0.7, 0]];
  assertEquals(matching({ family: [[0], [1], [2]], noise }), [1, 2, 0]);
  // Here latent 2 must stay latent 2, however badly it fits.
  assertEquals(matching({ family: [[0, 1], [2]], noise }), [1, 0, 2]);
});

Deno.test("empty families and variables that are none are refused in a sentence", () => {
  const graph = dag(2, [[0, 1]]);
  assertThrows(() => abstraction(graph, []), RangeError, "family is empty");
  assertThrows(() => abstraction(graph, [[5]]), RangeError, "variables are 0 to 1: current value");
});
