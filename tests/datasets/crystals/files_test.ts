/** CIF and csv: what is read, what is refused and where, and that no text crashes a reader. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { generateCrystals } from "lib/datasets/crystals.ts";
import { FileError, readCif } from "lib/datasets/crystals/cif.ts";
import { expand } from "lib/datasets/crystals/crystal.ts";
import { readCsv } from "lib/datasets/crystals/csv.ts";
import { readMp20 } from "lib/datasets/crystals/mp20.ts";
import { spacedSymbol, writeCif, writeSymmetricCif } from "lib/datasets/crystals/write_cif.ts";
import { spaceGroup } from "lib/symmetry/space_groups/mod.ts";
import { identify } from "lib/papers/symmcd/identify.ts";

const SALT = `# rock salt
data_NaCl
_chemical_name 'sodium chloride'
_cell_length_a 5.6402(2)
_cell_length_b 5.6402
_cell_length_c 5.6402
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_publ_text
;
any text, loop_ or 'quote
;
loop_
_symmetry_equiv_pos_as_xyz
'x, y, z' 'x+1/2, y+1/2, z' 'x+1/2, y, z+1/2' 'x, y+1/2, z+1/2'
loop_
_atom_site_type_symbol
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
Na+ Na1 0 0 0 1.0
Cl1- Cl1 .5 .5 .5(1) 1
`;

/** The error that reading gives. */
function errorOf(read: () => unknown): FileError {
  try {
    read();
  } catch (error) {
    assert(error instanceof FileError, String(error));
    return error;
  }
  throw new Error("nothing was refused");
}

Deno.test("a CIF with centring, quotes, uncertainties and charges is read", () => {
  const { lattice, positions, numbers } = readCif(SALT);
  assertEquals(numbers, [11, 11, 11, 11, 17, 17, 17, 17]);
  assertEquals(lattice.map((value) => Math.round(value * 1e4) / 1e4 + 0), [
    5.6402,
    0,
    0,
    0,
    5.6402,
    0,
    0,
    0,
    5.6402,
  ]);
  assertEquals(positions[1], [0.5, 0.5, 0]);
  assertEquals(identify({ lattice, positions, numbers }), { group: 225, template: "225:ab" });
  const windows = readCif(SALT.replaceAll("\n", "\r\n"));
  assertEquals(windows.positions, positions);
  // A byte order mark, as editors on Windows write it, may stand before all.
  assertEquals(readCif(`\ufeff${SALT.slice(SALT.indexOf("data_"))}`).positions, positions);
});

const cases: readonly (readonly [string, string, number, string])[] = [
  ["data_NaCl", "nothing", 1, "no data block"],
  ["5.6402(2)", "five", 4, "no number"],
  ["_cell_length_b 5.6402\n", "", 1, "_cell_length_b is missing"],
  ["_cell_length_c 5.6402", "_cell_length_c -1", 6, "beyond 0 to 1000"],
  ["alpha 90", "alpha 190", 7, "beyond 0 to 180"],
  ["beta 90\n_cell_angle_gamma 90", "beta 30\n_cell_angle_gamma 30", 7, "no cell can have"],
  ["'x, y, z'", "'x, y, q'", 16, "is no sum of terms"],
  [" .5(1) 1", " .5(1)", 25, "ends after"],
  [".5 .5 .5(1) 1", ".5 .5 nowhere 1", 25, "no number"],
  ["Cl1- Cl1", "Xx1 Q", 25, "names no element"],
  ["0 0 0 1.0", "0 0 0 0.5", 24, "disordered"],
  ["0 0 0 1.0", "0 1e9 0 1", 24, "far outside"],
  [";\nloop_", "\nloop_", 11, "does not end with ;"],
  ["'sodium chloride'", "'sodium chloride", 3, "does not end"],
  ["_atom_site_fract_y\n", "", 24, "ends after"],
  ["_chemical_name", "word _chemical_name", 3, "stands alone"],
  ["_chemical_name", "loop_ word _chemical_name", 3, "without names"],
  ["_chemical_name", "_other _chemical_name", 3, "has no value"],
];

