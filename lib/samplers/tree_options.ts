/** How a tree grows. */
import { assertFinite } from "../checks.ts";
import { assertOptionNames } from "../checks/spelling.ts";

/**
 * How a walk chooses among the children of a node that has enough of them.
 *
 * - `"boltzmann"`: in proportion to exp(λ·value), as printed. What steers is what is estimated, and
 *   a node whose first end was bad is seldom visited again: its value stays too low.
 * - `"uniform"`: equally often. Estimates are unbiased, as no outcome steers, where all ends lie at one depth: a
 *   budget of evaluations holds more of the walks that end early, and so prefers their ends.
 * - `"scouted"`: in proportion to exp(λ·value) again, but by the values of other walks (ours). Half
 *   of the evaluations go to scouts, whose ends only steer, the others to walks whose ends only
 *   count; so that nothing that is counted has decided how often it is, and exp(λ·value) of the root
 *   is unbiased at every budget, where all ends lie at one depth.
 * - `"uct"`: the largest value + c·√(log N(node)/N(child)); for search.
 */
export type Selection = "boltzmann" | "uniform" | "scouted" | "uct";

/** Options of `growTree`. */
export interface TreeOptions {
  /** Uniform numbers in [0, 1). */
  readonly uniform: () => number;
  /** Default "boltzmann". */
  readonly selection?: Selection;
  /** Inverse temperature λ; default 1. */
  readonly lambda?: number;
  /** Children that a node has after N walks: C·N^α. Defaults 2 and 0.8. */
  readonly C?: number;
  readonly alpha?: number;
  /** "soft" (default): log of the mean of exponentials; "max": the maximum. */
  readonly backup?: "soft" | "max";
  /** c of "uct"; the paper does not state its own. Default 1. */
  readonly exploration?: number;
  /** Walks begun at once; default 1. */
  readonly batch?: number;
}

/** Names of {@link TreeOptions}. */
const OPTION_NAMES = [
  ...["uniform", "selection", "lambda", "C", "alpha", "backup", "exploration", "batch"],
] as const satisfies (keyof TreeOptions)[];

const SELECTIONS = ["boltzmann", "uniform", "scouted", "uct"];

/**
 * The options with defaults filled in.
 *
 * @throws {RangeError} If one is out of range, or its name is mistyped
 */
export function assertTreeOptions(options: TreeOptions): Required<TreeOptions> {
  assertOptionNames(options, OPTION_NAMES);
  const o = {
    selection: "boltzmann" as const,
    lambda: 1,
    C: 2,
    alpha: 0.8,
    backup: "soft" as const,
    exploration: 1,
    batch: 1,
    ...options,
  };
  if (!SELECTIONS.includes(o.selection)) {
    throw new RangeError(
      `Cannot select by ${o.selection}: accepted are ${SELECTIONS.join(", ")}`,
    );
  }
  if (o.backup !== "soft" && o.backup !== "max") {
    throw new RangeError(`Cannot back up by ${o.backup}: accepted are soft, max`);
  }
  if (!(o.lambda > 0 && Number.isFinite(o.lambda))) {
    throw new RangeError(`Cannot grow a tree with λ = ${o.lambda}: it must be above 0`);
  }
  if (!(o.C >= 1 && o.alpha > 0 && o.alpha <= 1)) {
    throw new RangeError(
      `Cannot widen a tree with C = ${o.C}, α = ${o.alpha}: accepted are C ≥ 1 and 0 < α ≤ 1`,
    );
  }
  assertFinite("exploration", o.exploration, "at least 0");
  if (!Number.isInteger(o.batch) || o.batch < 1) {
    throw new RangeError(`Cannot grow a tree by ${o.batch} walks: accepted are 1, 2, 3, …`);
  }
  return o;
}
