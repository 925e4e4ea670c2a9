/** The three noises against sums and integrals done otherwise. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  crystalSchedule,
  drawLetters,
  noisyChances,
  posteriorChances,
  wrap,
  wrappedNormalScore,
  wrappedScoreSquare,
} from "lib/papers/symmcd/noise.ts";
import { random, tf } from "lib/tensor/mod.ts";

Deno.test("the schedule is the paper's", () => {
  const { alphaBar, sigma, scoreSquare } = crystalSchedule(200);
  assertAlmostEquals(sigma[0]!, 0.005, 1e-12);
  assertAlmostEquals(sigma[199]!, 0.5, 1e-12);
  assertAlmostEquals(sigma[1]! / sigma[0]!, sigma[199]! / sigma[198]!, 1e-12);
  assert(alphaBar.every((value, t) => t === 0 || value < alphaBar[t - 1]!));
  assert(scoreSquare.every(Number.isFinite));
  // Narrow noise is not wrapped: E|score|² = 1/σ². Wide noise is almost uniform.
  assertAlmostEquals(scoreSquare[0]! * sigma[0]! ** 2, 1, 1e-6);
  assert(wrappedScoreSquare(0.5) < 0.3);
  assertThrows(() => crystalSchedule(1), RangeError, "integer >= 2");
});

Deno.test("the wrapped score is the slope of the log density", () => {
  const density = (x: number, sigma: number) => {
    let sum = 0;
    for (let n = -20; n <= 20; n++) sum += Math.exp(-((x + n) ** 2) / (2 * sigma ** 2));
    return Math.log(sum);
  };
  for (const sigma of [0.03, 0.1, 0.3, 0.5]) {
    const xs = [-0.47, -0.2, 0.01, 0.33, 0.49, 1.3, -2.6];
    const scores = tf.tidy(() => wrappedNormalScore(tf.tensor1d(xs), tf.scalar(sigma)).dataSync());
    xs.forEach((x, i) => {
      const near = x - Math.round(x), h = 1e-5;
      const slope = (density(near + h, sigma) - density(near - h, sigma)) / (2 * h);
      assertAlmostEquals(scores[i]!, slope, 2e-4 * Math.max(1, Math.abs(slope)));
    });
  }
  const wrapped = tf.tidy(() => wrap(tf.tensor1d([-0.25, 1.5, 0.3])).dataSync());
  [0.75, 0.5, 0.3].forEach((value, i) => assertAlmostEquals(wrapped[i]!, value, 1e-6));
});

Deno.test("the step down of letters is Bayes' rule, summed over all clean letters", () => {
  const marginal = [0.5, 0.3, 0.2], predicted = [0.1, 0.6, 0.3];
  const [alphaBar, below] = [0.35, 0.6], alpha = alphaBar / below;
  for (let noisy = 0; noisy < 3; noisy++) {
    const q = (from: number, to: number, a: number) =>
      (from === to ? a : 0) + (1 - a) * marginal[to]!;
    const expected = [0, 1, 2].map((j) =>
      predicted.reduce(
        (sum, p, clean) =>
          sum + p * q(clean, j, below) * q(j, noisy, alpha) / q(clean, noisy, alphaBar),
        0,
      )
    );
    assertAlmostEquals(expected.reduce((a, b) => a + b), 1, 1e-12);
    const found = tf.tidy(() =>
      posteriorChances({
        noisy: tf.oneHot([noisy], 3, 1, 0, "float32"),
        predicted: tf.tensor2d([predicted]),
        marginal: tf.tensor2d([marginal]),
        alphaBar: tf.scalar(alphaBar),
        alphaBarBelow: tf.scalar(below),
      }).dataSync()
    );
    expected.forEach((value, j) => assertAlmostEquals(found[j]!, value, 1e-6));
  }
});

Deno.test("at the last step the letters are those predicted, and impossible ones never come", () => {
  const found = tf.tidy(() =>
    posteriorChances({
      noisy: tf.tensor2d([[0, 1, 0]]),
      predicted: tf.tensor2d([[0.7, 0.3, 0]]),
      marginal: tf.tensor2d([[0.5, 0.5, 0]]),
      alphaBar: tf.scalar(0.999),
      alphaBarBelow: tf.scalar(1),
    }).dataSync()
  );
  [0.7, 0.3, 0].forEach((value, j) => assertAlmostEquals(found[j]!, value, 1e-4));
  const n = 20000;
  const shares = tf.tidy(() => {
    const clean = tf.tile(tf.tensor2d([[1, 0, 0, 0]]), [n, 1]);
    const chances = noisyChances(clean, tf.tensor1d([0.1, 0.6, 0.3, 0]), tf.scalar(0.25));
    const letters = drawLetters(chances, random.uniform(random.key(3), [n, 4]));
    return tf.mean(letters, 0).dataSync();
  });
  [0.25 + 0.075, 0.45, 0.225].forEach((share, j) =>
    assertAlmostEquals(shares[j]!, share, 5 * Math.sqrt(share * (1 - share) / n))
  );
  assertEquals(shares[3], 0);
});
