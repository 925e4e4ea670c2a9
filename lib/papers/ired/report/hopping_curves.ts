/** Boards solved against hops, from records or measured here. */
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRecord } from "../../../records/records.ts";
import type { Coordinates, ResultRow } from "../../../records/rows.ts";
import { meanOf, wilson } from "../../../records/statistics.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import { shownCycles } from "../evaluation/problem_file.ts";
import type { Trained } from "../evaluation/trained.ts";
import { cluesOf, type HopOptions, solvedAfter, traceHops } from "./hopping.ts";

export { seedLines } from "./training_seeds.ts";

const RECORDS = fileURLToPath(new URL("../../../../data/results/", import.meta.url));

/** The rows of records in `data/results`, or elsewhere if the paths are absolute. */
export function recordedRows(...names: readonly string[]): ResultRow[] {
  return names.flatMap((name) => {
    const path = isAbsolute(name) ? name : join(RECORDS, name);
    return [...readRecord(`${path}.json`).rows];
  });
}

/** Clue counts that a curve takes together. */
export interface ClueBand {
  readonly from: number;
  readonly to: number;
}

/** Bands of the boards of 17 to 34 clues, and all of them. */
export const clueBands: readonly ClueBand[] = [
  { from: 17, to: 20 },
  { from: 21, to: 24 },
  { from: 25, to: 34 },
  { from: 17, to: 34 },
];

/** Rows of a band; all of them are of the last one, where a record does not count clues. */
function rowsOfBand(rows: readonly ResultRow[], band: ClueBand): readonly ResultRow[] {
  const solved = rows.filter(({ metric }) => metric === "boards solved");
  const counted = solved.filter(({ at: { hardness } }) => typeof hardness === "number");
  if (counted.length === 0) return band === clueBands.at(-1) ? solved : [];
  const { from, to } = band;
  return counted.filter(({ at }) => Number(at.hardness) >= from && Number(at.hardness) <= to);
}

/** Boards solved in a band, and what sets them apart. */
export interface BandShare {
  readonly method: string;
  readonly at: Coordinates;
  readonly value: number;
  readonly n: number;
  /** Mean gradients of the energy by the answer per board. */
  readonly gradients: number;
}

/**
 * Shares of boards solved in a band, pooled over its clue counts, by what else sets rows apart;
 * empty where the rows have no boards of that band.
 *
 * @param keys Coordinates that set points of the curve apart
 */
export function bandShares(
  rows: readonly ResultRow[],
  band: ClueBand,
  keys: readonly string[] = ["cycles"],
): BandShare[] {
  const groups = Map.groupBy(
    rowsOfBand(rows, band),
    ({ method, at }) => JSON.stringify([method, ...keys.map((key) => at[key] ?? 0)]),
  );
  return [...groups.values()].map((group) => {
    const { method, at } = group[0]!;
    const n = group.reduce((sum, row) => sum + row.n!, 0);
    const mean = (of: (row: ResultRow) => number) =>
      group.reduce((sum, row) => sum + row.n! * of(row), 0) / n;
    return {
      method,
      at: Object.fromEntries(keys.flatMap((key) => key in at ? [[key, at[key]!]] : [])),
      value: mean((row) => row.value),
      n,
      gradients: mean(({ at }) => at.gradients as number),
    };
  });
}

/** Boards solved against hops, a panel for each band that there are boards of. */
export function hoppingCurve(
  rows: readonly ResultRow[],
  label: (method: string) => string = (method) => method,
  bands: readonly ClueBand[] = clueBands,
): StepsRow[] {
  return bands.flatMap((band) =>
    bandShares(rows, band).map(({ method, at, value, n }) => ({
      steps: (at.cycles ?? 0) as number,
      value,
      ...wilson(value, n),
      method: label(method),
      split: `${band.from} to ${band.to} clues`,
    }))
  );
}

/** A line per network, band and number of hops. */
export function curveLines(
  rows: readonly ResultRow[],
  label: (method: string) => string = (method) => method,
  bands: readonly ClueBand[] = clueBands,
) {
  return bands.flatMap((band) =>
    bandShares(rows, band).map(({ method, at, value, n, gradients }) => ({
      training: label(method),
      clues: `${band.from} to ${band.to}`,
      hops: at.cycles ?? 0,
      "gradients per board": gradients,
      "boards solved": value,
      ...ends(value, n),
      boards: n,
    }))
  );
}

