/** The plain recurrence on a read-out that is known: o = a·y + x. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  disposeTree,
  random,
  type Tensor,
  type Tensor1D,
  tf,
  tidy,
} from "../../../../lib/tensor/mod.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import type { Pool } from "../../../../lib/papers/ired/method/own_descents.ts";
import { recurrence } from "../../../../lib/papers/ired/method/recurrence.ts";
import { corrected } from "../../../../lib/papers/ired/method/options.ts";
import { run } from "../../../../lib/samplers/sampler.ts";
import { mlp } from "../../../../lib/models/mlp.ts";

const A = 0.5;
const affine: EnergyNetwork = {
  ...mlp({ conditionSize: 2, answerSize: 2, width: 4, timeFeatures: 4 }),
  name: "affine",
  init: () => ({ a: tf.scalar(A) }),
  encode: (_params, { x }) => ({ x: tf.clone(x!) }),
  readout: (params, { x }, y) => tf.add(tf.mul(params.a!, y), x!),
};
const schedule = cosineSchedule(10);
const irem = corrected.loss.irem;
const maxError = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;

Deno.test("a recurrence is the read-out again and again, from noise, what is given held", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, -1], [0.5, 0.25]]);
    const observed = {
      mask: tf.tensor2d([[1, 0], [0, 0]]),
      values: tf.tensor2d([[-3, 0], [0, 0]]),
    };
    const params = affine.init(random.key(1)), key = random.key(2);
    const answerAfter = (innerSteps: number) => {
      const options = { ...corrected.sampler, innerSteps };
      const solver = recurrence.solver({ network: affine, schedule, options, irem, mode: "eager" });
      const solving = solver.encode(params, { x }, observed);
      return solver.result(run(solver, key, solving, [2, 2]));
    };
    const start = answerAfter(0);
    assertEquals(start.dataSync()[0], -3);
    // y_n = a^n·y_0 + x·(1 - a^n)/(1 - a)
    const share = A ** 4;
    const expected = tf.add(tf.mul(share, start), tf.mul((1 - share) / (1 - A), x));
    const held = tf.add(tf.mul(expected, tf.sub(1, observed.mask)), tf.tensor2d([[-3, 0], [0, 0]]));
    assert(maxError(answerAfter(4), held) < 1e-6);
    assert(maxError(answerAfter(60), start) > 0.1);
  });
});

Deno.test("its pool goes on with the read-outs, limited, and members at their end give way", () => {
  tf.tidy(() => {
    const params = affine.init(random.key(1));
    const problems = (value: number, count: number) => ({
      condition: { x: tf.fill([count, 2], value) },
      answer: tf.fill([count, 2], 2 * value),
    });
    const pool: Pool = {
      problems: problems(1, 32),
      y: tf.fill([32, 2], 0.5),
      t: tf.zeros([32], "int32") as Tensor1D,
    };
    const setting = { network: affine, schedule, options: corrected.loss, hooks: {} };
    const found = recurrence.lossWithPool!(
      setting,
      params,
      { batch: problems(-1, 64), pool, clamp: 1.2 },
      random.key(3),
    );
    const ended = [...found.pool.t.dataSync()].map((t) => t === 9);
    const y = found.pool.y.dataSync(), x = found.pool.problems.condition.x!.dataSync();
    ended.forEach((is, i) => {
      assertEquals(x[2 * i], is ? -1 : 1);
      // 0.5·0.5 + 1 = 1.25, beyond the limit
      if (!is) assertAlmostEquals(y[2 * i]!, 1.2, 1e-6);
    });
    assert(ended.some((is) => is) && ended.some((is) => !is));
    // Members: o - y* = 1.25 - 2. The others start at noise: o - y* = a·ε + 1.
    const loss = found.parts.loss.dataSync()[0]!;
    const plain = recurrence.lossAndGradients(setting, params, problems(-1, 4096), random.key(4));
    const fresh = plain.parts.loss.dataSync()[0]!;
    assertAlmostEquals(fresh, A ** 2 + 1, 0.05);
    assertAlmostEquals(loss, (0.75 ** 2 + fresh) / 2, 0.12);
  });
});

Deno.test("every pass is limited by clampDescent, but not what is given", () => {
  tf.tidy(() => {
    // Without a limit y ← y/2 + x goes to 2x = 16.
    const x = tf.tensor2d([[8, 8]]), params = affine.init(random.key(1));
    const observed = { mask: tf.tensor2d([[0, 1]]), values: tf.tensor2d([[0, -7]]) };
    const options = { ...corrected.sampler, innerSteps: 20, clampDescent: 9 };
    const solver = recurrence.solver({ network: affine, schedule, options, irem, mode: "eager" });
    const state = run(solver, random.key(2), solver.encode(params, { x }, observed), [1, 2]);
    assertEquals([...solver.result(state).dataSync()], [9, -7]);
  });
});

Deno.test("training holds what is given, of members of a pool and of others", () => {
  tf.tidy(() => {
    const params = affine.init(random.key(1));
    // All is given, so that every pass begins at 3 and should end at 1: a·3 + x = 2.5.
    const problems = (count: number) => ({
      condition: { x: tf.ones([count, 2]) },
      answer: tf.ones([count, 2]),
      observed: { mask: tf.ones([count, 2]), values: tf.fill([count, 2], 3) },
    });
    const pool: Pool = {
      problems: problems(4),
      y: tf.zeros([4, 2]),
      t: tf.fill([4], 5, "int32") as Tensor1D,
    };
    const setting = { network: affine, schedule, options: corrected.loss, hooks: {} };
    const given = { batch: problems(8), pool, clamp: 9 }, key = random.key(2);
    for (
      const { parts, gradients } of [
        recurrence.lossWithPool!(setting, params, given, key),
        recurrence.lossAndGradients(setting, params, problems(8), key),
      ]
    ) {
      assertAlmostEquals(parts.loss.dataSync()[0]!, 1.5 ** 2, 1e-6);
      assertAlmostEquals(gradients.a!.dataSync()[0]!, 2 * 1.5 * 3, 1e-5);
    }
  });
});

Deno.test("training a recurrence with a pool leaves no tensor behind", () => {
  const params = affine.init(random.key(1));
  const before = tf.memory().numTensors;
  const batch = { condition: { x: tf.ones([8, 2]) }, answer: tf.ones([8, 2]) };
  const pool: Pool = {
    problems: { condition: { x: tf.ones([4, 2]) }, answer: tf.ones([4, 2]) },
    y: tf.ones([4, 2]),
    t: tf.fill([4], 5, "int32") as Tensor1D,
  };
  const key = random.key(1);
  const found = tidy(() => {
    const setting = { network: affine, schedule, options: corrected.loss, hooks: {} };
    const given = { batch, pool, clamp: 1 };
    const { parts, gradients, pool: next } = recurrence.lossWithPool!(setting, params, given, key);
    return { loss: parts.loss, gradients, next };
  });
  [found, batch, pool, key].forEach((tree) => disposeTree(tree as never));
  assertEquals(tf.memory().numTensors, before);
  disposeTree(params);
});
