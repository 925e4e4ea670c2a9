/** The joint loss and a step of its optimiser, against closed forms. */
import { assertAlmostEquals } from "@std/assert";
import { generateCrystals } from "lib/datasets/crystals.ts";
import { toBatch } from "lib/papers/symmcd/batch.ts";
import type { NoisyCrystals, Prediction } from "lib/papers/symmcd/denoiser.ts";
import { crystalLoss, paperWeights } from "lib/papers/symmcd/loss.ts";
import { adamStep, freshlyLearned } from "lib/papers/symmcd/optimise.ts";
import { statisticsOf, toArrays } from "lib/papers/symmcd/representation.ts";
import { disposeTree, random, type Tensor, tf } from "lib/tensor/mod.ts";
import { smallConfig } from "./small.ts";

/** Two levels whose σ are narrow, so that the score of x + d is -d/σ², its mean square 1/σ². */
const schedule = {
  levels: 2,
  alphaBar: [0.7, 0.4],
  sigma: [0.01, 0.02],
  scoreSquare: [1 / 0.01 ** 2, 1 / 0.02 ** 2],
};
const config = smallConfig(2);

/** Parts of the loss of a network that answers by `apply`. */
function lossOf(apply: (noisy: NoisyCrystals, clean: Record<string, Tensor>) => Prediction) {
  const arrays = generateCrystals(12, 3, { groups: { 62: 1, 225: 1 } }).map((crystal) =>
    toArrays(crystal, "orbits")
  );
  const statistics = statisticsOf(arrays, "orbits");
  const batch = toBatch(arrays, 5, "orbits", statistics);
  const denoiser = {
    ...{ name: "told", config, parameters: {}, init: () => ({}) },
    apply: (_: unknown, noisy: NoisyCrystals) => apply(noisy, batch),
  };
  const loss = crystalLoss(denoiser, schedule, statistics, paperWeights);
  const parts = tf.tidy(() =>
    Object.entries(loss({}, batch, random.key(5))).map(([name, v]) => [name, v.dataSync()[0]!])
  ) as unknown as [string, number][];
  disposeTree({ ...batch });
  return Object.fromEntries(parts);
}

const oneHot = (values: Tensor, count: number) =>
  tf.oneHot(tf.cast(values, "int32"), count, 1, 0, "float32") as Tensor;

Deno.test("a network that knows the clean crystal, and so the noise, has no loss", () => {
  const parts = lossOf(({ k, x, t }, clean) => {
    const of = (values: readonly number[], shape: number[]) =>
      tf.reshape(tf.gather(tf.tensor1d([...values]), t as tf.Tensor1D), [-1, ...shape]);
    const kept = of(schedule.alphaBar, [1]), moved = tf.sub(x, clean.x!);
    const d = tf.sub(moved, tf.round(moved));
    return {
      // k_t = √ᾱ·k + √(1 - ᾱ)·ε.
      k: tf.div(tf.sub(k, tf.mul(tf.sqrt(kept), clean.k!)), tf.sqrt(tf.sub(1, kept))),
      x: tf.neg(tf.div(d, of(schedule.sigma, [1, 1]))),
      a: tf.mul(oneHot(clean.a!, 94), 50),
      s: tf.mul(oneHot(clean.s!, 13), 50),
    };
  });
  // Positions are float32 near 1, their error is divided by σ: (1e-7/.01)².
  for (const [name, value] of Object.entries(parts)) assertAlmostEquals(value, 0, 1e-5, name);
});

Deno.test("the parts are weighed 5, 1, 0.1 and 10", () => {
  const { loss, lattice, positions, elements, symbols } = lossOf(({ k, x, a, s }) => ({
    k: tf.zerosLike(k),
    x: tf.zerosLike(x),
    a: tf.zerosLike(a),
    s: tf.zerosLike(s),
  }));
  assertAlmostEquals(loss!, 5 * lattice! + positions! + 0.1 * elements! + 10 * symbols!, 1e-3);
  assertAlmostEquals(elements!, Math.log(94), 1e-4);
});

/** One parameter of two numbers after a step with this gradient. */
function stepped(
  gradient: readonly number[],
  { done, average }: { done: number; average: number },
) {
  return tf.tidy(() => {
    const fresh = freshlyLearned({ w: tf.tensor1d([1, 1]) });
    const learned = { ...fresh, average: { w: tf.tensor1d([average, average]) } };
    const { params, first, average: mean } = adamStep(
      learned,
      { w: tf.tensor1d([...gradient]) },
      tf.scalar(0.01),
      tf.scalar(done),
    );
    return [params, first, mean].map((one) => [...one.w!.dataSync()]);
  }) as unknown as [number[], number[], number[]];
}

Deno.test("gradients longer than ½ are cut to it, shorter ones are not", () => {
  const near = (found: readonly number[], wanted: readonly number[]) =>
    found.forEach((v, i) => assertAlmostEquals(v, wanted[i]!, 1e-6));
  // The first moment is a tenth of the gradient.
  near(stepped([3, 4], { done: 0, average: 0 })[1], [0.03, 0.04]);
  near(stepped([0.03, 0.04], { done: 0, average: 0 })[1], [0.003, 0.004]);
  // Adam's first step has the size of the rate, against each slope.
  near(stepped([3, -4], { done: 0, average: 0 })[0], [0.99, 1.01]);
});

Deno.test("the running mean is the plain mean at first, and later follows by 0.002", () => {
  // No gradient: the parameters stay 1.
  for (const [done, follows] of [[0, 1], [1, 1 / 2], [99, 1 / 100], [999, 0.002]] as const) {
    const [params, , mean] = stepped([0, 0], { done, average: 0.2 });
    assertAlmostEquals(params[0]!, 1, 1e-7);
    assertAlmostEquals(mean[0]!, 0.2 + 0.8 * follows, 1e-6);
  }
});
