/** One update of agents whose critic and actor are functions that can be written down. */
import { assert, assertAlmostEquals } from "@std/assert";
import type { Params } from "lib/nn/parameters.ts";
import { createAgent, disposeState } from "lib/papers/dqs/agent.ts";
import type { AgentOptions } from "lib/papers/dqs/agent_options.ts";
import { weightedActions } from "lib/papers/dqs/bandit.ts";
import { ACTIONS, diffuse, schedule } from "lib/papers/dqs/networks.ts";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";

/** Zeros like `params`, but for some entries: [place in the flat array, value]. */
function filled(params: Params, entries: Record<string, readonly (readonly number[])[]>): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, p]) => {
      const values = new Float32Array(p.size);
      for (const [at, value] of entries[name] ?? []) values[at!] = value!;
      return [name, tf.tensor(values, p.shape)];
    }),
  );
}

/** SiLU of what is about 30 is what it is: so layers can be linear. */
const FAR = 30, WIDTH = 64;

/** Q = `slope`·a₀ + `constant` of one of the two critics, whose third input is a₀. */
const critic = (name: string, slope: number, constant: number) => ({
  [`${name}/1/kernel`]: [[2 * WIDTH, slope]],
  [`${name}/1/bias`]: [[0, FAR]],
  [`${name}/2/kernel`]: [[0, 1]],
  [`${name}/3/kernel`]: [[0, 1]],
  [`${name}/3/bias`]: [[0, constant - FAR]],
});

const GAMMA = 0.8, ALPHA = 0.5, BATCH = 4000, REWARD = 2;

/**
 * One update from u = 0, with an actor that says 0; half of the transitions go on. Critics are
 * `slope`·a₀ + 3 and + 4, their slow copies `slowSlope`·a₀ + 5, and 7 everywhere.
 */
function updated(
  given: Partial<AgentOptions> & Pick<AgentOptions, "method">,
  slope = 0,
  slowSlope = 0,
) {
  const agent = createAgent({
    ...{ lanes: 1, states: 2, discount: GAMMA, K: 1, actorBatch: BATCH, diffusionSteps: 2 },
    ...{ learningRate: 0, ...given },
  });
  const first = agent.init(1);
  const state = {
    ...first,
    critic: filled(first.critic, { ...critic("q1", slope, 3), ...critic("q2", slope, 4) }),
    target: filled(first.critic, { ...critic("q1", slowSlope, 5), ...critic("q2", 0, 7) }),
    actor: filled(first.actor, {}),
  };
  const zeros = (size: number) => tf.zeros([1, BATCH, size]) as Tensor;
  const batch = {
    ...{ s: zeros(2), u: zeros(2), next: zeros(2) },
    reward: tf.fill([1, BATCH, 1], REWARD) as Tensor,
    goesOn: tf.tensor3d(Array.from({ length: BATCH }, (_, i) => i % 2), [1, BATCH, 1]) as Tensor,
  };
  const key = random.key(3), alpha = tf.fill([1, 1, 1], ALPHA) as Tensor;
  const next = agent.update(key, state, batch, alpha, { step: 1 });
  const bias = (params: Params, name: string) => [...params[`${name}/3/bias`]!.dataSync()];
  // The first moment is a tenth of the gradient.
  const [slope1] = bias(next.criticMoments.first, "q1"),
    [slope2] = bias(
      next.criticMoments.first,
      "q2",
    );
  const result = {
    /** Mean of y, from the slope 2(Q - y) of each critic's squared error. */
    wanted: [3 - 10 * slope1! / 2, 4 - 10 * slope2! / 2],
    slow: bias(next.target, "q1")[0]! + FAR,
    quick: bias(next.critic, "q1")[0]! + FAR,
    actor: bias(next.actorMoments.first, "actor").map((m) => 10 * m),
  };
  tf.dispose([key, alpha, ...Object.values(batch)]);
  tf.dispose([first.critic, first.target, first.actor] as never);
  disposeState(next);
  agent.dispose();
  return result;
}

