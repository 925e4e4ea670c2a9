/** Rules for max-cut that train nothing. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { completeBipartite, cycleGraph, pathGraph, petersen } from "lib/datasets/named_graphs.ts";
import { rng } from "lib/datasets/rng.ts";
import {
  CUT_RULES,
  cutByRule,
  cutOf,
  greedyCut,
  localSearchCut,
} from "lib/papers/relaxed_equivariance/cut_rules.ts";
import { expectedCut, maxCut } from "lib/papers/relaxed_equivariance/max_cut.ts";

Deno.test("cuts are counted as by their expectation at 0 and 1", () => {
  const { adjacency } = petersen(), stream = rng(1);
  for (let i = 0; i < 20; i++) {
    const sides = adjacency.map(() => stream.int(2));
    assertEquals(cutOf(adjacency, sides), expectedCut(adjacency, sides));
  }
});

Deno.test("greedy: of each new vertex at least half of the edges to coloured ones are cut", () => {
  const { adjacency } = petersen();
  for (let i = 0; i < 50; i++) {
    const sides = greedyCut(adjacency, rng(2).split(i));
    assert(sides.every((side) => side === 0 || side === 1));
    assert(cutOf(adjacency, sides) >= 15 / 2);
  }
});

Deno.test("greedy on a path of three, by hand: 2 of 2, or 1 where both ends come first by coins", () => {
  // The middle is last in a third of all orders; the ends then differ half of the time: 1 is cut.
  const { mean, standardError } = cutByRule(pathGraph(3).adjacency, "greedy", 3, 6000);
  assert(Math.abs(mean - (2 - 1 / 6)) < 4 * standardError, `${mean} ± ${standardError}`);
});

Deno.test("local search ends where no single move cuts more", () => {
  const { adjacency } = cycleGraph(12);
  const cuts = Array.from({ length: 50 }, (_, i) => {
    const sides = localSearchCut(adjacency, rng(4).split(i)), cut = cutOf(adjacency, sides);
    adjacency.forEach((_, v) =>
      assert(cutOf(adjacency, sides.map((side, w) => w === v ? 1 - side : side)) <= cut)
    );
    return cut;
  });
  assert(new Set(cuts).size > 1, "rings have local optima");
});

Deno.test("means over starts: the same again, another for another seed, never above the largest", () => {
  const { adjacency } = completeBipartite(3, 3);
  for (const rule of ["greedy", "local search"] as const) {
    const [one, again, other] = [1, 1, 2].map((seed) => cutByRule(adjacency, rule, seed, 100));
    assertEquals(one, again);
    assert(one!.mean <= maxCut(adjacency) && other!.mean <= maxCut(adjacency));
    const stream = rng(1).split(rule);
    const cuts = Array.from(
      { length: 100 },
      (_, i) => cutOf(adjacency, CUT_RULES[rule](adjacency, stream.split(i))),
    );
    assertAlmostEquals(one!.mean, cuts.reduce((sum, cut) => sum + cut, 0) / 100, 1e-12);
  }
  const greedy = [1, 2].map((seed) => cutByRule(adjacency, "greedy", seed, 100));
  assert(greedy[0]!.mean !== greedy[1]!.mean && greedy[0]!.standardError > 0);
  // Every local optimum of K3,3 is the largest cut.
  assertEquals(cutByRule(adjacency, "local search", 1, 100), { mean: 9, standardError: 0 });
});
