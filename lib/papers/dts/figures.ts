/** Point clouds, and the tree's constants, for the notebook. */
import type { ScatterPoint } from "../../plots/scatter.ts";
import type { Selection } from "../../samplers/tree_options.ts";
import { planeExperiment, type PlaneRow } from "./plane.ts";
import type { Guided } from "./problems.ts";

/** The first `count` points of a panel. */
export function cloud(panel: string, points: Float64Array, count = 300): ScatterPoint[] {
  return Array.from(
    { length: Math.min(count, points.length / 2) },
    (_, i) => ({ panel, x: points[2 * i]!, y: points[2 * i + 1]! }),
  );
}

/** Trees of other constants: share of the heaviest mode, after one budget. */
export async function wideningRows(
  problem: Guided,
  { constants, budget, seeds, count }: {
    readonly constants: readonly (readonly [C: number, alpha: number])[];
    readonly budget: number;
    readonly seeds: readonly number[];
    readonly count: number;
  },
) {
  const kinds: Readonly<Record<string, Selection>> = {
    "as printed": "boltzmann",
    uniform: "uniform",
    scouted: "scouted",
  };
  const rows: Record<string, string | number>[] = [];
  for (const [C, alpha] of constants) {
    const compared = Object.entries(kinds).map(([title, selection]) => (
      { title, tree: { selection, C, alpha } }
    ));
    const found = await planeExperiment(problem, { budgets: [budget], seeds, count, compared });
    const of = (title: string) => {
      const own = found.filter(({ method }) => method === title);
      const mean = (value: (row: PlaneRow) => number) =>
        own.reduce((sum, row) => sum + value(row), 0) / own.length;
      return `${mean((r) => r.heaviest ?? NaN).toFixed(3)} (${mean((r) => r.mmd).toFixed(4)})`;
    };
    rows.push({ C, "α": alpha, ...Object.fromEntries(Object.keys(kinds).map((k) => [k, of(k)])) });
  }
  return rows;
}
