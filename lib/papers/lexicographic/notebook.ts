/**
 * Lexicographic rewards, as notebook 18 uses them.
 *
 * @module
 */
export { checkMdp, type Mdp } from "../../datasets/mdp.ts";
export { gridworld } from "../../datasets/gridworld.ts";
export { rng } from "../../datasets/rng.ts";
export * from "./annealing.ts";
export * from "./bridge.ts";
export * from "./checks.ts";
export * from "./constrained.ts";
export * from "./examples.ts";
export * from "./figures.ts";
export * from "./findings.ts";
export * from "./order.ts";
export * from "./penalty.ts";
export * from "./safety.ts";
export {
  evaluatePolicy,
  lexicographicValueIteration,
  simultaneousIteration,
} from "./value_iteration.ts";

/** Calls `make` and says with what sentence it refuses. */
export function refusal(make: () => unknown): string {
  try {
    make();
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}
