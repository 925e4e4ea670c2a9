/** Lattices, projections and orbits. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  cellOf,
  cosets,
  findOperations,
  fixedOf,
  freeOf,
  latticeOf,
  logLattice,
  maskLattice,
  metricOf,
  metricOfRows,
  nearestCode,
  orbit,
  primitiveAtoms,
  project,
  reynolds,
  siteCode,
  siteCodes,
  spaceGroup,
  stabiliser,
  times,
  volumeOf,
  wyckoffPositions,
} from "lib/symmetry/space_groups/mod.ts";
import { rng } from "lib/datasets/rng.ts";

const cells = {
  triclinic: { a: 4, b: 5, c: 6.5, alpha: 81, beta: 97, gamma: 104 },
  monoclinic: { a: 4, b: 5, c: 6.5, alpha: 90, beta: 97, gamma: 90 },
  orthorhombic: { a: 4, b: 5, c: 6.5, alpha: 90, beta: 90, gamma: 90 },
  tetragonal: { a: 4, b: 4, c: 6.5, alpha: 90, beta: 90, gamma: 90 },
  hexagonal: { a: 4, b: 4, c: 6.5, alpha: 90, beta: 90, gamma: 120 },
  cubic: { a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 },
};

Deno.test("the lattice of each family keeps to its plane of k, both ways, to 1e-12", () => {
  for (const [name, cell] of Object.entries(cells)) {
    const family = name as keyof typeof cells;
    const k = logLattice(metricOf(cell));
    maskLattice(k, family).forEach((value, i) => assertAlmostEquals(value, k[i]!, 1e-12));
    const back = cellOf(metricOfRows(latticeOf(k)));
    for (const part of ["a", "b", "c", "alpha", "beta", "gamma"] as const) {
      assertAlmostEquals(back[part], cell[part], 1e-10, `${name} ${part}`);
    }
    const [a, b, c, d, e, f, g, h, i] = latticeOf(k) as number[];
    const volume = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
    assertAlmostEquals(volume, volumeOf(k), 1e-9);
  }
  assertThrows(() => logLattice([1, 0, 0, 0, 0, 0, 0, 0, 1]), RangeError, "must be positive");
});

Deno.test("any k under a group's mask is kept by all of the group's rotations, to 1e-12", () => {
  const random = rng(1);
  for (let n = 1; n <= 230; n++) {
    const { operations, family } = spaceGroup(n);
    const raw = Array.from({ length: 6 }, () => 0.6 * random.uniform() - 0.3);
    const metric = metricOfRows(latticeOf(maskLattice(raw, family)));
    for (const { rotation: w } of operations) {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const [p, q] = [i, j].map((at) => [w[at]!, w[3 + at]!, w[6 + at]!]);
          const kept = times(metric, q!).reduce((sum, value, at) => sum + value * p![at]!, 0);
          assertAlmostEquals(kept, metric[3 * i + j]!, 1e-12, `${n}`);
        }
      }
    }
    assertEquals(freeOf(family).length, 6);
    assert(fixedOf(family).every((value, i) => value === 0 || freeOf(family)[i] === 0));
  }
});

Deno.test("orbits have the stated multiplicity, and points the stated symmetry, in all groups", () => {
  const random = rng(2);
  for (let n = 1; n <= 230; n++) {
    const group = spaceGroup(n);
    const metric = metricOfRows(
      latticeOf(maskLattice([0.05, 0.1, 0.02, 0.1, 0.1, 1], group.family)),
    );
    for (const position of wyckoffPositions(group)) {
      const x = [random.uniform(), random.uniform(), random.uniform()];
      const placed = project(group, x, { metric, allowed: (one) => one === position })!;
      const images = orbit(group, placed.x, 1e-7);
      assertEquals(images.length, position.multiplicity, `${n} ${position.letter}`);
      assertEquals(cosets(group, position).length, position.multiplicity);
      assertEquals(siteCode(stabiliser(group, placed.x, 1e-7)), placed.site.code);
    }
  }
});

Deno.test("projecting is idempotent, orthogonal in the metric, and never farther than another", () => {
  const random = rng(3);
  for (const n of [5, 15, 62, 88, 139, 148, 166, 176, 194, 215, 225, 227]) {
    const group = spaceGroup(n);
    const metric = metricOfRows(
      latticeOf(maskLattice([0.05, 0.1, 0.02, 0.1, 0.1, 1], group.family)),
    );
    for (const code of siteCodes(group)) {
      const x = [random.uniform(), random.uniform(), random.uniform()];
      const once = project(group, x, { metric, code })!;
      const twice = project(group, once.x, { metric, code })!;
      assert(twice.distance < 1e-6, `${n}: ${twice.distance}`);
      // No point of any flat with this code, sampled at random, is nearer.
      const flats = wyckoffPositions(group).flatMap(({ sites }) => sites)
        .filter((site) => String(site.code) === String(code));
      for (let trial = 0; trial < 20; trial++) {
        const { matrix, shift } = reynolds(flats[random.int(flats.length)]!.keepers);
        const other = [0, 1, 2].map(() => 2 * random.uniform() - 0.5);
        const kept = times(matrix, other).map((value, i) => value + shift[i]!);
        const d = kept.map((value, i) => value - x[i]!);
        const far = Math.sqrt(times(metric, d).reduce((s, value, i) => s + value * d[i]!, 0));
        assert(once.distance <= far + 1e-9, `${n}: ${once.distance} > ${far}`);
      }
    }
  }
});

Deno.test("in skewed cells too no lattice translate of a position is nearer", () => {
  const random = rng(5);
  const oblique: readonly (readonly [number, Parameters<typeof metricOf>[0]])[] = [
    [2, { a: 3, b: 7, c: 9, alpha: 50, beta: 110, gamma: 130 }],
    [5, { a: 18.8, b: 4, c: 2.6, alpha: 90, beta: 38, gamma: 90 }],
    [10, { a: 18.8, b: 4, c: 2.6, alpha: 90, beta: 38, gamma: 90 }],
    [12, { a: 3, b: 4, c: 15, alpha: 90, beta: 130, gamma: 90 }],
    [14, { a: 4, b: 5, c: 19, alpha: 90, beta: 140, gamma: 90 }],
    [15, { a: 2, b: 5, c: 19, alpha: 90, beta: 30, gamma: 90 }],
  ];
  const shifts = Array.from({ length: 15 }, (_, i) => i - 7);
  for (const [n, cell] of oblique) {
    const group = spaceGroup(n), metric = metricOf(cell);
    for (const position of wyckoffPositions(group)) {
      const x = n === 12 ? [0.7508, 0.0938, 0.7624] : [0, 0, 0].map(() => random.uniform());
      const { distance } = project(group, x, { metric, allowed: (one) => one === position })!;
      let least = Infinity;
      for (const { keepers } of position.sites) {
        const { matrix, shift } = reynolds(keepers);
        for (const a of shifts) {
          for (const b of [-2, -1, 0, 1, 2]) {
            for (const c of shifts) {
              const from = [x[0]! + a, x[1]! + b, x[2]! + c];
              const d = times(matrix, from).map((value, i) => value + shift[i]! - from[i]!);
              const size = times(metric, d).reduce((sum, value, i) => sum + value * d[i]!, 0);
              least = Math.min(least, size);
            }
          }
        }
      }
      assertAlmostEquals(distance, Math.sqrt(Math.max(0, least)), 1e-9, `${n} ${position.letter}`);
    }
  }
});

Deno.test("a code is its own nearest, and a spoiled one finds its way back", () => {
  for (const n of [14, 62, 194, 225]) {
    const group = spaceGroup(n);
    for (const code of siteCodes(group)) assertEquals(nearestCode(group, code), code);
  }
  const cubic = spaceGroup(221);
  const full = wyckoffPositions(cubic)[0]!.sites[0]!.code;
  assertEquals(nearestCode(cubic, full.map((symbol, axis) => axis === 3 ? 0 : symbol)), full);
  assertEquals(nearestCode(cubic, full, () => false), undefined);
});

Deno.test("operations are found again from atoms, in primitive and in conventional cells", () => {
  const random = rng(4);
  for (const n of [2, 12, 14, 38, 62, 74, 139, 148, 164, 166, 187, 216, 227]) {
    const group = spaceGroup(n);
    const k = maskLattice([0.05, 0.1, 0.02, 0.1, 0.13, 1.5], group.family);
    const metric = metricOfRows(latticeOf(k));
    const x = () => [random.uniform(), random.uniform(), random.uniform()];
    const sites = [orbit(group, x()), orbit(group, x())];
    const atoms = {
      metric,
      positions: sites.flat(),
      kinds: sites.flatMap((s, i) => s.map(() => i)),
    };
    assertEquals(findOperations(atoms, 1e-3).length, group.operations.length, group.symbol);
    const small = primitiveAtoms(atoms, group.centring);
    const cells = atoms.positions.length / small.positions.length;
    assertEquals(findOperations(small, 1e-3).length, group.operations.length / cells);
  }
  const metric = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  assertEquals(findOperations({ metric, positions: [], kinds: [] }), []);
  const unlike = { metric, positions: [[0, 0, 0], [.5, .5, .5]], kinds: [1] };
  assertThrows(() => findOperations(unlike), RangeError, "one kind for each");
});
