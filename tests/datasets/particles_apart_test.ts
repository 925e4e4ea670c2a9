/** Particles that lie apart. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { particlesApart } from "lib/datasets/particles_apart.ts";
import { particleDistances, pointsOf } from "lib/metrics/mod.ts";

Deno.test("particles begin apart, centred, and the same for one seed", () => {
  const points = pointsOf(particlesApart(50, 3));
  assertEquals([points.values.length, points.dimension], [50 * 39, 39]);
  assert(Math.min(...particleDistances(points, 13)) >= 0.85 - 1e-5);
  const sum = Array.from({ length: 13 }, (_, i) => points.values[3 * i]!).reduce(
    (a, b) => a + b,
    0,
  );
  assertAlmostEquals(sum, 0, 1e-4);
  assertEquals(points, pointsOf(particlesApart(50, 3)));
});

Deno.test("sizes may be others, and a cube too small for its particles is refused", () => {
  const square = particlesApart(5, 1, { particles: 4, dimensions: 2, least: 1.5 });
  assertEquals(square.shape, [5, 4, 2]);
  assert(Math.min(...particleDistances(pointsOf(square), 4)) >= 1.5 - 1e-5);
  assertThrows(
    () => particlesApart(1, 1, { particles: 30, side: 1 }),
    RangeError,
    "Cannot place 30 particles 0.85 apart in a cube of side 1",
  );
});
