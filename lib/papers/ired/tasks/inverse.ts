/** Inverses of symmetric positive definite matrices (IRED, section 4.1). */
import { tf } from "../../../tensor/mod.ts";
import { inverseRidge, matrixInverse } from "../../../datasets/matrix.ts";
import { matrixExchangeable } from "../../../models/matrix_exchangeable.ts";
import { matrixProducts } from "../../../models/matrix_products.ts";
import { ownInverse } from "./own/matrices.ts";
import { matrixTask, symmetricNetwork } from "./matrix_task.ts";
import type { Task } from "./task.ts";

/** Matrix inverse: that of a symmetric positive definite matrix, `[batch, 20, 20]`. */
export const inverse: Task = matrixTask({
  name: "inverse",
  title: "Matrix inverse",
  conditionChannels: 1,
  draw: matrixInverse,
  levels: inverseRidge,
  hardness: { name: "multiple of the identity", values: [1, 0.5, 0.35, 0.2, 0.1, 0.05] },
  mlpTraining: { steps: 7300, learningRate: 5e-4 },
  networks: {
    symmetric: symmetricNetwork(() => matrixProducts(), { steps: 22_500, learningRate: 1e-3 }),
    // Symmetric too, but nothing in it makes the right answer a minimum: for baselines and ablations.
    exchangeable: {
      ...symmetricNetwork(
        () => matrixExchangeable({ problem: "inverse", layers: 4 }),
        { batch: 64 },
        "exchangeable network",
      ),
      checkpoint: "none",
    },
  },
  own: ownInverse,
  published: [
    { method: "IRED", same: 0.0095, harder: 0.2063, source: "IRED, table 1" },
    { method: "IREM", same: 0.0108, harder: 0.2083, source: "IRED, table 1" },
    { method: "Diffusion", same: 0.0115, harder: 0.2132, source: "IRED, table 1" },
    { method: "Programmatic", same: 0.0124, harder: 0.2209, source: "IRED, table 1" },
    { method: "Recurrent", same: 0.0109, harder: 0.2123, source: "IRED, table 1" },
    { method: "Feedforward", same: 0.0112, harder: 0.2150, source: "IRED, table 1" },
  ],
  baselines: [
    {
      name: "mean inverse of the training set",
      answer: ({ answer }, training) =>
        tf.add(tf.zerosLike(answer), tf.mean(training.answer, 0, true)),
    },
    { name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) },
  ],
});
