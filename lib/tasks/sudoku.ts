/** Sudoku (IRED, section 4.2): answers `[batch, 9, 9, 9]` over row, column and digit, ±1. */
import { sudokuConv } from "../models/sudoku_conv.ts";
import { sudokuRelational } from "../models/sudoku_relational.ts";
import { sudokuBaselines } from "./sudoku_baselines.ts";
import { asProblems, drawIndices, sudokuSet } from "./sudoku_data.ts";
import { sudokuMetrics, wrongFraction } from "./sudoku_measures.ts";
import { sudokuNegatives } from "./sudoku_negatives.ts";
import type { Task } from "./task.ts";

const cells = (method: string, same: number, harder: number) => ({
  ...{ method, same, harder, metric: "unknown cells right", source: "IRED, table 4" },
});

export const sudoku: Task = {
  name: "sudoku",
  title: "Sudoku",
  answerShape: [9, 9, 9],
  networks: {
    conv: {
      title: "paper's convolutional network",
      create: () => sudokuConv(),
      training: {
        preset: "reference",
        batch: 64,
        steps: 50_000,
        learningRate: 1e-4,
        schedule: "constant",
        warmupSteps: 0,
        averageDecay: 0.995,
        averageEvery: 10,
        clip: 1,
      },
    },
    relational: {
      title: "symmetric network",
      create: () => sudokuRelational(),
      training: {
        preset: "corrected",
        batch: 32,
        steps: 12_000,
        learningRate: 2e-3,
        schedule: "cosine",
        warmupSteps: 100,
        averageDecay: 0.99,
        averageEvery: 5,
        clip: 1,
      },
    },
  },
  sampler: {
    innerSteps: 20,
    clampJump: 1,
    clampDescent: 1,
    clampFinal: 1,
    multiplierAfterFirst: 1,
  },
  loss: { contrastWeight: 0.05 },
  lossHooks: { negatives: sudokuNegatives("reference") },
  sample(key, count, split) {
    const set = sudokuSet(split);
    return asProblems(set, drawIndices(key, count, set.count));
  },
  error: wrongFraction,
  errorName: "unknown cells wrong",
  metrics: sudokuMetrics,
  published: [
    cells("IRED", 0.994, 0.621),
    cells("IREM", 0.935, 0.246),
    cells("Diffusion", 0.661, 0.103),
  ],
  baselines: sudokuBaselines,
};
