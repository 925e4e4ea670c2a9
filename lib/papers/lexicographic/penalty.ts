/** How large a penalty makes one number safe, and that no penalty does so for every risk. */
import type { Gridworld } from "../../datasets/gridworld.ts";
import { penalised, safetyFirst, type StepOptions } from "./safety.ts";
import { evaluatePolicy, lexicographicValueIteration } from "./value_iteration.ts";

/** What an agent with one number does, from the start. */
export interface PenaltyResult {
  readonly penalty: number;
  /** Probability of ending in lava under the policy that is best for that number. */
  readonly risk: number;
  /** That policy's second utility: rewards where it stays safe (Theorem 6). */
  readonly value: number;
  readonly policy: readonly number[];
}

/** Solves the world with one number, and judges the policy by both. */
export function withPenalty(
  world: Gridworld,
  penalty: number,
  options: StepOptions = {},
): PenaltyResult {
  const { policy } = lexicographicValueIteration(penalised(world, penalty, options));
  const [risk, value] = evaluatePolicy(safetyFirst(world, options), policy);
  return { penalty, risk: -risk![world.start]! || 0, value: value![world.start]!, policy };
}

/** Risks below this are none: with exact zeros in the world's probabilities they are exactly 0. */
const NONE = 1e-12;

/**
 * The least penalty at which the best policy for one number takes no risk, by bisection.
 *
 * @param most Where to give up
 * @returns The penalty, or Infinity where `most` is not enough
 */
export function smallestSafePenalty(
  world: Gridworld,
  options: StepOptions & { readonly most?: number; readonly digits?: number } = {},
): number {
  const { most = 1e5, digits = 7 } = options;
  const safe = (penalty: number) => withPenalty(world, penalty, options).risk < NONE;
  if (!safe(most)) return Infinity;
  let [low, high] = [0, 1];
  while (!safe(high)) [low, high] = [high, 2 * high];
  while (high - low > 10 ** -digits * high) {
    const middle = (low + high) / 2;
    if (safe(middle)) high = middle;
    else low = middle;
  }
  return high;
}
