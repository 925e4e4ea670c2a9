/** How much of an atom there is, and whether it is there already. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { operationsLoop, readAtoms, refusal } from "./cif_text.ts";

const columns = ["occupancy"];

Deno.test("an occupancy that is not stated is 1, as the dictionary says", () => {
  for (const occupancy of [".", "?", "1", "1.0(2)", "1.005", "0.995"]) {
    assertEquals(readAtoms([`${occupancy} Fe1 0 0 0`], { columns }).numbers, [26], occupancy);
  }
});

Deno.test("occupancies below and above 1 are refused", () => {
  for (const occupancy of ["0.98", "0.5", "0", "-1"]) {
    assertStringIncludes(refusal([`${occupancy} Fe1 0 0 0`], { columns }), "disordered");
  }
  assertEquals(refusal(["1.5(1) Fe1 0 0 0"], { columns }), "the occupancy is 1.5, above 1");
  assertEquals(refusal(["all Fe1 0 0 0"], { columns }), 'the occupancy is "all", no number');
});

Deno.test("an atom that is listed twice, or beside its image, is one", () => {
  const symmetry = operationsLoop("x,y,z", "-x,-y,-z");
  for (
    const atoms of [
      ["Fe1 .1 .1 .1", "Fe2 .1 .1 .1"],
      ["Fe1 .1 .1 .1", "Fe2 1.1 -.9 .1"],
      ["Fe1 .1 .1 .1", "Fe2 -.1 -.1 -.1"],
      ["Fe1 .1 .1 .1", "Fe2 .9 .9 .9", "Fe3 .1 .1 .1001"],
    ]
  ) {
    const { numbers, positions } = readAtoms(atoms, { symmetry });
    assertEquals(numbers, [26, 26], String(atoms));
    assertEquals(positions[0], [.1, .1, .1]);
  }
  // A real pair, 0.7 Å apart, stays one.
  assertEquals(readAtoms(["H1 0 0 0", "H2 0 0 .175"]).numbers, [1, 1]);
});

Deno.test("two elements in one place are refused", () => {
  const symmetry = operationsLoop("x,y,z", "-x,-y,-z");
  for (const atom of ["Co1 .1 .1 .1", "Co1 -.1 -.1 .9", "Co1 .1 .1 .105"]) {
    assertEquals(
      refusal(["Fe1 .1 .1 .1", atom], { symmetry }),
      "an atom is where one of Fe is already, and both are whole",
    );
  }
});
