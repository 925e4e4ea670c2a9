/** What the ladder on GMM-40 owes to a known energy, and to rates that are not cut. */
import { type LadderRecord, mean, readLadder, rowsOf } from "./ladder_report.ts";
import type { RungRow } from "./ladder_tasks.ts";

/** Climbs of one kind, by the names of their records. */
const VARIANTS = {
  "learned, cut (both as released)": "ladder_learned",
  "learned, whole": "ladder_learned_whole",
  "known at little noise, cut": "ladder_known_cut",
  "known at little noise, whole": "ladder",
} as const;

/** Kinds of climbs, and their records. */
export type LadderVariants = Readonly<Record<string, readonly LadderRecord[]>>;

/** Shipped climbs of all kinds, from these seeds. */
export const readLadderVariants = (seeds: readonly number[]): LadderVariants =>
  Object.fromEntries(
    Object.entries(VARIANTS).map(([kind, name]) => [
      kind,
      seeds.map((seed) => readLadder<RungRow>(name, seed)),
    ]),
  );

const METHODS = ["score scaling", "weights (FKC)", "weights and MALA (PITA)"] as const;

/** Shares of modes at T = 1, means over seeds with their ranges, a line for each kind. */
export function ladderAblation(variants: LadderVariants) {
  return Object.entries(variants).map(([kind, records]) => {
    const rows = rowsOf(records).filter(({ temperature }) => temperature === 1);
    const of = (method: string) => rows.filter((row) => row.method === method);
    const shares = METHODS.map((method) => {
      const values = of(method).map((row) => row.modeTv);
      const [low, high] = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(3));
      const range = values.length > 1 ? ` (${low} – ${high})` : "";
      return [method, `${mean(values).toFixed(3)}${range}`];
    });
    const left = mean(of("weights (FKC)").map((row) => row.lineages ?? NaN));
    return {
      "U, rates of weights": kind,
      ...Object.fromEntries(shares) as Record<typeof METHODS[number], string>,
      "lineages left": Math.round(left),
    };
  });
}
