/** A process small enough to be enumerated, on which a tree's bias shows. */
import { growTree, type TreeProblem } from "../../samplers/tree.ts";
import type { Selection, TreeOptions } from "../../samplers/tree_options.ts";
import { noiseOf } from "./plane.ts";

/** What was tossed so far. */
export type Tosses = readonly number[];

/**
 * `depth` tosses of a fair coin; the weight of an end is exp(r) = 4^heads: the ends that count are
 * rare, so that a first rollout mostly says too little of a node. The value of the root is known:
 * E exp(r) = 2.5^depth.
 */
export function coinProblem(uniform: () => number, depth = 5): TreeProblem<Tosses> {
  return {
    root: [],
    expand: (parents) => parents.map((tosses) => [...tosses, uniform() < 0.5 ? 1 : 0]),
    isLeaf: (tosses) => tosses.length === depth,
    value: (leaves) => leaves.map(headsOf).map((heads) => heads * Math.log(4)),
    evaluations: () => 1,
  };
}

/** Number of heads. */
export const headsOf = (tosses: Tosses) => tosses.reduce((a, b) => a + b, 0);

/** log E exp(r) from a state on, by enumeration. */
export function enumeratedValue(tosses: Tosses, depth = 5): number {
  return headsOf(tosses) * Math.log(4) + (depth - tosses.length) * Math.log(2.5);
}

/** Mean over many trees. */
export interface CoinRow {
  readonly method: string;
  readonly evaluations: number;
  /** Mean of exp(the root's value), divided by the truth: 1 if there is no bias. */
  readonly ratio: number;
  readonly standardError: number;
  /** Mean heads of draws; 4 of 5 in truth, as heads weigh 4 against 1. */
  readonly heads: number;
}

/** exp(root value) by kind of tree and budget, over `trees` trees. */
export function coinBias(
  { selections, budgets, trees, seed, depth = 5, ...options }:
    & Omit<Partial<TreeOptions>, "uniform" | "selection">
    & {
      readonly selections: Readonly<Record<string, Selection>>;
      readonly budgets: readonly number[];
      readonly trees: number;
      readonly seed: number;
      readonly depth?: number;
    },
): CoinRow[] {
  const truth = 2.5 ** depth;
  return Object.entries(selections).flatMap(([method, selection]) => {
    const sums = budgets.map(() => ({ ratio: 0, square: 0, heads: 0 }));
    for (let k = 0; k < trees; k++) {
      const { uniform } = noiseOf(seed + k, method);
      const tree = growTree(coinProblem(uniform, depth), { ...options, selection, uniform });
      budgets.forEach((budget, i) => {
        tree.grow(budget);
        const ratio = Math.exp(tree.value()) / truth, sum = sums[i]!;
        sum.ratio += ratio / trees;
        sum.square += ratio * ratio / trees;
        sum.heads += headsOf(tree.draw(1)[0]!) / trees;
      });
    }
    return budgets.map((evaluations, i) => {
      const { ratio, square, heads } = sums[i]!;
      const standardError = Math.sqrt(Math.max(0, square - ratio * ratio) / trees);
      return { method, evaluations, ratio, standardError, heads };
    });
  });
}
