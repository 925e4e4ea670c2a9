/** Gaussians on a circle. */
import { assertFinite } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { gaussianMixture, type Mixture } from "./mixture.ts";

/** Options of {@link ring}. */
export interface RingOptions {
  /** Number of Gaussians; default 8. */
  readonly count?: number;
  /** Radius of the circle; default 4. */
  readonly radius?: number;
  /** Standard deviation of each; default 0.3. */
  readonly deviation?: number;
  /** Weights, from the one at angle 0 on, counter-clockwise; default: equal. */
  readonly weights?: readonly number[];
}

/**
 * A mixture of Gaussians at equal distances on a circle, μ_i = r·(cos, sin)(2πi/count), i from 0.
 *
 * @throws {RangeError} If there is none, the radius, the deviation or a weight is impossible, or an option's
 * name is mistyped
 */
export function ring(options: RingOptions = {}): Mixture {
  const { count = 8, radius = 4, deviation = 0.3, weights } = options;
  assertOptionNames(options, ["count", "radius", "deviation", "weights"]);
  assertFinite("radius", radius, "at least 0");
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot put ${count} Gaussians on a circle: accepted are 1, 2, 3, …`);
  }
  const angles = Array.from({ length: count }, (_, i) => 2 * Math.PI * i / count);
  const means = angles.map((a) => [radius * Math.cos(a), radius * Math.sin(a)]);
  return gaussianMixture({ means, deviation, ...(weights ? { weights } : {}) });
}
