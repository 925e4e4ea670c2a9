/** Records that grow from run to run: nothing is lost, and each row is of a known run. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  canonicalRecordSoFar,
  type CanonicalRow,
  readCanonicalRecord,
  writeCanonicalRecord,
} from "lib/papers/canonicalisation/record.ts";
import { readReruns } from "lib/papers/canonicalisation/reruns.ts";
import { armRows } from "lib/papers/canonicalisation/report.ts";
import {
  rowsByMachine,
  runsOf,
  trainingSeconds,
  withRows,
} from "lib/papers/canonicalisation/runs.ts";
import { SIZES } from "lib/papers/canonicalisation/experiments.ts";
import { withFolder } from "../../support/cli.ts";

const row = (seed: number): CanonicalRow => (
  { task: "digits", arm: "none", seed, metric: "confidence", value: seed }
);
const empty = { format: "canonicalisation-1", sizes: SIZES, machine: "?", rows: [] } as const;

Deno.test("a record that cannot be read is not taken for none", async () => {
  await withFolder((folder) => {
    const path = `${folder}/record.json`;
    assertEquals(canonicalRecordSoFar(path), undefined);
    assertThrows(() => readCanonicalRecord(path), Error, "make it with deno run");
    writeCanonicalRecord({ ...empty, rows: [row(1)] }, path);
    assertEquals(canonicalRecordSoFar(path)!.rows, [row(1)]);
    const text = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, text.slice(0, -20));
    assertThrows(() => canonicalRecordSoFar(path), SyntaxError, `Cannot read ${path}: `);
    Deno.writeTextFileSync(path, "{}");
    assertThrows(() => canonicalRecordSoFar(path), Error, "its format must be canonicalisation-1");
  });
});

Deno.test("rows are of the run that added them", () => {
  const [here, there] = [{ machine: "a", commit: "1" }, { machine: "b", commit: "1" }];
  const one = withRows(withRows({ ...empty }, [row(1)], here), [row(2)], here);
  assertEquals(runsOf(one), [{ ...here, rows: 2 }]);
  const two = withRows(one, [row(3)], there), three = withRows(two, [row(4)], { machine: "a" });
  assertEquals(runsOf(three), [{ ...here, rows: 2 }, { ...there, rows: 1 }, {
    machine: "a",
    rows: 1,
  }]);
  assertEquals([three.machine, "commit" in three], ["a", false], "those of the last run");
  const by = [...rowsByMachine(three)].map(([name, rows]) => [name, rows.map(({ seed }) => seed)]);
  assertEquals(by, [["a", [1, 2, 4]], ["b", [3]]]);
  // A record of former code is of one run, as far as it tells.
  const former = withRows({ ...empty, machine: "b", rows: [row(1)] }, [row(2)], here);
  assertEquals(runsOf(former), [{ machine: "b", rows: 1 }, { ...here, rows: 1 }]);
});

Deno.test("shipped records tell the run of each row", () => {
  for (const record of [readCanonicalRecord(), readReruns()]) {
    const runs = record.runs!;
    assertEquals(runs.reduce((sum, { rows }) => sum + rows, 0), record.rows.length);
    assertEquals([runs.at(-1)!.machine, runs.at(-1)!.commit], [record.machine, record.commit]);
  }
});

Deno.test("seconds of training are of seeds of one machine, and the table says of which", () => {
  const took = (seed: number, value: number): CanonicalRow => (
    { task: "digits", arm: "none", seed, metric: "seconds of training", value }
  );
  const one = withRows({ ...empty }, [took(1, 40)], { machine: "a" });
  assertEquals(trainingSeconds(one, "digits").label, "seconds of training");
  const two = withRows(one, [took(2, 10), took(3, 20)], { machine: "b" });
  const [none] = armRows(two, "digits");
  assertEquals(none!["seconds of training, seeds 2, 3"], "15 (10 – 20)");
  const shipped = Object.keys(armRows(readCanonicalRecord(), "clusters")[0]!);
  assertEquals(shipped.slice(-2), ["seconds of training, seeds 4072, 4073", "ms a sample"]);
  const molecules = Object.keys(armRows(readCanonicalRecord(), "molecules")[0]!);
  assertEquals(molecules.at(-2), "seconds of training", "all on one");
});
