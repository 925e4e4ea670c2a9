/** Gradient descent on one landscape, with the energy test of IRED. */
import { type Tensor, type Tensor1D, tf } from "../../../tensor/mod.ts";
import { energyAndGradient, type Landscape } from "../../../energy/energy_gradient.ts";
import type { Levels } from "../../../diffusion/levels.ts";
import { clampTo, holdObserved, type Observed } from "../../../diffusion/noising.ts";

/** Where a descent is: an answer with its energy and gradient, so that neither is computed twice. */
export type DescentState = {
  readonly y: Tensor;
  readonly energy: Tensor1D;
  readonly gradient: Tensor;
};

/** What limits a step. */
export interface DescentStep {
  readonly levels: Levels;
  /** Factor on λ_t. */
  readonly multiplier: number | Tensor;
  /** Largest |y|, broadcastable to y. */
  readonly bound: Tensor;
  readonly observed?: Observed | undefined;
}

/** Starts a descent at y. */
export function startDescent(landscape: Landscape, y: Tensor): DescentState {
  return { y, ...energyAndGradient(landscape, y) };
}

/** y - λ_t·multiplier·∇E, observed entries held, clamped. */
function propose({ y, gradient }: DescentState, step: DescentStep): Tensor {
  const move = tf.mul(tf.mul(step.levels.stepSize, step.multiplier), gradient);
  return clampTo(holdObserved(tf.sub(y, move), step.observed, step.levels), step.bound);
}

/** `[batch]` → `[batch, 1, …]` of the rank of `y`. */
export const perExample = (v: Tensor, y: Tensor): Tensor =>
  tf.reshape(v, [v.shape[0]!, ...new Array<number>(y.rank - 1).fill(1)]);

/**
 * One step: the proposal is taken by each example whose energy it does not raise, ties included.
 *
 * @returns The next state, and which examples moved, bool `[batch]`
 */
export function descend(
  landscape: Landscape,
  state: DescentState,
  step: DescentStep,
): [DescentState, { readonly accepted: Tensor1D }] {
  const y = propose(state, step);
  const { energy, gradient } = energyAndGradient(landscape, y);
  const accepted = tf.lessEqual(energy, state.energy) as Tensor1D;
  const taken = perExample(accepted, y);
  return [{
    y: tf.where(taken, y, state.y),
    energy: tf.where(accepted, energy, state.energy) as Tensor1D,
    gradient: tf.where(taken, gradient, state.gradient),
  }, { accepted }];
}

/** {@link descend} where no step follows, so that the proposal's gradient is not needed. */
export function descendLast(
  landscape: Landscape,
  state: DescentState,
  step: DescentStep,
): { readonly y: Tensor; readonly energy: Tensor1D; readonly accepted: Tensor1D } {
  const y = propose(state, step);
  const energy = landscape(y);
  const accepted = tf.lessEqual(energy, state.energy) as Tensor1D;
  return {
    y: tf.where(perExample(accepted, y), y, state.y),
    energy: tf.where(accepted, energy, state.energy) as Tensor1D,
    accepted,
  };
}
