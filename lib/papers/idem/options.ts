/** What iDEM trains, and the score that comes of it. */
import { alongBatch } from "../../diffusion/conversions.ts";
import type { NoiseLevel, VarianceSchedule } from "../../diffusion/variance_schedule.ts";
import { energyAndGradient, type Target } from "../../energy/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import { clipNorm, type MonteCarloOptions } from "../../samplers/mod.ts";
import { type Tensor, tf } from "../../tensor/mod.ts";

/** What iDEM trains, and how. */
export interface IdemOptions {
  readonly target: Target;
  /** Conditioned on the time alone. */
  readonly network: VectorNetwork;
  readonly schedule: VarianceSchedule;
  readonly estimator: MonteCarloOptions;
  /** Weight λ(t) of the loss: h + 0.001 ("variance"), 1, or h + c² ("normalised", ours). */
  readonly weight: "variance" | "one" | "normalised";
  /**
   * c: the score is the network's output over √(h + c²), so that outputs are of order 1 at all times
   * (ours). Without it, the score is the output itself, as in the paper.
   */
  readonly deviation?: number;
  /**
   * The forces -∇E(x), each particle's (or sample's) cut to `clip`, are c²/(h + c²) of the score from the
   * start, so that the network learns what they lack: all of it where noise is large, nothing where
   * there is none (ours). Drawing a sample then takes an energy and a gradient for each step.
   */
  readonly forces?: { readonly deviation: number; readonly clip: number };
  /** Whether the point that was noised is one of the estimator's K (ours): see its `kept`. Default: no. */
  readonly keeps?: "noised point";
  /** Learning rate over the steps: "constant", as published (default), or a cosine to 0 (ours). */
  readonly rate?: "constant" | "cosine";
  /**
   * Where the points come from that noise is put on: the network's own samples (iDEM), or the prior
   * N(0, h(1)) throughout (pDEM).
   */
  readonly source: "own samples" | "prior";
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Own samples are drawn after so many steps, … */
  readonly refreshEvery: number;
  /** … so many, … */
  readonly refreshSamples: number;
  /** … in so many steps of the reverse SDE. */
  readonly refreshSteps: number;
  readonly capacity: number;
  /** Samples of the prior in the buffer at first. */
  readonly initialSamples: number;
  readonly noiseScale?: number;
  /** Such as to take away the centre of mass, of prior, noised points and samples. */
  readonly project?: (x: Tensor) => Tensor;
  readonly seed: number;
  readonly mode?: "xla" | "graph";
}

/** The score that a network of time has learned. */
export function scoreOf(
  { network, deviation, forces, target, estimator }: Pick<
    IdemOptions,
    "network" | "deviation" | "forces" | "target" | "estimator"
  >,
) {
  return (params: Params, x: Tensor, { t, h }: NoiseLevel): Tensor => {
    const output = network.apply(params, x, tf.expandDims(t, 1));
    const learned = deviation === undefined
      ? output
      : tf.div(output, alongBatch(tf.sqrt(tf.add(h, deviation ** 2)), output));
    if (!forces) return learned;
    const { gradient } = energyAndGradient((y) => target.energy(y), x);
    const share = tf.div(forces.deviation ** 2, tf.add(h, forces.deviation ** 2));
    const cut = clipNorm(gradient, forces.clip, estimator.clipPer);
    return tf.sub(learned, tf.mul(alongBatch(share, x), cut));
  };
}
