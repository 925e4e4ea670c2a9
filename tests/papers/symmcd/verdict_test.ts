/** The verdicts on the crystals, from the shipped record and from others made of it. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { METHODS } from "lib/papers/symmcd/methods.ts";
import { readRecord } from "lib/papers/symmcd/record.ts";
import { verdict } from "lib/papers/symmcd/verdict.ts";

const record = readRecord("data/checkpoints/symmcd/record.json");

/** The first finding if a share of the orbits' samples, and one of all atoms, has its group. */
function byConstruction(orbits: number, atoms: number) {
  const shares = new Map<string, number>([[METHODS.orbits, orbits], [METHODS.atoms, atoms]]);
  const rows = record.rows.map((row) => {
    const share = shares.get(row.method);
    return share === undefined ? row : { ...row, asAsked: Math.round(share * row.count) };
  });
  return verdict({ ...record, rows })[0]!;
}

Deno.test("by construction is as often as among the data, and more often than without symmetry", () => {
  assertEquals(byConstruction(1, 0).verdict, "reproduced");
  assertEquals(byConstruction(0.7, 0).verdict, "only partly");
  assertEquals(byConstruction(0.7, 0.7).verdict, "not decided");
  assertEquals(byConstruction(0.3, 0.7).verdict, "not reproduced");
  assertStringIncludes(byConstruction(0.7, 0).but, "shuffled parts ");
});

Deno.test("more new templates than further crystals of the generator have are only a part", () => {
  const templates = verdict(record)[2]!;
  assertEquals(templates.claim, "more new templates than without symmetry");
  assertEquals(templates.verdict, "only partly");
  assertStringIncludes(templates.but, "more than these is error");
});

Deno.test("groups that shuffled parts have better are only a part, too", () => {
  const groups = (distance: number) => {
    const rows = record.rows.map((row) =>
      row.method === METHODS.orbits ? { ...row, groupDistance: distance } : row
    );
    return verdict({ ...record, rows })[1]!;
  };
  assertEquals(groups(0.2).verdict, "only partly");
  assertEquals(groups(0.17).verdict, "reproduced");
  assertEquals(groups(0.995).verdict, "not reproduced");
  assertStringIncludes(groups(0.2).but, "shuffled parts have ");
});

Deno.test("the share of valid crystals that have their group is told beside that of all", () => {
  assertStringIncludes(verdict(record)[0]!.but, "of valid crystals 95");
});