/** Boards solved, a line per number of clues and one for all, a column per number of hops. */
export function hardnessLines(rows: readonly ResultRow[], cycles: readonly number[]) {
  const counts = new Set(
    rows.flatMap(({ at }) => typeof at.hardness === "number" ? [at.hardness] : []),
  );
  const all = clueBands.at(-1)!;
  const bands = [...[...counts].sort((a, b) => a - b).map((n) => ({ from: n, to: n })), all];
  return bands.map((band) => {
    const shares = bandShares(rows, band);
    const after = (n: number) => shares.find(({ at }) => (at.cycles ?? 0) === n);
    return {
      clues: band === all ? "all" : String(band.from),
      boards: shares[0]?.n,
      ...Object.fromEntries(
        cycles.map((n) => [`${n} ${n === 1 ? "hop" : "hops"}`, after(n)?.value]),
      ),
      "gradients per board": after(cycles.at(-1)!)?.gradients,
    };
  });
}

/** A line per set of puzzles and number of hops, all clue counts together. */
export function setLines(
  sets: Readonly<Record<string, readonly ResultRow[]>>,
  cycles: readonly number[],
) {
  return Object.entries(sets).flatMap(([name, rows]) =>
    bandShares(rows, clueBands.at(-1)!).filter(({ at }) =>
      cycles.includes((at.cycles ?? 0) as number)
    ).map(({ at, value, n, gradients }) => ({
      puzzles: name,
      hops: at.cycles ?? 0,
      "gradients per board": gradients,
      "boards solved": value,
      ...ends(value, n),
      boards: n,
    }))
  );
}

function ends(value: number, n: number) {
  const { low, high } = wilson(value, n);
  return { from: low, to: high };
}

/** A line per level, steps and rule of choice after so many hops, from records of several. */
export function choiceLines(rows: readonly ResultRow[], cycles: number) {
  const keys = ["cycles", "level", "innerSteps", "select", "stop", "patience", "enough"];
  return bandShares(rows, clueBands.at(-1)!, keys).filter(({ at }) => at.cycles === cycles)
    .map(({ at, value, n, gradients }) => ({
      hops: at.cycles,
      level: at.level,
      "steps per landscape": at.innerSteps,
      "better by": at.select ?? "energy",
      "patience": at.patience ?? "–",
      "finished": at.enough !== undefined
        ? `by energy, below ${at.enough}`
        : at.stop === "never"
        ? "never"
        : "by the rules",
      "gradients per board": gradients,
      "boards solved": value,
      ...ends(value, n),
      boards: n,
    }));
}

const sorted = (values: Iterable<number>) => [...new Set(values)].sort((a, b) => a - b);

/**
 * A line for each number of steps, a column for each landscape: such as "84 %, 57 gradients", the
 * mean number of gradients of the energy that a board took.
 *
 * @param rows Of a record of boards by their clues, as `evaluate --puzzles` makes it
 * @param cycles Hops after which is counted
 */
export function levelLines(rows: readonly ResultRow[], cycles: number) {
  const shares = bandShares(rows, clueBands.at(-1)!, ["cycles", "level", "innerSteps"])
    .filter(({ at }) => at.cycles === cycles);
  const levels = sorted(shares.map(({ at }) => at.level as number));
  return sorted(shares.map(({ at }) => at.innerSteps as number)).map((steps) => ({
    "steps per landscape": steps,
    ...Object.fromEntries(levels.map((level) => {
      const one = shares.find(({ at }) => at.level === level && at.innerSteps === steps);
      return [
        `level ${level}`,
        one ? `${(100 * one.value).toFixed(0)} %, ${one.gradients.toFixed(0)} gradients` : "–",
      ];
    })),
  }));
}

/** Measures the curve here, network by network: rows as a record of a file of puzzles has them. */
export async function hopRows(
  networks: readonly Trained[],
  options: HopOptions,
): Promise<ResultRow[]> {
  const rows: ResultRow[] = [];
  for (const trained of networks) {
    const trace = await traceHops(trained, options);
    const byClues = Map.groupBy(cluesOf(trace).keys(), (i) => cluesOf(trace)[i]!);
    for (const { cycle, gradients } of trace.states) {
      if (!shownCycles(options.cycles).includes(cycle)) continue;
      const solved = solvedAfter(trace, cycle);
      for (const [hardness, boards] of byClues) {
        const mean = (all: ArrayLike<number>) => meanOf(boards.map((i) => all[i]!)).mean;
        rows.push({
          method: trained.title,
          kind: "ours",
          metric: "boards solved",
          value: mean(solved),
          n: boards.length,
          at: { difficulty: "harder", hardness, cycles: cycle, gradients: mean(gradients) },
        });
      }
    }
  }
  return rows;
}
