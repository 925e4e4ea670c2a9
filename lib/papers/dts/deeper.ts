/** Constants of ours for trees that few walks make. */
import type { TreeOptions } from "../../samplers/tree_options.ts";

/** N visits allow a node √N children, where the paper's 2·N^0.8 are more than so few walks have. */
export const deeper = { C: 1, alpha: 0.5 } as const satisfies Partial<TreeOptions>;

/** What trees with them are called. */
export const DEEPER = "deeper (C = 1, α = ½)";

/**
 * Walks that all go to the root's own children, one after the other: so far a tree is independent rollouts.
 * The root's N is 1 more than the walks that came by.
 */
export function walksBeforeBranching(
  { C, alpha }: { readonly C: number; readonly alpha: number },
): number {
  let walks = 0;
  while (walks < C * (walks + 1) ** alpha) walks++;
  return walks;
}
