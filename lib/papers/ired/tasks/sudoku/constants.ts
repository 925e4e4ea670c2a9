/** Constants of the released code for Sudoku, whatever its clues are made of. */
import type { Task } from "../task.ts";

/** The least chance with which a puzzle whose clues are hidden in training keeps each of them. */
export const LEAST_KEPT = 0.4;

/** Options of the sampler and of the losses. */
export const boardConstants: Pick<Task, "sampler" | "loss"> = {
  sampler: {
    innerSteps: 20,
    clampJump: 1,
    clampDescent: 1,
    clampFinal: 1,
    multiplierAfterFirst: 1,
  },
  loss: { contrastWeight: 0.05 },
};
