import { compile, type TensorTree } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { SamplerMode } from "./landscape_steps.ts";

/** Compiles a piece of a network's sampler under a name that reports show; "eager" does not. */
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
