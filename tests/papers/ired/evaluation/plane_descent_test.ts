/** Descents down parabolas, of which every point has a closed form. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { levelsAt } from "lib/diffusion/levels.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "lib/energy/energy_network.ts";
import { presets } from "lib/papers/ired/method/options.ts";
import {
  descentPaths,
  type PlanePathPoint,
  stepSizeRows,
} from "lib/papers/ired/landscapes/plane_descent.ts";
import type { Task } from "lib/papers/ired/tasks/task.ts";
import { random, type Tensor1D, tf } from "lib/tensor/mod.ts";

const schedule = cosineSchedule(), answer = [0.5, -0.25] as const;

/** ‖y - √ᾱ_t·x‖²/2σ_t, whose gradient is the noise; batches of conditions are put down in `batches`. */
const parabola = (batches: number[] = []): EnergyNetwork => ({
  ...{ name: "parabola", config: {}, parameters: {}, init: () => ({}) },
  encode(_, { x }) {
    batches.push(x!.shape[0]!);
    return { x: x! };
  },
  energy(_, { x }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, 2);
    return tf.sum(tf.div(tf.square(tf.sub(y, tf.mul(scale, x!))), tf.mul(2, sigma)), 1) as Tensor1D;
  },
});

const network = parabola(), x = tf.tensor2d([[...answer]]);
const problem = { network, params: {}, condition: { x } };
const wide = { clampJump: 1e3, clampDescent: 1e3, clampFinal: 1e3 };
const sampler = { ...presets.corrected.sampler, ...wide, innerSteps: 3, jump: "off" as const };

/** Points of one landscape and place in the order, by their path. */
const at = (points: readonly PlanePathPoint[], t: number, order: number) =>
  points.filter((point) => point.t === t && point.order === order)
    .map(({ x, y }) => [x, y] as const);

Deno.test("the first step of each landscape is λ long, and those after it the multiplier's", () => {
  const [stepFactor, multiplierAfterFirst] = [0.5, 1.5];
  const points = descentPaths(problem, {
    ...{ paths: 3, key: random.key(1), energyTest: "off", stepFactor },
    sampler: { ...sampler, multiplierAfterFirst },
  });
  for (let t = 0; t < schedule.levels; t++) {
    // λ/σ = β/(1 - ᾱ): that share of the way to the bottom is gone at once.
    const share = schedule.beta[t]! / (1 - schedule.alphaBar[t]!);
    const left = (k: number) => 1 - stepFactor * share * (k === 1 ? 1 : multiplierAfterFirst);
    for (const k of [1, 2, 3]) {
      const [before, after] = [at(points, t, k - 1), at(points, t, k)];
      after.forEach((y, path) =>
        y.forEach((v, axis) => {
          const bottom = schedule.sqrtAlphaBar[t]! * answer[axis]!;
          assertAlmostEquals(v - bottom, left(k) * (before[path]![axis]! - bottom), 2e-6);
        })
      );
    }
    if (t === 0) continue;
    const [end, entry] = [at(points, t, 3), at(points, t - 1, 0)];
    const ratio = schedule.sqrtAlphaBar[t - 1]! / schedule.sqrtAlphaBar[t]!;
    entry.forEach((y, path) =>
      y.forEach((v, axis) =>
        assertAlmostEquals(v, ratio * end[path]![axis]!, 1e-5 * Math.max(1, Math.abs(v)))
      )
    );
  }
});

Deno.test("adaptive steps are twice as long after one that was taken", () => {
  const adaptive = { ...sampler, stepLength: "adaptive" as const };
  const points = descentPaths(problem, {
    ...{ paths: 3, key: random.key(1), stepFactor: 0.1 },
    sampler: adaptive,
  });
  for (const t of [3, 5, 8]) {
    const share = schedule.beta[t]! / (1 - schedule.alphaBar[t]!);
    for (const k of [1, 2, 3]) {
      const [before, after] = [at(points, t, k - 1), at(points, t, k)];
      after.forEach((y, path) =>
        y.forEach((v, axis) => {
          const bottom = schedule.sqrtAlphaBar[t]! * answer[axis]!;
          const left = 1 - 0.1 * 2 ** (k - 1) * share;
          assertAlmostEquals(v - bottom, left * (before[path]![axis]! - bottom), 2e-6);
        })
      );
    }
  }
});

