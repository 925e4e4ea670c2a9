/** Constants of ours for trees that few walks make. */
import type { TreeOptions } from "../../samplers/tree_options.ts";

/** N visits allow a node √N children, where the paper's 2·N^0.8 are more than so few walks have. */
export const deeper = { C: 1, alpha: 0.5 } as const satisfies Partial<TreeOptions>;

/** What trees with them are called. */
export const DEEPER = "deeper (C = 1, α = ½)";
