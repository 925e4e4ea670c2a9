/** What the start of the reverse equation costs, where the answer is known. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normalSource } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import { afterStart, limitTable, readLimits, slice } from "lib/papers/idem/limits.ts";

/** Four particles of N(0, I) without their mean. */
function clouds(count: number) {
  const normal = normalSource(rng(1)), values = new Float32Array(8 * count);
  for (let k = 0; k < count; k++) {
    for (const axis of [0, 1]) {
      const own = [0, 1, 2, 3].map(() => normal());
      const mean = own.reduce((a, b) => a + b) / 4;
      own.forEach((v, i) => values[8 * k + 2 * i + axis] = v - mean);
    }
  }
  return { values, dimension: 8 };
}

const variance = (v: ArrayLike<number>) =>
  Array.from(v).reduce((sum, x) => sum + x * x, 0) / v.length / 0.75;

Deno.test("for a normal law the start's variance is what its closed form says", () => {
  const reference = clouds(4000), noise = 2;
  assertAlmostEquals(variance(reference.values), 1, 0.03);
  const end = (start: number) =>
    variance(
      afterStart(reference, { noise, start, count: 1500, copies: 4000, seed: 3 }).values,
    );
  // x_0 given x is N(x/5, 4/5): the variance 4/5 + start²/25.
  assertAlmostEquals(end(2), 0.8 + 4 / 25, 0.06);
  assertAlmostEquals(end(Math.sqrt(5)), 1, 0.06);
});

Deno.test("tables name what is not perfect, and slices are copies", () => {
  const metrics = { energyW2: 1, energyW2Trimmed: 1, distanceW2: 0.5, tv: 0, meanEnergy: -22 };
  const row = { group: "no network" as const, condition: "K = 1", count: 10 };
  const table = limitTable([{ ...metrics, ...row, seed: 1 }, {
    ...{ ...metrics, energyW2: 3, ...row, seed: 2 },
  }]);
  assert(table.length === 1 && table[0]!["energy W₂"] === "2.00 (1.00 – 3.00)");
  const points = clouds(3), part = slice(points, 1, 1);
  part.values[0] = 99;
  assert(part.values.length === 8 && points.values[8] !== 99);
});

Deno.test("shipped exact samples are parts of one run and name no seed, all else names one", () => {
  const told = readLimits().rows.map(({ group, seed, part }) => [group, seed, part] as const);
  const exact = told.filter(([group]) => group === "exact samples");
  assertEquals(
    exact.map(([, seed, part]) => [seed, part]),
    [0, 1, 2, 0, 1, 2, 0, 1, 2]
      .map((part) => [undefined, part]),
  );
  const drawn = told.filter(([group]) => group !== "exact samples");
  assertEquals(drawn.filter(([, seed, part]) => seed === undefined || part !== undefined), []);
});
