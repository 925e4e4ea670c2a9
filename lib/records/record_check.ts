/** Whether a value is a result record. */
import type { ResultRecord } from "./records.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (v) => typeof v === "string" && v !== "";
const isNumber: Check = (v) => typeof v === "number" && Number.isFinite(v);
const isAmount: Check = (v) => isNumber(v) && (v as number) >= 0;
const isInteger: Check = (v) => Number.isInteger(v);
const isCount: Check = (v) => isInteger(v) && (v as number) >= 0;
const isObject: Check = (v) => typeof v === "object" && v !== null && !Array.isArray(v);
const oneOf = (...accepted: string[]): Check => (v) => accepted.includes(v as string);

const isCoordinates: Check = (v) =>
  isObject(v) && Object.values(v as object).every((one) => isNumber(one) || isText(one));
const isSeeds: Check = (v) => Array.isArray(v) && v.every(isInteger);

type Fields = Readonly<Record<string, readonly [Check, string]>>;

const record: Fields = {
  format: [oneOf("energy-results-2"), '"energy-results-2"'],
  paper: [isText, "a name"],
  kind: [oneOf("evaluation", "sweep"), "evaluation or sweep"],
  subject: [isCoordinates, "an object of names"],
  settings: [isObject, "an object"],
  seed: [isInteger, "an integer"],
  n: [isCount, "a count"],
  data: [isText, "a description"],
  seconds: [isAmount, "a number of at least 0"],
  machine: [isText, "a description"],
  rows: [Array.isArray, "an array"],
};

const training: Fields = {
  config: [isObject, "an object"],
  step: [isCount, "a count"],
  seconds: [isAmount, "a number of at least 0"],
  machine: [isText, "a description"],
};

const row: Fields = {
  method: [isText, "a name"],
  kind: [oneOf("ours", "published", "trivial"), "ours, published or trivial"],
  metric: [isText, "a name"],
  value: [isNumber, "a finite number"],
  at: [isCoordinates, "an object of numbers and texts"],
};

const rowOptional: Fields = {
  standardError: [isAmount, "a number of at least 0"],
  low: [isNumber, "a finite number"],
  high: [isNumber, "a finite number"],
  n: [isCount, "a count"],
  seeds: [isSeeds, "an array of integers"],
  seconds: [isAmount, "a number of at least 0"],
  source: [isText, "a text"],
};

const recordOptional: Fields = {
  training: [isObject, "an object"],
  commit: [isText, "a name"],
};

/** The first field that does not fit, as the end of a sentence. */
function problemOf(
  value: unknown,
  where: string,
  fields: Fields,
  optional: Fields,
): string | undefined {
  if (!isObject(value)) return `${where || "it"} must be an object`;
  const given = value as Record<string, unknown>;
  const all = { ...fields, ...optional };
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(all, name));
  if (unknown !== undefined) {
    return `${where}${unknown} is unknown, accepted are ${Object.keys(all).join(", ")}`;
  }
  for (const [name, [fits, what]] of Object.entries(all)) {
    const absent = given[name] === undefined;
    if (absent && Object.hasOwn(optional, name)) continue;
    if (!absent && fits(given[name])) continue;
    const current = absent ? "it is missing" : `current value is ${JSON.stringify(given[name])}`;
    return `${where}${name} must be ${what}: ${current}`;
  }
}

/**
 * Checks that `value` is a record.
 *
 * @param source Named in the error
 * @throws {SyntaxError} If it is not; the message has the first field that does not fit
 */
export function checkRecord(value: unknown, source: string): ResultRecord {
  const found = value as ResultRecord;
  if ((value as { format?: unknown } | null)?.format === "energy-results-1") {
    throw new SyntaxError(
      `Cannot use ${source} as a record: it is of format energy-results-1, make it anew with ` +
        "`deno task evaluate --record=FILE`",
    );
  }
  const problem = problemOf(value, "", record, recordOptional) ??
    (found.training && problemOf(found.training, "training.", training, {})) ??
    found.rows.map((one, i) => problemOf(one, `rows[${i}].`, row, rowOptional))
      .find((text) => text !== undefined);
  if (problem !== undefined) throw new SyntaxError(`Cannot use ${source} as a record: ${problem}`);
  return found;
}
