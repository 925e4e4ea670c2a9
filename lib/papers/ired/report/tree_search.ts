/** A tree over landscapes beside restarts and hopping: a record of `make_tree.ts` in charts and claims. */
import type { ResultRow } from "../../../records/rows.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import type { Claim } from "../../../plots/verdicts.ts";
import { recordedRows } from "./hopping_curves.ts";

/** The shipped record's rows. */
export const shippedSearches = (): ResultRow[] => recordedRows("sudoku_tree");

/** K steps on each of ten landscapes, and the jump to it, are so many gradients a board. */
const gradientsOf = (innerSteps: number) => 10 * (innerSteps + 1);

/** The same and more steps on each landscape, as the paper thinks longer: a sweep of `innerSteps`. */
export function searchesAndSteps(steps = recordedRows("sudoku_steps")): ResultRow[] {
  const boards = steps.filter(({ metric, kind }) => metric === "boards solved" && kind === "ours");
  const rising = boards.sort((a, b) => numberAt(a, "innerSteps") - numberAt(b, "innerSteps"));
  return [
    ...rising.map((row) => {
      const innerSteps = numberAt(row, "innerSteps"), gradients = gradientsOf(innerSteps);
      const at = { difficulty: "harder", innerSteps, budget: gradients, gradients };
      return { ...row, method: "more steps", at };
    }),
    ...shippedSearches(),
  ];
}

const numberAt = ({ at }: ResultRow, name: string) => at[name] as number;

/** Boards solved by gradients allowed, with Wilson's intervals. */
export function searchCurve(rows: readonly ResultRow[]): StepsRow[] {
  return rows.map((row) => ({
    method: row.method,
    split: "harder boards",
    steps: numberAt(row, "budget"),
    value: row.value,
    ...(row.low !== undefined && { low: row.low }),
    ...(row.high !== undefined && { high: row.high }),
  }));
}

/** A line per method and budget; more steps with their number, K. */
export function searchLines(rows: readonly ResultRow[]) {
  return rows.map((row) => ({
    method: row.method + ("innerSteps" in row.at ? `, K = ${row.at.innerSteps}` : ""),
    "gradients allowed": numberAt(row, "budget"),
    "spent per board": numberAt(row, "gradients"),
    "boards solved": row.value,
    from: row.low,
    to: row.high,
    boards: row.n,
  }));
}

/** A line of each number of runs from other noise, and of hops, as the sweeps of `evaluate` record them. */
export function restartLines(rows: readonly ResultRow[]) {
  return rows.map((row) => ({
    answers: "restarts" in row.at
      ? `runs with noise on the way: ${row.at.restarts}`
      : `one descent and at most so many hops: ${row.at.cycles}`,
    "spent per board": numberAt(row, "gradients"),
    "boards solved": row.value,
    from: row.low,
    to: row.high,
    boards: row.n,
  }));
}

/** What the rows say of a tree over IRED's landscapes. */
export function searchClaims(rows: readonly ResultRow[]): Claim[] {
  const most = Math.max(...rows.map((row) => numberAt(row, "budget")));
  const last = rows.filter((row) => numberAt(row, "budget") === most);
  const trees = last.filter(({ method }) => /^tree/.test(method));
  const best = trees.reduce((a, b) => b.value > a.value ? b : a);
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
  const told = (row: ResultRow) =>
    `${row.method} ${percent(row.value)} (${percent(row.low!)} – ${percent(row.high!)}), ${
      numberAt(row, "gradients").toFixed(0)
    } gradients spent a board`;
  return last.filter((row) => !trees.includes(row)).map((other) => {
    // Intervals that overlap leave it open, whatever the shares.
    const ahead = best.low! > other.high!, behind = best.high! < other.low!;
    return {
      claim: `ours: a tree solves more boards than ${other.method} with as many gradients allowed`,
      holds: ahead ? true : behind ? false : "undecided" as const,
      evidence: `${told(best)}; ${told(other)}; ${most} allowed a board, ${best.n} boards`,
    };
  });
}
