/** Which record a notebook's numbers are set beside, and from which difference on they disagree. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { agreements } from "lib/papers/ired/report/agreement.ts";
import { loadTrained } from "lib/papers/ired/evaluation/trained.ts";
import { readRecord, type ResultRecord } from "lib/records/records.ts";
import { disposeTree } from "lib/tensor/mod.ts";
import { ROOT } from "../../../architecture/sources.ts";
import { withFolder } from "../../../support/cli.ts";

const runs = [{ preset: "corrected", innerSteps: 5 }] as const;
const record = readRecord(join(ROOT, "data/results/addition_symmetric.json"));
const trained = loadTrained(join(ROOT, "data/checkpoints/addition_symmetric"));
disposeTree(trained.params);
const method = `${trained.title}, corrected, K = 5`;
const ours = record.rows.filter(({ kind }) => kind === "ours");
const live = ours.map((row) => ({ ...row, method }));

/** Agreements, if these records are what there is, in this order. */
const beside = (records: readonly ResultRecord[], compared = live) =>
  withFolder((folder) => {
    records.forEach((one, i) =>
      Deno.writeTextFileSync(join(folder, `${i}.json`), JSON.stringify(one))
    );
    return agreements(compared, { networks: [trained], runs, records: folder });
  });

/** A record whose numbers are others, and what else is not the same. */
const other = (changes: Partial<ResultRecord>): ResultRecord => ({
  ...record,
  rows: record.rows.map((row) => ({ ...row, value: row.value + 1 })),
  ...changes,
});

Deno.test("only a record of the same task, network, sampler and training is one of a run", async () => {
  const { settings, subject, training } = record;
  const others: Partial<ResultRecord>[] = [
    { kind: "sweep" },
    { subject: { ...subject, task: "inverse" } },
    { subject: { ...subject, network: "mlp" } },
    { settings: { ...settings, preset: "reference" } },
    { settings: { ...settings, sampler: { innerSteps: 6 } } },
    { training: { ...training!, step: training!.step + 1 } },
    { training: { ...training!, seconds: training!.seconds + 1 } },
  ];
  const wanted = ours.map(({ value }) => value);
  for (const changes of others) {
    const found = await beside([other(changes), record]);
    assertEquals(found.map((one) => one.record), wanted, JSON.stringify(changes).slice(0, 80));
    assertEquals(await beside([other(changes)]), []);
  }
});

Deno.test("a number is set beside the one of its measure and difficulty that is ours", async () => {
  const shadows = record.rows.flatMap((row) => [
    { ...row, value: 7, metric: "another measure" },
    { ...row, value: 8, kind: "trivial" as const },
  ]);
  const moved = live.map((row, i) => ({ ...row, value: row.value + i + 1 }));
  const trivial = { ...live[0]!, kind: "trivial" as const };
  const compared = [trivial, { ...live[0]!, method: "another network" }, ...moved];
  const found = await beside([{ ...record, rows: [...shadows, ...record.rows] }], compared);
  assertEquals(found.map(({ here, record }) => [here, record]), [
    ...moved.map(({ value }, i) => [value, ours[i]!.value]),
  ]);
});

Deno.test("a difference of 3.9 standard errors is the largest that agrees", async () => {
  const shifted = (errors: number) =>
    live.map(({ value, low: _, high: __, ...row }) => ({
      ...row,
      value: value + errors * Math.SQRT2 * row.standardError!,
    }));
  const bare = { ...record, rows: record.rows.map(({ low: _, high: __, ...row }) => row) };
  const agree = async (errors: number) =>
    (await beside([bare], shifted(errors))).map(({ agrees }) => agrees);
  assertEquals(await agree(3.89), live.map(() => true));
  assertEquals(await agree(3.91), live.map(() => false));
  assertEquals(await agree(-3.91), live.map(() => false));
});
