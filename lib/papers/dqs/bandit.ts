/** How close a policy of the bandit is to the best one, which is known. */
import { type Rng, rng } from "../../datasets/rng.ts";
import { squaredMmd, totalVariation } from "../../metrics/mod.ts";
import { random, tf } from "../../tensor/mod.ts";
import type { Agent, AgentState } from "./agent.ts";
import { bandit } from "./environments.ts";
import { minQ } from "./networks.ts";
import { actOn } from "./training.ts";

/** Nine states on a grid, scaled as networks see them. */
export const gridStates: readonly (readonly number[])[] = [-0.6, 0, 0.6].flatMap((y) =>
  [-0.6, 0, 0.6].map((x) => [x, y])
);

/** Cells along each side of [-1, 1]². */
const CELLS = 10, FINE = 6;

/** Probabilities of the cells under π(a|s) ∝ exp(r/α); 36 points to a cell. */
export function bestCells(s: readonly number[], alpha: number): Float64Array {
  const weights = new Float64Array(CELLS * CELLS), fine = CELLS * FINE;
  const at = (i: number) => -1 + 2 * (i + 0.5) / fine;
  for (let j = 0; j < fine; j++) {
    for (let i = 0; i < fine; i++) {
      const cell = Math.floor(j / FINE) * CELLS + Math.floor(i / FINE);
      weights[cell]! += Math.exp(bandit.step(s, [at(i), at(j)]).reward / alpha);
    }
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** Exact actions of the best policy, by rejection from uniform ones. */
export function bestActions(s: readonly number[], alpha: number, count: number, stream: Rng) {
  const out = new Float32Array(2 * count);
  // In the middle of a mode the others add less than .002; elsewhere there is less.
  const most = Math.log(1.01 + Math.exp(-4));
  for (let k = 0; k < count;) {
    const a = [2 * stream.uniform() - 1, 2 * stream.uniform() - 1];
    const { reward } = bandit.step(s, a);
    if (stream.uniform() < Math.exp((reward - most) / alpha)) out.set(a, 2 * k++);
  }
  return out;
}

function cellsOf(actions: Float32Array): Float64Array {
  const counts = new Float64Array(CELLS * CELLS);
  const place = (a: number) => Math.min(CELLS - 1, Math.max(0, Math.floor((a + 1) / 2 * CELLS)));
  for (let i = 0; i < actions.length; i += 2) {
    counts[place(actions[i + 1]!) * CELLS + place(actions[i]!)]!++;
  }
  return counts;
}

/** Distances between a policy's actions and the best policy, means over {@link gridStates}. */
export interface PolicyErrors {
  /** KL from the best policy's cells to the policy's, each of whose counts is raised by ½. */
  readonly kl: number;
  readonly variation: number;
  readonly mmd: number;
  readonly reward: number;
}

/** Measures `actions` of each grid state, `[count × 2]`. */
export function policyErrors(
  actions: readonly Float32Array[],
  alpha: number,
  stream: Rng,
): PolicyErrors {
  const each = gridStates.map((s, k) => {
    const best = bestCells(s, alpha), own = actions[k]!, counts = cellsOf(own);
    const raised = counts.map((c) => c + 0.5), all = raised.reduce((a, b) => a + b, 0);
    const kl = best.reduce(
      (sum, p, i) => p > 0 ? sum + p * Math.log(p * all / raised[i]!) : sum,
      0,
    );
    const exact = { values: bestActions(s, alpha, own.length / 2, stream), dimension: 2 };
    const mmd = squaredMmd({ values: own, dimension: 2 }, exact, [0.1, 0.2, 0.4, 0.8]);
    let reward = 0;
    for (let i = 0; i < own.length; i += 2) {
      reward += bandit.step(s, [own[i]!, own[i + 1]!]).reward / (own.length / 2);
    }
    return { kl, variation: totalVariation(counts, best), mmd, reward };
  });
  const mean = (key: keyof PolicyErrors) => each.reduce((sum, e) => sum + e[key], 0) / each.length;
  return { kl: mean("kl"), variation: mean("variation"), mmd: mean("mmd"), reward: mean("reward") };
}

/** Actions of a lane for each grid state. */
export function agentActions(agent: Agent, state: AgentState, count: number, seed: number) {
  const { lanes } = agent.options;
  const asked = Array.from(
    { length: lanes },
    () => gridStates.flatMap((s) => Array.from({ length: count }, () => s)),
  ).flat();
  const key = random.key(seed);
  const u = actOn(agent, key, state, asked);
  key.dispose();
  const per = 2 * count, perLane = per * gridStates.length;
  return Array.from(
    { length: lanes },
    (_, lane) =>
      gridStates.map((_, k) =>
        u.slice(lane * perLane + k * per, lane * perLane + (k + 1) * per).map(Math.tanh)
      ),
  );
}

/**
 * Actions without an actor: of `candidates` uniform ones, one drawn in proportion to exp(Q/α), by
 * the critic of the same agent.
 */
export function weightedActions(
  agent: Agent,
  state: AgentState,
  { count, alpha, candidates, seed }: {
    readonly count: number;
    readonly alpha: number;
    readonly candidates: number;
    readonly seed: number;
  },
): Float32Array[][] {
  const { lanes } = agent.options, stream = rng(seed), n = count * candidates;
  const found = gridStates.map((s) => {
    const a = Float32Array.from({ length: 2 * n }, () => 2 * stream.uniform() - 1);
    const q = tf.tidy(() => {
      const actions = tf.tile(tf.tensor3d(a, [1, n, 2]), [lanes, 1, 1]);
      const states = tf.tile(tf.tensor3d([...s], [1, 1, 2]), [lanes, n, 1]);
      return minQ(state.critic, states, actions).dataSync();
    });
    return Array.from({ length: lanes }, (_, lane) => {
      const out = new Float32Array(2 * count);
      for (let k = 0; k < count; k++) {
        const first = lane * n + k * candidates;
        const own = Array.from({ length: candidates }, (_, i) => q[first + i]! / alpha);
        const top = Math.max(...own), weights = own.map((v) => Math.exp(v - top));
        let left = stream.uniform() * weights.reduce((x, y) => x + y, 0), i = 0;
        while (i < candidates - 1 && (left -= weights[i]!) >= 0) i++;
        out.set(a.subarray(2 * (k * candidates + i), 2 * (k * candidates + i) + 2), 2 * k);
      }
      return out;
    });
  });
  return Array.from({ length: lanes }, (_, lane) => found.map((one) => one[lane]!));
}
