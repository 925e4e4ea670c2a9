/** Networks and the trivial player walking to the goal, as rows for tables and charts. */
import { difficulties, type Difficulty } from "../tasks/mod.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { wilson } from "../../../records/statistics.ts";
import { formatNumber } from "../../../plots/format.ts";
import { rng } from "../../../datasets/rng.ts";
import {
  closedLoopScores,
  type Episode,
  type PathPolicy,
  playClosedLoop,
  randomNeighbourPolicy,
} from "../evaluation/closed_loop.ts";
import { networkPolicy } from "../evaluation/path_policy.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { PresetName } from "../method/options.ts";
import type { ComparisonRow } from "../../../plots/comparison.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { pathProblemsOn } from "./paths.ts";
import { type MeasureOptions, measuring } from "./results.ts";

/** The player that knows nothing but the edges. */
const RANDOM = "random legal neighbour";

/** How one player did on one set. */
export interface ClosedLoopRow {
  readonly method: string;
  readonly difficulty: Difficulty;
  readonly problems: number;
  /** Share that reached the goal in as few moves as possible. */
  readonly withinOptimal: number;
  /** The 95 % interval of `withinOptimal`. */
  readonly low: number;
  readonly high: number;
  /** Share that reached it in at most twice as many. */
  readonly withinTwice: number;
  /** Moves per problem that no edge allows. */
  readonly illegalMoves: number;
  readonly episodes: readonly Episode[];
}

/** Who walks how. */
export interface ClosedLoopOptions extends MeasureOptions {
  /** Of the sampler; "corrected" by default. */
  readonly preset?: PresetName;
  /** Descent steps per landscape, K. */
  readonly innerSteps: number;
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/**
 * Walks all problems of both sets (at most 256 of each), once with each network and once with
 * random neighbours: a move, then the problem anew from there.
 */
export async function walkAll(
  networks: readonly Trained[],
  { innerSteps, preset = "corrected", display, ...set }: ClosedLoopOptions,
): Promise<ClosedLoopRow[]> {
  const players = [
    {
      method: RANDOM,
      policy: (): PathPolicy => randomNeighbourPolicy(rng(set.seed)),
    },
    ...networks.map((trained) => ({
      method: trained.title,
      policy: () =>
        networkPolicy({ ...trained, preset, sampler: { innerSteps }, ...measuring(set) }),
    })),
  ];
  const bar = progressBar({ total: 2 * players.length, label: "walking", display });
  const rows: ClosedLoopRow[] = [];
  for (const difficulty of difficulties) {
    const problems = pathProblemsOn({ ...set, difficulty });
    for (const { method, policy } of players) {
      const episodes = await playClosedLoop(problems, policy());
      const scores = closedLoopScores(episodes);
      const interval = wilson(scores.withinOptimal, problems.length);
      rows.push({
        method,
        difficulty,
        problems: problems.length,
        ...scores,
        ...interval,
        episodes,
      });
      bar.update(rows.length, `${method}, ${splitNames[difficulty]}`);
    }
  }
  await bar.finish("done");
  return rows;
}

const kindOf = (method: string) => method === RANDOM ? "trivial" : "ours";

/** Rows of a record: the shares that reached the goal, and illegal moves for each problem. */
export function walkRows(rows: readonly ClosedLoopRow[]): ResultRow[] {
  return rows.flatMap(({ method, difficulty, problems: n, low, high, ...row }) => {
    const about = { method, kind: kindOf(method), at: { difficulty }, n } as const;
    return [
      { ...about, metric: "at the goal in the fewest moves", value: row.withinOptimal, low, high },
      {
        ...about,
        metric: "at the goal in twice as many moves",
        value: row.withinTwice,
        ...wilson(row.withinTwice, n),
      },
      { ...about, metric: "illegal moves for each problem", value: row.illegalMoves },
    ];
  });
}

/** Shares that reached the goal in as few moves as possible, for a chart, with 95 % intervals. */
export function walkBars(rows: readonly ClosedLoopRow[]): ComparisonRow[] {
  return rows.map(({ method, difficulty, withinOptimal: value, low, high }) => ({
    method,
    kind: kindOf(method),
    split: splitNames[difficulty],
    value,
    low,
    high,
  }));
}

/** A line per player and set, without the episodes. */
export function walkLines(rows: readonly ClosedLoopRow[]) {
  return rows.map(({ episodes: _, difficulty, withinOptimal, withinTwice, ...row }) => ({
    player: row.method,
    problems: splitNames[difficulty],
    "in the fewest moves": withinOptimal,
    "95 % interval": `${formatNumber(row.low)} to ${formatNumber(row.high)}`,
    "in twice as many": withinTwice,
    "illegal moves per problem": row.illegalMoves,
  }));
}
