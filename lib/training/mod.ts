/**
 * Training of anything: a learner's loop, optimisers as chains, averages, runs in folders,
 * checkpoints. It knows no paper.
 *
 * @module
 */
export * from "./checkpoint.ts";
export * from "./config.ts";
export { type EmaOptions, emaRate, emaUpdate, referenceEma } from "./ema.ts";
export { fit, type FitOptions } from "./fit.ts";
export * from "./gradient_learner.ts";
export * from "./learner.ts";
export * from "./learning_rate.ts";
export * from "./log.ts";
export { describeMachine } from "./machine.ts";
export * from "./optimizer.ts";
export * from "./run.ts";
export * from "./safetensors.ts";
export * from "./trainer.ts";