/** E f(z) of a standard normal z, by the midpoint rule. */
function expected(f: (z: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 4000; i++) {
    const z = -8 + (i + 0.5) * 0.004;
    sum += f(z) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * 0.004;
  }
  return sum;
}

Deno.test("critics learn r + γ·the smaller slow Q of the next state, and r alone at an end", () => {
  // The soft value α·log mean exp(Q/α) of a constant Q is that.
  for (const entropy of ["without", "with"] as const) {
    for (const wanted of updated({ method: "qsm", entropy }).wanted) {
      assertAlmostEquals(wanted, REWARD + GAMMA * 5 / 2, 1e-3, entropy);
    }
  }
});

Deno.test("soft values are α·log of the mean of exp(Q/α) over sixteen uniform actions", () => {
  // Of exp(κa), κ = 1/α, a uniform on [-1, 1]: the mean is sinh κ/κ, that of its square sinh 2κ/2κ.
  const kappa = 1 / ALPHA, mean = Math.sinh(kappa) / kappa;
  const variance = Math.sinh(2 * kappa) / (2 * kappa) - mean ** 2;
  // The log of a mean of sixteen is lower by half its relative variance; the next terms come to less than .005.
  const relative = variance / mean ** 2 / 16;
  const value = REWARD + GAMMA * (5 + ALPHA * (Math.log(mean) - relative / 2)) / 2;
  // Five standard errors over 2,000 transitions, and what is left of the bias.
  const within = ALPHA * GAMMA / 2 * (5 * Math.sqrt(relative / (BATCH / 2)) + 0.005);
  for (const one of updated({ method: "qsm", entropy: "with" }, 0, 1).wanted) {
    assertAlmostEquals(one, value, within);
  }
});

/** Deviation of SAC's actor if its network says 0. */
const DEVIATION = Math.exp(-1.5);

Deno.test("SAC's values hold α times the entropy relative to uniform actions", () => {
  const { wanted } = updated({ method: "sac", entropy: "with" });
  // log π = log N(u; 0, σ²) - log(1 - tanh²u) in each coordinate; uniform is log ½.
  const excess = ACTIONS * expected((z) => {
    const u = DEVIATION * z, normal = -z * z / 2 - Math.log(DEVIATION * Math.sqrt(2 * Math.PI));
    return normal - Math.log(1 - Math.tanh(u) ** 2) + Math.LN2;
  });
  assert(excess > 0.3, "a narrow policy has less entropy than the uniform one");
  // Its deviation is about 1 over 2,000 transitions: five standard errors of α·γ/2 times that.
  const value = REWARD + GAMMA * (5 - ALPHA * excess) / 2;
  for (const one of wanted) {
    assertAlmostEquals(one, value, 5 * ALPHA * GAMMA / 2 / Math.sqrt(BATCH / 2));
  }
});

Deno.test("SAC's actor climbs the smaller Q", () => {
  const { actor: [mean, other] } = updated({ method: "sac" }, 0.6);
  // Of α·log π - Q, the slope in the mean at 0: that of log π is odd.
  const slope = -0.6 * expected((z) => 1 - Math.tanh(DEVIATION * z) ** 2);
  assertAlmostEquals(mean!, slope, 0.05);
  assertAlmostEquals(other!, 0, 0.05);
});

Deno.test("actors that diffuse regress on slopes of Q/α + log Jacobian, at the noise of each method", () => {
  // The loss (h + 10⁻³)|score - wanted|²/2 has the slope -√(h + 10⁻³)·wanted in the last bias.
  const slopeAt = (factor: number) => {
    let sum = 0;
    for (let i = 0; i < 50; i++) {
      const h = schedule.h((i + 0.5) / 50) + 1e-6;
      const q = expected((z) => 1 - Math.tanh(Math.sqrt(factor * h) * z) ** 2);
      sum -= Math.sqrt(h + 1e-3) * 3 / ALPHA * q / 50;
    }
    return sum;
  };
  // One sample of DQS's estimate lies as far from the noisy point as that from the clean one.
  for (const [method, factor] of [["qsm", 1], ["dqs", 2]] as const) {
    const { actor: [along, other] } = updated({ method }, 3);
    // Their deviation is below 2: five standard errors.
    assertAlmostEquals(along!, slopeAt(factor), 10 / Math.sqrt(BATCH), method);
    assertAlmostEquals(other!, 0, 10 / Math.sqrt(BATCH), method);
  }
});