Deno.test("jumps, steps and ends are cut by clamps of their own, in units of √ᾱ", () => {
  const points = descentPaths(problem, {
    ...{ paths: 2, key: random.key(2), energyTest: "off" },
    sampler: { ...sampler, jump: "on", clampJump: 0.4, clampDescent: 0.3, clampFinal: 0.2 },
  });
  const cut = (limit: number, t: number) =>
    answer.map((v) => schedule.sqrtAlphaBar[t]! * Math.max(-limit, Math.min(limit, v)));
  const holds = (t: number, order: number, wanted: readonly number[]) =>
    at(points, t, order).forEach((y) =>
      y.forEach((v, axis) => assertAlmostEquals(v, wanted[axis]!, 2e-6, `${t} ${order}`))
    );
  for (let t = 0; t < schedule.levels; t++) {
    holds(t, 1, cut(0.4, t)); // The jump leads to the bottom of a parabola.
    if (t > 0) holds(t - 1, 0, cut(0.2, t - 1));
  }
  // At the sharpest level and the noisiest, β is 1 - ᾱ or nearly: one step leads to the bottom, too.
  for (const t of [0, 9]) holds(t, 2, cut(0.3, t));
});

Deno.test("posterior noise has the posterior's variance, is new on each landscape, and ends before the last", () => {
  const paths = 2000, innerSteps = 1;
  const points = descentPaths(problem, {
    ...{ paths, key: random.key(3) },
    sampler: { ...sampler, jump: "on", posteriorNoise: "on", innerSteps },
  });
  let previous: number[] | undefined;
  for (let t = 1; t < schedule.levels; t++) {
    const deviation = Math.sqrt(schedule.posteriorVariance[t]!);
    const noise = at(points, t, 2).flatMap((y) =>
      y.map((v, axis) => (v - schedule.sqrtAlphaBar[t]! * answer[axis]!) / deviation)
    );
    const count = noise.length,
      mean = (of: (v: number, i: number) => number) =>
        noise.reduce((sum, v, i) => sum + of(v, i), 0) / count;
    assertAlmostEquals(mean((v) => v), 0, 5 / Math.sqrt(count));
    assertAlmostEquals(mean((v) => v * v), 1, 5 * Math.sqrt(2 / count));
    if (previous) assertAlmostEquals(mean((v, i) => v * previous![i]!), 0, 5 / Math.sqrt(count));
    previous = noise;
  }
  assertEquals(points.filter(({ t }) => t === 0).length, (2 + innerSteps) * paths);
});

Deno.test("steps are refused on the landscapes where they lead beyond the other side", () => {
  const task = {
    error: (y: Parameters<Task["error"]>[0]) => tf.sqrt(tf.sum(tf.square(tf.sub(y, x)), 1)),
  } as unknown as Task;
  const condition = { x: tf.tile(x, [4, 1]) }, factor = 3;
  const problems = { condition, answer: condition.x };
  const [row] = stepSizeRows(
    { network, params: {}, task, problems, key: random.key(4), sampler },
    [factor],
  );
  // |1 - 3β/(1 - ᾱ)| > 1; what is refused once is refused again.
  const beyond = Array.from(schedule.beta, (beta, t) => factor * beta / (1 - schedule.alphaBar[t]!))
    .filter((share) => share > 2);
  assert(beyond.length > 0 && beyond.length < schedule.levels);
  assertAlmostEquals(row!.refused, beyond.length / schedule.levels, 1e-12);
});

Deno.test("a condition is each descent's own, or one for all, and a schedule is that call's only", () => {
  const batches: number[] = [], few = cosineSchedule(4);
  const own = { ...problem, network: parabola(batches) };
  const given = { sampler, paths: 2, key: random.key(5) };
  descentPaths({ ...own, condition: { x } }, { ...given, schedule: few });
  const both = tf.tensor2d([[...answer], [-1, 1]]);
  const points = descentPaths({ ...own, condition: { x: both } }, given);
  assertEquals(batches, [2, 2], "one is repeated, two are as they are");
  // At the last landscape one step leads to the bottom, each to its own.
  const scale = schedule.sqrtAlphaBar[0]!;
  [[...answer], [-1, 1]].forEach((wanted, path) =>
    wanted.forEach((v, axis) => assertAlmostEquals(at(points, 0, 3)[path]![axis]!, scale * v, 1e-5))
  );
  // Had the first call's schedule been kept, the steps on the way would be others.
  const anew = descentPaths({ ...problem, network: parabola(), condition: { x: both } }, given);
  assertEquals(points, anew);
});
