/** Operations that IRED's algorithm needs with the perceptron, counted by matrix products. */
import type { EnergyNetwork } from "../energy/energy_network.ts";

/** Sizes of the perceptron. */
export interface MlpSizes {
  readonly conditionSize: number;
  readonly answerSize: number;
  readonly width: number;
}

/** Floating-point operations per example. */
export interface Operations {
  readonly trainingStep: number;
  solving(innerSteps: number, levels: number): number;
}

/**
 * Floating-point operations per example (a multiplication and an addition count as two).
 *
 * With F a forward pass from the answer, f its first product and X the product with the condition:
 * - mining, two steps: three energies, two of them with gradient: 5F;
 * - denoising loss: energy and gradient 2F, and the reverse of both by parameters 4F - f, as the
 *   noisy answer needs no gradient;
 * - contrastive loss: two energies 2F, and their reverse 4F - 2f;
 * - the condition is encoded once, X, and its kernel's gradient is one product more, X.
 *
 * Solving takes, per landscape, a gradient for the jump 2F, the start 2F, K - 1 steps of 2F and
 * a last step without gradient, F. The time features are ten rows, and not counted.
 */
export function countMlpOperations(sizes: MlpSizes): Operations {
  const { conditionSize, answerSize, width } = sizes;
  const f = 2 * answerSize * width;
  const F = 2 * f + 2 * (2 * width * width);
  const X = 2 * conditionSize * width;
  return {
    trainingStep: 5 * F + (6 * F - f) + (6 * F - 2 * f) + 2 * X,
    solving: (innerSteps, levels) => X + levels * (2 * innerSteps + 3) * F,
  };
}

/** {@link countMlpOperations} of a network; nothing for networks that are not counted. */
export function neededOperations({ name, config }: EnergyNetwork): Operations | undefined {
  return name === "mlp" ? countMlpOperations(config as unknown as MlpSizes) : undefined;
}
