/** How trees weigh, choose and widen, number by number. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { growTree } from "lib/samplers/tree.ts";
import { chooseByBound, chooseByWeight, LinearWeights } from "lib/samplers/tree_weights.ts";

Deno.test("a node is worth the mean of its children's weights, or the most, unknown ones left out", () => {
  const weights = new LinearWeights();
  weights.grow(4);
  weights.set(1, 1, 0);
  weights.set(1, 2, Math.log(3));
  weights.update(1, 0, [1, 2, 3], "soft");
  assertAlmostEquals(weights.value(1, 0), Math.log(2), 1e-12);
  weights.update(1, 0, [1, 2, 3], "max");
  assertAlmostEquals(weights.value(1, 0), Math.log(3), 1e-12);
});

Deno.test("values far below the best keep their order, where their weights are 0", () => {
  const weights = new LinearWeights();
  weights.grow(7);
  [0, -800, -2000, -Infinity].forEach((value, i) => weights.set(1, 3 + i, value));
  assertEquals([3, 4, 5, 6].map((i) => weights.value(1, i)), [0, -800, -2000, -Infinity]);
  weights.update(1, 1, [4, 5, 6], "max");
  assertEquals(weights.value(1, 1), -800);
  weights.update(1, 1, [4, 5, 6, 0], "soft");
  assertAlmostEquals(weights.value(1, 1), -800 - Math.log(3), 1e-9);
  weights.update(1, 2, [1, 3], "soft");
  assertAlmostEquals(weights.value(1, 2), -Math.log(2), 1e-12);
  weights.update(1, 2, [6], "soft");
  assertEquals(weights.value(1, 2), -Infinity);
  // And where a later one lifts the anchor above all of them.
  weights.set(1, 3, 5000);
  assertEquals([3, 4, 5].map((i) => weights.value(1, i)), [5000, -800, -2000]);
});

Deno.test("inner nodes keep their values where a later leaf lifts the anchor far above them", () => {
  const weights = new LinearWeights();
  weights.grow(6);
  // 0 is the root, 1 and 2 are inner nodes, 3 and 4 leaves below 1 and 2, 5 a leaf of other walks.
  weights.set(1, 3, 0);
  weights.update(1, 1, [3], "soft");
  weights.set(0, 5, 700);
  assertAlmostEquals(weights.value(1, 1), 0, 1e-9);
  weights.set(1, 4, -5);
  weights.update(1, 2, [4], "soft");
  weights.update(1, 0, [1, 2], "soft");
  assertAlmostEquals(weights.value(1, 0), Math.log((1 + Math.exp(-5)) / 2), 1e-9);
  // And children are chosen by them still: the first has 1/(1 + e⁻⁵) = .9933 of the draws.
  const chosen = (u: number) => chooseByWeight([1, 2], weights, 1, 0, u);
  assertEquals([0, 0.993, 0.9935, 0.9999].map(chosen), [1, 1, 2, 2]);
});

Deno.test("children are chosen by weight, an unknown one by the neutral weight, or 1 without", () => {
  const weights = new LinearWeights();
  weights.grow(3);
  weights.set(0, 1, 0);
  const chosen = (neutral: number, u: number) => chooseByWeight([1, 2], weights, 0, neutral, u);
  // 1 against 3: the first has the first quarter; 1 against 1: the first half; 1 against 0: all.
  assertEquals([0.24, 0.26].map((u) => chosen(3, u)), [1, 2]);
  assertEquals([0.49, 0.51].map((u) => chosen(NaN, u)), [1, 2]);
  assertEquals([0.01, 0.99].map((u) => chosen(0, u)), [1, 1]);
});

Deno.test("bounds are values and c·√(log N/n)", () => {
  const value = (child: number) => [NaN, 0.5, 0.2][child]!,
    visits = (child: number) => [0, 8, 2][child]!;
  const chosen = (exploration: number) =>
    chooseByBound([1, 2], value, visits, { total: 10, exploration });
  // Both are equal where 0.3 = c·(√(log 10/2) - √(log 10/8)), at 0.559.
  const even = 0.3 / (Math.sqrt(Math.log(10) / 2) - Math.sqrt(Math.log(10) / 8));
  assertEquals([0.98 * even, 1.02 * even].map(chosen), [1, 2]);
  assertEquals(chooseByBound([1, 0], value, visits, { total: 10, exploration: 1 }), 0);
});

Deno.test("λ sharpens: the value is (1/λ) log mean exp(λr)", () => {
  const rewards = [0.3, 1.1], lambda = 2, next = [0, 1].values();
  const tree = growTree({
    root: -1,
    expand: (parents: readonly number[]) => parents.map(() => next.next().value!),
    isLeaf: (state) => state >= 0,
    value: (leaves) => leaves.map((leaf) => rewards[leaf]!),
    evaluations: () => 1,
  }, { uniform: () => 0, lambda });
  tree.grow(2);
  const mean = rewards.reduce((sum, r) => sum + Math.exp(lambda * r) / 2, 0);
  assertAlmostEquals(tree.value(), Math.log(mean) / lambda, 1e-12);
});

Deno.test("the root has another child only while it has fewer than C·N^α after N walks", () => {
  for (const [C, alpha] of [[1, 0.5], [2, 0.8]] as const) {
    const { uniform } = rng(1), expanded = [0, 0];
    let draws = 0;
    const tree = growTree({
      root: 0,
      expand: (parents: readonly number[], depth) => {
        expanded[depth]! += parents.length;
        return parents.map(() => depth + 1);
      },
      isLeaf: (state) => state === 2,
      value: (leaves) => leaves.map(() => 0),
      evaluations: () => 1,
    }, { uniform: () => (draws++, uniform()), selection: "uniform", C, alpha });
    tree.grow(300);
    // A walk that widens at depth 1 draws once, one that ends at a leaf twice.
    const [children, ends] = expanded as [number, number];
    const walks = ends + (draws - (ends - children)) / 2;
    let expected = 0;
    for (let n = 1; n <= walks; n++) if (expected < C * n ** alpha) expected++;
    assertEquals(children, expected, `C = ${C}, α = ${alpha}, ${walks} walks`);
  }
});
