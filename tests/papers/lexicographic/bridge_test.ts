/** One number with a fixed penalty beside two temperatures. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import {
  anneal,
  type Annealing,
  circleThenGoal,
  fixedPenalty,
  penaltiesOf,
  type TwoEnergies,
} from "lib/papers/lexicographic/annealing.ts";
import {
  coolingKind,
  pathEnds,
  penaltyText,
  planeEnds,
  sufficientPenalty,
  thermalDistance,
} from "lib/papers/lexicographic/bridge.ts";
import { walledGrid } from "lib/papers/lexicographic/figures.ts";

const second = [3, 1e-3] as const, steps = 400;
const growing: Annealing = { steps, first: [1, 1e-6], second };
const without: Annealing = { steps, first: [Infinity, Infinity], second };
const goal = [1.5, 1] as const;

Deno.test("a fixed penalty is one number: E₂ + w·E₁ at temperature τ₂ takes the same steps", () => {
  const penalty = 8, schedule = fixedPenalty(penalty, { steps, second });
  const two = circleThenGoal(goal);
  const one: TwoEnergies<[number, number]> = {
    ...two,
    energies: (x) => {
      const [first, then] = two.energies(x);
      return [0, then + penalty * first];
    },
  };
  assertEquals(
    anneal(two, schedule, rng(5)).x,
    anneal(one, { ...schedule, first: [Infinity, Infinity] }, rng(5)).x,
  );
});

Deno.test("ways of cooling are told apart by their penalties", () => {
  assertEquals(penaltiesOf(growing).map(Math.round), [3, 1000]);
  assertEquals([growing, without].map(coolingKind), ["two temperatures", "E₂ alone"]);
  assertEquals([growing, without].map(penaltyText), ["3 → 1,000", "0"]);
  // 30/150 and 0.15/150 do not have the same ratio to the last bit.
  for (const penalty of [1, 15, 150, 1e6]) {
    const fixed = fixedPenalty(penalty, { steps, second: [30, 0.15] });
    assertEquals(coolingKind(fixed), "one number");
    assertEquals(penaltyText(fixed), penalty.toLocaleString("en"));
  }
});

Deno.test("the last temperature's distance is that of exact samples on the circle", () => {
  const temperature = 1e-3, radius = Math.hypot(...goal);
  // ∫ |θ| exp(2R·cos θ / τ) dθ by sums.
  const angles = Array.from({ length: 20_001 }, (_, i) => (i - 10_000) * 1e-5 * Math.PI);
  const weights = angles.map((a) => Math.exp(2 * radius * (Math.cos(a) - 1) / temperature));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = angles.reduce((sum, a, i) => sum + Math.abs(a) * weights[i]!, 0) / total;
  assertAlmostEquals(thermalDistance(goal, temperature), mean, 1e-5);
});

Deno.test("plane: a row for each way, with the same chains whatever it is called", () => {
  const { rows, marks } = planeEnds(goal, { a: growing, b: growing, c: without }, 8, 1);
  const [a, b, c] = rows;
  assertEquals([a!.distance, a!.standardError], [b!.distance, b!.standardError]);
  assert(c!.distance > a!.distance && c!.standardError > 0);
  const dots = marks.filter(({ panel, mark }) => panel === "a" && mark === "dot");
  assertEquals(dots.length, 8);
  const nearest = goal.map((x) => x / Math.hypot(...goal));
  const mean = dots.reduce(
    (sum, { x, y }) => sum + Math.hypot(x - nearest[0]!, y - nearest[1]!) / 8,
    0,
  );
  assertAlmostEquals(mean, a!.distance, 1e-12);
});

Deno.test("paths: shares have intervals, and a large fixed penalty finds the minimum, too", () => {
  const world = walledGrid(3, [3, 4], 8);
  const cooling = { steps: 3000, second: [3, 0.1] as const };
  const { rows, paths } = pathEnds(
    world,
    {
      large: fixedPenalty(100, cooling),
      small: fixedPenalty(0.5, cooling),
    },
    20,
    2,
  );
  const [large, small] = rows;
  assert(large!.best > 0.8, `${large!.best}`);
  assertEquals([small!.best, small!.visits, small!.length], [0, 1, 2]);
  for (const { low, best, high } of rows) assert(low <= best && best <= high && low < high);
  assertEquals(paths.length, 2);
});

Deno.test("the sufficient penalty: moves that the way around costs for each visit it spares", () => {
  // The wall leaves the last column open: 4 moves through it, 12 around, one visit.
  assertEquals(sufficientPenalty(walledGrid(5, [10, 11, 12, 13], 16)), 8);
  // Closed all the way: every path visits it once, and the shortest is best.
  assertEquals(sufficientPenalty(walledGrid(3, [3, 4, 5], 8)), 0);
  // Two such walls: 4 moves with two visits, 12 with none or one, so that each visit spares 4.
  assertEquals(sufficientPenalty(walledGrid(5, [5, 6, 7, 8, 15, 16, 17, 18], 16)), 4);
});