Deno.test("malformed CIFs are refused with line and reason", () => {
  for (const [find, replace, line, reason] of cases) {
    assert(SALT.includes(find), find);
    const text = SALT.replace(find, replace);
    const error = errorOf(() => readCif(text, { source: "a.cif" }));
    assertStringIncludes(error.reason, reason, find);
    assertEquals(error.line, line, `${find}: ${error.message}`);
    assertStringIncludes(error.message, `Cannot read a.cif, line ${line}: `);
  }
  assertStringIncludes(errorOf(() => readCif("")).reason, "no data block");
  assertStringIncludes(errorOf(() => readCif("data_x")).reason, "_cell_length_a is missing");
});

Deno.test("generated crystals are written and read back, with symmetry and without, to 1e-6", () => {
  for (const crystal of generateCrystals(25, 11)) {
    const whole = expand(crystal);
    for (const text of [writeSymmetricCif(crystal), writeCif(whole)]) {
      const back = readCif(text);
      assertEquals([...back.numbers].sort(), [...whole.numbers].sort());
      for (const [i, x] of whole.positions.entries()) {
        const near = back.positions.some((one, j) =>
          back.numbers[j] === whole.numbers[i] && one.every((value, axis) => {
            const apart = value - x[axis]!;
            return Math.abs(apart - Math.round(apart)) < 1e-6;
          })
        );
        assert(near, `${x}\n${text}`);
      }
      const volume = (m: readonly number[]) =>
        m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) - m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
        m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
      assertAlmostEquals(volume(back.lattice) / volume(whole.lattice), 1, 1e-6);
      assertEquals(identify(back, 0.01)?.group, crystal.group, text);
    }
  }
});

Deno.test("symbols of groups are written as CIF wants them, a space between their parts", () => {
  const written = {
    ...{ 1: "P 1", 2: "P -1", 4: "P 21", 14: "P 21/c", 19: "P 21 21 21", 62: "P n m a" },
    ...{ 88: "I 41/a", 94: "P 42 21 2", 114: "P -4 21 c", 142: "I 41/a c d", 148: "R -3" },
    ...{ 164: "P -3 m 1", 194: "P 63/m m c", 205: "P a -3", 208: "P 42 3 2", 227: "F d -3 m" },
  };
  for (const [n, symbol] of Object.entries(written)) {
    assertEquals(spacedSymbol(spaceGroup(Number(n)).symbol), symbol);
  }
  for (let n = 1; n <= 230; n++) {
    const { symbol } = spaceGroup(n);
    assertEquals(spacedSymbol(symbol).replaceAll(" ", ""), symbol.replaceAll("_", ""));
  }
  const [crystal] = generateCrystals(1, 3, { groups: { 14: 1 } });
  assertStringIncludes(writeSymmetricCif(crystal!), "_symmetry_space_group_name_H-M 'P 21/c'\n");
  assertStringIncludes(writeCif(expand(crystal!)), "_symmetry_space_group_name_H-M 'P 1'\n");
});

/** Reads, and lets only a {@link FileError} pass. */
function survives(read: () => unknown): boolean {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    assert(error.line >= 1 && error.reason !== "" && error.message.length < 600, error.message);
  }
  return true;
}

const words = [
  "data_x",
  "loop_",
  "_cell_length_a",
  "_atom_site_fract_x",
  "'",
  '"',
  ";",
  "\n;",
  "#",
  "\n",
  " ",
  "1/2",
  "x,y,z",
  "1e308",
  "-0",
  "Na",
  "?",
  ".",
  ",",
  '""',
  "NaN",
  "_",
  "\u0000",
  "é",
]; // deno-fmt-ignore

Deno.test("no text crashes the CIF reader", () => {
  const pieces = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((all) => all.join(" "));
  fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 300 }), pieces), (text) =>
    survives(() => readCif(text))), { numRuns: 600, seed: 1 });
  // A good file with a piece cut out or put in.
  const spoiled = fc.tuple(fc.nat(SALT.length), fc.nat(60), fc.oneof(pieces, fc.string()));
  fc.assert(fc.property(spoiled, ([at, cut, put]) =>
    survives(() => readCif(SALT.slice(0, at) + put + SALT.slice(at + cut)))),
  { numRuns: 600, seed: 2 });
});

