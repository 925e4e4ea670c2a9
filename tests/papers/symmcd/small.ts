/** Networks of crystals that are quick to make. */
import type { DenoiserConfig } from "lib/papers/symmcd/denoiser.ts";

/** Of orbits, with so many levels of noise. */
export const smallConfig = (levels: number): DenoiserConfig => ({
  ...{ nodes: "orbits", width: 4, layers: 1, frequencies: 1, latent: 2, levels },
});
