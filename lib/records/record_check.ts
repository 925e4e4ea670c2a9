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

const record: Record<string, [Check, string]> = {
  format: [oneOf("energy-results-1"), '"energy-results-1"'],
  kind: [oneOf("evaluation", "sweep"), "evaluation or sweep"],
  task: [isText, "a name"],
  network: [isText, "a name"],
  training: [isObject, "an object"],
  preset: [oneOf("reference", "corrected"), "reference or corrected"],
  sampler: [isObject, "an object"],
  seed: [isInteger, "an integer"],
  problems: [isCount, "a count"],
  data: [isText, "a description"],
  seconds: [isAmount, "a number of at least 0"],
  machine: [isText, "a description"],
  rows: [Array.isArray, "an array"],
};

const training: Record<string, [Check, string]> = {
  config: [isObject, "an object"],
  step: [isCount, "a count"],
  seconds: [isAmount, "a number of at least 0"],
  machine: [isText, "a description"],
};

const row: Record<string, [Check, string]> = {
  method: [isText, "a name"],
  kind: [oneOf("ours", "published", "trivial"), "ours, published or trivial"],
  difficulty: [oneOf("same", "harder"), "same or harder"],
  metric: [isText, "a name"],
  value: [isNumber, "a finite number"],
};

const rowOptional: Record<string, [Check, string]> = {
  standardError: [isAmount, "a number of at least 0"],
  low: [isNumber, "a finite number"],
  high: [isNumber, "a finite number"],
  hardness: [isNumber, "a finite number"],
  problems: [isCount, "a count"],
  innerSteps: [isCount, "a count"],
  landscapes: [isCount, "a count"],
  restarts: [isCount, "a count"],
  seconds: [isAmount, "a number of at least 0"],
  source: [isText, "a text"],
};

const recordOptional: Record<string, [Check, string]> = { commit: [isText, "a name"] };

/** The first field that does not fit, as the end of a sentence. */
function problemOf(
  value: unknown,
  where: string,
  fields: Record<string, [Check, string]>,
  optional: Record<string, [Check, string]>,
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
  const problem = problemOf(value, "", record, recordOptional) ??
    problemOf(found.training, "training.", training, {}) ??
    found.rows.map((one, i) => problemOf(one, `rows[${i}].`, row, rowOptional))
      .find((text) => text !== undefined);
  if (problem !== undefined) throw new SyntaxError(`Cannot use ${source} as a record: ${problem}`);
  return found;
}
