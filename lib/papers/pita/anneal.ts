/** From the networks of one rung to samples of the next. */
import { alongBatch } from "../../diffusion/conversions.ts";
import { withDivergence } from "../../diffusion/divergence.ts";
import type { NoiseLevel, VarianceSchedule } from "../../diffusion/variance_schedule.ts";
import type { Target } from "../../energy/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import type { VectorNetwork } from "../../nn/vector_network.ts";
import { relax, type WeightedMove, weightedSde } from "../../samplers/mod.ts";
import { type Key, random, type Tensor, type Tensor1D, tf, tidy } from "../../tensor/mod.ts";
import { denoiserOf, energyOf, type KnownEnergy } from "./ladder.ts";

/** What a move is given: the parameters of a rung and its β, a scalar. */
export type Rung = { readonly params: Params; readonly beta: Tensor };

/** Score of the denoiser, (D - x)/h. */
function scoreAt(network: VectorNetwork, { params, beta }: Rung, x: Tensor, h: Tensor1D): Tensor {
  const denoised = denoiserOf(network)(params, x, h, beta);
  return tf.div(tf.sub(denoised, x), alongBatch(h, x));
}

/**
 * PITA's moves toward p^γ (Akhound-Sadegh et al. 2025, as in the released code): for a unit of variance
 * drift ½γ(s - ∇U) and rate ½γ²⟨-∇U, s⟩ + ½γ div s + γ ∂U/∂h, the divergence exact. With s = -∇U
 * and the exact U the rate is ½γ(γ - 1)|s|².
 */
export function pitaMove(
  network: VectorNetwork,
  gamma: number,
  known?: KnownEnergy,
): WeightedMove<Rung> {
  const energy = energyOf(network, known);
  return {
    noise: 1,
    at(rung, x, { h }: NoiseLevel) {
      const axes = x.shape.map((_, axis) => axis).slice(1);
      const wide = tf.mul(tf.ones([x.shape[0]!]), h) as Tensor1D;
      const { value, divergence } = withDivergence((y) => scoreAt(network, rung, y, wide), x);
      const [slope, change] = tf.grads((y: Tensor, v: Tensor) =>
        tf.sum(energy(rung.params, y, v as Tensor1D, rung.beta))
      )([x, wide]) as [Tensor, Tensor1D];
      const inner = tf.sum(tf.mul(slope, value), axes);
      const rate = tf.add(
        tf.mul(tf.sub(divergence, tf.mul(inner, gamma)), gamma / 2),
        tf.mul(change, gamma),
      );
      return { drift: tf.mul(tf.sub(value, slope), gamma / 2), rate: rate as Tensor1D };
    },
  };
}

/** Score scaling: drift γs, and no weights. */
export function scaledMove(network: VectorNetwork, gamma: number): WeightedMove<Rung> {
  return {
    noise: 1,
    at: (rung, x, { h }) => ({
      drift: tf.mul(scoreAt(network, rung, x, h), gamma),
      rate: tf.zeros([x.shape[0]!]) as Tensor1D,
    }),
  };
}

/** How the next rung is sampled. */
export interface AnnealOptions {
  readonly network: VectorNetwork;
  readonly schedule: VarianceSchedule;
  /** γ = T/T', of this rung and the next. */
  readonly gamma: number;
  readonly particles: number;
  readonly steps: number;
  readonly move: "weighted" | "scaled";
  /** See {@link energyOf}. */
  readonly known?: KnownEnergy;
  /** Rates above this quantile of all particles are cut to it; default .9, as released. */
  readonly rateQuantile?: number;
  /** Such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
}

/** A sampler of the next rung, compiled once. */
export function annealer(
  { network, schedule, gamma, steps, move, project, known, rateQuantile = 0.9 }: AnnealOptions,
) {
  return weightedSde<Rung>({
    schedule,
    move: move === "weighted" ? pitaMove(network, gamma, known) : scaledMove(network, gamma),
    ...{ steps, startScale: 1 / gamma, mode: "graph" as const },
    resampling: move === "weighted" ? "systematic" : "none",
    rateQuantile: move === "weighted" ? rateQuantile : 1,
    ...(project && { project }),
  });
}

/** Wide Gaussian points settled by MALA: where the hottest rung begins. */
export function hotSamples(
  target: Target,
  { count, spread, key, ...rest }: {
    readonly count: number;
    readonly spread: number;
    readonly key: Key;
    readonly temperature: number;
    readonly steps: number;
    readonly stepSize: number;
    readonly project?: (x: Tensor) => Tensor;
  },
): Tensor {
  const start = tidy(() => tf.mul(random.normal(key, [count, ...target.shape]), spread));
  const x = relax(target, start, { ...rest, key });
  start.dispose();
  return x;
}
