/**
 * Reasoning as energy minimisation: what a script imports. Charts are in `lib/plots/mod.ts`.
 *
 * @example Train for two steps, solve, and measure
 * ```ts
 * import { createTrainer, evaluate, tasks, tf } from "./mod.ts";
 *
 * const task = tasks.addition;
 * const { create, training } = task.networks.symmetric!;
 * const network = create();
 * const config = { task: task.name, network: "symmetric", seed: 0, ...training, batch: 2, steps: 2 };
 * const trainer = createTrainer(
 *   { network, sample: (key, count) => task.sample(key, count, "train") },
 *   config,
 *   undefined,
 *   "graph",
 * );
 * for await (const { step, loss } of trainer.steps()) console.log(step, loss);
 *
 * const { mean, standardError } = await evaluate({
 *   task,
 *   network,
 *   params: trainer.progress.learned.average,
 *   problems: 4,
 *   sampler: { innerSteps: 1 },
 *   mode: "graph",
 * });
 * console.log(`mean squared error ${mean} ± ${standardError}`);
 * trainer.dispose();
 * console.assert(tf.memory().numTensors < 1000);
 * ```
 *
 * @module
 */
// The engine: TensorFlow.js, compile, random numbers by key.
export * from "./tensor/mod.ts";

// Layers, parameters, and what an energy network is.
export * as layers from "./nn/layers.ts";
export type { Condition, Encoded, EnergyNetwork } from "./nn/energy_network.ts";
export {
  countParameters,
  denseSpec,
  initialize,
  parameter,
  type ParameterSpec,
  type ParameterSpecs,
  type Params,
} from "./nn/parameters.ts";
export { readoutEnergy, type ReadoutNetwork, sumOfSquares } from "./nn/readout_energy.ts";
export { timeFeatures, timeSpec } from "./nn/time_embedding.ts";

// Networks.
export { mlp, type MlpConfig } from "./models/mlp.ts";
export { matrixExchangeable, type MatrixExchangeableConfig } from "./models/matrix_exchangeable.ts";
export { graphNlm, type GraphNlmConfig, unusedNlmParameters } from "./models/graph_nlm.ts";
export { graphRelational, type GraphRelationalConfig } from "./models/graph_relational.ts";
export { matrixProducts, type MatrixProductsConfig } from "./models/matrix_products.ts";

// IRED: schedule, losses, negatives, sampler; and the methods it is compared with.
export * from "./diffusion/descent.ts";
export * from "./energy/energy_gradient.ts";
export * from "./diffusion/feedforward.ts";
export * from "./diffusion/irem.ts";
export * from "./diffusion/levels.ts";
export * from "./diffusion/losses.ts";
export * from "./diffusion/method_sampler.ts";
export * from "./diffusion/methods.ts";
export * from "./diffusion/negatives.ts";
export * from "./diffusion/noise_prediction.ts";
export * from "./diffusion/noising.ts";
export * from "./diffusion/options.ts";
export * from "./diffusion/sampler.ts";
export * from "./diffusion/schedule.ts";

// Problems and experiments.
export * as datasets from "./datasets/mod.ts";
export * from "./tasks/mod.ts";

// Training and checkpoints.
export * from "./training/average.ts";
export * from "./training/checkpoint.ts";
export * from "./training/config.ts";
export * from "./training/log.ts";
export { describeMachine } from "./training/machine.ts";
export * from "./training/optimizer.ts";
export * from "./training/run.ts";
export * from "./training/safetensors.ts";
export * from "./training/step.ts";
export * from "./training/trainer.ts";

// Evaluation.
export * from "./evaluation/baselines.ts";
export * from "./evaluation/corruption.ts";
export * from "./evaluation/landscapes.ts";
export * from "./evaluation/line.ts";
export * from "./evaluation/problems.ts";
export * from "./evaluation/records.ts";
export * from "./evaluation/scores.ts";
export * from "./evaluation/solve.ts";
export * from "./evaluation/solver.ts";
export * from "./evaluation/statistics.ts";
export * from "./evaluation/sweep_rows.ts";
export * from "./evaluation/sweeps.ts";
export * from "./evaluation/trained.ts";
