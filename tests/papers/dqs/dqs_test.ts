/** Estimators, agents, bandit and maze of DQS. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { random, tf } from "lib/tensor/mod.ts";
import { createAgent, disposeState } from "lib/papers/dqs/agent.ts";
import { bestActions, bestCells, gridStates, policyErrors } from "lib/papers/dqs/bandit.ts";
import { bandit, inCells, maze, mazeGoals, placeReward } from "lib/papers/dqs/environments.ts";
import { smoothedScore } from "lib/papers/dqs/estimator.ts";
import {
  estimate,
  estimatorErrors,
  exactScore,
  logDensityOf,
} from "lib/papers/dqs/estimator_errors.ts";
import { mazeOutcomes } from "lib/papers/dqs/maze.ts";
import { logJacobian, schedule } from "lib/papers/dqs/networks.ts";
import { ReplayBuffer } from "lib/papers/dqs/replay.ts";
import { train } from "lib/papers/dqs/training.ts";

Deno.test("for a Gaussian every η has its closed form as mean, and the optimal one is exact", () => {
  // π = N(0, 1) smoothed by h is N(0, 1 + h): its score at u is -u/(1 + h).
  const h = 0.7, n = 4, K = 4000, points = tf.tensor2d([[-1, 0.5], [0, 1], [2, 0], [1, 1]]);
  const log = (u: tf.Tensor) => tf.mul(tf.sum(tf.square(u), 1, true), -0.5);
  const truth = tf.div(points, -(1 + h)).dataSync();
  for (const eta of [0, 0.5, 1, "optimal"] as const) {
    const found = estimate(random.key(1), log, points, { h, K, eta }).dataSync();
    for (let i = 0; i < 2 * n; i++) assertAlmostEquals(found[i]!, truth[i]!, 0.12, `η = ${eta}`);
  }
  // Here gradient and noise are lines in each other, so that one combination has no variance.
  const few = estimate(random.key(2), log, points, { h, K: 8, eta: 1 / (1 + h) }).dataSync();
  for (let i = 0; i < 2 * n; i++) assertAlmostEquals(few[i]!, truth[i]!, 1e-4);
});

Deno.test("with one sample, η = 1 is its gradient and η = 0 its noise over √h", () => {
  const given = {
    noise: tf.tensor3d([[[1, 2]]]),
    gradient: tf.tensor3d([[[3, 4]]]),
    logDensity: tf.tensor3d([[[-7]]]),
    h: tf.tensor2d([[4]]),
  };
  assertEquals([...smoothedScore(given, 1).dataSync()], [3, 4]);
  assertEquals([...smoothedScore(given, 0).dataSync()], [0.5, 1]);
});

Deno.test("the optimal η is exact where gradient and noise are in line, between -1 and 2", () => {
  // g = c·a + 3 with a = ε/√h: a + η(g - a) has no variance at η = 1/(1 - c), and is 3η.
  for (const c of [0.4, -1, 3]) {
    const noise = [2, 0, 1], gradient = noise.map((a) => c * a + 3);
    const found = smoothedScore({
      noise: tf.tensor3d([noise.map((a) => [a])]),
      gradient: tf.tensor3d([gradient.map((g) => [g])]),
      logDensity: tf.zeros([1, 3, 1]),
      h: tf.ones([1, 1]),
    }, "optimal").dataSync();
    assertAlmostEquals(found[0]!, 3 / (1 - c), 1e-4, `c = ${c}`);
  }
});

Deno.test("the bandit's exact score agrees with its gradient at little noise, and with estimates", () => {
  const s = [0.1, -0.2], u = [0.3, 0.6], log = logDensityOf(s, 0.5), exact = exactScore(s, 0.5);
  const points = tf.tensor2d([u]);
  const gradient = tf.grad((v) => tf.sum(log(v)))(points).dataSync();
  exact(u, 1e-5).forEach((v, i) => assertAlmostEquals(v, gradient[i]!, 0.01));
  const found = estimate(random.key(3), log, points, { h: 0.3, K: 20_000, eta: "optimal" });
  const values = found.dataSync();
  exact(u, 0.3).forEach((v, i) => assertAlmostEquals(v, values[i]!, 0.05));
});

/** Points at noise level t as a seed draws them, and √(h + 10⁻³)·(their exact scores). */
function scaledScores(t: number, alpha: number, points: number, seed: number) {
  const h = schedule.h(t), root = Math.sqrt(h + 1e-3), exact = exactScore([0, 0], alpha);
  const [forActions, forNoise] = random.split(random.key(seed));
  const u = tf.atanh(random.uniform(forActions!, [points, 2], -0.95, 0.95));
  const at = tf.add(u, tf.mul(random.normal(forNoise!, [points, 2]), Math.sqrt(h)));
  const scores = (at.arraySync() as number[][]).flatMap((one) =>
    exact(one, h).map((s) => root * s)
  );
  return { at, root, h, scores };
}

