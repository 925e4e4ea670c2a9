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
const texts = (() => {
  try {
    const names = readMp20Record().tables.map(({ table }) => table);
    return Object.fromEntries(
      names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]),
    );
  } catch {
    console.error(
      "No MP-20: set MP20 to the folder of its tables to test the record against them.",
    );
    return undefined;
  }
})();

Deno.test({
  name: "the record is what the tables give",
  ignore: texts === undefined,
  fn() {
    const { tables } = readMp20Record(), found = measureMp20(texts!, { seed: 4071 });
    found.forEach(({ projection, ...counts }, i) => {
      const { projection: known, ...rest } = tables[i]!;
      assertEquals(counts, rest);
      assertEquals(projection.rightPosition, known.rightPosition);
      assertAlmostEquals(projection.after, known.after, 1e-6);
    });
  },
});
