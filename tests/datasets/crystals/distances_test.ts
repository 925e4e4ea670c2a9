/** Distances do not depend on which cell of a lattice a crystal is given in. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { contacts, shortestDistance } from "lib/datasets/crystals/distances.ts";
import { rng } from "lib/datasets/rng.ts";

/** The distance of two points over all translations by up to `reach` cells; of a point, to its images. */
function farSearch(
  lattice: readonly number[],
  a: readonly number[],
  b: readonly number[],
  reach: number,
): number {
  let least = Infinity;
  const all = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  for (const p of all) {
    for (const q of all) {
      for (const r of all) {
        if (a === b && p === 0 && q === 0 && r === 0) continue;
        const f = [b[0]! - a[0]! + p, b[1]! - a[1]! + q, b[2]! - a[2]! + r];
        const along = (axis: number) =>
          f[0]! * lattice[axis]! + f[1]! * lattice[3 + axis]! + f[2]! * lattice[6 + axis]!;
        least = Math.min(least, Math.hypot(along(0), along(1), along(2)));
      }
    }
  }
  return least;
}

Deno.test("in a skewed cell an atom's nearest image is more than one cell away", () => {
  const lattice = [1, 0, 0, 2.2, 0.3, 0, 0, 0, 10];
  assertAlmostEquals(
    shortestDistance({ lattice, positions: [[0, 0, 0]] }),
    Math.hypot(0.2, 0.3),
    1e-12,
  );
});

Deno.test("distances are the same in every cell of a lattice, however skewed", () => {
  const random = rng(1), part = () => 2 * random.uniform() - 1;
  for (let trial = 0; trial < 60; trial++) {
    const edge = () => 2 + 3 * random.uniform();
    const [a, b, c] = [edge(), edge(), edge()];
    const lattice = [a, part(), part(), part(), b, part(), part(), part(), c];
    const positions = [[0, 0, 0], [part(), part(), part()], [part(), part(), part()]];
    const truth = positions.flatMap((x) => positions.map((y) => farSearch(lattice, x, y, 3)));
    // Whole multiples of one vector are added to another, and taken from the coordinates.
    const rows = [0, 1, 2].map((i) => lattice.slice(3 * i, 3 * i + 3));
    const moved = positions.map((x) => [...x]);
    for (let shear = 0; shear < 5; shear++) {
      const i = random.int(3), j = (i + 1 + random.int(2)) % 3, n = random.int(9) - 4;
      rows[i] = rows[i]!.map((value, axis) => value + n * rows[j]![axis]!);
      moved.forEach((x) => x[j]! -= n * x[i]!);
    }
    const found = contacts({ lattice: rows.flat(), positions: moved });
    found.forEach(({ distance }, k) => assertAlmostEquals(distance, truth[k]!, 1e-8));
  }
});

Deno.test("in ordinary cells distances are those to the next cells", () => {
  const cells = [
    [4, 0, 0, 0, 5, 0, 0, 0, 15],
    [4, 0, 0, -2, 2 * Math.sqrt(3), 0, 0, 0, 9],
    [0, 2, 2, 2, 0, 2, 2, 2, 0],
    [-2, 2, 2, 2, -2, 2, 2, 2, -2],
  ];
  const random = rng(2);
  for (const lattice of cells) {
    const x = [random.uniform(), random.uniform(), random.uniform()];
    const found = contacts({ lattice, positions: [[0, 0, 0], x] });
    assertEquals(found.map(({ i, j }) => [i, j]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
    found.forEach(({ i, j, distance }) => {
      const [p, q] = [[0, 0, 0], x];
      const truth = i === j ? farSearch(lattice, p!, p!, 2) : farSearch(lattice, p!, q!, 2);
      assertAlmostEquals(distance, truth, 1e-12);
    });
  }
});

Deno.test("cells without volume or size give no endless search", () => {
  const positions = [[0, 0, 0], [0.3, 0.4, 0.1]];
  for (
    const lattice of [
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 0, 0, 1, 0, 0, 0, 0, 1],
      [1, 0, 0, 1e9, 1, 0, 1e5, 1e5, 1],
      [1e200, 0, 0, 0, 1, 0, 0, 0, 1],
      [NaN, 0, 0, 0, 1, 0, 0, 0, 1],
    ]
  ) assertEquals(contacts({ lattice, positions }).length, 4);
});
