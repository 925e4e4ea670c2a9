/** Matrix addition (IRED, section 4.1). */
import { tf } from "../../../tensor/mod.ts";
import { addition as draw, additionRange } from "../../../datasets/matrix.ts";
import { matrixExchangeable } from "../../../models/matrix_exchangeable.ts";
import { ownAddition } from "./own/matrices.ts";
import { matrixTask, symmetricNetwork } from "./matrix_task.ts";
import type { Task } from "./task.ts";

/** Matrix addition: the sum `[batch, 20, 20]` of two matrices. */
export const addition: Task = matrixTask({
  name: "addition",
  title: "Matrix addition",
  conditionChannels: 2,
  draw,
  levels: additionRange,
  hardness: { name: "largest summand", values: [0.5, 1, 1.5, 2, 2.5, 3] },
  mlpTraining: { steps: 7400 },
  networks: {
    symmetric: symmetricNetwork(() => matrixExchangeable({ problem: "addition", layers: 2 })),
  },
  own: ownAddition,
  published: [
    { method: "IRED", same: 0.0002, harder: 0.0020, source: "IRED, table 1" },
    { method: "IREM", same: 0.0003, harder: 0.0021, source: "IRED, table 1" },
    { method: "Diffusion", same: 0.0071, harder: 0.5931, source: "IRED, table 1" },
    { method: "Programmatic", same: 0.0111, harder: 0.3446, source: "IRED, table 1" },
    { method: "Recurrent", same: 0.3610, harder: 2.6133, source: "IRED, table 1" },
    { method: "Feedforward", same: 0.0448, harder: 0.7029, source: "IRED, table 1" },
  ],
  baselines: [{ name: "answer zero", answer: ({ answer }) => tf.zerosLike(answer) }],
});
