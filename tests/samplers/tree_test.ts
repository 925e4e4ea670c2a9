/** Trees against a process that is enumerated. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { growTree, type TreeProblem } from "lib/samplers/tree.ts";
import { coinProblem, enumeratedValue, headsOf, type Tosses } from "lib/papers/dts/coins.ts";

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

/** Mean and standard error of exp(root value)/truth over trees. */
function ratio(selection: "boltzmann" | "uniform" | "scouted", budget: number, trees: number) {
  const truth = Math.exp(enumeratedValue([], 4));
  const ratios = Array.from({ length: trees }, (_, seed) => {
    const { uniform } = rng(seed).split(selection);
    const tree = growTree(coinProblem(uniform, 4), { uniform, selection, C: 1, alpha: 0.5 });
    tree.grow(budget);
    return Math.exp(tree.value()) / truth;
  });
  const m = mean(ratios);
  return { m, error: Math.sqrt(mean(ratios.map((r) => (r - m) ** 2)) / trees) };
}

Deno.test("enumeration is what a sum over all ends gives", () => {
  let sum = 0;
  for (let code = 0; code < 16; code++) {
    sum += 4 ** headsOf([0, 1, 2, 3].map((bit) => code >> bit & 1)) / 16;
  }
  assertAlmostEquals(Math.log(sum), enumeratedValue([], 4), 1e-12);
});

Deno.test("the printed tree's value is too low, uniform and scouted ones are unbiased", () => {
  const printed = ratio("boltzmann", 300, 100);
  assert(printed.m + 4 * printed.error < 0.9, `printed ${printed.m} ± ${printed.error}`);
  for (const selection of ["uniform", "scouted"] as const) {
    const { m, error } = ratio(selection, 200, 400);
    assert(error < 0.03, `${selection}: ${error}`);
    assert(Math.abs(m - 1) < 4 * error, `${selection}: ${m} ± ${error}`);
  }
});

Deno.test("the root's value and the draws agree with enumeration for large counts", () => {
  const { uniform } = rng(5);
  const tree = growTree(coinProblem(uniform, 3), { uniform, selection: "scouted" });
  tree.grow(20_000);
  assertAlmostEquals(tree.value(), enumeratedValue([], 3), 0.1);
  // A head weighs 4 against 1: four of five.
  assertAlmostEquals(mean(tree.draw(4000).map(headsOf)) / 3, 0.8, 0.03);
  assert(tree.evaluations >= 20_000 && tree.evaluations < 20_003);
});

Deno.test("of one walk, the value is that of its end; of two leaves, the mean of exponentials", () => {
  const ends = [0, 1], next = ends.values();
  const problem: TreeProblem<number> = {
    root: -1,
    expand: (parents) => parents.map(() => next.next().value!),
    isLeaf: (state) => state >= 0,
    value: (leaves) => leaves.map((leaf) => Math.log(1 + 2 * leaf)),
    evaluations: () => 1,
  };
  const tree = growTree(problem, { uniform: () => 0 });
  tree.grow(1);
  assertAlmostEquals(tree.value(), 0, 1e-12);
  tree.grow(2);
  assertAlmostEquals(tree.value(), Math.log((1 + 3) / 2), 1e-12);
  assertEquals(tree.best(), { state: 1, value: Math.log(3) });
  assertEquals(tree.leaves, 2);
});

Deno.test("batches of walks expand together and count alike", () => {
  const { uniform } = rng(3);
  const sizes: number[] = [];
  const base = coinProblem(uniform, 4);
  const problem: TreeProblem<Tosses> = {
    ...base,
    expand: (parents, depth) => {
      sizes.push(parents.length);
      assert(parents.every((parent) => parent.length === depth));
      return base.expand(parents, depth);
    },
  };
  const tree = growTree(problem, { uniform, selection: "uniform", batch: 16 });
  tree.grow(8000);
  assert(Math.max(...sizes) === 16 && mean(sizes) > 3);
  assertEquals(tree.evaluations, sizes.reduce((a, b) => a + b, 0));
  assertAlmostEquals(tree.value(), enumeratedValue([], 4), 0.15);
});

