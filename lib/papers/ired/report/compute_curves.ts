/** Boards solved against what was spent on them, by how it was spent, from records. */
import type { Coordinates, ResultRow } from "../../../records/rows.ts";
import { wilson } from "../../../records/statistics.ts";
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import { LANDSCAPES } from "../../../energy/energy_network.ts";
import { bandShares, type ClueBand, clueBands } from "./hopping_curves.ts";

/**
 * How gradients of the energy were spent:
 *
 * - "steps": on more steps of descent per landscape.
 * - "restarts": on descents from new noise, of which the one of lowest energy counts: these are hops
 *   up to the smoothest landscape, where nothing is left of the answer before.
 * - "hops": on hops up to a landscape between.
 */
export type Spending = "steps" | "restarts" | "hops";

/** How the gradients of a row were spent. */
export function spendingOf({ level, cycles }: Coordinates): Spending {
  if (cycles === undefined) return "steps";
  return level === LANDSCAPES - 1 ? "restarts" : "hops";
}

/** A point of the curve. */
export interface ComputeShare {
  readonly method: string;
  readonly spending: Spending;
  readonly at: Coordinates;
  /** Mean gradients of the energy by the answer per board. */
  readonly gradients: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Shares of boards of a band that were solved, by how gradients were spent and how many. */
export function computeShares(
  rows: readonly ResultRow[],
  band: ClueBand = clueBands.at(-1)!,
): ComputeShare[] {
  const keys = ["cycles", "level", "innerSteps"];
  return bandShares(rows, band, keys).map(({ method, at, value, n, gradients }) => ({
    ...{ method, at, gradients, value, n },
    ...wilson(value, n),
    spending: spendingOf(at),
  })).sort((a, b) => a.gradients - b.gradients);
}

/** Boards solved against gradients: a line for each training and way of spending, one panel. */
export function computeCurve(
  rows: readonly ResultRow[],
  label: (method: string, spending: Spending) => string,
  band?: ClueBand,
): StepsRow[] {
  return computeShares(rows, band).map(({ method, spending, gradients, value, low, high }) => ({
    ...{ steps: gradients, value, low, high },
    method: label(method, spending),
    split: "",
  }));
}

/** The points as lines of a table. */
export function computeLines(
  rows: readonly ResultRow[],
  label: (method: string, spending: Spending) => string,
  band?: ClueBand,
) {
  return computeShares(rows, band).map(({ method, spending, at, gradients, value, low, high }) => ({
    training: label(method, spending),
    "spent on": spending,
    "gradients per board": gradients,
    "boards solved": value,
    from: low,
    to: high,
    how: spending === "steps" ? `K = ${at.innerSteps}` : `${at.cycles} ${spending}`,
  }));
}
