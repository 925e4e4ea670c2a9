/** From the networks of one rung to samples of the next. */
import { alongBatch } from "../../diffusion/conversions.ts";
import { withDivergence, withEstimatedDivergence } from "../../diffusion/divergence.ts";
import type { NoiseLevel, VarianceSchedule } from "../../diffusion/variance_schedule.ts";
import { energyAndGradient, type Target } from "../../energy/mod.ts";
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
 * How strongly particles drift along s: κ = γ, as published, or κ = 1, with the probability flow of p (ours).
 * See {@link pitaMove}.
 */
export type Transport = "annealed" | "flow";

/** What {@link pitaMove} may do otherwise than the released code. */
export interface MoveOptions {
  /** See {@link energyOf}. */
  readonly known?: KnownEnergy;
  /** Default: annealed. */
  readonly transport?: Transport;
  /** Probes of the estimate of the divergence; default: it is exact. */
  readonly probes?: number;
}

/**
 * Moves toward p^γ: for a unit of variance drift ½κs - ½γ∇U and rate ½κ(div s - γ⟨∇U, s⟩) + γ ∂U/∂h.
 *
 * The Langevin part, -½γ∇U and the noise, keeps p^γ and needs no weight, so weights pay for the transport
 * alone. PITA (Akhound-Sadegh et al. 2025, as in the released code) has κ = γ: with s = -∇U and the exact U the
 * rate is then ½γ(γ - 1)|s|², which varies between particles even where p is a Gaussian and nothing
 * is to be mended. With κ = 1 (ours), the probability flow of p, it is ½(1 - γ) div s: the same for all
 * particles of a Gaussian, so that weights vary less. Both lead to p^γ.
 */