Deno.test("search finds the best end, with the maximum as value", () => {
  const { uniform } = rng(1);
  const tree = growTree(coinProblem(uniform, 8), {
    uniform,
    selection: "uct",
    backup: "max",
    C: 1,
    alpha: 0.5,
    exploration: 2,
  });
  tree.grow(1000);
  assertEquals(headsOf(tree.best().state), 8);
  assertAlmostEquals(tree.value(), 8 * Math.log(4), 1e-12);
});

Deno.test("values may be as far apart as they like, and grow later", () => {
  const rewards = [-2000, -1000, 0, 2000].values();
  const problem: TreeProblem<number> = {
    root: 0,
    expand: (parents) => parents.map(() => 1),
    isLeaf: (state) => state === 1,
    value: () => [rewards.next().value!],
    evaluations: () => 1,
  };
  const tree = growTree(problem, { uniform: () => 0.5 });
  tree.grow(4);
  assertAlmostEquals(tree.value(), 2000 - Math.log(4), 1e-9);
});

Deno.test("weights that are all 0, values that are no numbers, impossible options: one sentence", () => {
  const { uniform } = rng(0);
  const hopeless = { ...coinProblem(uniform, 2), value: () => [-Infinity] };
  const tree = growTree(hopeless, { uniform });
  assertThrows(() => tree.draw(1), RangeError, "tree of 0 leaves: all weights are 0");
  assertThrows(() => tree.best(), RangeError, "best of 0 leaves");
  tree.grow(8);
  assertThrows(() => tree.draw(1), RangeError, "leaves: all weights are 0, and one above 0");
  assertEquals(tree.value(), -Infinity);
  const odd = growTree({ ...hopeless, value: () => [NaN] }, { uniform });
  assertThrows(() => odd.grow(2), RangeError, "the value of a leaf is NaN");
  for (const value of [Infinity, undefined as unknown as number]) {
    const best = growTree({ ...hopeless, value: () => [value] }, { uniform });
    assertThrows(() => best.grow(2), RangeError, `the value of a leaf is ${value}, accepted are`);
  }
  const few = growTree({ ...hopeless, value: () => [] }, { uniform });
  assertThrows(() => few.grow(2), RangeError, "by 0 values: 1 were asked for");
  const barren = growTree({ ...hopeless, expand: () => [] }, { uniform });
  assertThrows(() => barren.grow(2), RangeError, "by 0 children: 1 were asked for");
  const grown = (o: object) => () => growTree(coinProblem(uniform), { uniform, ...o });
  assertThrows(grown({ selection: "luck" }), RangeError, "accepted are boltzmann, uniform");
  assertThrows(grown({ backup: "mean" }), RangeError, "accepted are soft, max");
  assertThrows(grown({ lambda: 0 }), RangeError, "λ = 0");
  assertThrows(grown({ C: 0.5 }), RangeError, "C = 0.5");
  assertThrows(grown({ batch: 0 }), RangeError, "by 0 walks");
  assertThrows(grown({ lamda: 2 }), RangeError, "option lamda (did you mean lambda?)");
  assertThrows(grown({ c: 2 }), RangeError, "did you mean C?");
  assertThrows(
    () => growTree(coinProblem(uniform, 0), { uniform }),
    RangeError,
    "its root is a leaf",
  );
});

Deno.test("a budget that would never be spent is refused instead of waited for", () => {
  const { uniform } = rng(0);
  const taking = (evaluations: (depth: number) => number) =>
    growTree({ ...coinProblem(uniform, 2), evaluations }, { uniform });
  assertThrows(() => taking(() => 0).grow(5), RangeError, "rounds took 0 evaluations");
  for (const cost of [undefined as unknown as number, NaN, -1, Infinity]) {
    assertThrows(
      () => taking(() => cost).grow(5),
      RangeError,
      `evaluations(0) must be a finite number of at least 0: current value is ${cost}`,
    );
  }
  for (const budget of [NaN, Infinity, undefined as unknown as number]) {
    assertThrows(() => taking(() => 1).grow(budget), RangeError, `current value is ${budget}`);
  }
  const narrow = growTree(coinProblem(uniform, 1), { uniform, C: 1, alpha: 0.05 });
  assertThrows(
    () => narrow.grow(10),
    RangeError,
    "C = 1, α = 0.05: its last 5000001 walks added no",
  );
  // The first or the last step of a process may be free.
  for (const free of [0, 1]) {
    const tree = taking((depth) => depth === free ? 0 : 1);
    tree.grow(500);
    assertEquals(tree.evaluations, 500);
  }
});
