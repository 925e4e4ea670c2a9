import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { contrastiveLoss } from "../../../../lib/papers/ired/method/losses.ts";
import { denoisingLoss } from "./denoising.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { mlp } from "../../../../lib/models/mlp.ts";
import { schedule, sumPerExample } from "./ideal.ts";

const network = mlp({ conditionSize: 6, answerSize: 4, width: 16, timeFeatures: 8 });
const t = tf.tensor1d([0, 3, 6, 9, 5], "int32") as Tensor1D;
const levels = levelsAt(schedule, t, 2);
const draw = (seed: number, size: number) => random.normal(random.key(seed), [5, size]);

/** Loss and the largest entry of its gradient by the parameters. */
function contrastAndSlope(y: Tensor, negative: Tensor): { loss: number; slope: number } {
  return tf.tidy(() => {
    const params = network.init(random.key(1));
    const x = draw(2, 6), noise = draw(3, 4);
    const names = Object.keys(params);
    const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
      const encoded = network.encode(p, { x });
      const landscape = (z: Tensor) => network.energy(p, encoded, z, t);
      return contrastiveLoss(landscape, y, negative, noise, levels);
    })(names.map((name) => params[name]!));
    const slope = Math.max(...grads.map((g) => tf.max(tf.abs(g)).dataSync()[0]!));
    return { loss: value.dataSync()[0]!, slope };
  });
}

Deno.test("the contrastive loss is ln 2, without gradient, where the negative is the answer", () =>
  tf.tidy(() => {
    const y = draw(4, 4);
    const same = contrastAndSlope(y, y);
    assertAlmostEquals(same.loss, Math.LN2, 1e-7);
    const other = contrastAndSlope(y, draw(5, 4));
    assert(Math.abs(other.loss - Math.LN2) > 1e-3);
    assert(other.slope > 1e-3, `${other.slope}`);
    assert(same.slope < 1e-6 * other.slope, `${same.slope}`);
  }));

Deno.test("the contrastive loss is the softplus of energy differences, however large", () =>
  tf.tidy(() => {
    const y = tf.zeros([5, 4]), noise = tf.zeros([5, 4]);
    const energies = (scale: number) => (z: Tensor) => sumPerExample(tf.mul(z, scale)) as Tensor1D;
    // Differences E⁺ - E⁻ are -scale·√ᾱ_t·4.
    for (const scale of [0.5, -0.5, 1e3, -1e3]) {
      const actual = contrastiveLoss(energies(scale), y, tf.ones([5, 4]), noise, levels);
      const expected = Array.from(t.dataSync(), (level) => {
        const difference = -scale * schedule.sqrtAlphaBar[level]! * 4;
        return Math.max(0, difference) + Math.log1p(Math.exp(-Math.abs(difference)));
      }).reduce((a, b) => a + b) / 5;
      assertAlmostEquals(actual.dataSync()[0]!, expected, 1e-6 * Math.max(1, expected));
    }
  }));

Deno.test("weights multiply the squared error entry by entry", () =>
  tf.tidy(() => {
    const y = draw(1, 4), noise = draw(2, 4), weight = tf.abs(draw(3, 4));
    // A flat landscape has gradient 0, so that the error is the noise.
    const flat = (z: Tensor) => sumPerExample(tf.mul(z, 0));
    const loss = denoisingLoss(flat, y, noise, levels, undefined, weight).dataSync()[0]!;
    const expected = tf.mean(tf.mul(weight, tf.square(noise))).dataSync()[0]!;
    assertAlmostEquals(loss, expected, 1e-6);
    const mask = tf.tile(tf.tensor2d([[1, 0, 0, 0]]), [5, 1]);
    const masked = denoisingLoss(flat, y, noise, levels, { mask, values: y }).dataSync()[0]!;
    const free = tf.mean(tf.mul(tf.sub(1, mask), tf.square(noise))).dataSync()[0]!;
    assertAlmostEquals(masked, free, 1e-6);
  }));

Deno.test("cosineSchedule() gives any number of levels, and refuses none", () => {
  for (const count of [1, 2, 50]) {
    const { alphaBar, beta, sigma, levels } = cosineSchedule(count);
    assert(levels === count && alphaBar.length === count);
    assert(alphaBar.every((a, t) => a > 0 && a < (alphaBar[t - 1] ?? 1)));
    assert(beta.every((b) => b > 0 && b <= 0.999));
    assert(sigma.every((s, t) => Math.abs(s * s + alphaBar[t]! - 1) < 1e-12));
  }
  for (const count of [0, -1, 1.5, NaN]) {
    assertThrows(() => cosineSchedule(count), RangeError, `current value is ${count}`);
  }
});

Deno.test("levelsAt() looks up each example's level, or one for all, at any rank", () =>
  tf.tidy(() => {
    for (const rank of [1, 2, 4]) {
      const each = levelsAt(schedule, t, rank);
      const tables = [
        [each.scale, schedule.sqrtAlphaBar],
        [each.sigma, schedule.sigma],
        [each.stepSize, schedule.stepSize],
        [each.posteriorSigma, schedule.posteriorVariance.map(Math.sqrt)],
      ] as const;
      for (const [actual, table] of tables) {
        assert(actual.rank === rank && actual.shape[0] === 5 && actual.size === 5);
        actual.dataSync().forEach((v, i) => assertAlmostEquals(v, table[t.dataSync()[i]!]!, 1e-7));
      }
    }
    assert(
      levelsAt(schedule, tf.tensor1d([3], "int32") as Tensor1D, 3).scale.shape.join() === "1,1,1",
    );
  }));
