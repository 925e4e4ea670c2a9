/**
 * Iterated denoising energy matching, as notebook 11 uses it.
 *
 * @module
 */
export { centred, doubleWell, gmm40 } from "../../energy/mod.ts";
export { estimateErrors } from "./estimates.ts";
export { clusterMetrics, drawIdem, drawMonteCarlo, negativeLogLikelihood } from "./evaluate.ts";
export { shippedIdem, shippedTrainings } from "./files.ts";
export { limitTable, readLimits } from "./limits.ts";
export {
  lj13Chains,
  lj13Claims,
  lj13Curves,
  lj13Drawn,
  lj13Table,
  PUBLISHED_ENERGIES,
  PUBLISHED_LJ13,
  readLj13,
} from "./lennard_jones.ts";
export {
  chains,
  clusterTable,
  estimateLines,
  estimateRows,
  exactPoints,
  lossRows,
  mixtureBars,
  type MixtureSampler,
  mixtureTable,
  sampled,
  together,
} from "./report.ts";
export {
  dw4Options,
  finerDw4Options,
  forcedDw4Options,
  GMM_SCALE,
  gmmOptions,
  keptDw4Options,
  ownDw4Options,
  ownGmmOptions,
} from "./settings.ts";
export { trainIdem } from "./train.ts";
export { idemClaims } from "./verdict.ts";