Deno.test("long malformed texts are refused quickly", () => {
  const started = performance.now();
  const quotes = `data_x\n_a ${"'a'b".repeat(50_000)}`;
  const sites = "Na 0.1 0.2 0.3\n".repeat(60_000);
  const head = SALT.slice(0, SALT.indexOf("_atom_site_label")).replace("Na+", "");
  const many = `${head}_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n${sites}`;
  assert(survives(() => readCif(quotes)));
  assertStringIncludes(errorOf(() => readCif(many)).reason, "more than 5000 atoms");
  assert(survives(() => readCif(`data_x\nloop_\n${"_t\n".repeat(50_000)}1`)));
  assert(survives(() => readCsv("a,b\n" + '"x""y",'.repeat(50_000))));
  assert(performance.now() - started < 10_000);
});

Deno.test("csv: quoted fields, doubled quotes, lines, and what is wrong", () => {
  const rows = readCsv('\ufeffid,text,n\r\n1,"a, ""b""\nc",2\r\n2,,3\n');
  assertEquals(rows.map(({ fields }) => fields), [
    { id: "1", text: 'a, "b"\nc', n: "2" },
    { id: "2", text: "", n: "3" },
  ]);
  assertEquals(rows.map(({ line }) => line), [2, 4]);
  assertEquals(errorOf(() => readCsv("a,b\n1,2,3")).line, 2);
  assertStringIncludes(errorOf(() => readCsv('a,b\n1,"2')).reason, "does not end");
  assertStringIncludes(errorOf(() => readCsv('a\n"1"2')).reason, "follows a quoted field");
  assertStringIncludes(errorOf(() => readCsv("")).reason, "no line");
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", ",", '"', "\n", "\r", "1"), { maxLength: 40 }),
      (all) => survives(() => readCsv(all.join(""))),
    ),
    { numRuns: 1000, seed: 3 },
  );
  // What is written by the rules is read as it was.
  const field = fc.string({ maxLength: 8 }).map((text) => text.replaceAll("\r", ""));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 6 }),
      (table) => {
        const text = [["p", "q", "r"], ...table].map((row) =>
          row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")
        ).join("\n");
        assertEquals(
          readCsv(text).map(({ fields }) => [fields.p, fields.q, fields.r]),
          table as string[][],
        );
      },
    ),
    { numRuns: 200, seed: 4 },
  );
});

Deno.test("MP-20's table: the line of an error is that within the row's CIF", () => {
  const table = (cif: string, group = "225") =>
    `,material_id,cif,spacegroup.number\n0,mp-1,"${cif}",${group}\n`;
  const [row] = readMp20(table(SALT));
  assertEquals([row!.id, row!.group, row!.crystal.numbers.length], ["mp-1", 225, 8]);
  const error = errorOf(() =>
    readMp20(table(SALT.replace("Cl1- Cl1", "Xx1 Q")), { source: "t.csv" })
  );
  assertEquals(error.message, 'Cannot read t.csv, line 26: "Xx1" names no element');
  assertStringIncludes(errorOf(() => readMp20(table(SALT, "231"))).reason, "not 1 to 230");
  assertStringIncludes(errorOf(() => readMp20("a,b\n1,2")).reason, "no column material_id");
  fc.assert(
    fc.property(
      fc.nat(SALT.length),
      fc.nat(40),
      (at, cut) => survives(() => readMp20(table(SALT.slice(0, at) + SALT.slice(at + cut)))),
    ),
    { numRuns: 200, seed: 5 },
  );
});

Deno.test("a group that is named without its operations is refused, P1 is not", () => {
  const operations = SALT.slice(SALT.indexOf("loop_\n_symmetry"), SALT.indexOf("loop_\n_atom"));
  const named = (line: string) => SALT.replace(operations, line);
  for (
    const line of ["_space_group_IT_number 225\n", "_symmetry_space_group_name_H-M 'F m -3 m'\n"]
  ) {
    const { line: at, reason } = errorOf(() => readCif(named(line)));
    assertEquals(at, 14);
    assertStringIncludes(reason, "its operations are not listed");
    assertEquals(
      readCif(SALT.replace("loop_\n_symmetry", `${line}loop_\n_symmetry`)).numbers.length,
      8,
    );
  }
  for (const line of ["", "_symmetry_Int_Tables_number 1\n_space_group_name_H-M_alt 'P 1'\n"]) {
    assertEquals(readCif(named(line)).numbers, [11, 17]);
  }
});
