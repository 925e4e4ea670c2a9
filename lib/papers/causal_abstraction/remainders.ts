/**
 * Blocks that are only remainders, level B's own claim: how well runs found them, and what of such a
 * block all other blocks tell by themselves, as causes and effects share information.
 */
import { dag, membersOf, writeSet } from "../../datasets/dag.ts";
import { abstraction } from "./abstraction.ts";
import { experimentData, type LatentRun, TEST_PAIRS } from "./experiment.ts";
import { FUNCTION_OF, identified, matching, spread, summaries } from "./latent_report.ts";
import { columnsOf, rSquared } from "./r_squared.ts";

/** One remainder of one run. */
export interface RemainderRow {
  readonly family: string;
  readonly seed: number;
  /** Whether the run found its blocks of noises. */
  readonly identified: boolean;
  /** The block's variables, a bit mask. */
  readonly block: number;
  /** R² between true and learned variables of the block, the lesser of both ways. */
  readonly score: number;
  /** R² of the block's true variables given the true ones of all other blocks. */
  readonly floor: number;
}

/**
 * The remainders of runs, with their floors: what a learned block would score at most that knew only
 * the other blocks. The pairs that runs were measured on are drawn again by their seeds.
 */
export function remainderRows(runs: readonly LatentRun[]): RemainderRow[] {
  const rows = summaries(runs);
  return runs.flatMap((run, i) => {
    const graph = dag(run.noise.length, run.arrows),
      { quotient, direct } = abstraction(graph, run.family);
    const blocks = quotient.blocks.filter((_, k) => !direct[k]);
    const pairs = experimentData({ ...run, graph }).draw("test", TEST_PAIRS);
    const truth = columnsOf(pairs.z, graph.nodes);
    return blocks.flatMap((block) => {
      const score = scoreOf(run, block);
      if (score === undefined) return [];
      const [own, others] = [true, false].map((within) =>
        truth.filter((_, k) => Boolean(block & (1 << k)) === within)
      );
      return [{
        family: run.name,
        seed: run.seed,
        identified: identified(rows[i]!),
        block,
        score,
        floor: rSquared(others!, own!),
      }];
    });
  });
}

/** R² both ways, the lesser; undefined where the run has no such set and measured none. */
function scoreOf(run: LatentRun, block: number): number | undefined {
  const members = membersOf(block);
  const own = run.blocks.find((row) => row.members.reduce((all, k) => all | (1 << k), 0) === block);
  if (!own) return undefined;
  if (members.length > 1) return Math.min(...own.variables);
  const k = members[0]!, latent = matching(run)[k]!;
  return Math.min(run.variables[latent]![k]!, run.reverse[k]![latent]!);
}

/** Whether a remainder was found: beyond {@link FUNCTION_OF}, and beyond its floor. */
export const isFound = ({ score, floor }: RemainderRow): boolean =>
  score > FUNCTION_OF && score > floor;

/** Remainders by family and block, runs that were identified and others apart. */
export function remainderTable(
  rows: readonly RemainderRow[],
): Readonly<Record<string, string | number>>[] {
  const keyOf = ({ family, block, identified }: RemainderRow) => `${family} ${block} ${identified}`;
  return [...new Set(rows.map(keyOf))].map((key) => {
    const own = rows.filter((row) => keyOf(row) === key), { family, block, identified } = own[0]!;
    return {
      family,
      "remainder": writeSet(block),
      "runs": `${own.length} ${identified ? "identified" : "not identified"}`,
      "R² > 0.9": own.filter(isFound).length,
      "R², lesser of both ways": spread(own.map(({ score }) => score)),
      "R² given the other blocks": spread(own.map(({ floor }) => floor)),
    };
  });
}
