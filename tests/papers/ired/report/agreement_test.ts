/** Live numbers beside the records, and which landscapes are worth a picture. */
import { assert, assertEquals } from "@std/assert";
import { jupyterDisplay } from "lib/plots/mod.ts";
import { agreements, besideRecords } from "lib/papers/ired/report/agreement.ts";
import { changingLevels } from "lib/papers/ired/report/changing.ts";
import { loadTrained } from "lib/papers/ired/evaluation/trained.ts";
import { readRecord } from "lib/records/records.ts";
import { disposeTree } from "lib/tensor/mod.ts";
import { join } from "node:path";
import { ROOT } from "../../../architecture/sources.ts";

const runs = [{ preset: "corrected", innerSteps: 5 }] as const;
const record = readRecord(join(ROOT, "data/results/addition_symmetric.json"));
const trained = loadTrained(join(ROOT, "data/checkpoints/addition_symmetric"));
const method = `${trained.title}, corrected, K = 5`;
/** What a notebook would measure, were it the record itself. */
const same = record.rows.filter(({ kind }) => kind === "ours").map((row) => ({ ...row, method }));

Deno.test("a notebook's numbers are those of the record of the same network and run", () => {
  const found = agreements(same, { networks: [trained], runs });
  assertEquals(found.length, same.length);
  assert(found.every(({ agrees, here, record }) => agrees && here === record));
  assertEquals(
    agreements(same, { networks: [trained], runs: [{ ...runs[0], innerSteps: 6 }] }),
    [],
  );
});

Deno.test("a record of hops is not one of descent alone", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const hopped = { ...record, settings: { ...record.settings, cycles: 8 } };
    await Deno.writeTextFile(join(folder, "hopped.json"), JSON.stringify(hopped));
    assertEquals(agreements(same, { networks: [trained], runs, records: folder }), []);
    await Deno.writeTextFile(join(folder, "plain.json"), JSON.stringify(record));
    assertEquals(
      agreements(same, { networks: [trained], runs, records: folder }).length,
      same.length,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a number that chance does not explain does not agree", () => {
  const shifted = (errors: number) =>
    same.map(({ value, low, high, ...row }) => {
      const by = errors * Math.SQRT2 * row.standardError!;
      return { ...row, value: value + by, low: low! + by, high: high! + by };
    });
  assert(agreements(shifted(3.5), { networks: [trained], runs }).every(({ agrees }) => agrees));
  assert(agreements(shifted(4.5), { networks: [trained], runs }).every(({ agrees }) => !agrees));
});

Deno.test("networks without a record are named, and nothing is claimed of them", () => {
  const { manifest } = trained;
  const other = { ...trained, manifest: { ...manifest, seconds: manifest.seconds + 1 } };
  const table = besideRecords(same, { networks: [other], runs });
  assert(table.text().includes(`${other.title}`));
  assert(table.text().includes("none"));
  assertEquals(Object.keys(table[jupyterDisplay]()).sort(), ["text/html", "text/plain"]);
  disposeTree(trained.params);
});

Deno.test("landscapes that change nothing are left out, the first never", () => {
  const landscapes = [[9, 1], [8, 1], [7, 2], [6, 2], [5, 1]].map(([t, value]) => (
    { t: t!, estimate: Float32Array.of(value!), energies: [] }
  ));
  const trace = { landscapes } as unknown as Parameters<typeof changingLevels>[0];
  assertEquals(changingLevels(trace, ({ estimate }) => `${estimate[0]}`), [9, 7, 5]);
});
