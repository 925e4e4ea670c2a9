/** What was trained, so that it can be trained again. */
import type { TrainingOptions } from "./checkpoint.ts";
import type { Nodes } from "./representation.ts";

/** Seeds of the generated crystals: no crystal of one is in another. */
export const SEEDS = { training: 1, validation: 2, test: 3 } as const;

/** Generated crystals that the shipped networks learned from. */
export const TRAINING_CRYSTALS = 4000;

/**
 * Options of the shipped networks. The paper's sizes are 8 layers of 1024 channels, 128 frequencies
 * and 1000 levels, trained on batches of 512 for 2000 epochs.
 */
export function trainingOptions(nodes: Nodes): TrainingOptions {
  return {
    denoiser: { nodes, width: 96, layers: 4, frequencies: 16, latent: 32, levels: 200 },
    slots: nodes === "orbits" ? 5 : 16,
    batch: 64,
    steps: nodes === "orbits" ? 20000 : 2000,
    learningRate: 1e-3,
    weights: { lattice: 5, positions: 1, elements: 1, symbols: 10 },
    seed: 0,
  };
}
