/** How much of an atom there is. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { readAtoms, refusal } from "./cif_text.ts";

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
