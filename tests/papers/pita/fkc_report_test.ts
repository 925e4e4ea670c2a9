/** Table A1 beside what was published. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fkcCells } from "lib/papers/pita/fkc.ts";
import { type FkcMetrics, publishedFkc } from "lib/papers/pita/fkc_metrics.ts";
import { awayFrom, energyTable, type FkcRow, fkcTable } from "lib/papers/pita/report.ts";
import { nearnessTable, readFkcRecord } from "lib/papers/pita/report.ts";
import { fkcClaims } from "lib/papers/pita/verdict.ts";

const metrics: FkcMetrics = {
  ...{ energyW2: .1, energyOfFive: 1, energyOfFiveLow: .5, energyOfFiveHigh: 2 },
  ...{ mmd: .1, tv: .5, w1: 1, w2: 1, modeTv: .1 },
};

Deno.test("distances from published means are in standard errors of both", () => {
  const cell = fkcCells[0]!;
  const run = (seed: number, tv: number): FkcRow => ({
    ...cell,
    seed,
    metrics: { ...metrics, tv },
  });
  // Ours .5 ± .024, three runs; .487 ± .007 was published, of five, in thousandths.
  const rows = [run(1, .476), run(2, .524), run(3, .5)];
  const error = Math.sqrt(.024 ** 2 / 3 + .007 ** 2 / 5 + .0005 ** 2 / 3);
  const { t, sure } = awayFrom(rows, cell, "tv");
  assertAlmostEquals(t, -.013 / error, 1e-9);
  assertEquals(sure, false);
});

Deno.test("of the shipped record rows of systematic resampling agree with the published table, and its fifth column is of five energies", () => {
  assertEquals(publishedFkc.map(({ scheme, corrector }) => ({ scheme, corrector })), [...fkcCells]);
  const { rows } = readFkcRecord();
  for (const { sampler, ...away } of nearnessTable(rows)) {
    const sure = Object.values(away).filter((text) => String(text).endsWith(", sure"));
    assert(!sampler.includes("systematic") || sure.length === 0, JSON.stringify(away));
  }
  const claims = fkcClaims(rows).filter(({ claim }) => claim.startsWith("each published"));
  assertEquals(claims.map(({ holds }) => holds), ["partly", true, true, "partly"]);
  assert(fkcTable(rows)[1]!.TV.endsWith("[0.487 ± 0.007]"), fkcTable(rows)[1]!.TV);
  for (const cell of fkcCells) {
    const own = rows.filter((r) => r.scheme === cell.scheme && r.corrector === cell.corrector);
    const { energyW2: [mean] } = publishedFkc.find((one) =>
      one.scheme === cell.scheme && one.corrector === cell.corrector
    )!;
    assert(own.every(({ metrics: m }) => m.energyOfFiveLow < mean && mean < m.energyOfFiveHigh));
    assert(own.every(({ metrics: m }) => m.energyW2 < mean / 4), "all energies are nearer");
  }
  assertEquals(energyTable(rows).length, 6);
});
