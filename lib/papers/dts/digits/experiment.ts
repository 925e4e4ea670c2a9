/** Class posteriors of digits: every sampler with the same evaluations of one denoiser. */
import type { Digits } from "../../../datasets/digits.ts";
import { frechetDistance, type Points } from "../../../metrics/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import { tf } from "../../../tensor/mod.ts";
import { digitChain } from "./chain.ts";
import {
  classify,
  DIGIT_STEPS,
  FEATURES,
  imagesOf,
  ofClass,
  PIXELS,
  scaledImages,
} from "./networks.ts";
import {
  type Drawn,
  rollouts,
  rowsAt,
  steered,
  treeDraws,
  treeSearch,
  weighted,
} from "./samplers.ts";

/** Networks of the experiment: a denoiser, the classifier of the reward, and the judge's. */
export interface DigitNetworks {
  readonly denoiser: Params;
  readonly reward: Params;
  readonly judge: Params;
}

/** One set of samples. */
export interface DigitRow {
  readonly method: string;
  readonly digit: number;
  readonly seed: number;
  readonly evaluations: number;
  /** Share that the judge takes for the digit. */
  readonly right: number;
  /** Fréchet distance of the judge's features to those of test digits of the class. */
  readonly frechet: number;
  /** How many of the samples differ. */
  readonly distinct: number;
}

/** The best end of a search. */
export interface DigitSearchRow {
  readonly method: string;
  readonly digit: number;
  readonly seed: number;
  readonly evaluations: number;
  /** log p(digit | best) of the classifier that was searched by. */
  readonly best: number;
  /** Whether the judge agrees, 0 or 1. */
  readonly right: number;
}

/** What the judge sees. */
export interface Judged {
  readonly features: Points;
  readonly predicted: Int32Array;
}

/** Features and guesses of scaled images. */
export function judged(judge: Params, x: tf.Tensor2D): Judged {
  const [features, predicted] = tf.tidy(() => {
    const out = classify(judge, x);
    return [out.features.dataSync(), tf.argMax(out.logits, 1).dataSync()] as never;
  }) as unknown as [Float32Array, Int32Array];
  return { features: { values: features, dimension: FEATURES }, predicted };
}

const shareOf = (predicted: Int32Array, digit: number) =>
  predicted.reduce((sum, p) => sum + (p === digit ? 1 : 0), 0) / predicted.length;

/** Share of digits that a classifier names rightly. */
export function accuracy(params: Params, digits: Digits): number {
  const x = scaledImages(digits), { predicted } = judged(params, x);
  x.dispose();
  return predicted.reduce((sum, p, i) => sum + (p === digits.labels[i] ? 1 : 0), 0) / digits.count;
}

/** Particles of each kind. */
const kinds = {
  "DPS": { method: "dps" },
  "SMC": { method: "smc" },
  "TDS": { method: "tds" },
  "TDS, pushed by ½σ at most": { method: "tds", longest: 0.5 },
} as const;

/** How {@link digitPosterior} runs. */
export interface PosteriorOptions {
  readonly digit: number;
  readonly seed: number;
  /** Particles, or independent rollouts; trees get as many evaluations. */
  readonly particles: number;
  /** Samples drawn of each sampler. */
  readonly count: number;
  /** Many rollouts, weighed: what the model itself could do at best. */
  readonly plenty: Float32Array;
}

/** Samples of all methods for one class and seed. */
export function digitPosterior(
  { denoiser, reward, judge }: DigitNetworks,
  { test, validation }: { readonly test: Digits; readonly validation: Digits },
  { digit, seed, particles, count, plenty }: PosteriorOptions,
): { readonly rows: DigitRow[]; readonly images: Readonly<Record<string, Float32Array>> } {
  const chain = digitChain(denoiser, reward, digit);
  const own = seed * 1000 + digit * 50, budget = particles * DIGIT_STEPS;
  const known = ofClass(test, digit), real = ofClass(validation, digit, count, seed);
  const [reference, others] = [known, real].map((digits) => {
    const x = scaledImages(digits), seen = judged(judge, x);
    x.dispose();
    return seen;
  }) as [Judged, Judged];
  const all: Record<string, () => Drawn> = {
    "not steered": () => ({
      x: plenty.subarray(0, count * PIXELS),
      distinct: count,
      evaluations: count * DIGIT_STEPS,
    }),
    "weighted rollouts": () => weighted(chain, rollouts(chain, particles, own), count, own + 1),
    ...Object.fromEntries(
      Object.entries(kinds).map(([title, kind], i) => [
        title,
        () => steered(chain, kind, { particles, count, seed: own + 2 + 3 * i }),
      ]),
    ),
    "DTS as printed": () => treeDraws(chain, "boltzmann", { budget, count, seed: own + 20 }),
    "tree, scouted (ours)": () => treeDraws(chain, "scouted", { budget, count, seed: own + 21 }),
    "the model itself: 20 times the rollouts": () => weighted(chain, plenty, count, own + 22),
  };
  const rows: DigitRow[] = [{
    ...{ method: "real digits", digit, seed, evaluations: 0, distinct: real.count },
    right: shareOf(others.predicted, digit),
    frechet: frechetDistance(others.features, reference.features),
  }];
  const images: Record<string, Float32Array> = {};
  for (const [method, draw] of Object.entries(all)) {
    const { x, distinct, evaluations } = draw();
    const tensor = tf.tensor2d(x, [count, PIXELS]), seen = judged(judge, tensor);
    tensor.dispose();
    rows.push({
      ...{ method, digit, seed, evaluations, distinct, right: shareOf(seen.predicted, digit) },
      frechet: frechetDistance(seen.features, reference.features),
    });
    images[method] = imagesOf(x);
  }
  chain.dispose();
  return { rows, images };
}

/** DTS* and best of N on one class. */
export function digitSearch(
  { denoiser, reward, judge }: DigitNetworks,
  { digit, seed, budgets, plenty }: {
    readonly digit: number;
    readonly seed: number;
    readonly budgets: readonly number[];
    /** Independent rollouts, enough for the largest budget. */
    readonly plenty: Float32Array;
  },
): DigitSearchRow[] {
  const chain = digitChain(denoiser, reward, digit);
  const values = chain.value(plenty, 0), available = values.length;
  const right = (x: Float32Array) => {
    const tensor = tf.tensor2d(x, [1, PIXELS]), { predicted } = judged(judge, tensor);
    tensor.dispose();
    return predicted[0] === digit ? 1 : 0;
  };
  // Each class and seed looks at rollouts of its own.
  const first = (digit * 97 + seed) % available;
  const rows = budgets.map((evaluations): DigitSearchRow => {
    const n = Math.max(1, Math.floor(evaluations / DIGIT_STEPS));
    let best = first;
    for (let i = 0; i < n; i++) {
      const at = (first + i) % available;
      if (values[at]! > values[best]!) best = at;
    }
    return {
      ...{ method: "best of N", digit, seed, evaluations, best: values[best]! },
      right: right(rowsAt(plenty, [best])),
    };
  });
  const found = treeSearch(chain, { budgets, seed: seed * 1000 + digit * 50 + 30 });
  chain.dispose();
  return [
    ...rows,
    ...found.map(({ evaluations, best, x }) => ({
      ...{ method: "DTS*", digit, seed, evaluations, best, right: right(x) },
    })),
  ];
}
