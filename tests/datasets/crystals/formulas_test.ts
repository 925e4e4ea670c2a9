/** Formulas, against those that handbooks print. */
import { assertEquals } from "@std/assert";
import { atomicNumber } from "lib/datasets/crystals/elements.ts";
import { hillFormula, reducedFormula } from "lib/datasets/crystals/formulas.ts";

/** Atomic numbers of symbols with counts, such as "O4 Ba Ti" in any order. */
const atoms = (text: string) =>
  text.split(" ").flatMap((part) => {
    const [, symbol, count] = /^([A-Z][a-z]?)(\d*)$/.exec(part)!;
    return Array.from({ length: Number(count || 1) }, () => atomicNumber(symbol!)!);
  });

Deno.test("crystals' formulas begin with the most electropositive element", () => {
  const known: Readonly<Record<string, string>> = {
    "Cl Na": "NaCl",
    "F4 Ca2": "CaF2",
    "O2 Ti": "TiO2",
    "S2 Ba": "BaS2",
    "O3 Ti Ba": "BaTiO3",
    "O4 P Fe Li": "LiFePO4",
    "O12 Al2 Si3 Mg3": "Mg3Al2Si3O12",
    "Cl Br Cs2": "Cs2BrCl",
    "Al4 Cu9": "Cu9Al4",
    "Zr O4 U": "UZrO4",
    "N Ga": "GaN",
    "C Si": "SiC",
    "H4 Al Na": "NaAlH4",
    "H3 N": "NH3",
    "O H2": "H2O",
    "F2 Xe": "XeF2",
    "Cu4": "Cu",
    "O3 Lu Ce": "LuCeO3",
  };
  for (const [text, formula] of Object.entries(known)) {
    assertEquals(reducedFormula(atoms(text)), formula, text);
  }
  assertEquals(reducedFormula([]), "");
});

Deno.test("molecules' formulas are Hill's, and not reduced", () => {
  assertEquals(hillFormula([..."OHCHCHHH"]), "C2H5O");
  assertEquals(hillFormula([..."HHCCHHHH"]), "C2H6");
  assertEquals(hillFormula(["O", "H", "H"]), "H2O");
  assertEquals(hillFormula(["H", "Cl"]), "ClH");
  assertEquals(hillFormula(["O", "O", "Ti", "C", "Br"], " "), "C Br O2 Ti");
  assertEquals(hillFormula([]), "");
});
