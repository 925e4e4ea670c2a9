/** Negatives for the contrastive loss, found by descending from a corrupted answer. */
import { type Tensor, tf } from "../../../tensor/mod.ts";
import { assertChoice, assertNumber, assertSteps } from "../../../checks.ts";
import { descend, descendLast, startDescent } from "./descent.ts";
import type { Landscape } from "../../../energy/energy_gradient.ts";
import type { Levels } from "../../../diffusion/levels.ts";
import { clampTo, holdObserved, type Observed } from "../../../diffusion/noising.ts";

/** How negatives are mined; the preset "reference" has what IRED's released code has for matrices. */
export interface MiningOptions {
  /** Descent steps. */
  readonly steps: number;
  /** The start is √ᾱ_t·y + `noise`·σ_t·ε. */
  readonly noise: number;
  /** Largest entry of a clean negative, and of y/√ᾱ_t during the descent. */
  readonly clamp: number;
  /** Factor on λ_t after the first step. */
  readonly multiplierAfterFirst: number;
  /**
   * Whose level bounds |y| during the descent: the reference takes that of the batch's first
   * example for all, by an oversight.
   */
  readonly bound: "first-example" | "per-example";
}

/** Throws if a value is impossible; the message has the accepted ones. */
function checkMiningOptions(options: MiningOptions): void {
  assertSteps("steps", options.steps);
  assertNumber("noise", options.noise, "at least 0");
  assertNumber("clamp", options.clamp, "above 0");
  assertNumber("multiplierAfterFirst", options.multiplierAfterFirst, "above 0");
  assertChoice("bound", options.bound, ["first-example", "per-example"]);
}

/**
 * A clean negative per example: a few steps down the model's own landscape from a heavily noised
 * answer, divided by √ᾱ_t. Not differentiable: call it outside of the loss's tape.
 *
 * @param noise The ε that the contrastive loss uses for both sides, like y
 * @throws {RangeError} If an option is impossible
 */
export function mineNegatives(
  landscape: Landscape,
  y: Tensor,
  noise: Tensor,
  levels: Levels,
  options: MiningOptions,
  observed?: Observed,
): Tensor {
  checkMiningOptions(options);
  const first = tf.slice(
    levels.scale,
    levels.scale.shape.map(() => 0),
    levels.scale.shape.map(() => 1),
  );
  const bound = tf.mul(options.bound === "first-example" ? first : levels.scale, options.clamp);
  const noisy = tf.add(
    tf.mul(levels.scale, y),
    tf.mul(tf.mul(levels.sigma, options.noise), noise),
  );
  const start = holdObserved(noisy, observed, levels);
  let found = start;
  if (options.steps > 0) {
    let state = startDescent(landscape, start);
    for (let k = 0; k < options.steps - 1; k++) {
      const multiplier = k === 0 ? 1 : options.multiplierAfterFirst;
      [state] = descend(landscape, state, { levels, multiplier, bound, observed });
    }
    const multiplier = options.steps === 1 ? 1 : options.multiplierAfterFirst;
    found = descendLast(landscape, state, { levels, multiplier, bound, observed }).y;
  }
  return clampTo(tf.div(found, levels.scale), tf.scalar(options.clamp));
}
