/**
 * Reasoning and sampling as energy minimisation: what a script imports. Charts are in
 * `lib/plots/mod.ts`; papers beside IRED in `lib/papers/NAME/notebook.ts`.
 *
 * Samplers, training and solving leave no tensors but what they return. Pure functions of tensors, such
 * as layers and a network's `energy`, are made for the inside of `compile`: elsewhere, call them
 * within `tidy`.
 *
 * @example Train for two steps, solve, and measure
 * ```ts
 * import { createTraining, evaluate, tasks } from "./mod.ts";
 *
 * const task = tasks.addition;
 * const training = createTraining(task, "symmetric", { batch: 2, steps: 2 }, "graph");
 * for await (const { step, loss } of training.steps()) console.log(step, loss);
 *
 * const { mean, standardError } = await evaluate({
 *   task,
 *   network: training.network,
 *   params: training.progress.learned.average,
 *   problems: 4,
 *   sampler: { innerSteps: 1 },
 *   mode: "graph",
 * });
 * console.log(`mean squared error ${mean} ± ${standardError}`);
 * training.dispose();
 * ```
 *
 * @module
 */
// The engine: TensorFlow.js, compile, random numbers by key.
export * from "./tensor/mod.ts";

// The general rooms, each of which knows only those before it.
export * from "./nn/mod.ts";
export * as datasets from "./datasets/mod.ts";
export * as symmetry from "./symmetry/mod.ts";
export * as metrics from "./metrics/mod.ts";
export * from "./energy/mod.ts";
export * from "./diffusion/mod.ts";
export * from "./models/mod.ts";
export * from "./samplers/mod.ts";
export * from "./training/mod.ts";
export * from "./records/mod.ts";

// The paper in the middle.
export * from "./papers/ired/mod.ts";
