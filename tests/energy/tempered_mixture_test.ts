/** Powers of mixtures, multiplied out by hand. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { gaussianMixture, temperedMixture } from "lib/energy/mod.ts";

Deno.test("the square of two weighed Gaussians weighs each by its weight squared, and their product between", () => {
  const mixture = gaussianMixture({ means: [[-1], [1]], deviation: 1, weights: [1, 2] });
  const { means, weights, deviation } = temperedMixture(mixture, 2);
  // (g₋ + 2g₊)² with g₋g₊ = exp(-x² - 1), where g₋² is exp(-(x + 1)²).
  const expected = [[-1, 1], [0, 2 * 1 * 2 / Math.E], [1, 4]] as const;
  const total = expected.reduce((sum, [, weight]) => sum + weight, 0);
  const found = means.map((mean, i) => [mean[0]!, weights[i]!] as const)
    .sort(([a], [b]) => a - b);
  assertEquals(found.map(([mean]) => mean), [-1, 0, 1]);
  found.forEach(([, weight], i) => assertAlmostEquals(weight, expected[i]![1] / total, 1e-12));
  assertAlmostEquals(deviation, Math.SQRT1_2, 1e-12);
});
