/** The nearest lattice translate of a point, against a search. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import {
  isNearlyOrthogonal,
  metricOf,
  metricOfRows,
  nearestTranslate,
  times,
  type Triple,
  voronoiSteps,
} from "lib/symmetry/space_groups/mod.ts";

const size = (metric: readonly number[], x: readonly number[]) =>
  times(metric, x).reduce((sum, value, i) => sum + value * x[i]!, 0);

Deno.test("the Voronoi cells of known lattices have known faces and shortest vectors", () => {
  const lattices: readonly (readonly [number[], number])[] = [
    [[2, 0, 0, 0, 2, 0, 0, 0, 2], 2],
    [[0, 1, 1, 1, 0, 1, 1, 1, 0], Math.SQRT2],
    [[-1, 1, 1, 1, -1, 1, 1, 1, -1], Math.sqrt(3)],
    // The cube again, in a very skewed cell.
    [[2, 0, 0, 2000, 2, 0, 20_006, 46, 2], 2],
  ];
  for (const [rows, shortest] of lattices) {
    const steps = voronoiSteps(metricOfRows(rows));
    assertEquals(steps.length, 7);
    const least = Math.min(...steps.map((step) => step.size));
    assertAlmostEquals(Math.sqrt(least), shortest, 1e-6);
  }
});

Deno.test("no translate is nearer than the one that is found, in skewed cells", () => {
  const random = rng(1), part = () => 2 * random.uniform() - 1;
  for (let trial = 0; trial < 200; trial++) {
    const rows = [
      3 + part(),
      part(),
      part(),
      6 * part(),
      3 + part(),
      part(),
      6 * part(),
      6 * part(),
      3,
    ];
    const metric = metricOfRows(rows), steps = voronoiSteps(metric);
    const x: Triple = [9 * part(), 9 * part(), 9 * part()];
    const found = nearestTranslate(x, steps);
    found.forEach((value, i) => {
      const moved = value - x[i]!;
      assertAlmostEquals(moved, Math.round(moved), 1e-9);
    });
    assert(nearestTranslate(found, steps) === found);
    const reached = size(metric, found);
    for (let a = -6; a <= 6; a++) {
      for (let b = -6; b <= 6; b++) {
        for (let c = -6; c <= 6; c++) {
          const other = size(metric, [found[0] + a, found[1] + b, found[2] + c]);
          assert(other > reached - 1e-9, `${rows} ${x}: ${other} < ${reached}`);
        }
      }
    }
  }
});

Deno.test("in nearly orthogonal cells the nearest translate of a rounded point is by -1, 0 or 1", () => {
  const random = rng(2), part = () => 2 * random.uniform() - 1;
  let checked = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const rows = [1 + part() ** 2, part(), part(), part(), 1, part(), part(), part(), 2];
    const metric = metricOfRows(rows);
    if (!isNearlyOrthogonal(metric)) continue;
    checked++;
    const x: Triple = [part() / 2, part() / 2, part() / 2];
    const found = nearestTranslate(x, voronoiSteps(metric));
    assert(found.every((value, i) => Math.abs(value - x[i]!) < 1.5), `${rows} ${x} ${found}`);
  }
  assert(checked > 100, `${checked}`);
  const cell = { a: 4, b: 4, c: 9, alpha: 90, beta: 90, gamma: 120 };
  assert(isNearlyOrthogonal(metricOf(cell)));
  assert(!isNearlyOrthogonal(metricOf({ ...cell, gamma: 60, beta: 60, alpha: 60 })));
  assert(!isNearlyOrthogonal(metricOfRows([1, 0, 0, 2.2, 0.3, 0, 0, 0, 10])));
});

Deno.test("a metric that is 0 along a lattice direction is that of a lattice in a plane", () => {
  // Seen along a+b+c a cubic lattice is a hexagonal one: three pairs of faces.
  const metric = [2, -1, -1, -1, 2, -1, -1, -1, 2].map((value) => value / 3);
  const steps = voronoiSteps(metric);
  assertEquals(new Set(steps.map((step) => step.size.toFixed(9))), new Set(["0.666666667"]));
  const found = nearestTranslate([5.1, 5.1, 0.1], steps);
  assert(size(metric, found) < 1 / 3);
  assertEquals(voronoiSteps([0, 0, 0, 0, 0, 0, 0, 0, 0]), []);
});
