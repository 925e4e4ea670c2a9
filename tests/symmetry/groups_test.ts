/** The laws of groups and of their actions, for each group. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { apply, determinant, distance, multiply } from "lib/symmetry/matrix.ts";
import {
  actOnSite,
  canonicalImage,
  complements,
  conjugate,
  cornerPermutation,
  cyclic,
  dihedral,
  finiteSpaceGroup,
  generatedSpaceGroup,
  type Group,
  leftCosets,
  lexicographic,
  type Matrix,
  orbit,
  orthogonal,
  parseOperation,
  permutationGroup,
  permutationMatrix,
  permutations,
  permute,
  planeMatrix,
  rotationAbout,
  sameElements,
  sameSite,
  stabiliser,
  subgroups,
  symmetricGroup,
} from "lib/symmetry/mod.ts";

function assertGroup<G>(group: Group<G>): void {
  const random = rng(1);
  for (let i = 0; i < 30; i++) {
    const [a, b, c] = [0, 1, 2].map(() => group.sample(random)) as [G, G, G];
    const { compose, equal, identity, invert } = group;
    assert(equal(compose(compose(a, b), c), compose(a, compose(b, c))), `${group.name} associates`);
    assert(equal(compose(a, identity), a) && equal(compose(identity, a), a), "identity");
    assert(equal(compose(a, invert(a)), identity), `${group.name} inverts`);
    assert(equal(compose(invert(a), a), identity), `${group.name} inverts`);
  }
}

// Generators of the International Tables, number 227, second origin.
const diamond = generatedSpaceGroup("Fd-3m", [
  ...["x,y+1/2,z+1/2", "x+1/2,y,z+1/2", "-x+3/4,-y+1/4,z+1/2", "-x+1/4,y+1/2,-z+3/4"],
  ...["z,x,y", "y+3/4,x+1/4,-z+1/2", "-x,-y,-z"],
]);

Deno.test("each group keeps the laws", () => {
  const groups: Group<number>[] = [cyclic(1), cyclic(5), dihedral(1), dihedral(4), dihedral(7)];
  groups.forEach((group) => assertGroup(group));
  assertGroup(permutations(6));
  assertGroup(symmetricGroup(4));
  for (const kind of ["all", "special"] as const) {
    assertGroup(orthogonal(2, kind));
    assertGroup(orthogonal(3, kind));
  }
  assertGroup(diamond);
  assertGroup(finiteSpaceGroup(194));
});

Deno.test("orders are right, and the identity comes first", () => {
  assertEquals([1, 2, 3, 4, 5].map((n) => symmetricGroup(n).elements.length), [1, 2, 6, 24, 120]);
  assertEquals(symmetricGroup(4).elements[0], [0, 1, 2, 3]);
  assertEquals(new Set(symmetricGroup(4).elements.map(String)).size, 24);
  assertEquals(diamond.elements.length, 192);
  assert(sameElements(diamond, diamond.elements, finiteSpaceGroup(227).elements));
  assertEquals(generatedSpaceGroup("P-1", ["-x,-y,-z"]).elements.length, 2);
  assertEquals(generatedSpaceGroup("P2_1/c", ["-x,y+1/2,-z+1/2", "-x,-y,-z"]).elements.length, 4);
});

Deno.test("matrices and permutations represent C_n and D_n", () => {
  for (const n of [3, 4, 6]) {
    const group = dihedral(n);
    for (const a of group.elements) {
      for (const b of group.elements) {
        const product = group.compose(a, b);
        const composed = multiply(planeMatrix(n, a), planeMatrix(n, b));
        assert(distance(composed, planeMatrix(n, product)) < 1e-12);
        const [p, q] = [cornerPermutation(n, a), cornerPermutation(n, b)];
        assertEquals(permutations(n).compose(p, q), cornerPermutation(n, product));
      }
      // Corner i stands where the matrix takes it.
      const corner = [Math.cos(2 * Math.PI / n), Math.sin(2 * Math.PI / n)];
      const angle = 2 * Math.PI * cornerPermutation(n, a)[1]! / n;
      const moved = apply(planeMatrix(n, a), corner);
      assertAlmostEquals(moved[0]!, Math.cos(angle), 1e-12);
      assertAlmostEquals(moved[1]!, Math.sin(angle), 1e-12);
    }
  }
});

Deno.test("permutations act from the left", () => {
  const [p, q] = [[1, 2, 0, 3], [0, 3, 1, 2]];
  const list = ["a", "b", "c", "d"];
  assertEquals(permute(permutations(4).compose(p, q), list), permute(p, permute(q, list)));
});

Deno.test("samples of the orthogonal groups are Haar: entries have mean 0 and variance 1/n", () => {
  const random = rng(3), count = 4000;
  for (const dimension of [2, 3] as const) {
    const drawn = Array.from({ length: count }, () => orthogonal(dimension).sample(random));
    const rotations = drawn.filter((one) => determinant(one) > 0).length / count;
    assertAlmostEquals(rotations, 0.5, 0.04);
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j < dimension; j++) {
        const mean = drawn.reduce((sum, one) => sum + one[i]![j]!, 0) / count;
        const square = drawn.reduce((sum, one) => sum + one[i]![j]! ** 2, 0) / count;
        assertAlmostEquals(mean, 0, 0.05);
        assertAlmostEquals(square, 1 / dimension, 0.03);
      }
    }
    const special = orthogonal(dimension, "special").sample(random);
    assertAlmostEquals(determinant(special), 1, 1e-9);
    // A mean of traces: 0 for SO(3) and SO(2) alike.
    const traces = Array.from({ length: count }, () => {
      const g: Matrix = orthogonal(dimension, "special").sample(random);
      return g.reduce((sum, row, i) => sum + row[i]!, 0);
    });
    assertAlmostEquals(traces.reduce((a, b) => a + b) / count, 0, 0.08);
  }
});

Deno.test("Rodrigues' rotation turns x into y about z", () => {
  const moved = apply(rotationAbout([0, 0, 2], Math.PI / 2), [1, 0, 0]);
  [0, 1, 0].forEach((value, i) => assertAlmostEquals(moved[i]!, value, 1e-12));
  assertThrows(() => rotationAbout([0, 0, 0], 1), RangeError, "must not be zero");
  assertThrows(() => rotationAbout([1, 0], 1), RangeError, "must have three coordinates");
});

Deno.test("orbit and stabiliser share out the group", () => {
  const group = symmetricGroup(4);
  const same = (a: readonly number[], b: readonly number[]) => `${a}` === `${b}`;
  for (const x of [[1, 1, 1, 1], [1, 1, 2, 2], [1, 2, 3, 3], [1, 2, 3, 4]]) {
    const size = orbit(group, permute<number>, x, same).length;
    assertEquals(size * stabiliser(group, permute<number>, x, same).length, 24);
  }
});

Deno.test("subgroups, cosets, conjugates and complements", () => {
  assertEquals(subgroups(symmetricGroup(3)).map((one) => one.length), [1, 2, 2, 2, 3, 6]);
  assertEquals(subgroups(dihedral(4)).length, 10);
  assertEquals(subgroups(symmetricGroup(4)).length, 30);
  const group = symmetricGroup(3);
  const swap = [[0, 1, 2], [1, 0, 2]];
  assertEquals(leftCosets(group, swap).map((coset) => coset.length), [2, 2, 2]);
  assertEquals(complements(group, swap).map((one) => one.length), [3]);
  assertEquals(complements(cyclic(4), [0, 2]), []);
  const turned = conjugate(group, swap, [1, 2, 0]);
  assert(sameElements(group, turned, [[0, 1, 2], [0, 2, 1]]));
  assertThrows(() => permutationGroup("no", [[0, 1, 2], [1, 2, 0]]), RangeError, "closed");
});

Deno.test("what is no element, permutation or subgroup is refused in one sentence", () => {
  const c4 = cyclic(4), notOne = "must name each place from 0 to";
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => c4.invert(5), "An element of C4 must be an integer from 0 to 3: current value is 5"],
    [() => c4.compose(1, -1), "current value is -1"],
    [() => dihedral(4).compose(8, 0), "An element of D4 must be an integer from 0 to 7"],
    [() => planeMatrix(4, -1), "An element of D4 must be an integer from 0 to 7"],
    [() => cornerPermutation(4, 8), "An element of D4 must be an integer from 0 to 7"],
    [() => permute([1, 0], ["a", "b", "c"]), `${notOne} 2 once: current value is [1,0]`],
    [() => permute([0, 0], ["a", "b"]), notOne],
    [() => permute([0, 2], ["a", "b"]), notOne],
    [() => permutationMatrix([0, 0, 1]), `${notOne} 2 once: current value is [0,0,1]`],
    [() => permutationMatrix([0, 1.5]), notOne],
    [() => permutationGroup("x", [[0, 1], [0, 0]]), notOne],
    [() => permutationGroup("x", [[0, 1], [0]]), notOne],
    [() => permutationGroup("x", []), "Permutations must be of an integer of at least 1 things"],
    [() => leftCosets(c4, [0, 1]), "A subgroup of C4 must be closed and name each element once"],
    [() => leftCosets(c4, [2]), "its 1 elements generate 2 or more"],
    [() => leftCosets(c4, [0, 0]), "A subgroup of C4 must be closed"],
    [() => leftCosets(c4, []), "A subgroup of C4 must be closed"],
    [() => complements(c4, [0, 1]), "A subgroup of C4 must be closed"],
    [() => orthogonal(3, "rotations" as never), "kind must be one of all, special"],
  ];
  for (const [make, message] of refused) assertThrows(make, RangeError, message);
  // The order of its elements does not matter.
  assertEquals(leftCosets(c4, [2, 0]).length, 2);
});

Deno.test("the canonical image is one for each orbit, and its element leads back", () => {
  const group = dihedral(4);
  const act = (g: number, x: readonly number[]) => permute(cornerPermutation(4, g), x);
  for (const x of [[3, 1, 2, 5], [1, 2, 1, 2], [0, 0, 0, 0], [4, 4, 1, 1]]) {
    const own = canonicalImage(group, act, x, lexicographic());
    assertEquals(act(own.element, own.image), x);
    const same = (a: readonly number[], b: readonly number[]) => `${a}` === `${b}`;
    assertEquals(own.ties.length, stabiliser(group, act, x, same).length);
    for (const g of group.elements) {
      assertEquals(canonicalImage(group, act, act(g, x), lexicographic()).image, own.image);
    }
  }
});

Deno.test("diamond: eight atoms in the cell, each with a stabiliser of 24", () => {
  const site = [0.125, 0.125, 0.125];
  assertEquals(orbit(diamond, actOnSite, site, sameSite).length, 8);
  assertEquals(stabiliser(diamond, actOnSite, site, sameSite).length, 24);
  assertEquals(orbit(diamond, actOnSite, [0.11, 0.23, 0.37], sameSite).length, 192);
});

Deno.test("operations are read, and what is none is refused with a reason", () => {
  assertEquals(parseOperation("-Y, x-y , z+1/3"), {
    rotation: [0, -1, 0, 1, -1, 0, 0, 0, 1],
    translation: [0, 0, 8],
  });
  assertEquals(parseOperation("x,1/2-y,z-0.25").translation, [0, 12, 18]);
  for (
    const [text, reason] of [
      ["x,y", "it has 2 parts"],
      ["x,y,w", "no sum of terms"],
      ["x,,z", "a part is empty"],
      ["x,y,z+1/5", "no 24th"],
      ["x,x,z", "determinant 0"],
      ["x,y,z+1/0", "no 24th"],
    ] as const
  ) assertThrows(() => parseOperation(text), SyntaxError, reason);
  assertThrows(() => generatedSpaceGroup("none", ["x+1/24,y,z", "x,y+1/24,z"]), RangeError, "192");
});