const meanSquare = (v: readonly number[]) => v.reduce((sum, x) => sum + x * x, 0) / v.length;

Deno.test("an estimator without noise errs by its bias alone, by √(h + 10⁻³) times how far its score is off", () => {
  const alpha = 0.5, points = 20, options = { alpha, points, repetitions: 4, Ks: [1] };
  const found = estimatorErrors({ etas: ["qsm"], ts: [0.25, 0.75], seed: 5, ...options });
  for (const [level, { rmse, bias, noise, K, t }] of found.entries()) {
    const { at, root, h, scores } = scaledScores(t, alpha, points, 5 + level);
    const log = logDensityOf([0, 0], alpha), slope = tf.grad((u) => tf.sum(log(u)))(at);
    const off = [...slope.dataSync()].map((v, i) => root * v - scores[i]!);
    const wanted = Math.sqrt(meanSquare(off));
    assertEquals([K, noise], [1, Math.sqrt(h)]);
    assertAlmostEquals(rmse, wanted, 1e-5 * wanted);
    assertAlmostEquals(bias, rmse, 1e-6 * rmse);
  }
  assertEquals(found.length, 2);
});

Deno.test("an estimator's bias is its error without the noise of its repetitions", () => {
  const alpha = 0.5, points = 60, repetitions = 16, t = 0.25, seed = 3;
  // One sample and η = 0: ε/√h, whose mean is 0, so that the bias is all of the score.
  const [found] = estimatorErrors({
    ...{ etas: [0], Ks: [1], ts: [t], alpha, points, repetitions, seed },
  });
  const { root, h, scores } = scaledScores(t, alpha, points, seed);
  const score = meanSquare(scores), variance = root ** 2 / h, n = 2 * points * repetitions;
  // Four standard errors: of ε², or of products of two repetitions' ε, and of ε times the score.
  const squares = variance * Math.sqrt(2 / n), pairs = squares / Math.sqrt(repetitions - 1);
  const within = (own: number) => 4 * Math.hypot(own, 2 * Math.sqrt(score * variance / n));
  assertAlmostEquals(found!.rmse ** 2, score + variance, within(squares));
  assertAlmostEquals(found!.bias ** 2, score, within(pairs));
  assert(
    variance / repetitions > 1.5 * within(pairs),
    "what the mean keeps of the noise would show",
  );
});

Deno.test("the Jacobian of tanh is that of differences", () => {
  const u = [0.7, -1.9], e = 1e-5;
  const slope = (v: number) => (Math.tanh(v + e) - Math.tanh(v - e)) / (2 * e);
  const found = logJacobian(tf.tensor3d([[u]])).dataSync()[0]!;
  assertAlmostEquals(found, Math.log(slope(0.7) * slope(-1.9)), 1e-4);
});

Deno.test("the schedule is the geometric one of the specification", () => {
  const wanted = [0.036252, 0.14107, 0.53174, 2];
  [0.25, 0.5, 0.75, 1].forEach((t, i) =>
    assertAlmostEquals(Math.sqrt(schedule.h(t)), wanted[i]!, 1e-4 * wanted[i]!)
  );
});

Deno.test("the bandit's best policy: exact actions fall into its cells", () => {
  const stream = rng(1), s = gridStates[4]!;
  const errors = policyErrors(
    gridStates.map((g) => bestActions(g, 0.5, 800, stream)),
    0.5,
    stream,
  );
  assert(errors.kl < 0.08 && Math.abs(errors.mmd) < 0.01, JSON.stringify(errors));
  assertAlmostEquals(bestCells(s, 0.5).reduce((a, b) => a + b, 0), 1, 1e-9);
  const uniform = gridStates.map(() =>
    Float32Array.from({ length: 1600 }, () => 2 * stream.uniform() - 1)
  );
  assert(policyErrors(uniform, 0.5, stream).kl > 10 * errors.kl);
  // All two hundred actions in one cell: its count, and those of no action, raised by a half.
  const single = gridStates.map(() => new Float32Array(400).fill(0.1));
  const kl = gridStates.map((g) =>
    bestCells(g, 0.5).reduce(
      (sum, p, i) => sum + p * Math.log(p * 250 / (i === 55 ? 200.5 : 0.5)),
      0,
    )
  );
  const mean = kl.reduce((a, b) => a + b, 0) / kl.length;
  assertAlmostEquals(policyErrors(single, 0.5, stream).kl, mean, 1e-9);
  const { reward, ends } = bandit.step([0, 0], [1, 1]);
  assertEquals([reward, ends], [placeReward(2, 2), true]);
});