Deno.test("slow critics follow by τ, and Adam's first step has the size of the rate", () => {
  const still = updated({ method: "qsm", tau: 0.1 });
  assertAlmostEquals(still.quick, 3, 1e-5);
  assertAlmostEquals(still.slow, 0.9 * 5 + 0.1 * 3, 1e-5);
  // y = 4 is above Q = 3.
  assertAlmostEquals(updated({ method: "qsm", learningRate: 0.02 }).quick, 3.02, 1e-4);
});

Deno.test("actions diffuse by equal steps of time, from t = 1, the last without noise", () => {
  // score = -2u/√(h + 1)/√(h + 10⁻³): linear, so that the variance follows step by step.
  const place = (row: number, column: number) => row * WIDTH + column;
  const agent = createAgent({ method: "dqs", lanes: 1, states: 2, discount: 0 });
  const first = agent.init(1);
  const actor = filled(first.actor, {
    "actor/1/kernel": [[place(0, 0), 1], [place(1, 1), 1]],
    "actor/1/bias": [[0, FAR], [1, FAR]],
    "actor/2/kernel": [[place(0, 0), 1], [place(1, 1), 1]],
    "actor/3/kernel": [[0, -2], [3, -2]],
    "actor/3/bias": [[0, 2 * FAR], [1, 2 * FAR]],
  });
  const count = 6000, steps = 8, key = random.key(5), s = tf.zeros([1, count, 2]) as Tensor;
  const drawn = diffuse(key, actor, s, { steps, sees: "u" });
  const values = drawn.dataSync() as Float32Array;
  let variance = schedule.h(1) + Math.PI ** 2 / 12;
  for (let k = 0; k < steps; k++) {
    const t = 1 - k / steps, h = schedule.h(t), moves = schedule.g2(t) / steps;
    variance *= (1 - moves * 2 / Math.sqrt((h + 1) * (h + 1e-3))) ** 2;
    if (k + 1 < steps) variance += moves;
  }
  assert(variance < 1, "so that the bounds of ±6 do not matter");
  const found = values.reduce((sum, v) => sum + v * v, 0) / values.length;
  assertAlmostEquals(found, variance, 5 * variance * Math.sqrt(2 / values.length));
  tf.dispose([key, s, drawn, actor] as never);
  disposeState(first);
  agent.dispose();
});

Deno.test("without an actor, of many actions one is drawn in proportion to exp(Q/α)", () => {
  const agent = createAgent({ method: "qsm", lanes: 1, states: 2, discount: 0 });
  const first = agent.init(1), slope = 1;
  const line = filled(first.critic, { ...critic("q1", slope, 0), ...critic("q2", slope, 0) });
  const options = { count: 150, alpha: ALPHA, candidates: 60, seed: 1 };
  const [lane] = weightedActions(agent, { ...first, critic: line }, options);
  const all = lane!.flatMap((actions) => [...actions]);
  const mean = (axis: number) =>
    all.reduce((sum, a, i) => i % 2 === axis ? sum + a : sum, 0) / (all.length / 2);
  // exp(κa) on [-1, 1] has the mean coth κ - 1/κ; of 60 candidates the bias is below a hundredth.
  const kappa = slope / ALPHA;
  assertAlmostEquals(mean(0), 1 / Math.tanh(kappa) - 1 / kappa, 0.01 + 5 * 0.58 / Math.sqrt(1350));
  assertAlmostEquals(mean(1), 0, 5 * 0.58 / Math.sqrt(1350));
  tf.dispose(line as never);
  disposeState(first);
  agent.dispose();
});
