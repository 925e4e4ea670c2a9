/** The joint loss: lattice, positions, elements, symbols. */
import type { Params } from "../../nn/parameters.ts";
import { type Key, random, type Tensor, type Tensor1D, tf } from "../../tensor/mod.ts";
import type { CrystalBatch } from "./batch.ts";
import type { Denoiser } from "./denoiser.ts";
import {
  type CrystalSchedule,
  drawLetters,
  noisyChances,
  wrap,
  wrappedNormalScore,
} from "./noise.ts";
import { AXIS_COUNT, ELEMENTS, type Statistics, SYMBOL_COUNT } from "./representation.ts";

/** Weights of the four parts. */
export interface LossWeights {
  readonly lattice: number;
  readonly positions: number;
  readonly elements: number;
  readonly symbols: number;
}

/** The paper's weights. */
export const paperWeights: LossWeights = { lattice: 5, positions: 1, elements: 0.1, symbols: 10 };

/** The loss and its parts, scalars. */
export interface CrystalLoss {
  readonly [name: string]: Tensor;
  readonly loss: Tensor;
  readonly lattice: Tensor;
  readonly positions: Tensor;
  readonly elements: Tensor;
  readonly symbols: Tensor;
}

/** Marginals as tensors: elements `[94]`, and symbols of each group `[231, 195]`. */
export function marginalTables({ elements, symbols }: Statistics) {
  const table = new Float32Array(231 * AXIS_COUNT * SYMBOL_COUNT);
  for (const [group, shares] of Object.entries(symbols)) {
    table.set(shares, Number(group) * AXIS_COUNT * SYMBOL_COUNT);
  }
  return {
    elements: () => tf.tensor1d([...elements]) as Tensor,
    symbolsOf: (group: Tensor) =>
      tf.reshape(
        tf.gather(tf.tensor2d(table, [231, AXIS_COUNT * SYMBOL_COUNT]), group as Tensor1D),
        [group.shape[0]!, 1, AXIS_COUNT, SYMBOL_COUNT],
      ),
  };
}

/** log softmax over the last axis. */
function logChances(scores: Tensor): Tensor {
  const shifted = tf.sub(scores, tf.max(scores, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

const crossEntropy = (scores: Tensor, clean: Tensor): Tensor =>
  tf.neg(tf.sum(tf.mul(logChances(scores), clean), -1));

/** Mean of `values` where `weights` is 1. */
const mean = (values: Tensor, weights: Tensor): Tensor =>
  tf.div(tf.sum(tf.mul(values, weights)), tf.sum(weights));

/** Noise at a random level for each crystal of a batch, and how well the network undoes it. */
export function crystalLoss(
  denoiser: Denoiser,
  schedule: CrystalSchedule,
  statistics: Statistics,
  weights: LossWeights,
): (params: Params, batch: CrystalBatch, key: Key) => CrystalLoss {
  const marginals = marginalTables(statistics);
  return (params, batch, key) => {
    const { k, free, x, mask, group } = batch;
    const [n, m] = mask.shape as [number, number];
    const keys = random.split(key, 5);
    const t = random.integers(keys[0]!, [n], 0, schedule.levels);
    const at = (values: readonly number[], rank: number) =>
      tf.reshape(
        tf.gather(tf.tensor1d([...values]), t as Tensor1D),
        [n, ...new Array<number>(rank - 1).fill(1)],
      );
    const noise = tf.mul(random.normal(keys[1]!, [n, 6]), free);
    const alphaBar = at(schedule.alphaBar, 2);
    const noisyK = tf.add(
      tf.mul(tf.sqrt(alphaBar), k),
      tf.mul(tf.sqrt(tf.sub(1, alphaBar)), noise),
    );
    const sigma = at(schedule.sigma, 3);
    const moved = tf.mul(sigma, random.normal(keys[2]!, [n, m, 3]));
    const target = tf.div(
      wrappedNormalScore(moved, sigma),
      tf.sqrt(at(schedule.scoreSquare, 3)),
    );
    const a = tf.oneHot(tf.cast(batch.a, "int32"), ELEMENTS, 1, 0, "float32") as Tensor;
    const s = tf.oneHot(tf.cast(batch.s, "int32"), SYMBOL_COUNT, 1, 0, "float32") as Tensor;
    const noisyA = drawLetters(
      noisyChances(a, marginals.elements(), at(schedule.alphaBar, 3)),
      random.uniform(keys[3]!, [n, m, ELEMENTS]),
    );
    const noisyS = drawLetters(
      noisyChances(s, marginals.symbolsOf(group), at(schedule.alphaBar, 4)),
      random.uniform(keys[4]!, [n, m, AXIS_COUNT, SYMBOL_COUNT]),
    );
    const noisy = { k: noisyK, x: wrap(tf.add(x, moved)), a: noisyA, s: noisyS };
    const told = denoiser.apply(params, { ...noisy, mask, group, t });
    const lattice = mean(tf.square(tf.sub(told.k, noise)), free);
    const positions = mean(tf.mean(tf.square(tf.sub(told.x, target)), 2), mask);
    const elements = mean(crossEntropy(told.a, a), mask);
    const symbols = denoiser.config.nodes === "orbits"
      ? mean(tf.mean(crossEntropy(told.s, s), 2), mask)
      : tf.scalar(0);
    const loss = tf.addN([
      tf.mul(lattice, weights.lattice),
      tf.mul(positions, weights.positions),
      tf.mul(elements, weights.elements),
      tf.mul(symbols, weights.symbols),
    ]);
    return { loss, lattice, positions, elements, symbols };
  };
}
