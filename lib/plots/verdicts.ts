import { isOwnClaim } from "../checks/own_claims.ts";
import { jupyterDisplay } from "./chart.ts";
import { type Table, table, type TableOptions } from "./table.ts";

/** A claim, and what the results say of it. */
export interface Claim {
  /** The claim in plain words; it begins with "ours" where no paper makes it. */
  readonly claim: string;
  /** Whether it holds here: computed from results, never written down. */
  readonly holds: boolean | "partly" | "undecided";
  /** The numbers that say so. */
  readonly evidence: string;
}

const WORDS = {
  true: "reproduced",
  false: "not reproduced",
  partly: "only partly",
  undecided: "not decided",
} as const;

/** A claim that no paper makes cannot be reproduced: it holds, or it does not. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  [WORDS.true]: "holds",
  [WORDS.false]: "does not hold",
  [WORDS.partly]: "holds only partly",
};

/** Under which type a table of claims keeps itself for programs, beside HTML and text. */
export const CLAIMS_TYPE = "application/vnd.energy.claims+json";

/** A table that also keeps its rows as JSON, for programs that read executed notebooks. */
export interface ReadableTable extends Omit<Table, typeof jupyterDisplay> {
  /** HTML, plain text, and an object under a type of its own. */
  [jupyterDisplay](): Readonly<Record<string, string | object>>;
}

/** A line of a table of claims, as programs read it. */
export interface Judged {
  /** The claim; it begins with "ours" where no paper makes it, and is then counted apart. */
  readonly claim: string;
  /** "reproduced", or in which way it was not; of our own claims it says that they hold, and is shown so. */
  readonly verdict: string;
}

/** How a row is told that is not what it should be. */
function shownRow(row: unknown): string {
  if (typeof row !== "object" || row === null) return String(row);
  return `{${Object.keys(row).join(", ")}}`;
}

/** Refuses rows that are none, or in which a text is missing: notebooks have no type check. */
function assertTexts(rows: unknown, names: readonly string[], also = ""): void {
  if (!Array.isArray(rows)) throw new TypeError(`Claims must be a list: current value is ${rows}`);
  rows.forEach((row, i) => {
    const missing = names.find((name) => typeof row?.[name] !== "string");
    if (missing === undefined) return;
    throw new TypeError(
      `Claim ${i + 1} must have ${
        [...names].join(", ")
      }${also}, and ${missing} must be a text: it is ${shownRow(row)}`,
    );
  });
}

/**
 * Claims and what became of them as a table; executed notebooks keep them for programs, too, so that
 * all notebooks' claims can be counted.
 *
 * @param rows Claims with their verdicts, and whatever else there is a column for
 * @returns The table
 * @throws {RangeError} If there are no rows
 * @throws {TypeError} If a row has no claim or no verdict
 */
export function claimsTable(rows: readonly Judged[], options: TableOptions = {}): ReadableTable {
  assertTexts(rows, ["claim", "verdict"]);
  const shown = table(
    rows.map((row) =>
      isOwnClaim(row) ? { ...row, verdict: OWN_WORDS[row.verdict] ?? row.verdict } : row
    ),
    options,
  );
  const claims = rows.map(({ claim, verdict }) => ({ claim, verdict }));
  const display = () => ({ ...shown[jupyterDisplay](), [CLAIMS_TYPE]: { claims } });
  return { ...shown, [jupyterDisplay]: display };
}

/**
 * A verdict for each claim, as a table.
 *
 * @param claims Claims with what was found
 * @returns The table
 * @throws {RangeError} If there are no claims
 * @throws {TypeError} If one has no claim, evidence, or `holds`, or another word for that
 * @example Usage
 * ```ts
 * import { assert } from "@std/assert";
 * import { verdicts } from "lib/plots/verdicts.ts";
 * const claims = [{ claim: "two and two are four", holds: 2 + 2 === 4, evidence: `${2 + 2}` }];
 * assert(verdicts(claims).text().includes("reproduced"));
 * ```
 */
export function verdicts(claims: readonly Claim[]): ReadableTable {
  assertTexts(claims, ["claim", "evidence"], " and holds");
  claims.forEach(({ holds }, i) => {
    if (typeof holds === "boolean" || holds === "partly" || holds === "undecided") return;
    throw new TypeError(
      `holds of claim ${
        i + 1
      } must be true, false, "partly" or "undecided": current value is ${holds}`,
    );
  });
  const rows = claims.map(({ claim, holds, evidence }) => (
    { claim, verdict: WORDS[`${holds}`], evidence }
  ));
  return claimsTable(rows);
}

/** Under which type a comparison with records keeps itself for programs. */
export const AGREEMENT_TYPE = "application/vnd.energy.agreement+json";

/** A number measured in a notebook, and the same in a record. */
export interface Agreement {
  /** What was measured, of what. */
  readonly number: string;
  /** As measured here and now. */
  readonly here: number;
  /** As the record has it. */
  readonly record: number;
  /** Whether the two differ by no more than chance can explain. */
  readonly agrees: boolean;
}

/**
 * Numbers measured in a notebook beside those of the records, as a table that programs can read, too.
 *
 * @param rows What was compared
 * @returns The table
 * @throws {RangeError} If nothing was compared
 */
export function agreementTable(rows: readonly Agreement[]): ReadableTable {
  const good = rows.filter(({ agrees }) => agrees).length;
  const caption = `${good} of ${rows.length} numbers agree with the records`;
  const columns = ["number", "here", "record", { key: "agrees", label: "do they agree?" }];
  const shown = table(rows, { columns, caption });
  const display = () => ({ ...shown[jupyterDisplay](), [AGREEMENT_TYPE]: { numbers: rows } });
  return { ...shown, [jupyterDisplay]: display };
}
