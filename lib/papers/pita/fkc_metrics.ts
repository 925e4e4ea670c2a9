/** How near samples are to p³, in the numbers of the published table. */
import { rng } from "../../datasets/rng.ts";
import {
  binsOf,
  countOf,
  firstPoints,
  histogramVariation,
  logSpaced,
  modeCounts,
  modeVariation,
  type Points,
  pointsOf,
  squaredMmd,
  wasserstein1,
  wasserstein2,
  wassersteinLine,
} from "../../metrics/mod.ts";
import { random, tf } from "../../tensor/mod.ts";
import { FKC_SCALE, fkcModel, fkcTarget } from "./fkc.ts";

/** One set of samples in numbers; all are distances, 0 at best but for their floors. */
export interface FkcMetrics {
  /** W₂ between the energies of samples and of exact samples of p³. */
  readonly energyW2: number;
  /**
   * Squared W₂ between the energies of p³ of all samples and of five exact ones, which is what the released
   * script compares: the median, 5 % and 95 % quantiles over many fives.
   */
  readonly energyOfFive: number;
  readonly energyOfFiveLow: number;
  readonly energyOfFiveHigh: number;
  /**
   * Squared MMD as released: of all points, lengths as they are, the sum of ten kernels of widths from
   * 0.01 to 1, each point beside itself, too, so that exact samples are at 20 over their number.
   */
  readonly mmd: number;
  /** Total variation between histograms of 200×200 bins over the exact samples. */
  readonly tv: number;
  /** Lengths as they are, on few points. */
  readonly w1: number;
  readonly w2: number;
  /** Total variation between shares of the forty modes. */
  readonly modeTv: number;
}

/** Exact samples to compare with. */
export interface FkcReference {
  readonly cold: Points;
  readonly hot: Points;
  /** How many of many exact samples are nearest to each mean. */
  readonly modes: Float64Array;
}

/** Exact samples of p³ and of p, `count` each, by a seed. */
export function fkcReference(count: number, seed: number): FkcReference {
  const [model, target] = [fkcModel(), fkcTarget()];
  return tf.tidy(() => {
    const [cold, hot, many] = random.split(random.key(seed), 3);
    return {
      cold: pointsOf(target.sample(cold!, count)),
      hot: pointsOf(model.sample(hot!, count)),
      modes: modeCounts(pointsOf(target.sample(many!, 20_000)), model.means),
    } as unknown as ReturnType<typeof tf.zeros>;
  }) as unknown as FkcReference;
}

/** Points in a random order: resampling leaves relatives side by side. */
export function shuffled({ values, dimension }: Points, seed: number): Points {
  const count = values.length / dimension;
  const order = rng(seed).shuffle(Array.from({ length: count }, (_, i) => i));
  const mixed = new Float32Array(values.length);
  order.forEach((from, to) =>
    mixed.set(values.subarray(from * dimension, (from + 1) * dimension), to * dimension)
  );
  return { values: mixed, dimension };
}

const scaled = ({ values, dimension }: Points): Points => ({
  values: Float32Array.from(values, (x) => x * FKC_SCALE),
  dimension,
});

/** Widths of the kernels of MMD. */
const WIDTHS = logSpaced(-2, 0, 10);

/** How often five exact samples are drawn to compare energies with. */
const FIVES = 1000;

/** Quantiles of the squared W₂ between energies and those of any five exact samples. */
function againstFives(own: Float64Array, exact: Float64Array, seed: number) {
  const numbers = rng(seed);
  // A thousand midpoints of equal mass say as much as all, and are compared a thousand times.
  const sorted = own.toSorted(), n = Math.min(FIVES, own.length);
  const some = Float64Array.from(
    { length: n },
    (_, i) => sorted[Math.floor((i + .5) * own.length / n)]!,
  );
  const all = Float64Array.from({ length: FIVES }, () => {
    const five = Array.from({ length: 5 }, () => exact[numbers.int(exact.length)]!);
    return wassersteinLine(some, five) ** 2;
  }).sort();
  const at = (q: number) => all[Math.floor(q * FIVES)]!;
  return { energyOfFive: at(.5), energyOfFiveLow: at(.05), energyOfFiveHigh: at(.95) };
}

/** Points of each run that are matched for W₁ and W₂; the released script matches all 10,000. */
export const MATCHED = 1000;

/**
 * Measures samples, lengths over 50, against exact ones.
 *
 * @param few Points compared by assignment, drawn at random
 */
export function fkcMetrics(
  points: Points,
  reference: FkcReference,
  seed: number,
  few = MATCHED,
): FkcMetrics {
  const model = fkcModel(), target = fkcTarget();
  const energies = (p: Points, of = model) =>
    tf.tidy(() => of.energy(tf.tensor2d(Float32Array.from(p.values), [countOf(p), 2])).dataSync());
  const colder = (p: Points) => Float64Array.from(energies(p, target));
  const some = firstPoints(shuffled(points, seed), few);
  const exact = firstPoints(reference.cold, few);
  return {
    energyW2: wassersteinLine(energies(points), energies(reference.cold)),
    ...againstFives(colder(points), colder(reference.cold), seed),
    mmd: WIDTHS.length *
      squaredMmd(scaled(points), scaled(reference.cold), WIDTHS, { biased: true }),
    tv: histogramVariation(points, reference.cold, binsOf([reference.cold], 200)),
    w1: wasserstein1(scaled(some), scaled(exact)),
    w2: wasserstein2(scaled(some), scaled(exact)),
    modeTv: modeVariation(points, model.means, reference.modes),
  };
}

/** A published number: mean and deviation over five runs. */
export type Published = readonly [mean: number, deviation: number];

/** A cell of the published table. */
export interface PublishedCell {
  readonly scheme: string;
  readonly corrector: string;
  readonly energyW2: Published;
  readonly mmd: Published;
  readonly tv: Published;
  readonly w1: Published;
  readonly w2: Published;
}

const published = (
  scheme: string,
  corrector: string,
  ...[energyW2, mmd, tv, w1, w2]: [Published, Published, Published, Published, Published]
): PublishedCell => ({ scheme, corrector, energyW2, mmd, tv, w1, w2 });
const TARGET = "target score", TEMPERED = "tempered noise";

/**
 * Table A1 of "Feynman-Kac correctors in diffusion" (Skreta et al. 2025), GMM-40, T = 1 → 1/3, as a public
 * reproduction of it has it: W₂ of energies, MMD, TV, W₁, W₂.
 */
// deno-fmt-ignore
export const publishedFkc: readonly PublishedCell[] = [
  published(TARGET, "none", [.943, .026], [.020, .001], [.487, .007], [11.304, .296], [15.671, .269]),
  published(TARGET, "birth-death", [1.064, .369], [.010, .004], [.402, .029], [7.797, 3.990], [12.451, 5.417]),
  published(TARGET, "systematic", [1.098, .418], [.007, .005], [.372, .020], [6.256, 3.960], [11.265, 5.629]),
  published(TEMPERED, "none", [1.032, .012], [.058, .001], [.638, .002], [16.051, .123], [19.627, .101]),
  published(TEMPERED, "birth-death", [1.228, .401], [.056, .029], [.572, .055], [12.598, 4.155], [17.679, 4.178]),
  published(TEMPERED, "systematic", [.926, .248], [.027, .011], [.512, .017], [9.974, 1.229], [14.045, 1.308]),
];
