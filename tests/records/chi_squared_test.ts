import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { chiSquared } from "lib/records/chi_squared.ts";
import { rng } from "lib/datasets/rng.ts";

Deno.test("p-values are those of the tables", () => {
  // Quantiles of 95 % and 99 %: 3.841 and 6.635 for one degree, 7.815 and 11.345 for three.
  const one = (statistic: number) => {
    const difference = Math.sqrt(statistic * 100) / 2;
    return chiSquared([50 + difference, 50 - difference]).p;
  };
  assertAlmostEquals(one(3.8415), 0.05, 1e-4);
  assertAlmostEquals(one(6.6349), 0.01, 1e-4);
  // Far out a p-value is no difference from 1 (scipy.stats.chi2.sf).
  const far = [[50, 1.537459794428033e-12], [60, 9.485737571073857e-15], [
    90,
    2.381600164396296e-21,
  ]] as const;
  for (const [statistic, wanted] of far) assertAlmostEquals(one(statistic) / wanted, 1, 1e-8);
  const d = Math.sqrt(7.8147 * 25 / 4);
  assertAlmostEquals(chiSquared([25 + d, 25 - d, 25 + d, 25 - d]).p, 0.05, 1e-4);
  assertAlmostEquals(chiSquared([10, 20, 30], [1 / 6, 1 / 3, 1 / 2]).p, 1, 1e-12);
  assertThrows(() => chiSquared([3, 1]), RangeError, "five times or more");
});

Deno.test("fair counts pass as often as they should, loaded ones do not", () => {
  const random = rng(1);
  const p = (shares: readonly number[]) => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 400; i++) {
      let u = random.uniform(), k = 0;
      while (u > shares[k]! && k < 3) u -= shares[k++]!;
      counts[k]!++;
    }
    return chiSquared(counts).p;
  };
  const fair = Array.from({ length: 400 }, () => p([0.25, 0.25, 0.25, 0.25]));
  assertAlmostEquals(fair.filter((value) => value < 0.05).length / 400, 0.05, 0.035);
  assert(p([0.4, 0.2, 0.2, 0.2]) < 0.001);
});

Deno.test("however far counts are off, p is a number; shares of other outcomes are refused", () => {
  // Σx/… overflows from a statistic of some 1,400 on.
  for (const counts of [[5000, 10, 10], [1e6, 10], [900, 100, 100]]) {
    const { p, statistic } = chiSquared(counts);
    assert(p >= 0 && p < 1e-12, `${statistic}: ${p}`);
  }
  assertThrows(() => chiSquared([50, 50, 50], [0.5, 0.5]), RangeError, "3 counts against 2 shares");
  assertThrows(() => chiSquared([50, 50], [1, 1]), RangeError, "add up to 2");
});
