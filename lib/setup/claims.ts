/** What executed notebooks say of the papers' claims, of our own, and of the records. */
import { basename } from "node:path";
import { countClaims, describeCounts, type JudgedClaim } from "../pages/counts.ts";

/** Types under which lib/plots/verdicts.ts keeps them; set-up cannot import it, as npm is not there. */
const CLAIMS = "application/vnd.energy.claims+json";
const AGREEMENT = "application/vnd.energy.agreement+json";

/** A number beside that of a record. */
export interface NotebookNumber {
  readonly number: string;
  readonly here: number;
  readonly record: number;
  readonly agrees: boolean;
}

/** What one notebook says. */
export interface NotebookFindings {
  readonly claims: readonly JudgedClaim[];
  readonly numbers: readonly NotebookNumber[];
}

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Whether all of these texts are there. */
const hasTexts = (row: unknown, ...names: string[]): boolean =>
  names.every((name) => typeof (row as Record<string, unknown> | null)?.[name] === "string");

/**
 * Claims and compared numbers in the outputs of an executed notebook, in order.
 *
 * @throws {TypeError} If one of them is incomplete
 */
export function findingsOf(
  notebook: { readonly cells: readonly { readonly outputs?: readonly Output[] }[] },
): NotebookFindings {
  const outputs = notebook.cells.flatMap(({ outputs = [] }) => outputs);
  const under = <T>(type: string, field: string): T[] =>
    outputs.flatMap(({ data }) =>
      ((data?.[type] as Record<string, T[]> | undefined)?.[field]) ?? []
    );
  const claims = under<JudgedClaim>(CLAIMS, "claims");
  const numbers = under<NotebookNumber>(AGREEMENT, "numbers");
  if (!claims.every((one) => hasTexts(one, "claim", "verdict"))) {
    throw new TypeError(
      "A claim has no words or no verdict: see what its cell gives plots.verdicts",
    );
  }
  if (!numbers.every((one) => hasTexts(one, "number"))) {
    throw new TypeError("A compared number has no name: see what its cell gives plots");
  }
  return { claims, numbers };
}

/**
 * The same of a notebook file.
 *
 * @throws {TypeError} With its name, if one of them is incomplete
 */
export async function readFindings(path: string): Promise<NotebookFindings> {
  try {
    return findingsOf(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`${basename(path)}: ${error.message}`);
  }
}

/**
 * The last lines of `reproduce`: how many of the papers' claims were reproduced and how many of our
 * own hold, and which numbers do not agree.
 */
export function formatFindings(all: Readonly<Record<string, NotebookFindings>>): string[] {
  const claims = Object.values(all).flatMap((one) => one.claims);
  const numbers = Object.values(all).flatMap((one) => one.numbers);
  const lines: string[] = [];
  if (claims.length) {
    const counts = describeCounts(countClaims(claims));
    lines.push(`${counts[0]!.toUpperCase()}${counts.slice(1)}. The notebooks' verdicts say which.`);
  }
  const wrong = Object.entries(all).flatMap(([notebook, { numbers }]) =>
    numbers.filter(({ agrees }) => !agrees).map((one) => ({ notebook, ...one }))
  );
  if (numbers.length && wrong.length === 0) {
    lines.push(`All ${numbers.length} numbers that records have, too, agree with them.`);
  }
  for (const { notebook, number, here, record } of wrong) {
    lines.push(`${notebook}: ${number}: ${here} here, ${record} in the record: beyond chance.`);
  }
  return lines;
}

/** Whether every compared number agrees. */
export const allAgree = (all: Readonly<Record<string, NotebookFindings>>): boolean =>
  Object.values(all).every(({ numbers }) => numbers.every(({ agrees }) => agrees));
