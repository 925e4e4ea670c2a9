/** Where a CIF's symmetry operations come from. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { readCif } from "lib/datasets/crystals/cif.ts";
import { formatTriplet, spaceGroup } from "lib/symmetry/space_groups/mod.ts";
import { cifText, operationsLoop, readAtoms, refusal } from "./cif_text.ts";

const SALT = ["Na1 0 0 0", "Cl1 .5 .5 .5"];

const sorted = (positions: readonly (readonly number[])[]) => positions.map(String).sort();

Deno.test("a Hall symbol gives the operations, under either name, with a point and in a loop", () => {
  for (
    const symmetry of [
      "_space_group_name_Hall '-F 4 2 3'",
      "_symmetry_space_group_name_Hall '-f  4 2 3'",
      "_space_group.name_Hall -F_4_2_3",
      "loop_\n_space_group_id\n_space_group_name_Hall\n1 '-F 4 2 3'",
      "_space_group_IT_number 225\n_space_group_name_Hall '-F 4 2 3'",
    ]
  ) {
    const { numbers } = readAtoms(SALT, { symmetry });
    assertEquals(numbers, [11, 11, 11, 11, 17, 17, 17, 17], symmetry);
  }
});

Deno.test("by the Hall symbol of each of the 230 groups the atoms are those of its operations", () => {
  const cell = [40, 40, 40, 90, 90, 90];
  const atoms = ["C1 .1237 .2611 .4043"]; // far from every special position
  for (let n = 1; n <= 230; n++) {
    const { hall, operations } = spaceGroup(n);
    const byHall = readAtoms(atoms, { cell, symmetry: `_space_group_name_Hall '${hall}'` });
    const byList = readAtoms(atoms, {
      cell,
      symmetry: operationsLoop(...operations.map(formatTriplet)),
    });
    assertEquals(byHall.positions.length, operations.length, hall);
    assertEquals(sorted(byHall.positions), sorted(byList.positions), hall);
  }
});

Deno.test("operations that are listed win over a Hall symbol", () => {
  const symmetry = `_space_group_name_Hall '-F 4 2 3'\n${operationsLoop("x,y,z")}`;
  assertEquals(readAtoms(SALT, { symmetry }).numbers, [11, 17]);
});

Deno.test("a group that is named in any other way, without operations, is refused", () => {
  for (
    const symmetry of [
      "_space_group_name_H-M_ref 'F m -3 m'",
      "_space_group_name_H-M_full 'F 4/m -3 2/m'",
      "_space_group.IT_number 225",
      "_symmetry.space_group_name_H-M 'F m -3 m'",
      "_space_group_name_Schoenflies Oh^5",
      "loop_\n_space_group_id\n_space_group_name_H-M_alt\n1 'F m -3 m'",
      "loop_\n_space_group_IT_number\n1 225",
      "_space_group_name_Hall 'P 1'\n_space_group_IT_number 225",
      "_space_group_name_Hall ?\n_space_group_IT_number 225",
    ]
  ) assertStringIncludes(refusal(SALT, { symmetry }), "operations are not listed", symmetry);
  for (const hall of ["F m -3 m", "-F 9 2 3", "-F 4 2 3 (x,y,z+1/4)", "Q", "-", "'"]) {
    assertStringIncludes(
      refusal(SALT, { symmetry: `_space_group_name_Hall "${hall}"` }),
      `the Hall symbol "${hall}" cannot be read`,
    );
  }
});

Deno.test("P1 is P1 under all of its names", () => {
  for (
    const symmetry of [
      "_space_group_name_Hall 'P 1'\n_space_group_name_H-M_alt 'P 1'",
      "_space_group_name_H-M_ref P_1\n_space_group_name_Schoenflies C1^1",
      "loop_\n_space_group_id\n_space_group_IT_number\n1 1",
      "_space_group_name_Hall ?\n_space_group_name_H-M_alt .",
    ]
  ) assertEquals(readAtoms(SALT, { symmetry }).numbers, [11, 17], symmetry);
});

Deno.test("names of the newer dictionaries, with a point behind the category, are read", () => {
  const text = cifText(SALT, { symmetry: operationsLoop("x,y,z", "x+1/2,y+1/2,z") })
    .replaceAll("_cell_", "_cell.")
    .replaceAll("_site_", "_site.")
    .replaceAll("_symop_", "_symop.");
  assertEquals(readCif(text).numbers, [11, 11, 17, 17]);
});

Deno.test("what is listed and is no symmetry is refused, and a list without the identity", () => {
  const wrong = ["2x,y,z", "x,x,z", "0,0,0", "x+y+z,x,y", "x+y,y,z", "x,y,z+x", "-2x,y,z", "z,x,0"];
  for (const triplet of wrong) {
    const reason = refusal(SALT, { symmetry: operationsLoop("x,y,z", triplet) });
    assertStringIncludes(reason, `"${triplet}" is no symmetry operation`);
  }
  for (const triplets of [["-x,-y,-z"], ["x+1/2,y+1/2,z", "-x,-y,-z"]]) {
    assertEquals(
      refusal(SALT, { symmetry: operationsLoop(...triplets) }),
      "the identity, x,y,z, is not among the operations",
    );
  }
  const right = operationsLoop("-y,x-y,z+1/3", "y-x,-x,z-1/3", "X, +y, z+1");
  assertEquals(readAtoms(["C1 .1 .2 .3"], { symmetry: right }).numbers.length, 3);
});
