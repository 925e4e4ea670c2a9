/** The Fréchet distance against closed forms. */
import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { normals } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import { frechetDistance } from "lib/metrics/mod.ts";

const points = (seed: number, count: number, map: (x: number, y: number) => number[]) => {
  const z = normals(rng(seed), 2 * count), values: number[] = [];
  for (let i = 0; i < count; i++) values.push(...map(z[2 * i]!, z[2 * i + 1]!));
  return { values: Float64Array.from(values), dimension: 2 };
};

Deno.test("same points: 0; moved: the square of the way; wider: (σ - 1)² a direction", () => {
  const a = points(1, 4000, (x, y) => [x, y]);
  assert(frechetDistance(a, a) < 1e-9);
  const moved = { ...a, values: a.values.map((x, i) => x + (i % 2 ? 4 : 3)) };
  assert(Math.abs(frechetDistance(a, moved) - 25) < 1e-9);
  const wider = { ...a, values: a.values.map((x, i) => i % 2 ? x : 3 * x) };
  // Exact for the sample's own covariance, but for how its axes are correlated.
  assert(Math.abs(frechetDistance(a, wider) - 4) < 0.2);
});

Deno.test("covariances that do not commute: the closed form in the plane", () => {
  const a = points(2, 60_000, (x, y) => [2 * x, y]);
  const b = points(3, 60_000, (x, y) => [(2 * x + y) / Math.SQRT2, (2 * x - y) / Math.SQRT2]);
  // In the plane tr √M = √(tr M + 2 √det M), here of M = C₁C₂, C₁ = diag(4, 1), C₂ turned by 45°.
  const shared = Math.sqrt((4 + 1) * 2.5 + 2 * 4);
  assert(Math.abs(frechetDistance(a, b) - (5 + 5 - 2 * shared)) < 0.08);
});

Deno.test("too few points, and other dimensions, are refused in a sentence", () => {
  const a = points(1, 10, (x, y) => [x, y]);
  const one = { values: a.values.slice(0, 2), dimension: 2 };
  assertThrows(() => frechetDistance(a, one), RangeError, "at least two");
  assertThrows(() => frechetDistance(a, { ...a, dimension: 4 }), RangeError);
});

Deno.test("the distance scales with the square of the unit of length, metres for molecules too", () => {
  const a = points(5, 500, (x, y) => [x, 0.9 * x + 0.3 * y]);
  const b = points(6, 500, (x, y) => [1 + 2 * x, y - x]);
  const distance = frechetDistance(a, b);
  for (const unit of [1e-5, 1e-10, 1e6]) {
    const scaled = (p: typeof a) => ({ ...p, values: p.values.map((x) => x * unit) });
    const error = frechetDistance(scaled(a), scaled(b)) / unit ** 2 / distance - 1;
    assert(Math.abs(error) < 1e-9, `in units of ${unit}: off by ${error}`);
  }
});

Deno.test("covariances are those of samples, which divide by one point less", () => {
  const line = (...values: number[]) => ({ values: Float64Array.from(values), dimension: 1 });
  // Means 1 and 2, variances 2 and 8: 1² + 2 + 8 - 2·√(2·8)
  assertAlmostEquals(frechetDistance(line(0, 2), line(0, 4)), 3, 1e-12);
});
