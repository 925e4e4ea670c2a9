/** Orders, lotteries, Independence, and what keeps preferences as they are. */
import { assert, assertEquals } from "@std/assert";
import { normal } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import { threeOutcomes } from "lib/papers/lexicographic/examples.ts";
import {
  compareLexicographic,
  constrainedPreference,
  expectedUtility,
  independenceViolations,
  lexicographicPreference,
  mixture,
  transformed,
} from "lib/papers/lexicographic/order.ts";

const o1 = [1, 0, 0], o2 = [0, 1, 0], o3 = [0, 0, 1];

Deno.test("the first number that differs decides", () => {
  assertEquals(compareLexicographic([0, -100], [-1, 100]), 1);
  assertEquals(compareLexicographic([1, 2], [1, 3]), -1);
  assertEquals(compareLexicographic([1, 2], [1, 2]), 0);
});

Deno.test("example 2: 1/3 o† + 1/2 x + 1/6 y lies where the paper says", () => {
  // Shifted by one, which changes no preference: o† is (0, 0), safe outcomes (1, u').
  const [x, y] = [5, -3];
  const [first, second] = expectedUtility([1 / 3, 1 / 2, 1 / 6], [[0, 0], [1, x], [1, y]]);
  assert(Math.abs(first! - 2 / 3) < 1e-15);
  assert(Math.abs(second! - (2 / 3) * (3 / 4 * x + 1 / 4 * y)) < 1e-15);
});

Deno.test("constrained: the paper's counter-example to Independence, exactly", () => {
  const preference = constrainedPreference(threeOutcomes, 0);
  assertEquals(preference(o2, o1), 1); // o1 breaks the bound by itself
  assertEquals(expectedUtility(mixture(0.5, o1, o3), threeOutcomes), [2, 1]);
  assertEquals(expectedUtility(mixture(0.5, o2, o3), threeOutcomes), [1, 3]);
  assertEquals(preference(mixture(0.5, o1, o3), mixture(0.5, o2, o3)), 1);
  const found = independenceViolations(preference, [o1, o2, o3], [0.5]);
  assert(found.some(({ p, q, r }) => p === o2 && q === o1 && r === o3));
});

Deno.test("constrained preferences are not continuous", () => {
  const preference = constrainedPreference(threeOutcomes, 0);
  // o2 over o1; mixtures of o1 and o3 jump where the bound is met, E[u2] = 0 at 2/3 o1.
  assertEquals(preference(mixture(2 / 3 - 1e-6, o1, o3), o2), 1);
  assertEquals(preference(mixture(2 / 3 + 1e-6, o1, o3), o2), -1);
});

Deno.test("lexicographic preferences keep Independence and break Continuity", () => {
  const stream = rng(4);
  const lotteries = Array.from({ length: 12 }, () => {
    const raw = [0, 1, 2].map(() => stream.int(4) + 1), total = raw[0]! + raw[1]! + raw[2]!;
    return raw.map((x) => x / total);
  });
  const utilities = [[-1, 0], [0, 2], [0, 5]];
  const preference = lexicographicPreference(utilities);
  assertEquals(independenceViolations(preference, lotteries, [0.1, 0.5, 0.9]), []);
  // (0, 5) over (0, 2) over o†; but no mixture of the best and o†, however little of o†, beats (0, 2).
  for (const alpha of [0.9, 0.999, 1 - 1e-9]) {
    assertEquals(preference(mixture(alpha, o3, o1), o2), -1);
  }
});

Deno.test("lower triangular A with a positive diagonal keeps 1000 preferences, a full A does not", () => {
  const stream = rng(9), d = 3;
  const lottery = () => {
    const raw = Array.from({ length: 4 }, () => stream.uniform());
    const total = raw.reduce((sum, x) => sum + x, 0);
    return raw.map((x) => x / total);
  };
  // First numbers are equal for three of four outcomes, so that later ones matter.
  const utilities = [[0, 1, 2], [0, 1, -1], [0, 0, 3], [-1, 5, 5]];
  const pairs = Array.from({ length: 1000 }, (_, i) => {
    const [p, q] = [lottery(), lottery()];
    // In every other pair the first outcomes alone differ, and in every fourth only two of them.
    if (i % 2) q[3] = p[3]!;
    if (i % 4 === 3) q[2] = p[2]!;
    const rest = 1 - q[3]! - (i % 4 === 3 ? q[2]! : 0);
    const loose = i % 4 === 3 ? [0, 1] : i % 2 ? [0, 1, 2] : [];
    const own = loose.reduce((sum, k) => sum + q[k]!, 0);
    for (const k of loose) q[k]! *= rest / own;
    return [p, q] as const;
  });
  const changed = (a: number[][]) => {
    const b = [1, -2, 3], other = utilities.map((u) => transformed(a, b, u));
    const [one, two] = [lexicographicPreference(utilities), lexicographicPreference(other)];
    return pairs.filter(([p, q]) => one(p, q) !== two(p, q)).length;
  };
  const matrix = (entry: (i: number, j: number) => number) =>
    Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => entry(i, j)));
  for (let trial = 0; trial < 20; trial++) {
    const lower = matrix((i, j) => i === j ? 0.2 + stream.uniform() : j < i ? normal(stream) : 0);
    assertEquals(changed(lower), 0);
    const full = lower.map((row, i) => row.map((x, j) => j > i ? 0.5 + stream.uniform() : x));
    assert(changed(full) > 50);
  }
});
