/** Operations that IRED's algorithm needs with the perceptron, counted by matrix products. */

/** Sizes of the perceptron. */
export interface MlpSizes {
  readonly conditionSize: number;
  readonly answerSize: number;
  readonly width: number;
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
export function countMlpOperations({ conditionSize, answerSize, width }: MlpSizes) {
  const f = 2 * answerSize * width;
  const F = 2 * f + 2 * (2 * width * width);
  const X = 2 * conditionSize * width;
  return {
    trainingStep: 5 * F + (6 * F - f) + (6 * F - 2 * f) + 2 * X,
    solving: (innerSteps: number, levels: number) => X + levels * (2 * innerSteps + 3) * F,
  };
}
