/** Records of one network, trained several times from other seeds, as one. */
import { basename } from "node:path";
import { orderedText } from "../checks/ordered_text.ts";
import { mergeRecords } from "./merge.ts";
import type { ResultRecord } from "./records.ts";

const seedOf = ({ training }: ResultRecord): number | undefined =>
  training?.config.seed as number | undefined;

const withoutEnd = (text: string, end: string) =>
  text.endsWith(end) ? text.slice(0, -end.length) : text;

/**
 * How a network was trained, but for the seed, as a text. What it started from may be of that seed, too:
 * the folder's name then ends with it, as `x_1` is `x` trained from seed 1.
 */
function trainedAs({ training }: ResultRecord): string {
  const { seed, ...config } = training?.config ?? {};
  const own = ([name, value]: [string, unknown]) =>
    name === "startedFrom" && Array.isArray(value)
      ? [name, value.map((folder) => withoutEnd(basename(String(folder)), `_${seed}`))]
      : [name, value];
  return JSON.stringify(Object.entries(config).map(own).sort(([a], [b]) => a! < b! ? -1 : 1));
}

/** Whether records differ in the seed of the training, and in nothing else that training was told. */
export function differBySeed(records: readonly ResultRecord[]): boolean {
  const [first] = records;
  if (!first) return false;
  const seeds = new Set(records.map(seedOf));
  return seeds.size === records.length && !seeds.has(undefined) &&
    records.every((one) => trainedAs(one) === trainedAs(first));
}

/** The first setting that two records differ in, in words. */
function otherSetting(a: ResultRecord, b: ResultRecord): string | undefined {
  const names = new Set([a, b].flatMap(({ settings }) => Object.keys(settings)));
  const name = [...names].find((one) =>
    orderedText(a.settings[one]) !== orderedText(b.settings[one])
  );
  return name && `${name} is ${orderedText(a.settings[name])} and ${orderedText(b.settings[name])}`;
}

/**
 * One record of several whose networks differ in the seed of their training: each of our rows says
 * whose it is, in `at.trainingSeed`; rows by hardness are left out, of which each has few problems.
 *
 * @throws {RangeError} If they differ in more than that, in how they were measured, or are of other problems
 */
export function mergeTrainingSeeds(records: readonly ResultRecord[]): ResultRecord {
  if (!differBySeed(records)) {
    throw new RangeError("Cannot merge records: their trainings must differ by their seeds alone");
  }
  const [first] = records as [ResultRecord, ...ResultRecord[]], { n, data } = first;
  const other = records.find((one) => one.n !== n || one.data !== data);
  if (other) {
    throw new RangeError(
      `Cannot merge records of several trainings: they are of ${n} problems (${data}) and of ` +
        `${other.n} (${other.data})`,
    );
  }
  for (const record of records) {
    const other = otherSetting(first, record);
    if (other === undefined) continue;
    throw new RangeError(
      `Cannot merge records of several trainings that were measured differently: ${other}`,
    );
  }
  return mergeRecords(records.map((record) => ({
    ...record,
    settings: { ...record.settings, trainings: records.length },
    rows: record.rows.filter(({ at }) => !("hardness" in at)).map((row) =>
      row.kind === "ours" ? { ...row, at: { ...row.at, trainingSeed: seedOf(record)! } } : row
    ),
  })));
}
