/** Which elements the type symbols and labels of a CIF name, and which are refused. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { SYMBOLS } from "lib/datasets/crystals/elements.ts";
import { readAtoms, refusal } from "./cif_text.ts";

const symbol = (type: string, columns = ["type_symbol"]) =>
  SYMBOLS[readAtoms([`${type} X1 0 0 0`], { columns }).numbers[0]!];
const label = (name: string, formula?: string) => {
  const symmetry = formula ? `_chemical_formula_sum '${formula}'` : "";
  return SYMBOLS[readAtoms([`${name} 0 0 0`], { symmetry }).numbers[0]!];
};

Deno.test("type symbols: whole symbols in any case, with a charge or a number", () => {
  for (const element of SYMBOLS.slice(1)) {
    for (const suffix of ["", "1", "2+", "+2", "2-", "0+", "+", "-", "2.5+"]) {
      assertEquals(symbol(element + suffix), element);
    }
    assertEquals(symbol(element.toUpperCase()), element);
  }
  assertEquals([symbol("D"), symbol("T")], ["H", "H"]);
});

Deno.test("type symbols that are none, or of elements beyond plutonium, are refused by name", () => {
  const columns = ["type_symbol"];
  for (const type of ["Cm4+", "Cf", "No", "FM", "Bk", "Hs", "Am3+"]) {
    assertEquals(
      refusal([`${type} Fe1 0 0 0`], { columns }),
      `"${type}" names an element beyond Pu, the last that is read`,
    );
  }
  for (
    const type of ["Wat", "Cval", "Xx1", "OW", "Ow1", "Fe1A", "Fe3+x", "?", ".", "1", "+", "É"]
  ) {
    assertEquals(refusal([`${type} Fe1 0 0 0`], { columns }), `"${type}" names no element`);
  }
});

Deno.test("labels: the symbol is what they begin with", () => {
  for (const element of SYMBOLS.slice(1)) {
    for (const rest of ["", "1", "12A", "(3)", "_2", "a", "M2", "'"]) {
      // A letter behind one letter may make another symbol.
      if (element.length === 1 && /^[a-zM]/.test(rest)) continue;
      assertEquals(label(element + rest), element, element + rest);
    }
  }
  const read = { OW1: "O", Ow1: "O", OH2: "O", O1W: "O", H1A: "H", HA: "H", C1: "C", CN1: "C" };
  const more = { NO1: "N", CF1: "C", MG1: "Mg", AL2: "Al", TI1: "Ti", D1: "H", fe1: "Fe" };
  for (const [name, element] of Object.entries({ ...read, ...more })) {
    assertEquals(label(name), element, name);
  }
});

Deno.test("labels of two elements are decided by the formula, or refused", () => {
  const cases = [["HO1", "Ho", "H"], ["CL1", "Cl", "C"], ["NA1", "Na", "N"], ["CO1", "Co", "C"]];
  for (const [name, two, one] of cases) {
    const reason = `"${name}" may be ${two} or ${one}: a column _atom_site_type_symbol would tell`;
    assertEquals(refusal([`${name} 0 0 0`]), reason);
    assertEquals(label(name!, `${two}2 O3`), two);
    assertEquals(label(name!, `${one}6 O`), one);
    const symmetry = `_chemical_formula_sum '${two} ${one}'`;
    assertEquals(refusal([`${name} 0 0 0`], { symmetry }), reason);
  }
});

Deno.test("labels that are words, or of elements beyond plutonium, are refused by name", () => {
  for (const name of ["Cm1", "Cf1", "No1", "Fm", "Bk1", "Hs1", "Am1"]) {
    assertStringIncludes(refusal([`${name} 0 0 0`]), `"${name}" names an element beyond Pu`);
  }
  for (const name of ["Wat", "WAT1", "Wat2", "Cent1", "Dum", "Xx1", "T1", "Q1", "1", "''", "Æ"]) {
    const shown = name === "''" ? "" : name;
    assertEquals(refusal([`${name} 0 0 0`]), `"${shown}" names no element`);
  }
});
