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
export type { Condition, Encoded, EnergyNetwork } from "./energy/energy_network.ts";
export {
  countParameters,
  denseSpec,
  initialize,
  parameter,
  type ParameterSpec,
  type ParameterSpecs,
  type Params,
} from "./nn/parameters.ts";
export { readoutEnergy, type ReadoutNetwork, sumOfSquares } from "./energy/readout_energy.ts";
export { timeFeatures, timeSpec } from "./nn/time_embedding.ts";

// Networks.
export { mlp, type MlpConfig } from "./models/mlp.ts";
export { matrixExchangeable, type MatrixExchangeableConfig } from "./models/matrix_exchangeable.ts";
export { graphNlm, type GraphNlmConfig, unusedNlmParameters } from "./models/graph_nlm.ts";
export { graphRelational, type GraphRelationalConfig } from "./models/graph_relational.ts";
export { matrixProducts, type MatrixProductsConfig } from "./models/matrix_products.ts";

// IRED: schedule, losses, negatives, sampler; and the methods it is compared with.
export * from "./papers/ired/method/descent.ts";
export * from "./energy/energy_gradient.ts";
export * from "./papers/ired/method/feedforward.ts";
export * from "./papers/ired/method/irem.ts";
export * from "./diffusion/levels.ts";
export * from "./papers/ired/method/losses.ts";
export * from "./papers/ired/method/method_sampler.ts";
export * from "./papers/ired/method/methods.ts";
export * from "./papers/ired/method/negatives.ts";
export * from "./papers/ired/method/noise_prediction.ts";
export * from "./diffusion/noising.ts";
export * from "./papers/ired/method/options.ts";
export * from "./papers/ired/method/annealed_descent.ts";
export * from "./diffusion/schedule.ts";

// Problems and experiments.
export * as datasets from "./datasets/mod.ts";
export * from "./papers/ired/tasks/mod.ts";

// Training and checkpoints.
export * from "./training/ema.ts";
export * from "./training/checkpoint.ts";
export * from "./training/config.ts";
export * from "./training/log.ts";
export { describeMachine } from "./training/machine.ts";
export * from "./training/optimizer.ts";
export * from "./training/run.ts";
export * from "./training/safetensors.ts";
export * from "./papers/ired/method/step.ts";
export * from "./training/trainer.ts";

// Evaluation.
export * from "./papers/ired/evaluation/baselines.ts";
export * from "./papers/ired/landscapes/corruption.ts";
export * from "./papers/ired/landscapes/landscapes.ts";
export * from "./papers/ired/landscapes/line.ts";
export * from "./papers/ired/evaluation/problems.ts";
export * from "./records/records.ts";
export * from "./papers/ired/evaluation/scores.ts";
export * from "./papers/ired/evaluation/solve.ts";
export * from "./papers/ired/evaluation/solver.ts";
export * from "./records/statistics.ts";
export * from "./papers/ired/evaluation/sweep_rows.ts";
export * from "./papers/ired/evaluation/sweeps.ts";
export * from "./papers/ired/evaluation/trained.ts";
