/** The reference's quirks as named options, and two presets of them. */
import { LANDSCAPES } from "../../../energy/energy_network.ts";
import { assertChoice, assertNumber, assertSteps } from "../../../checks.ts";
import type { IremOptions } from "./irem.ts";
import type { MiningOptions } from "./negatives.ts";
import { type StepLength, stepLengths } from "./step_length.ts";

/** How answers are found. */
export interface SamplerOptions {
  /** Descent steps per landscape, K. */
  readonly innerSteps: number;
  /** Largest |y₀| after the jump. */
  readonly clampJump: number;
  /** Largest |y/√ᾱ_t| during descent. */
  readonly clampDescent: number;
  /** Largest |y/√ᾱ_t| when a landscape is left. */
  readonly clampFinal: number;
  /** Factor on λ_t after a landscape's first step. */
  readonly multiplierAfterFirst: number;
  /**
   * "fixed", as published, or "adaptive" (ours, for networks trained as "ired"): on each landscape
   * and for each problem, a step after one that was taken is twice as long as that, one after one
   * that was refused a quarter. The first is not changed.
   */
  readonly stepLength: StepLength;
  /** Whether each landscape starts with y ← √ᾱ_t·y₀(y), which the code does and the paper omits. */
  readonly jump: "on" | "off";
  /** Whether each landscape but the last starts with posterior noise (the paper's noisy ablation, and restarts). */
  readonly posteriorNoise: "on" | "off";
  /** Whether the answer keeps the factor √ᾱ₀ = 0.986 of the last landscape. */
  readonly answerScale: "scaled" | "unscaled";
  /**
   * How a network trained as "diffusion" goes from level to level: by the posterior's mean and
   * noise, or, as the reference, by the estimate of the answer, scaled, and noise.
   */
  readonly reverse: "ancestral" | "projection";
}

/** How networks are trained. */
export interface LossOptions {
  /** Weight of the contrastive loss; 0 leaves it out. */
  readonly contrastWeight: number;
  readonly mining: MiningOptions;
  /** For the method "irem", in training and solving. */
  readonly irem: IremOptions;
}

/** Everything of IRED that is not the network or the data. */
export interface DiffusionOptions {
  readonly levels: number;
  readonly sampler: SamplerOptions;
  readonly loss: LossOptions;
}

/** The released code on matrices, oversights included. */
export const reference: DiffusionOptions = {
  levels: LANDSCAPES,
  sampler: {
    innerSteps: 5,
    clampJump: 2,
    clampDescent: 2,
    clampFinal: 2,
    multiplierAfterFirst: 2,
    stepLength: "fixed",
    jump: "on",
    posteriorNoise: "off",
    answerScale: "scaled",
    reverse: "projection",
  },
  loss: {
    contrastWeight: 0.5,
    mining: { steps: 2, noise: 3, clamp: 2, multiplierAfterFirst: 2, bound: "first-example" },
    irem: { steps: 5, stepSize: 1, clamp: Infinity, start: "zero-to-one" },
  },
};

/**
 * The same without the oversights: steps of λ_t throughout (twice that reflects about the minimum),
 * clamps beyond all but some few in ten thousand of the harder answers, an answer without the factor √ᾱ₀, negatives bounded
 * by their own level; for the baselines, a diffusion that is sampled as it was trained, and an IREM
 * that starts around zero and is clamped.
 */
export const corrected: DiffusionOptions = {
  levels: LANDSCAPES,
  sampler: {
    ...reference.sampler,
    clampJump: 6,
    clampDescent: 6,
    clampFinal: 6,
    multiplierAfterFirst: 1,
    answerScale: "unscaled",
    reverse: "ancestral",
  },
  loss: {
    contrastWeight: 0.5,
    mining: { steps: 2, noise: 3, clamp: 6, multiplierAfterFirst: 1, bound: "per-example" },
    irem: { steps: 5, stepSize: 1, clamp: 2, start: "plus-minus-one" },
  },
};

/** The presets by name. */
export const presets = { reference, corrected } as const;
/** A name in {@link presets}. */
export type PresetName = keyof typeof presets;

/**
 * Checks how answers are to be found.
 *
 * @throws {RangeError} If a value is impossible; the message has the accepted ones
 */
export function checkSamplerOptions(options: SamplerOptions): void {
  assertSteps("innerSteps", options.innerSteps);
  for (const name of ["clampJump", "clampDescent", "clampFinal", "multiplierAfterFirst"] as const) {
    assertNumber(name, options[name], "above 0");
  }
  assertChoice("stepLength", options.stepLength, stepLengths);
  assertChoice("jump", options.jump, ["on", "off"]);
  assertChoice("posteriorNoise", options.posteriorNoise, ["on", "off"]);
  assertChoice("answerScale", options.answerScale, ["scaled", "unscaled"]);
  assertChoice("reverse", options.reverse, ["ancestral", "projection"]);
}