export function pitaMove(
  network: VectorNetwork,
  gamma: number,
  { known, transport = "annealed", probes }: MoveOptions = {},
): WeightedMove<Rung> {
  const energy = energyOf(network, known), kappa = transport === "flow" ? 1 : gamma;
  return {
    noise: 1,
    at(rung, x, { h }: NoiseLevel, key) {
      const axes = x.shape.map((_, axis) => axis).slice(1);
      const wide = tf.mul(tf.ones([x.shape[0]!]), h) as Tensor1D;
      const field = (y: Tensor) => scoreAt(network, rung, y, wide);
      const { value, divergence } = probes
        ? withEstimatedDivergence(field, x, key, probes)
        : withDivergence(field, x);
      const [slope, change] = tf.grads((y: Tensor, v: Tensor) =>
        tf.sum(energy(rung.params, y, v as Tensor1D, rung.beta))
      )([x, wide]) as [Tensor, Tensor1D];
      const inner = tf.sum(tf.mul(slope, value), axes);
      const rate = tf.add(
        tf.mul(tf.sub(divergence, tf.mul(inner, gamma)), kappa / 2),
        tf.mul(change, gamma),
      );
      const drift = tf.sub(tf.mul(value, kappa / 2), tf.mul(slope, gamma / 2));
      return { drift, rate: rate as Tensor1D };
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

/**
 * The drift of {@link pitaMove} along the flow, ½s - ½γ∇U (ours), and no weights, or with `probes` those that
 * an exact score has, ½(1 - γ) div s, the divergence estimated. They correct what annealing gets wrong, not what
 * the networks do; what ∂U/∂h would add to the rate is noise where U is learned from few samples. Where densities
 * are Gaussian about each point, the drift leads to p^γ as it is; shares of places far from each other
 * are what weights are for.
 */
export function flowMove(
  network: VectorNetwork,
  gamma: number,
  { known, probes = 0 }: Pick<MoveOptions, "known" | "probes"> = {},
): WeightedMove<Rung> {
  const energy = energyOf(network, known);
  return {
    noise: 1,
    at(rung, x, { h }: NoiseLevel, key) {
      const wide = tf.mul(tf.ones([x.shape[0]!]), h) as Tensor1D;
      const { gradient } = energyAndGradient((y) => energy(rung.params, y, wide, rung.beta), x);
      const field = (y: Tensor) => scoreAt(network, rung, y, wide);
      const { value, divergence } = probes
        ? withEstimatedDivergence(field, x, key, probes)
        : { value: field(x), divergence: tf.zeros([x.shape[0]!]) as Tensor1D };
      const drift = tf.mul(0.5, tf.sub(value, tf.mul(gradient, gamma)));
      return { drift, rate: tf.mul(divergence, (1 - gamma) / 2) as Tensor1D };
    },
  };
}

/** {@link scaledMove}, {@link pitaMove}, or {@link flowMove} without weights and with them. */
export type Way = "scaled" | "weighted" | "flow" | "flow-weighted";

/** How the next rung is sampled. */
export interface AnnealOptions extends MoveOptions {
  readonly network: VectorNetwork;
  readonly schedule: VarianceSchedule;
  /** γ = T/T', of this rung and the next. */
  readonly gamma: number;
  readonly particles: number;
  readonly steps: number;
  readonly move: Way;
  /** Rates above this quantile of all particles are cut to it; default .9, as released. */
  readonly rateQuantile?: number;
  /** Such as to take away the centre of mass. */
  readonly project?: (x: Tensor) => Tensor;
  /** How it is compiled; default: graph, which is ready sooner and slower then. */
  readonly mode?: "xla" | "graph";
}

/** A sampler of the next rung, compiled once. */
export function annealer(
  { network, schedule, gamma, steps, move, project, rateQuantile = 0.9, ...rest }: AnnealOptions,
) {
  const { mode = "graph" } = rest;
  const moves: Readonly<Record<Way, () => WeightedMove<Rung>>> = {
    scaled: () => scaledMove(network, gamma),
    weighted: () => pitaMove(network, gamma, rest),
    flow: () => flowMove(network, gamma, { ...rest, probes: 0 }),
    "flow-weighted": () => flowMove(network, gamma, { ...rest, probes: rest.probes ?? 1 }),
  };
  return weightedSde<Rung>({
    schedule,
    move: moves[move](),
    ...{ steps, startScale: 1 / gamma, mode },
    resampling: move.endsWith("weighted") ? "systematic" : "none",
    rateQuantile: move === "weighted" ? rateQuantile : 1,
    ...(project && { project }),
  });
}

/** Points settled by MALA where the hottest rung begins: wide Gaussian ones, or what `begin` gives. */
export function hotSamples(
  target: Target,
  { count, spread = 1, begin, key, seed, ...rest }: {
    readonly count: number;
    readonly spread?: number;
    readonly begin?: (count: number, seed: number) => Tensor;
    readonly key: Key;
    readonly seed: number;
    readonly temperature: number;
    readonly steps: number;
    readonly stepSize: number;
    readonly project?: (x: Tensor) => Tensor;
  },
): Tensor {
  const start = begin?.(count, seed) ??
    tidy(() => tf.mul(random.normal(key, [count, ...target.shape]), spread));
  const x = relax(target, start, { ...rest, key });
  start.dispose();
  return x;
}

/** Samples with more than so many times the temperature in energy are no samples, as in the released code. */
const OUTLIER = 1000;

/**
 * Samples x, those with more than 1,000 times the temperature in energy, or none, replaced by others in turn; all as
 * they are, if no other is left.
 */
export function withoutOutliers(target: Target, x: Tensor, temperature: number): Tensor {
  const energies = tf.tidy(() => target.energy(x).dataSync());
  const good = Array.from(energies, (_, i) => i).filter((i) =>
    Math.abs(energies[i]!) <= OUTLIER * temperature
  );
  if (good.length === energies.length || good.length === 0) return tf.clone(x);
  let spare = 0;
  const chosen = Array.from(
    energies,
    (e, i) => Math.abs(e) <= OUTLIER * temperature ? i : good[spare++ % good.length]!,
  );
  return tf.tidy(() => tf.gather(x, tf.tensor1d(chosen, "int32")));
}
