/** A guided diffusion as a tree: nodes at the branching times, leaves at time 0. */
import type { TreeProblem } from "../../samplers/tree.ts";
import type { Noise } from "./chain.ts";
import type { Guided } from "./problems.ts";

/** x_t, and undefined above time T. */
export type TreeState = Float64Array | undefined;

/**
 * The tree of the paper: children of the root are draws of x_T, an edge is all steps between two
 * branching times. `from` begins at a state of time `times[0]` instead, to estimate its value.
 */
export function treeProblem(
  { chain, times, reward }: Guided,
  noise: Noise,
  from?: { readonly x: Float64Array; readonly times: readonly number[] },
): TreeProblem<TreeState> {
  // Depth 1 is time[0] below the root that stands for no state at all.
  const levels = from ? from.times : [Infinity, ...times];
  return {
    root: from?.x,
    expand: (parents, depth) =>
      parents.map((parent) => {
        if (!parent) return chain.start(noise);
        const child = Float64Array.from(parent);
        chain.walk(child, levels[depth]!, levels[depth + 1]!, noise);
        return child;
      }),
    isLeaf: (_, depth) => levels[depth] === 0,
    value: (leaves) => leaves.map((x) => reward(x!)),
    evaluations: (depth) => levels[depth] === Infinity ? 0 : levels[depth]! - levels[depth + 1]!,
  };
}
