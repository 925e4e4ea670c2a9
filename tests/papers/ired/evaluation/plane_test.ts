import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { presets } from "lib/papers/ired/method/options.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import { annealedDescent } from "lib/papers/ired/method/annealed_descent.ts";
import { run } from "lib/samplers/mod.ts";
import { levelsAt } from "lib/diffusion/levels.ts";
import * as plane from "lib/papers/ired/landscapes/plane.ts";
import { descentPaths, stepSizeRows } from "lib/papers/ired/landscapes/plane_descent.ts";
import type { EnergyNetwork } from "lib/energy/energy_network.ts";
import { random, type Tensor1D, tf } from "lib/tensor/mod.ts";
import type { Task } from "lib/papers/ired/tasks/task.ts";

const schedule = cosineSchedule();

/** The perfect energy for the answer y* = x: ‖y - √ᾱ_t·x‖²/2σ_t. */
const network: EnergyNetwork = {
  name: "parabola",
  config: {},
  parameters: {},
  init: () => ({}),
  encode: (_, { x }) => ({ answer: x! }),
  energy(_, { answer }, y, t) {
    const { scale, sigma } = levelsAt(schedule, t, 2);
    const squares = tf.square(tf.sub(y, tf.mul(scale, answer!)));
    return tf.sum(tf.div(squares, tf.mul(2, sigma)), 1) as Tensor1D;
  },
};

const answer = { x: 0.5, y: -0.25 };
const problem = { network, params: {}, condition: { x: tf.tensor2d([[answer.x, answer.y]]) } };
const levels = [9, 5, 0];

Deno.test("planeGrid() covers ±reach evenly, by landscape", () => {
  const grid = plane.planeGrid([1, 0], 2, 1);
  assertEquals(grid.slice(0, 4).map(({ x, y }) => [x, y]), [
    [-0.5, -0.5],
    [-0.5, 0.5],
    [0.5, -0.5],
    [0.5, 0.5],
  ]);
  assertEquals(grid.map(({ t }) => t), [1, 1, 1, 1, 0, 0, 0, 0]);
});

Deno.test("energies of a perfect network are the ideal ones, up to nothing", () => {
  const grid = plane.planeGrid(levels, 6, 2);
  const learned = plane.planeEnergies(problem, grid);
  const ideal = plane.idealEnergies([answer], grid);
  learned.forEach(({ energy }, i) => assertAlmostEquals(energy, ideal[i]!.energy, 1e-3));
  for (const { correlation } of plane.agreement(learned, ideal)) {
    assertAlmostEquals(correlation, 1, 1e-5);
  }
});

Deno.test("the slope of the ideal energy of two answers is the expected noise", () => {
  const answers = [answer, { x: -1, y: 0.5 }];
  const [t, h] = [3, 1e-4];
  const [scale, sigma] = [schedule.sqrtAlphaBar[t]!, schedule.sigma[t]!];
  const at = { t, x: 0.1, y: 0.2 };
  const energies = plane.idealEnergies(answers, [{ ...at, x: at.x + h }, { ...at, x: at.x - h }]);
  const slope = (energies[0]!.energy - energies[1]!.energy) / (2 * h);
  const weights = answers.map((one) =>
    Math.exp(-((at.x - scale * one.x) ** 2 + (at.y - scale * one.y) ** 2) / (2 * sigma ** 2))
  );
  const expected = answers.reduce(
    (sum, one, i) => sum + weights[i]! * (at.x - scale * one.x) / sigma,
    0,
  ) / (weights[0]! + weights[1]!);
  assertAlmostEquals(slope, expected, 1e-6);
});

Deno.test("noised and scaled points have the moments of the schedule", () => {
  const options = { levels, perLevel: 4000, key: random.key(4) };
  const noisy = plane.noisedPoints([answer], options);
  for (const { t, x } of plane.scaledPoints([answer], levels)) {
    assertAlmostEquals(x, schedule.sqrtAlphaBar[t]! * answer.x, 1e-12);
    const own = noisy.filter((point) => point.t === t).map((point) => point.x);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const square = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    assertAlmostEquals(mean, x, 0.07);
    assertAlmostEquals(Math.sqrt(square), schedule.sigma[t]!, 0.05);
  }
});

const sampler = { ...presets.corrected.sampler, innerSteps: 3 };
const options = { sampler, paths: 5, key: random.key(6) };

Deno.test("descentPaths() end where the sampler does", () => {
  const paths = descentPaths(problem, options);
  assertEquals(paths.length, 10 * 5 * 5, "landscapes × paths × (entry, jump, three steps)");
  const real = annealedDescent(network, schedule, sampler, { mode: "graph" });
  const solving = real.encode({}, { x: tf.tile(problem.condition.x, [5, 1]) });
  const state = run(real, random.key(7), solving, [5, 2]);
  const answers = real.result(state).arraySync() as number[][];
  for (const { x, y } of paths.slice(-5)) {
    // From different starts, but on a parabola all descents meet.
    assertAlmostEquals(x / schedule.sqrtAlphaBar[0]!, answers[0]![0]!, 1e-4);
    assertAlmostEquals(y / schedule.sqrtAlphaBar[0]!, answers[0]![1]!, 1e-4);
  }
});

Deno.test("descentPaths() never climb within a landscape, unless the test is off", () => {
  const climbs = (energyTest: "on" | "off") => {
    // Without the jump, which leads straight to the bottom of a parabola.
    const steps = { ...sampler, jump: "off" as const };
    const given = { ...options, sampler: steps, energyTest, stepFactor: 3 };
    const paths = descentPaths(problem, given);
    const before = new Map<string, number>();
    let count = 0;
    for (const { t, path, energy, order } of paths) {
      const key = `${t} ${path}`;
      if (order > 0 && energy > before.get(key)! + 1e-6) count++;
      before.set(key, energy);
    }
    return count;
  };
  assertEquals(climbs("on"), 0);
  assert(climbs("off") > 0);
});

Deno.test("descentPaths() are shaken by posterior noise, and leave no tensors", () => {
  const shaken = { ...options, sampler: { ...sampler, posteriorNoise: "on" as const } };
  descentPaths(problem, shaken);
  const before = tf.memory().numTensors;
  const paths = descentPaths(problem, shaken);
  assertEquals(tf.memory().numTensors, before);
  const starts = paths.filter(({ t, order }) => t === 5 && order === 2);
  assert(new Set(starts.map(({ x }) => x.toFixed(4))).size === 5, "five different places");
});

Deno.test("stepSizeRows(): long steps hurt only without the test", () => {
  const task = {
    error: (y: Parameters<Task["error"]>[0], problems: Parameters<Task["error"]>[1]) =>
      tf.sqrt(tf.sum(tf.square(tf.sub(y, problems.answer)), 1)),
  } as unknown as Task;
  const x = tf.tile(problem.condition.x, [4, 1]);
  const problems = { condition: { x }, answer: x };
  const [one, long] = stepSizeRows(
    {
      network,
      params: {},
      task,
      problems,
      key: random.key(0),
      sampler: { ...sampler, jump: "off" },
    },
    [1, 3],
  );
  assertAlmostEquals(one!.withTest, 0, 1e-4);
  assertAlmostEquals(one!.withoutTest, 0, 1e-4);
  assert(long!.withoutTest > 3 * long!.withTest, JSON.stringify(long));
  assert(long!.refused > one!.refused, JSON.stringify([one, long]));
});
