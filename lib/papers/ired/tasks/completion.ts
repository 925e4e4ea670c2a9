/** Completion of noisy low-rank matrices (IRED, section 4.1). */
import { tf } from "../../../tensor/mod.ts";
import { completion as draw, completionDivisor } from "../../../datasets/matrix.ts";
import { matrixExchangeable } from "../../../models/matrix_exchangeable.ts";
import { ownCompletion } from "./own/matrices.ts";
import { matrixTask, symmetricNetwork } from "./matrix_task.ts";
import type { Task } from "./task.ts";

/** Matrix completion: all entries `[batch, 20, 20]` of a matrix of which some are shown. */
export const completion: Task = matrixTask({
  name: "completion",
  title: "Matrix completion",
  conditionChannels: 1,
  draw,
  levels: completionDivisor,
  hardness: { name: "divisor of the low-rank part", values: [40, 20, 10, 7, 5] },
  // Of three trainings at 1e-3, ten times the paper's rate, one broke; at 3e-4 none does, nor takes more steps.
  mlpTraining: { steps: 2000, learningRate: 3e-4 },
  networks: {
    symmetric: symmetricNetwork(() => matrixExchangeable({ problem: "completion", layers: 3 }), {
      steps: 16_500,
    }),
  },
  own: ownCompletion,
  published: [
    { method: "IRED", same: 0.0174, harder: 0.2054, source: "IRED, table 1" },
    { method: "IREM", same: 0.0183, harder: 0.2074, source: "IRED, table 1" },
    { method: "Diffusion", same: 0.0219, harder: 0.2142, source: "IRED, table 1" },
    { method: "Programmatic", same: 0.0203, harder: 0.2637, source: "IRED, table 1" },
    { method: "Recurrent", same: 0.0266, harder: 0.3285, source: "IRED, table 1" },
    { method: "Feedforward", same: 0.0203, harder: 0.2720, source: "IRED, table 1" },
  ],
  baselines: [
    {
      name: "copy what is shown, zero elsewhere",
      answer: ({ condition, answer }) => tf.reshape(condition.x!, answer.shape),
    },
    { name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) },
  ],
});
