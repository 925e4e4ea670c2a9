/**
 * How good samples are, in numbers, on the host: distances between sets of points, and what is
 * exact on a grid.
 *
 * @module
 */
export { assign } from "./assignment.ts";
export { frechetDistance } from "./frechet.ts";
export { type GridDensity, gridDensity, type PlaneGrid, sampleGrid } from "./grid.ts";
export {
  type Bins,
  binsOf,
  distanceVariation,
  histogramOf,
  histogramVariation,
  modeCounts,
  modeVariation,
  particleDistances,
  totalVariation,
} from "./histograms.ts";
export { logSpaced, medianDistance, type MmdOptions, squaredMmd } from "./mmd.ts";
export { countOf, firstPoints, type Points, pointsOf, squaredDistance } from "./points.ts";
export { type LineOptions, wasserstein1, wasserstein2, wassersteinLine } from "./wasserstein.ts";
