/** What own descents, hidden clues and an energy are worth for Sudoku: a record in tables and claims. */
import { orderedText } from "../../../checks/ordered_text.ts";
import { usageError } from "../../../checks/usage.ts";
import type { ResultRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";

/** Rows of `make_sudoku_ablation.ts`: an arm, the way it was run, and the hops' worth of passes. */
type Arm = Readonly<{ method: string; run: string }>;

const text = ({ at }: ResultRow, name: string) => at[name] as string;
const number = ({ at }: ResultRow, name: string) => at[name] as number;

/**
 * Refuses to add arms to a record of runs unlike theirs: rows of one record are compared as of equal
 * operations, sizes and boards.
 *
 * @throws {SyntaxError} With cause "usage", naming what differs
 */
export function assertSameArms(
  before: Pick<ResultRecord, "settings" | "n" | "seed">,
  now: Pick<ResultRecord, "settings" | "n" | "seed"> & { readonly path: string },
): void {
  const of = ({ settings, n, seed }: typeof before): Record<string, unknown> => ({
    ...{ ...settings, boards: n, seed },
  });
  const [old, own] = [of(before), of(now)];
  const other = [...new Set([...Object.keys(old), ...Object.keys(own)])]
    .find((name) => orderedText(old[name]) !== orderedText(own[name]));
  if (other === undefined) return;
  throw usageError(
    `${now.path} has arms of ${other} ${
      orderedText(old[other])
    }, which are not compared with those of ` +
      `${orderedText(own[other])}: give another file by --to`,
  );
}

/** Refuses rows of several budgets, seeds or numbers of boards, which are not compared. */
function assertAlike(rows: readonly ResultRow[]): void {
  const places = rows.map(({ at: { trainingTera, seed }, n }) => ({
    trainingTera,
    seed,
    boards: n,
  }));
  const texts = [...new Set(places.map(orderedText))];
  if (texts.length <= 1) return;
  throw new RangeError(
    `Arms must be of equal operations, seed and boards: they are ${texts.join(" and ")}`,
  );
}

/** What the record calls an arm, where that says too little: no network of the paper's is among them. */
const NAMES: Readonly<Record<string, string>> = { "as published": "IRED's losses alone" };

const named = (rows: readonly ResultRow[]) =>
  rows.map((row) => ({ ...row, method: NAMES[row.method] ?? row.method }));

/** Arms and ways to run them, in the order of the record. */
function armsOf(rows: readonly ResultRow[]): Arm[] {
  const keys = new Map(rows.map((row) => {
    const arm = { method: row.method, run: text(row, "run") };
    return [`${arm.method}\n${arm.run}`, arm] as const;
  }));
  return [...keys.values()];
}

/** The row of an arm, a measure and so many hops, or as many passes. */
function rowAt(rows: readonly ResultRow[], { method, run }: Arm, metric: string, hops: number) {
  return rows.find((row) =>
    row.method === method && text(row, "run") === run && row.metric === metric &&
    number(row, "hops") === hops
  );
}

/** Numbers of hops in the record, rising. */
const hopsOf = (rows: readonly ResultRow[]) =>
  [...new Set(rows.map((row) => number(row, "hops")))].sort((a, b) => a - b);

/** A line per arm and way to run it; the columns are passes allowed for each board. */
export function armLines(recorded: readonly ResultRow[], metric: string) {
  const rows = named(recorded);
  return armsOf(rows).map((arm) => {
    const first = rows.find((row) => row.method === arm.method)!;
    const passes = hopsOf(rows).map((hops) => {
      const row = rowAt(rows, arm, metric, hops);
      const { passes } = rows.find((row) => number(row, "hops") === hops)!.at;
      return [`${passes} passes`, row?.value] as const;
    });
    return {
      trained: arm.method,
      answers: arm.run,
      parameters: number(first, "parameters"),
      steps: number(first, "steps"),
      ...Object.fromEntries(passes),
      from: rowAt(rows, arm, metric, hopsOf(rows).at(-1)!)?.low,
      to: rowAt(rows, arm, metric, hopsOf(rows).at(-1)!)?.high,
    };
  });
}

/** A doubt, and what the record says of it. */
export interface Finding {
  readonly claim: string;
  /** Open where the two differ by no more than 1.96 standard errors of their difference. */
  readonly holds: "yes" | "no" | "open";
  readonly evidence: string;
}

/** Whether `a` is better than `b`, both on the same boards, whose differences are not kept. */
function ahead(a: ResultRow, b: ResultRow): Finding["holds"] {
  const apart = 1.96 * Math.hypot(a.standardError!, b.standardError!);
  return a.value - b.value > apart ? "yes" : b.value - a.value > apart ? "no" : "open";
}

/** How an arm is run, where there are two ways: a recurrence in runs about as long as those of its training. */
const USUAL = "runs of 16 passes";

const shown = (row: ResultRow) => {
  const percent = (value: number) => (100 * value).toFixed(1);
  return `${row.method} ${percent(row.value)} % (${percent(row.low!)} – ${percent(row.high!)})`;
};

/**
 * What the arms say, at the most passes, of unknown cells and of boards.
 *
 * @throws {RangeError} If they are of other operations, seeds or boards than each other
 */
export function armFindings(recorded: readonly ResultRow[]): Finding[] {
  assertAlike(recorded);
  const rows = named(recorded);
  const most = hopsOf(rows).at(-1)!;
  const usual = (title: string, metric: string) => {
    const ways = armsOf(rows).filter(({ method }) => method === title);
    return rowAt(rows, ways.find(({ run }) => run === USUAL) ?? ways[0]!, metric, most)!;
  };
  const pairs = [
    ["own descents", "IRED's losses alone", "own descents help"],
    ["hidden clues", "IRED's losses alone", "hidden clues help"],
    ["own descents and hidden clues", "IRED's losses alone", "both together help"],
    [
      "own descents and hidden clues",
      "both, without the time input",
      "the time input helps",
    ],
    ["own descents and hidden clues", "both, layers tied", "layers of their own help"],
    [
      "own descents and hidden clues",
      "plain recurrence, own passes and hidden clues",
      "an energy does more than the same network as a plain recurrence",
    ],
  ] as const;
  const there = new Set(rows.map(({ method }) => method));
  // Solved boards hop no more, so that hops can only add to them.
  const hops = ["IRED's losses alone", "own descents and hidden clues"].filter((one) =>
    there.has(one)
  ).map((method): Finding => {
    const arm = armsOf(rows).find((one) => one.method === method)!;
    const at = (hops: number) => rowAt(rows, arm, "boards solved", hops)!;
    const [none, all] = [at(0), at(most)];
    return {
      claim: `hops help: ${method} (boards solved)`,
      holds: ahead(all, none),
      evidence: `${most} hops ${shown(all)}, none ${shown(none)}`,
    };
  });
  const compared = pairs.filter(([a, b]) => there.has(a) && there.has(b)).flatMap(([a, b, claim]) =>
    ["unknown cells right", "boards solved"].map((metric): Finding => {
      const [one, other] = [usual(a, metric), usual(b, metric)];
      return {
        claim: `${claim} (${metric})`,
        holds: ahead(one, other),
        evidence: `${shown(one)}, ${shown(other)}`,
      };
    })
  );
  return [...hops, ...compared];
}
