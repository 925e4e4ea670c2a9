/** Densities whose denoiser is known, as plain functions of numbers: no network, no batch. */

/** What a diffusion model is of: E[x_0 | x_0 + √h·ε = y] in closed form. */
export interface Prior {
  readonly dimension: number;
  /** Writes the mean of x_0 given y, under noise of variance `h`, into `out`. */
  denoise(y: Float64Array, h: number, out: Float64Array): void;
  /** One exact sample. */
  sample(uniform: () => number, normal: () => number): Float64Array;
}

/** Equal weights by default. */
export interface MixturePrior extends Prior {
  readonly means: readonly (readonly number[])[];
  readonly deviation: number;
}

/** p(x) = (1/M) Σ N(x; μ_m, σ²I) in any dimension. */
export function mixturePrior(
  means: readonly (readonly number[])[],
  deviation: number,
): MixturePrior {
  const count = means.length, dimension = means[0]!.length, variance = deviation ** 2;
  const flat = Float64Array.from(means.flat()), shares = new Float64Array(count);
  return {
    dimension,
    means,
    deviation,
    denoise(y, h, out) {
      const v = variance + h;
      let top = -Infinity;
      for (let m = 0; m < count; m++) {
        let square = 0;
        for (let i = 0; i < dimension; i++) square += (y[i]! - flat[m * dimension + i]!) ** 2;
        const exponent = -square / (2 * v);
        shares[m] = exponent;
        if (exponent > top) top = exponent;
      }
      let sum = 0;
      for (let m = 0; m < count; m++) sum += shares[m] = Math.exp(shares[m]! - top);
      for (let i = 0; i < dimension; i++) {
        let mean = 0;
        for (let m = 0; m < count; m++) mean += shares[m]! * flat[m * dimension + i]!;
        out[i] = (variance * y[i]! + h * mean / sum) / v;
      }
    },
    sample(uniform, normal) {
      const mean = means[Math.floor(uniform() * count)]!;
      return Float64Array.from(mean, (value) => value + deviation * normal());
    },
  };
}

/**
 * Φ(z) to 1.2e-7, given exp(-z²/2) (Numerical Recipes' Chebyshev fit of erfc, by Horner's rule). Written
 * out, as the denoiser spends its time here.
 */
function normalCdf(z: number, bell: number): number {
  const t = 1 / (1 + 0.5 * Math.SQRT1_2 * Math.abs(z));
  let s = 0.17087277;
  s = s * t - 0.82215223;
  s = s * t + 1.48851587;
  s = s * t - 1.13520398;
  s = s * t + 0.27886807;
  s = s * t - 0.18628806;
  s = s * t + 0.09678418;
  s = s * t + 0.37409196;
  s = s * t + 1.00002368;
  s = s * t - 1.26551223;
  const tail = 0.5 * t * bell * Math.exp(s);
  return z >= 0 ? 1 - tail : tail;
}

/** √2π. */
const ROOT = Math.sqrt(2 * Math.PI);

/**
 * The uniform density on every other square of [-4, 4]², the one in the lower left corner among
 * them. Under noise, each square is a product of two stretches, whose mass and mean are an error
 * function and two exponentials.
 */
export function boardPrior(): Prior {
  const edges = Float64Array.of(-4, -2, 0, 2, 4);
  /** Mass, and mass times mean, of each stretch of an axis. */
  const stretches = [new Float64Array(8), new Float64Array(8)];
  const cdf = new Float64Array(5), pdf = new Float64Array(5);
  return {
    dimension: 2,
    denoise(y, h, out) {
      const s = Math.sqrt(h);
      for (let axis = 0; axis < 2; axis++) {
        for (let e = 0; e < 5; e++) {
          const z = (edges[e]! - y[axis]!) / s;
          const bell = Math.exp(-0.5 * z * z);
          cdf[e] = normalCdf(z, bell);
          pdf[e] = bell / ROOT;
        }
        const row = stretches[axis]!;
        for (let e = 0; e < 4; e++) {
          // A floor keeps what is far off every stretch from dividing 0 by 0.
          const mass = Math.max(cdf[e + 1]! - cdf[e]!, 1e-14);
          row[e] = mass;
          const mean = y[axis]! + s * (pdf[e]! - pdf[e + 1]!) / mass;
          row[4 + e] = mass * Math.min(edges[e + 1]!, Math.max(edges[e]!, mean));
        }
      }
      const [a, b] = stretches as [Float64Array, Float64Array];
      let sum = 0, x0 = 0, x1 = 0;
      for (let i = 0; i < 4; i++) {
        for (let j = i % 2; j < 4; j += 2) {
          sum += a[i]! * b[j]!;
          x0 += a[4 + i]! * b[j]!;
          x1 += a[i]! * b[4 + j]!;
        }
      }
      out[0] = x0 / sum;
      out[1] = x1 / sum;
    },
    sample(uniform) {
      const i = Math.floor(uniform() * 4), j = 2 * Math.floor(uniform() * 2) + i % 2;
      return Float64Array.of(-4 + 2 * (i + uniform()), -4 + 2 * (j + uniform()));
    },
  };
}
