/** Theorem 5: sizes of null spaces, and what the choice of representatives decides. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import {
  actBy,
  conjugate,
  permuting,
  regular,
  stabiliserOf,
  subgroups,
  symmetricGroup,
} from "lib/symmetry/mod.ts";
import { apply, distance, multiply, transpose } from "lib/symmetry/matrix.ts";
import { reynolds } from "lib/symmetry/mod.ts";
import { D4, relaxedError } from "lib/papers/relaxed_equivariance/square.ts";
import { theoremRows } from "lib/papers/relaxed_equivariance/theorem_cases.ts";
import {
  allRepresentatives,
  cosetRepresentatives,
  examine,
  randomMap,
  relaxedMaps,
  typicalInput,
} from "lib/papers/relaxed_equivariance/theorem5.ts";

Deno.test("dimensions and symmetries kept are those computed by hand", () => {
  const seen = theoremRows().map(({ group, dimensions, kept, symmetries }) =>
    [group, dimensions.relaxed, dimensions.equivariant, kept, symmetries] as const
  );
  assertEquals(seen, [
    ["C4", 16, 16, 1, 1], // K trivial: ordinary equivariance
    ["C4", 40, 16, 2, 2], // C4 does not split over C2: nothing breaks
    ["C4", 64, 16, 1, 4], // K = G: no constraint
    ["V4", 12, 4, 1, 2],
    ["S3", 2, 2, 2, 2],
    ["S3", 2, 2, 2, 2],
    ["S3", 3, 2, 1, 2], // the rotations, a complement
    ["S3", 2, 2, 2, 2],
  ]);
  for (const { relaxedError } of theoremRows()) assert(relaxedError < 1e-9);
});

Deno.test("solutions satisfy the constraint, and relaxed equivariance on the whole type", () => {
  const random = rng(2), representation = regular(D4);
  for (const subgroup of subgroups(D4)) {
    const representatives = cosetRepresentatives(D4, subgroup);
    const one = {
      group: D4,
      subgroup,
      representatives,
      input: representation,
      output: representation,
    };
    const w = randomMap(random, relaxedMaps(one));
    const p = reynolds(subgroup, representation);
    for (const g of representatives) {
      const m = representation.matrix(g);
      const moved = multiply(transpose(m), multiply(w, m));
      assert(distance(multiply(w, p), multiply(moved, p)) < 1e-9);
    }
    for (let i = 0; i < 3; i++) {
      const typical = typicalInput(random, D4, subgroup, representation)!;
      const x = actBy(representation, D4.sample(random), typical);
      assert(relaxedError(D4, representation, representation, (x) => apply(w, x), x) < 1e-9);
    }
  }
});

Deno.test("a map that misses the constraint is not relaxed equivariant", () => {
  const points = permuting(3), s3 = symmetricGroup(3);
  const f = (x: readonly number[]) => [x[0]! + 2 * x[1]!, x[2]!, 3 * x[0]!];
  assert(relaxedError(s3, points, points, f, [1, 1, 2]) > 0.1);
});

Deno.test("a complement subgroup breaks the symmetry for any K of D4 that has one", () => {
  const random = rng(4), representation = regular(D4);
  for (const subgroup of subgroups(D4)) {
    const found = examine({
      group: D4,
      subgroup,
      representatives: cosetRepresentatives(D4, subgroup),
      input: representation,
      output: representation,
    }, random);
    // Only the half turn has none in D4.
    assertEquals(found.kept, `${subgroup}` === "0,2" ? 2 : 1, `K = ${subgroup}`);
  }
  assertEquals(allRepresentatives(D4, [0, 4]).length, 8);
  const conjugated = conjugate(D4, [0, 4], 1);
  assertEquals(
    stabiliserOf(conjugated, representation, representation.matrix(0).map(() => 1)).length,
    2,
  );
  assertThrows(
    () =>
      examine({
        group: D4,
        subgroup: [0, 4],
        representatives: [0, 1, 2, 3],
        input: permuting(1) as never,
        output: permuting(1) as never,
      }, random),
  );
});
