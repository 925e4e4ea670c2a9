/** Sampling: the reverse of the four noises together, as one sampler. */
import type { Params } from "../../nn/parameters.ts";
import type { Sampler } from "../../samplers/sampler.ts";
import { compile, type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import type { Denoiser, Prediction } from "./denoiser.ts";
import { marginalTables } from "./loss.ts";
import { type CrystalSchedule, drawLetters, posteriorChances, wrap } from "./noise.ts";
import { AXIS_COUNT, ELEMENTS, type Statistics, SYMBOL_COUNT } from "./representation.ts";

/** What is sampled for: parameters, groups and numbers of nodes. */
export interface CrystalContext {
  readonly params: Params;
  readonly mask: Tensor;
  readonly free: Tensor;
  readonly group: Tensor;
}

/** A noisy crystal; letters are one-hot. */
export interface CrystalState {
  readonly [name: string]: Tensor;
  readonly k: Tensor;
  readonly x: Tensor;
  readonly a: Tensor;
  readonly s: Tensor;
}

/** Corrector's step at the least noise; the paper's. */
const LANGEVIN = 1e-5;

/** Bounds of scaled lattice numbers, in standard deviations of the training crystals. */
const WIDEST = 4;

/**
 * Samples lattice (DDPM), positions (a Langevin corrector, then an ancestral step of the
 * variance-exploding process, modulo 1), elements and symbols (D3PM) of crystals, level by level.
 * Two network evaluations a level.
 */
export function crystalSampler(
  denoiser: Denoiser,
  schedule: CrystalSchedule,
  statistics: Statistics,
  mode: "xla" | "graph" = "xla",
): Sampler<CrystalContext, CrystalState, Record<string, Tensor>> {
  const marginals = marginalTables(statistics);
  const last = schedule.levels - 1;

  const step = compile((inputs: {
    params: Params;
    mask: Tensor;
    free: Tensor;
    group: Tensor;
    k: Tensor;
    x: Tensor;
    a: Tensor;
    s: Tensor;
    key: Tensor;
    t: Tensor;
  }): CrystalState => {
    const { params, mask, free, group, k, x, a, s, t } = inputs;
    const [n, m] = mask.shape as [number, number];
    const keys = random.split(inputs.key as Key, 5);
    const at = (values: readonly number[]) =>
      tf.reshape(tf.gather(tf.tensor1d([...values]), tf.reshape(t, [1])), []);
    const below = (values: readonly number[], first: number) =>
      at([first, ...values.slice(0, last)]);
    const levels = tf.add(tf.zeros([n], "int32"), t);
    const predict = (x: Tensor): Prediction =>
      denoiser.apply(params, { k, x, a, s, mask, group, t: levels });
    const sigma = at(schedule.sigma), sigmaBelow = below(schedule.sigma, 0);
    const root = tf.sqrt(at(schedule.scoreSquare));

    const size = tf.mul(LANGEVIN, tf.square(tf.div(sigma, schedule.sigma[0]!)));
    const first = tf.mul(predict(x).x, root);
    const jitter = tf.mul(tf.sqrt(tf.mul(size, 2)), random.normal(keys[0]!, [n, m, 3]));
    const corrected = wrap(tf.add(x, tf.add(tf.mul(size, first), jitter)));

    const told = predict(corrected);
    const fall = tf.sub(tf.square(sigma), tf.square(sigmaBelow));
    const spread = tf.div(tf.mul(sigmaBelow, tf.sqrt(fall)), sigma);
    const nextX = wrap(tf.add(
      corrected,
      tf.add(
        tf.mul(fall, tf.mul(told.x, root)),
        tf.mul(spread, random.normal(keys[1]!, [n, m, 3])),
      ),
    ));

    const alphaBar = at(schedule.alphaBar), alphaBarBelow = below(schedule.alphaBar, 1);
    const alpha = tf.div(alphaBar, alphaBarBelow);
    const beta = tf.sub(1, alpha), rest = tf.sub(1, alphaBar);
    // Through the clean lattice, held within bounds: near pure noise its error would be multiplied.
    const cleanK = tf.clipByValue(
      tf.div(tf.sub(k, tf.mul(tf.sqrt(rest), told.k)), tf.sqrt(alphaBar)),
      -WIDEST,
      WIDEST,
    );
    const meanK = tf.add(
      tf.mul(tf.div(tf.mul(tf.sqrt(alphaBarBelow), beta), rest), cleanK),
      tf.mul(tf.div(tf.mul(tf.sqrt(alpha), tf.sub(1, alphaBarBelow)), rest), k),
    );
    const deviationK = tf.sqrt(tf.div(tf.mul(beta, tf.sub(1, alphaBarBelow)), rest));
    const nextK = tf.mul(
      tf.add(meanK, tf.mul(deviationK, random.normal(keys[2]!, [n, 6]))),
      free,
    );
    const letters = (noisy: Tensor, scores: Tensor, marginal: Tensor, key: Key) =>
      drawLetters(
        posteriorChances({
          noisy,
          predicted: tf.softmax(scores),
          marginal,
          alphaBar,
          alphaBarBelow,
        }),
        random.uniform(key, noisy.shape),
      );
    return {
      k: nextK,
      x: nextX,
      a: letters(a, told.a, marginals.elements(), keys[3]!),
      s: denoiser.config.nodes === "orbits"
        ? letters(s, told.s, marginals.symbolsOf(group), keys[4]!)
        : tf.clone(s),
    };
  }, { name: "crystalStep", mode });

  return {
    steps: schedule.levels,
    init(key, { mask, free, group }) {
      return tf.tidy(() => {
        const [n, m] = mask.shape as [number, number];
        const keys = random.split(key, 4);
        const uniform = (i: number, shape: readonly number[]) => random.uniform(keys[i]!, shape);
        const some = (marginal: Tensor, shape: readonly number[]) =>
          tf.add(marginal, tf.zeros(shape as number[]));
        const all = [n, m, AXIS_COUNT, SYMBOL_COUNT];
        return {
          k: tf.mul(random.normal(keys[0]!, [n, 6]), free),
          x: uniform(1, [n, m, 3]),
          a: drawLetters(
            some(marginals.elements(), [n, m, ELEMENTS]),
            uniform(2, [n, m, ELEMENTS]),
          ),
          s: drawLetters(some(marginals.symbolsOf(group), all), uniform(3, all)),
        } as unknown as tf.TensorContainer;
      }) as unknown as CrystalState;
    },
    step(key, { params, mask, free, group }, state, index) {
      const t = tf.scalar(last - index, "int32");
      const { k, x, a, s } = state;
      const next = step({ params, mask, free, group, k, x, a, s, key, t });
      t.dispose();
      return [next, {}];
    },
    result: ({ x }) => tf.clone(x),
    dispose: () => step.dispose(),
  };
}
