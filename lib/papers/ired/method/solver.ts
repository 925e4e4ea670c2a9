/** What every way of solving shares: its contract, and compiled pieces of a network. */
import { compile, type CompileOptions, type Tensor, type TensorTree } from "../../../tensor/mod.ts";
import { encodeCondition } from "../../../energy/encode_condition.ts";
import type { Condition, Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Observed } from "../../../diffusion/noising.ts";
import type { Sampler } from "../../../samplers/sampler.ts";
import type { Problems } from "../problems.ts";

/** A problem being solved: parameters and encoded condition, and observed entries if any. */
export interface Solving {
  readonly params: Params;
  readonly encoded: Encoded;
  readonly observed?: Observed;
}

/** The answer so far, at the scale of the next landscape, `[batch, …]`. */
export type SolverState = { readonly y: Tensor };

/** What happened on one landscape. */
export type SolverInfo = {
  /** The estimate with which it was left, y/√ᾱ_t, unscaled. */
  readonly answer: Tensor;
  /** Energies at its start and after each step, `[innerSteps + 1, batch]`, where there is an energy. */
  readonly energies?: Tensor;
  /** Which examples each step moved, `[innerSteps, batch]`, where there are steps. */
  readonly accepted?: Tensor;
};

/**
 * A sampler whose steps are landscapes, from the smoothest, t = `steps` - 1, to the sharpest, t = 0
 * (see {@link landscapeOf}). `encode` once, then `run`.
 */
export interface Solver extends Sampler<Solving, SolverState, SolverInfo> {
  /** Gradients of the energy by the answer that a step evaluates, for each example. */
  readonly gradients: number;
  /** Takes a problem in; the encoded tensors belong to the caller. */
  encode(params: Params, condition: Condition, observed?: Observed): Solving;
}

/** The landscape t of step `k`. */
export const landscapeOf = ({ steps }: Pick<Solver, "steps">, k: number): number => steps - 1 - k;

/** How the pieces run; "eager" is op by op. */
export type SamplerMode = NonNullable<CompileOptions["mode"]> | "eager";

/** How a solver is built. */
export interface SolverSetting {
  /** Passed to {@link compile}, the network's own by default; "eager" runs op by op. */
  readonly mode?: SamplerMode | undefined;
  /** Only so many landscapes, the sharpest; all of them by default. */
  readonly landscapes?: number;
}

/** Compiles a piece of a network's solver under a name that reports show; "eager" does not. */
export function compiledPiece<I extends TensorTree, O extends TensorTree>(
  network: EnergyNetwork,
  name: string,
  fn: (inputs: I) => O,
  mode: SamplerMode,
): (inputs: I) => O {
  return mode === "eager"
    ? compile(fn).eager
    : compile(fn, { name: `${network.name}_${name}`, mode });
}

/** `build` once per network and key, kept as long as the network is. */
export function perNetwork<A extends unknown[], T>(
  build: (network: EnergyNetwork, ...rest: A) => T,
  keyOf: (...rest: A) => string,
): (network: EnergyNetwork, ...rest: A) => T {
  const built = new WeakMap<EnergyNetwork, Map<string, T>>();
  return (network, ...rest) => {
    const ofNetwork = built.get(network) ?? new Map<string, T>();
    built.set(network, ofNetwork);
    const key = keyOf(...rest);
    if (!ofNetwork.has(key)) ofNetwork.set(key, build(network, ...rest));
    return ofNetwork.get(key)!;
  };
}

/** `encode` of a solver: the network's, compiled once for all solvers that share a mode. */
export const encoder = perNetwork((network, mode: SamplerMode): Solver["encode"] => {
  const encode = compiledPiece(
    network,
    "encode",
    ({ params, condition }: { params: Params; condition: Problems["condition"] }) =>
      encodeCondition(network, params, condition),
    mode,
  );
  return (params, condition, observed) => ({
    params,
    encoded: encode({ params, condition }),
    ...(observed && { observed }),
  });
}, (mode) => mode);
