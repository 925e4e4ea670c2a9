/** The pool of own descents on the ideal energy, E = |y - √ᾱ_t·y*|²/(2σ_t), and as a training. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { ired } from "../../../../lib/papers/ired/method/ired.ts";
import { corrected } from "../../../../lib/papers/ired/method/options.ts";
import {
  advancePool,
  freshPool,
  type Pool,
  poolTarget,
} from "../../../../lib/papers/ired/method/own_descents.ts";
import { ideal, schedule } from "./ideal.ts";

const answers = (value: number) => ({ condition: {}, answer: tf.fill([64, 3], value) });

Deno.test("a pool on the ideal energy: jumps land on the answer, ends give way to spares", () => {
  tf.tidy(() => {
    const fresh = freshPool(random.key(1), answers(0.5), schedule);
    const pool: Pool = { ...fresh, t: tf.fill([64], 4, "int32") as Tensor1D };
    const levels = levelsAt(schedule, pool.t, 2);
    const next = advancePool(random.key(2), pool, poolTarget(pool, levels), answers(-1), {
      schedule,
      clamp: 10,
    });
    const t = next.t.dataSync();
    const estimate = next.y.dataSync().map((y, i) =>
      y / schedule.sqrtAlphaBar[t[Math.trunc(i / 3)]!]!
    );
    const landed = estimate.filter((y) => Math.abs(y - 0.5) < 1e-4).length / 3;
    assert(landed > 16 && landed < 48, `${landed} of 64 jumped`);
    const moved = t.filter((level) => level === 3).length;
    assertEquals(t.filter((level) => level === 4).length + moved, 64);
    assert(moved > 26 && moved < 51, `${moved} of 64 left`);

    const last: Pool = {
      ...pool,
      y: tf.fill([64, 3], 0.5),
      t: tf.fill([64], 0, "int32") as Tensor1D,
    };
    const after = advancePool(random.key(3), last, tf.zerosLike(last.y), answers(-1), {
      schedule,
      clamp: 10,
    });
    const replaced = [...after.t.dataSync()].map((level) => level === 9);
    const shown = after.problems.answer.dataSync();
    replaced.forEach((is, i) => assertEquals(shown[3 * i], is ? -1 : 0.5));
    assert(replaced.some((is) => is) && replaced.some((is) => !is));
  });
});

Deno.test("members that stray, or are no numbers, give way to spares; what is within bounds does not", () => {
  tf.tidy(() => {
    const fresh = freshPool(random.key(1), answers(0.5), schedule);
    const t = tf.fill([64], 4, "int32") as Tensor1D;
    // At the ends of the clamp all answers of size 1 can still be reached.
    const far = (i: number) => [1, -1, 9, NaN][i % 4]! * schedule.sqrtAlphaBar[4]!;
    const y = tf.tensor2d(Float32Array.from({ length: 192 }, (_, i) => far(Math.trunc(i / 3))), [
      64,
      3,
    ]);
    const problems = answers(1), pool: Pool = { ...fresh, problems, y, t };
    const still = tf.zerosLike(y);
    const next = advancePool(random.key(2), pool, still, answers(-1), { schedule, clamp: 10 });
    const shown = next.problems.answer.dataSync();
    for (let i = 0; i < 64; i++) assertEquals(shown[3 * i], i % 4 < 2 ? 1 : -1, `member ${i}`);
    assert(next.y.dataSync().every(Number.isFinite));
  });
});

/** The ideal energy times a parameter, which the right answer has at 1. */
const scaled: EnergyNetwork = {
  ...ideal,
  name: "scaled_ideal",
  init: () => ({ a: tf.scalar(1) }),
  energy: (params, encoded, y, t) => tf.mul(params.a!, ideal.energy({}, encoded, y, t)),
};

/** `count` problems whose answer is not what the energy has its minimum at, but `off` from there. */
function problemsOff(count: number, off: number) {
  const answer = tf.tile(tf.tensor2d([[0.5, -0.25, 1]]), [count, 1]);
  const mask = tf.tile(tf.tensor2d([[1, 0, 0]]), [count, 1]);
  return { condition: { answer: tf.add(answer, off) }, answer, observed: { mask, values: answer } };
}

