/** Records of several trainings begin with the training that the records of one are of. */
import { assert } from "@std/assert";
import { recordFiles } from "lib/papers/ired/report/record_files.ts";
import type { ResultRecord } from "lib/records/records.ts";
import type { ResultRow } from "lib/records/rows.ts";

const records = recordFiles();
const isOfSeveral = ({ settings }: ResultRecord) => Number(settings.trainings ?? 1) > 1;

/** The same number in the record of one training, where that is of the same problems. */
function singleOf(record: ResultRecord, row: ResultRow): ResultRow | undefined {
  const { trainingSeed: _, ...at } = row.at;
  return records.filter(({ record: one }) =>
    !isOfSeveral(one) && one.kind === record.kind && one.seed === record.seed &&
    one.n === record.n && one.subject.task === record.subject.task &&
    one.subject.network === record.subject.network &&
    one.settings.preset === record.settings.preset &&
    one.settings.cycles === record.settings.cycles
  ).flatMap(({ record }) => record.rows).find((one) =>
    one.kind === row.kind && one.metric === row.metric && one.method === row.method &&
    Object.keys(one.at).length === Object.keys(at).length &&
    Object.entries(at).every(([name, value]) => one.at[name as keyof typeof one.at] === value)
  );
}

Deno.test("the first training's numbers are those of the record of that training alone", () => {
  let compared = 0;
  for (const { path, record } of records.filter(({ record }) => isOfSeveral(record))) {
    for (
      const row of record.rows.filter(({ kind, at }) => kind === "ours" && at.trainingSeed === 0)
    ) {
      const single = singleOf(record, row);
      if (!single) continue;
      compared++;
      // Another number of threads adds in another order, which turns one problem's answer at most.
      const rounding = row.metric.includes("error") ? 1e-6 * single.value : 1 / record.n!;
      const off = Math.abs(row.value - single.value);
      assert(
        off <= rounding * 1.001,
        `${path}: ${row.metric} is ${row.value}, not ${single.value}`,
      );
    }
  }
  const networks = new Set(
    records.filter(({ record }) => isOfSeveral(record)).map(({ record: { subject } }) =>
      `${subject.task} ${subject.network}`
    ),
  );
  assert(compared >= 2 * networks.size, `${compared} numbers of ${networks.size} networks`);
});