Deno.test("walls hold, goals end, both goals are six cells away", () => {
  const start = maze.reset(rng(1));
  const [x, y] = inCells(start) as [number, number];
  assert(Math.abs(x - 4.5) <= 0.11 && Math.abs(y - 4.5) <= 0.11);
  // Row 5 below the start is a passage, row 6 below that a cell too; to the left of column 3 is none.
  let state = start;
  for (let k = 0; k < 20; k++) state = maze.step(state, [0, 1]).state;
  assert(inCells(state)[1]! < 8, "the outer wall");
  // From (1.9, 2.3) to (2.3, 1.9), both free: over the corner of the wall at (2, 2).
  const corner = [1.9 / 4.5 - 1, 2.3 / 4.5 - 1];
  const [cx, cy] = inCells(maze.step(corner, [0.8, -0.8]).state) as [number, number];
  assertAlmostEquals(Math.hypot(cx - 1.9, cy - 2.3), 0, 1e-9);
  assertEquals(mazeGoals, [[1.5, 1.5], [7.5, 7.5]]);
  for (const [gx, gy] of mazeGoals) {
    assertEquals(Math.abs(gx! - 4.5) + Math.abs(gy! - 4.5), 6);
    const near = [(gx! - 0.3) / 4.5 - 1, gy! / 4.5 - 1];
    const { reward, ends, goal } = maze.step(near, [0.2, 0]);
    assertEquals([reward, ends, goal], [1, true, mazeGoals.findIndex((g) => g[0] === gx)]);
  }
});

/** Cells of a shortest way from the start to each goal. */
const routes = [
  [[4, 4], [4, 3], [4, 2], [4, 1], [3, 1], [2, 1], [1, 1]],
  [[4, 4], [5, 4], [6, 4], [7, 4], [7, 5], [7, 6], [7, 7]],
];

Deno.test("both goals can be reached, and outcomes count them", () => {
  const at = (s: readonly number[]) => inCells(s).map(Math.floor);
  const towards = (route: number[][], s: readonly number[]) => {
    const [x, y] = inCells(s) as [number, number];
    const place = route.findIndex(([i, j]) => i === at(s)[0] && j === at(s)[1]);
    const [i, j] = route[Math.min(route.length - 1, place + 1)] as [number, number];
    return [i + 0.5 - x, j + 0.5 - y].map((d) =>
      Math.atanh(Math.max(-0.99, Math.min(0.99, 2 * d)))
    );
  };
  const [outcome] = mazeOutcomes(
    (states) => Float32Array.from(states.flatMap((s, i) => towards(routes[i % 2]!, s))),
    { lanes: 1, episodes: 10, seed: 1 },
  );
  assertEquals([...outcome!.goals], [0.5, 0.5]);
  assertAlmostEquals(outcome!.entropy, 1, 1e-12);
  assert(outcome!.steps >= 11 && outcome!.steps < 20, `${outcome!.steps}`);
});

Deno.test("an empty buffer is refused in one sentence, a full one forgets the oldest", () => {
  const buffer = new ReplayBuffer(2, 2);
  assertThrows(() => buffer.sample(4, rng(0)), RangeError, "lane 0: its buffer is empty");
  const row = (reward: number) => ({ s: [0], u: [0, 0], reward, next: [0], goesOn: true });
  [1, 2, 3].forEach((reward) => buffer.push(0, row(reward)));
  assertThrows(() => buffer.sample(4, rng(0)), RangeError, "lane 1: its buffer is empty");
  buffer.push(1, row(9));
  const { reward } = buffer.sample(50, rng(0));
  assertEquals(new Set(reward.slice(0, 50)), new Set([2, 3]));
  assertEquals(new Set(reward.slice(50)), new Set([9]));
  assertThrows(() => new ReplayBuffer(1, 0), RangeError, "Cannot hold 0 transitions");
});

Deno.test("agents of all kinds learn in lanes, without leaks", async () => {
  for (const method of ["dqs", "qsm", "sac"] as const) {
    const agent = createAgent({
      method,
      lanes: 2,
      states: 2,
      discount: 0.9,
      K: 4,
      actorBatch: 8,
      diffusionSteps: 4,
      entropy: method === "sac" ? "with" : "without",
    });
    const options = { updates: 3, seed: 1, batch: 8, environments: 2, temperature: () => 0.5 };
    const first = await train(agent, maze, options);
    const before = tf.memory().numTensors;
    const again = await train(agent, maze, options);
    const name = "q1/1/kernel";
    assertEquals([...again.state.critic[name]!.dataSync()], [
      ...first.state.critic[name]!.dataSync(),
    ]);
    const leaves = 2 *
      (Object.keys(again.state.critic).length + Object.keys(again.state.actor).length);
    assert(leaves > 0);
    disposeState(again.state);
    assertEquals(tf.memory().numTensors, before, `${method} leaks`);
    disposeState(first.state);
    agent.dispose();
  }
  assertThrows(
    () => createAgent({ method: "dqs", lanes: 1, states: 2, discount: 0, K: 0 }),
    RangeError,
    "by 0 samples",
  );
});
