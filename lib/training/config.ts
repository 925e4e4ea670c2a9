/** What a training run is: a flat, serialisable record. */
import { type Method, methodNames } from "../papers/ired/method/methods.ts";
import type { PresetName } from "../papers/ired/method/options.ts";

/** A training run. It is written into each checkpoint and result. */
export interface TrainingConfig {
  /** Which experiment, such as "addition". */
  readonly task: string;
  /** Which of the task's networks, such as "mlp". */
  readonly network: string;
  /** What is minimised; "ired" if absent, as in checkpoints from before there were others. */
  readonly method?: Method;
  /** Whether IRED's loss has its contrastive part; "on" if absent. */
  readonly contrast?: "on" | "off";
  /** Size of a step of IREM's descent; 1 if absent, which is too long for steep energies. */
  readonly iremStep?: number;
  /** Options of losses and sampler: the released code's, or without its oversights. */
  readonly preset: PresetName;
  /** Fixes initialisation, data and noise. */
  readonly seed: number;
  /** Problems per optimiser step. */
  readonly batch: number;
  /** Optimiser steps of the whole run. */
  readonly steps: number;
  /**
   * Steps that the run was to have before it was extended. Up to each of these its learning rate is
   * that of a run of so many steps, after the last one that of a run of `steps`.
   */
  readonly extendedFrom?: readonly number[];
  /** The largest learning rate. */
  readonly learningRate: number;
  /** "constant" as the reference, or "cosine": linear warm-up, then a half cosine to zero. */
  readonly schedule: "constant" | "cosine";
  /** Steps of the linear warm-up of "cosine". */
  readonly warmupSteps: number;
  /** Decay of the moving average of parameters, with which everything is evaluated. */
  readonly averageDecay: number;
  /** Steps between updates of the average. */
  readonly averageEvery: number;
  /** Limit of the gradients' global norm. */
  readonly clip: number;
}

/** What the optional fields of a {@link TrainingConfig} mean where they are absent. */
export const configDefaults = { method: "ired", contrast: "on", iremStep: 1 } as const;

/** What a run trains: "ired" if its config does not say. */
export function methodOf({ method = configDefaults.method }: TrainingConfig): Method {
  return method;
}

/** The learning rate of optimiser step `step` = 1, 2, … */
export function learningRateAt(step: number, config: TrainingConfig): number {
  if (config.schedule === "constant") return config.learningRate;
  const warmup = Math.min(1, step / Math.max(1, config.warmupSteps));
  const progress = Math.min(1, (step - 1) / config.steps);
  return config.learningRate * warmup * 0.5 * (1 + Math.cos(Math.PI * progress));
}

type Limits = Partial<Record<keyof TrainingConfig, readonly [number, number, "integer" | "real"]>>;

const limits: Limits = {
  seed: [-(2 ** 31), 2 ** 31 - 1, "integer"],
  batch: [1, 65536, "integer"],
  steps: [1, 1e9, "integer"],
  learningRate: [1e-12, 10, "real"],
  warmupSteps: [0, 1e9, "integer"],
  averageDecay: [0, 1, "real"],
  averageEvery: [1, 1e6, "integer"],
  clip: [1e-9, 1e9, "real"],
  iremStep: [1e-9, 1e3, "real"],
};

const choices: Partial<Record<keyof TrainingConfig, readonly string[]>> = {
  preset: ["reference", "corrected"],
  schedule: ["constant", "cosine"],
  method: methodNames,
  contrast: ["on", "off"],
};

const valueOf = (config: TrainingConfig, name: string): unknown =>
  ({ ...configDefaults, ...config })[name as keyof TrainingConfig];

/**
 * Checks a configuration and freezes it.
 *
 * @throws {RangeError} If a value is impossible; the message has the accepted ones
 */
export function checkConfig(config: TrainingConfig): TrainingConfig {
  for (const [name, [low, high, kind]] of Object.entries(limits)) {
    const value = valueOf(config, name) as number;
    const fits = kind === "integer" ? Number.isInteger(value) : Number.isFinite(value);
    if (!fits || value < low || value > high) {
      const what = kind === "integer" ? "an integer" : "a number";
      throw new RangeError(
        `${name} must be ${what} from ${low} to ${high}: current value is ${value}`,
      );
    }
  }
  for (const [name, accepted] of Object.entries(choices)) {
    const value = valueOf(config, name) as string;
    if (!accepted.includes(value)) {
      throw new RangeError(
        `${name} must be one of ${accepted.join(", ")}: current value is ${value}`,
      );
    }
  }
  return Object.freeze({ ...config });
}
