/** Maximum mean discrepancies against sums over all pairs, and the width that goes with them. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { countOf, medianDistance, type Points, squaredMmd } from "lib/metrics/mod.ts";

Deno.test("the median distance is the middle one of all pairs' distances", () => {
  const line = (...values: number[]): Points => ({
    values: Float64Array.from(values),
    dimension: 1,
  });
  assertEquals(medianDistance(line(0, 1, 3)), 2); // of 1, 2, 3
  assertEquals(medianDistance(line(0, 1, 5, 12, 26)), 12); // 1 4 5 7 11 12 14 21 25 26
});

Deno.test("narrow kernels beside wide ones leave far points in their sums", () => {
  const numbers = rng(8), widths = [0.05, 4];
  const cloud = (count: number, at: number): Points => ({
    values: Float64Array.from({ length: 2 * count }, () => at + 6 * numbers.uniform()),
    dimension: 2,
  });
  const [a, b] = [cloud(12, 0), cloud(9, 3)];
  const kernel = (p: Points, i: number, q: Points, j: number) => {
    const [x, y] = [0, 1].map((k) => p.values[2 * i + k]! - q.values[2 * j + k]!);
    const square = x! ** 2 + y! ** 2;
    return widths.reduce((sum, w) => sum + Math.exp(-square / (2 * w * w)) / 2, 0);
  };
  const mean = (p: Points, q: Points) => {
    let sum = 0, pairs = 0;
    for (let i = 0; i < countOf(p); i++) {
      for (let j = 0; j < countOf(q); j++) {
        if (p === q && i === j) continue;
        sum += kernel(p, i, q, j);
        pairs++;
      }
    }
    return sum / pairs;
  };
  const expected = mean(a, a) + mean(b, b) - 2 * mean(a, b);
  assertAlmostEquals(squaredMmd(a, b, widths), expected, 1e-12);
});
