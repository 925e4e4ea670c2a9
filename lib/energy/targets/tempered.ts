/** Targets at other temperatures. */
import { tf } from "../../tensor/mod.ts";
import type { Target } from "../target.ts";
import { gaussianMixture, type Mixture } from "./mixture.ts";

/**
 * p(x)^(1/T): the energy over the temperature. It cannot be sampled exactly any more.
 *
 * @throws {RangeError} If the temperature is not above 0
 */
export function tempered(target: Target, temperature: number): Target {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new RangeError(`Cannot heat a target to temperature ${temperature}: it must be above 0`);
  }
  const { shape } = target;
  return { shape, energy: (x) => tf.tidy(() => tf.div(target.energy(x), temperature)) };
}

/** Weight below which a component of a power is left out, relative to the largest. */
const NEGLIGIBLE = 1e-12;

/** All ways to put `total` into `cells` counts, given to `use` one after the other. */
function compositions(total: number, cells: number, use: (counts: number[]) => void): void {
  const counts = new Array<number>(cells).fill(0);
  const fill = (cell: number, left: number) => {
    if (cell === cells - 1) {
      counts[cell] = left;
      use(counts);
      return;
    }
    for (let n = 0; n <= left; n++) {
      counts[cell] = n;
      fill(cell + 1, left - n);
    }
    counts[cell] = 0;
  };
  fill(0, total);
}

/**
 * p^`power` of a mixture for a small whole power, which is a mixture again: multiply out, and each
 * product of `power` Gaussians of one width is a Gaussian of variance σ²/power at the mean of
 * theirs, weighted by exp(-scatter/2σ²). So annealing to a temperature 1/power has exact samples.
 *
 * @throws {RangeError} If the power is not 1, 2, 3 or 4
 */
export function temperedMixture(mixture: Mixture, power: number): Mixture {
  if (![1, 2, 3, 4].includes(power)) {
    throw new RangeError(
      `Cannot multiply out a mixture to the power ${power}: accepted are 1 to 4`,
    );
  }
  const { means, weights, deviation } = mixture;
  const dimensions = means[0]!.length;
  const found: { mean: number[]; log: number }[] = [];
  const factorial = (n: number): number => n < 2 ? 1 : n * factorial(n - 1);
  compositions(power, means.length, (counts) => {
    const used = counts.flatMap((n, m) => n > 0 ? [[n, m] as const] : []);
    const mean = Array.from(
      { length: dimensions },
      (_, axis) => used.reduce((sum, [n, m]) => sum + n * means[m]![axis]!, 0) / power,
    );
    const scatter = used.reduce(
      (sum, [n, m]) => sum + n * means[m]!.reduce((s, x, axis) => s + (x - mean[axis]!) ** 2, 0),
      0,
    );
    const log = used.reduce(
      (sum, [n, m]) => sum + n * Math.log(weights[m]!) - Math.log(factorial(n)),
      -scatter / (2 * deviation ** 2),
    );
    found.push({ mean, log });
  });
  const top = Math.max(...found.map(({ log }) => log));
  const kept = found.filter(({ log }) => log - top > Math.log(NEGLIGIBLE));
  return gaussianMixture({
    means: kept.map(({ mean }) => mean),
    weights: kept.map(({ log }) => Math.exp(log - top)),
    deviation: deviation / Math.sqrt(power),
  });
}
