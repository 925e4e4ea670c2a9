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
  const { most = 1e5, digits = 7, ...step } = options;
  const safe = (penalty: number) => withPenalty(world, penalty, step).risk < NONE;
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

/**
 * What a safe walker pays on the cliff (figures.ts), worked out by hand and not by value iteration: up
 * two rows, five to the right, down two. On the second step, from the row above the lava, a gust blows
 * back to the start: V(start) = r + γV(above), V(above) = r + γ((1 − ε)·r(1 − γ⁷)/(1 − γ) + ε·V(start)).
 *
 * @param epsilon Probability of a gust
 * @returns The second number of the start's value
 */
export function detourValue(
  epsilon: number,
  { reward = -1, discount = 0.95 }: StepOptions = {},
): number {
  const onward = reward * (1 - discount ** 7) / (1 - discount);
  const above = reward + discount * ((1 - epsilon) * onward + epsilon * reward);
  return reward + discount * above / (1 - epsilon * discount ** 2);
}

/**
 * What ε·C* tends to on the cliff as gusts grow rare: the detour's two more steps, γ⁷ + γ⁸, over what
 * the four windy cells of the short way weigh, γ² + γ³ + γ⁴ + γ⁵ (a step costs 1).
 */
export function penaltyLimit(discount = 0.95): number {
  const steps = discount ** 7 + discount ** 8;
  const risk = [2, 3, 4, 5].reduce((sum, k) => sum + discount ** k, 0);
  return steps / risk;
}