Deno.test("the loss of a pool is w·σ²·(∇E - (y - √ᾱ·y*)/σ)² at its states, and they move on by ∇E", () =>
  tf.tidy(() => {
    const [level, off, members, fresh] = [6, 0.75, 64, 16], answer = [0.5, -0.25, 1];
    const [scale, sigma] = [schedule.sqrtAlphaBar[level]!, schedule.sigma[level]!];
    const at = [scale * 0.5, 0.9, -0.3], weights = answer.map((y) => 1 + Math.abs(y));
    const pool: Pool = {
      problems: problemsOff(members, off),
      y: tf.tile(tf.tensor2d([at]), [members, 1]),
      t: tf.fill([members], level, "int32") as Tensor1D,
    };
    const setting = {
      network: scaled,
      schedule,
      options: { ...corrected.loss, contrastWeight: 0 },
      hooks: { weight: (y: tf.Tensor) => tf.add(1, tf.abs(y)) },
    };
    const params = scaled.init(random.key(1)), batch = problemsOff(fresh + members, 0);
    const found = ired.lossWithPool!(setting, params, { batch, pool, clamp: 1.2 }, random.key(2));
    // Others than members start at answers under noise, where the gradient is the noise: no error.
    // Members: ∇E = (y - √ᾱ·(y* + off))/σ, so that the error is -√ᾱ·off/σ; the first is given.
    const slope = at.map((y, k) => (y - scale * (answer[k]! + off)) / sigma);
    const sum = (of: (k: number) => number) => [1, 2].reduce((total, k) => total + of(k), 0);
    const share = members / (3 * (fresh + members));
    const expected = share * sum((k) => weights[k]! * (scale * off) ** 2);
    assertAlmostEquals(found.parts.loss.dataSync()[0]!, expected, 1e-5 * expected);
    const byA = share * sum((k) => -2 * weights[k]! * sigma * scale * off * slope[k]!);
    assertAlmostEquals(found.gradients.a!.dataSync()[0]!, byA, 1e-4 * Math.abs(byA));

    const t = found.pool.t.dataSync(), y = found.pool.y.dataSync();
    const within = (v: number) => Math.max(-1.2, Math.min(1.2, v));
    const ways = [sigma, schedule.stepSize[level]!].map((size) =>
      [1, 2].map((k) => within((at[k]! - size * slope[k]!) / scale))
    );
    const taken = Array.from(t, (now, i) => {
      const [given, ...rest] = [...y.subarray(3 * i, 3 * i + 3)].map((v) =>
        v / schedule.sqrtAlphaBar[now]!
      );
      assertAlmostEquals(given!, 0.5, 1e-5);
      return ways.findIndex((way) => way.every((v, k) => Math.abs(v - rest[k]!) < 1e-4));
    });
    assertEquals([...new Set(taken)].sort(), [0, 1]);
    assertEquals([...new Set(t)].sort(), [level - 1, level]);
  }));

Deno.test("half of a pool's members jump, and six in ten leave their landscape", () =>
  tf.tidy(() => {
    const count = 4000, level = 5, t = tf.fill([count], level, "int32") as Tensor1D;
    const problems = { condition: {}, answer: tf.fill([count, 1], 0.5) };
    const pool: Pool = { problems, y: tf.zeros([count, 1]), t };
    const slope = poolTarget(pool, levelsAt(schedule, t, 2)), how = { schedule, clamp: 10 };
    const next = advancePool(random.key(5), pool, slope, problems, how);
    const now = next.t.dataSync(), y = next.y.dataSync();
    const share = (of: (i: number) => boolean) => Array.from(now.keys()).filter(of).length / count;
    const jumped = share((i) => Math.abs(y[i]! / schedule.sqrtAlphaBar[now[i]!]! - 0.5) < 1e-4);
    const left = share((i) => now[i] === level - 1);
    // Four standard deviations of a share of so many.
    assertAlmostEquals(jumped, 0.5, 4 * Math.sqrt(0.25 / count));
    assertAlmostEquals(left, 0.6, 4 * Math.sqrt(0.24 / count));
  }));
