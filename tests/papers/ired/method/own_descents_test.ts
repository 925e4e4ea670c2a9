/** The pool of own descents on the ideal energy, E = |y - √ᾱ_t·y*|²/(2σ_t), and as a training. */
import { assert, assertEquals } from "@std/assert";
import { random, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import {
  advancePool,
  freshPool,
  type Pool,
  poolTarget,
} from "../../../../lib/papers/ired/method/own_descents.ts";

const schedule = cosineSchedule(10);
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
