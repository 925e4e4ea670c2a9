/** The mixture of forty Gaussians that samplers are tried on. */
import { assertOptionNames } from "../../checks/spelling.ts";
import { gaussianMixture, type Mixture } from "./mixture.ts";
import { torchUniform } from "./torch_uniform.ts";

/** log(1 + eˣ). */
const softplus = (x: number): number => Math.log1p(Math.exp(x));

/** Options of {@link gmm40}. */
export interface Gmm40Options {
  /** What lengths are divided by; default 1. iDEM's network and FKC's toy work at 50. */
  readonly scale?: number;
  /**
   * Standard deviation of each component before scaling, which papers differ in: softplus(1) =
   * 1.3133 in iDEM (default), softplus(2) = 2.1269 in Feynman-Kac correctors, 1 in DQS.
   */
  readonly deviation?: number;
}

/** Standard deviations of the components of {@link gmm40}, by the paper that uses them. */
export const gmm40Deviations: Readonly<Record<"idem" | "fkc" | "dqs", number>> = {
  idem: softplus(1),
  fkc: softplus(2),
  dqs: 1,
};

/**
 * Means of {@link gmm40} before scaling: (U - ½)·80 with U from PyTorch's generator at seed 0
 * (Midgley et al. 2023; the code of iDEM).
 */
export function gmm40Means(): number[][] {
  const u = torchUniform(0, 80);
  return Array.from(
    { length: 40 },
    (_, i) => [(u[2 * i]! - 0.5) * 80, (u[2 * i + 1]! - 0.5) * 80],
  );
}

/**
 * Forty equal Gaussians, their means uniform in the square ±40 by PyTorch's seed 0.
 *
 * @throws {RangeError} If the scale or the deviation is not above 0, or an option's name is mistyped
 */
export function gmm40(options: Gmm40Options = {}): Mixture {
  const { scale = 1, deviation = gmm40Deviations.idem } = options;
  assertOptionNames(options, ["scale", "deviation"]);
  if (!(scale > 0)) {
    throw new RangeError(`Cannot divide lengths by ${scale}: the scale must be above 0`);
  }
  const means = gmm40Means().map((mean) => mean.map((x) => x / scale));
  return gaussianMixture({ means, deviation: deviation / scale });
}
