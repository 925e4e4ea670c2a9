/** Atoms near special positions, as rounded coordinates put them, and images that fall together. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { imagesOf } from "lib/datasets/crystals/images.ts";
import { placeOn } from "lib/datasets/crystals/place.ts";
import {
  formatTriplet,
  latticeOf,
  maskLattice,
  metricOf,
  metricOfRows,
  orbit,
  spaceGroup,
  type Triple,
  wyckoffPositions,
} from "lib/symmetry/space_groups/mod.ts";
import { operationsLoop, readAtoms } from "./cif_text.ts";

Deno.test("magnesium's thirds may have three digits: two atoms, exactly in their places", () => {
  const { operations } = spaceGroup(194);
  const symmetry = operationsLoop(...operations.map(formatTriplet));
  const cell = [3.209, 3.209, 5.211, 90, 90, 120];
  for (const atom of ["Mg1 .333 .667 .25", "Mg1 .33 .67 .25", "Mg1 .3333333 .6666667 .25"]) {
    const { positions } = readAtoms([atom], { cell, symmetry });
    assertEquals(positions.length, 2, atom);
    const exact = [[1 / 3, 2 / 3, 1 / 4], [2 / 3, 1 / 3, 3 / 4]];
    positions.forEach((x, i) => x.forEach((v, k) => assertAlmostEquals(v, exact[i]![k]!, 1e-12)));
  }
});

Deno.test("a point near any special position goes onto it, in all kinds of cells", () => {
  for (const n of [2, 5, 12, 15, 62, 70, 88, 139, 148, 161, 166, 176, 194, 205, 216, 227, 230]) {
    const group = spaceGroup(n);
    // Edges of about 20 Å: three digits are wrong by up to 0.017 Å.
    const k = maskLattice([0.05, 0.1, 0.02, 0.1, 0.1, 3], group.family);
    const metric = metricOfRows(latticeOf(k));
    for (const { sites, multiplicity, letter, dimension } of wyckoffPositions(group)) {
      const exact = placeOn(sites[0]!, [0.1737, 0.2911, 0.0643].slice(0, dimension));
      const rounded = exact.map((value) => Number(value.toFixed(3))) as unknown as Triple;
      const images = imagesOf(rounded, group.operations, metric);
      assertEquals(images.length, multiplicity, `${n} ${letter}`);
      // What is now on the position stays there.
      const again = orbit(group, images[0]!, 1e-9);
      assertEquals(again.length, multiplicity, `${n} ${letter}`);
      images[0]!.forEach((value, i) => {
        const apart = value - exact[i]!;
        assertAlmostEquals(apart - Math.round(apart), 0, 1e-3);
      });
    }
  }
});

Deno.test("six images on a circle of 0.16 Å are one, though the farthest are 0.32 Å apart", () => {
  const { operations } = spaceGroup(168);
  const metric = metricOf({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 120 });
  const [one, ...others] = imagesOf([0.04, 0, 0.3], operations, metric);
  assertEquals(others, []);
  one!.forEach((value, i) => assertAlmostEquals(value, [0, 0, 0.3][i]!, 1e-12));
});

Deno.test("atoms 0.24 Å apart stay two, and atoms in no special place stay as written", () => {
  const symmetry = operationsLoop("x,y,z", "-x,-y,-z");
  const { positions } = readAtoms(["C1 .03 0 0", "O1 .1234567 .2 .3"], { symmetry });
  assertEquals(positions.length, 4);
  assertEquals(positions[0], [0.03, 0, 0]);
  assertEquals(positions[2], [0.1234567, 0.2, 0.3]);
});
