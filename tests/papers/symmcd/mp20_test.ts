/** What is measured of MP-20's tables: on a table of generated crystals, and the record against the files. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { expand, templateOf } from "lib/datasets/crystals/crystal.ts";
import { generateCrystals } from "lib/datasets/crystals.ts";
import { writeCif } from "lib/datasets/crystals/write_cif.ts";
import { spaceGroup, wyckoffPositions } from "lib/symmetry/space_groups/mod.ts";
import { measureMp20, mp20Rows, projectNoisy, readMp20Record } from "lib/papers/symmcd/mp20.ts";

const crystals = generateCrystals(24, 8);

/** A table like MP-20's; `group` is what it states of each crystal. */
const tableOf = (group: (i: number) => number) =>
  ["material_id,cif,spacegroup.number"].concat(
    crystals.map((crystal, i) => `mp-${i},"${writeCif(expand(crystal))}",${group(i)}`),
  ).join("\n") + "\n";

Deno.test("of a table of known crystals, groups, orbits and templates are counted", () => {
  const right = tableOf((i) => crystals[i]!.group), wrong = tableOf(() => 1);
  const [first, second] = measureMp20({ right, wrong }, { seed: 1 });
  assertEquals([first!.crystals, first!.statedGroup, first!.symmetric], [24, 24, 24]);
  assertEquals([second!.statedGroup, second!.newTemplates], [0, 0]);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  assertAlmostEquals(first!.representatives, mean(crystals.map(({ sites }) => sites.length)), 1e-9);
  assertAlmostEquals(
    first!.atoms,
    mean(crystals.map((crystal) => expand(crystal).numbers.length)),
    1e-9,
  );
  assertEquals(first!.groups, new Set(crystals.map(({ group }) => group)).size);
  assert(first!.templates <= new Set(crystals.map(templateOf)).size);
});

Deno.test("projecting takes away noise that leaves the position, and all of it at points without freedom", () => {
  // Of points without freedom nothing is left of the noise.
  const fixed = crystals.filter(({ group, sites }) =>
    sites.every(({ letter }) =>
      wyckoffPositions(spaceGroup(group)).find((one) => one.letter === letter)!.dimension === 0
    )
  );
  const { representatives, rightPosition, before, after } = projectNoisy(crystals, 2);
  assertEquals(representatives, crystals.reduce((sum, { sites }) => sum + sites.length, 0));
  assertEquals(rightPosition, representatives);
  assertAlmostEquals(before, 0.1, 0.03);
  assert(after > 0 && after < before, `${after} of ${before}`);
  assert(fixed.length > 0);
  assertAlmostEquals(projectNoisy(fixed, 2).after, 0, 1e-6);
});

Deno.test("the record's rows have a column for each table", () => {
  const record = readMp20Record(), rows = mp20Rows(record);
  assertEquals(Object.keys(rows[0]!), ["what", ...record.tables.map(({ table }) => table)]);
  assertThrows(() => readMp20Record("no/such.json"), Error, "Cannot find the record no/such.json");
});

const folder = Deno.env.get("MP20") ??
  new URL("../../../../shared/data/mp_20", import.meta.url).pathname;
const table = (() => {
  try {
    return Deno.readTextFileSync(`${folder}/val.csv`);
  } catch {
    console.error("No MP-20: set MP20 to the folder with val.csv to test the record against it.");
    return undefined;
  }
})();

Deno.test({
  name: "the record is what the validation table gives",
  ignore: table === undefined,
  fn() {
    const known = readMp20Record().tables.find((one) => one.table === "val.csv")!;
    const [found] = measureMp20({ "val.csv": table! }, { seed: 4071 });
    // Alone, a table has no templates that are new to the first.
    const same = { newTemplates: 0, projection: found!.projection };
    assertEquals(found, { ...known, ...same });
    assertEquals(found!.projection.rightPosition, known.projection.rightPosition);
    assertAlmostEquals(found!.projection.after, known.projection.after, 1e-6);
  },
});
