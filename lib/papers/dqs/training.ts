/** Acting and learning, lane by lane at once. */
import { rng } from "../../datasets/rng.ts";
import { type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import { type Agent, type AgentState, disposeState, type Transitions } from "./agent.ts";
import type { Environment } from "./environments.ts";
import { type HostTransitions, ReplayBuffer } from "./replay.ts";

/** How long, and how hot. */
export interface TrainingOptions {
  readonly updates: number;
  readonly seed: number;
  /** Transitions of each lane in an update; default 64. */
  readonly batch?: number;
  /** Environments of each lane, each of which takes a step before each update; default 16. */
  readonly environments?: number;
  /** Temperature α of each lane, at a share from 0 to 1 of the training. */
  readonly temperature: (lane: number, share: number) => number;
  /** Steps with uniform actions before the first update; default 20. */
  readonly warmup?: number;
  /** Transitions that each lane remembers; default 20,000. */
  readonly capacity?: number;
  /** The last share of the training, in which learning rates fall to 0; default 0: they stay. */
  readonly cooling?: number;
  readonly tick?: (update: number) => unknown;
}

/** What came of a training. */
export interface Training {
  readonly state: AgentState;
  readonly seconds: number;
  /** Steps in the environments, of each lane. */
  readonly steps: number;
  /** Evaluations of Q in estimates of scores, of each lane. */
  readonly criticEvaluations: number;
  /** For each lane, after how many steps each goal was first reached. */
  readonly found: readonly Readonly<Record<number, number>>[];
}

/** `[lanes, batch, size]` tensors of what a buffer gave. */
export function toTensors(host: HostTransitions, lanes: number): Transitions {
  const tensor = (v: Float32Array) => {
    const size = v.length / host.reward.length;
    return tf.tensor3d(v, [lanes, host.reward.length / lanes, size]);
  };
  return {
    s: tensor(host.s),
    u: tensor(host.u),
    reward: tensor(host.reward),
    next: tensor(host.next),
    goesOn: tensor(host.goesOn),
  };
}

/** u for states of all lanes, `[lanes × count × 2]` on the host. */
export function actOn(
  agent: Agent,
  key: Key,
  state: AgentState,
  states: readonly (readonly number[])[],
): Float32Array {
  const lanes = agent.options.lanes;
  const s = tf.tensor3d(states.flat(), [lanes, states.length / lanes, states[0]!.length]);
  const u = agent.act(key, state, s);
  const values = u.dataSync() as Float32Array;
  tf.dispose([s, u]);
  return values;
}

/** Trains an agent; its state belongs to the caller. */
export async function train(
  agent: Agent,
  environment: Environment,
  options: TrainingOptions,
): Promise<Training> {
  const { updates, seed, batch = 64, environments = 16, warmup = 20 } = options;
  const { temperature, tick, capacity = 20_000, cooling = 0 } = options;
  const { lanes, method, K, actorBatch } = agent.options;
  const began = performance.now();
  const stream = rng(seed).split(method), buffer = new ReplayBuffer(lanes, capacity);
  const count = lanes * environments;
  const states = Array.from({ length: count }, () => environment.reset(stream));
  const ages = new Array<number>(count).fill(0);
  const found: Record<number, number>[] = Array.from({ length: lanes }, () => ({}));
  let state = agent.init(seed);
  const keys = random.key(seed + 1);
  for (let k = -warmup; k < updates; k++) {
    const acting = random.fold(keys, 2 * (k + warmup)),
      learning = random.fold(keys, 2 * (k + warmup) + 1);
    // Uniform a is u = artanh a.
    const uniform = () => Math.atanh(0.999 * (2 * stream.uniform() - 1));
    const u = k < 0
      ? Float32Array.from({ length: 2 * count }, uniform)
      : actOn(agent, acting, state, states);
    for (let i = 0; i < count; i++) {
      const s = states[i]!, own = [u[2 * i]!, u[2 * i + 1]!];
      const after = environment.step(s, own.map(Math.tanh));
      const lane = Math.floor(i / environments);
      const goesOn = !after.ends;
      buffer.push(lane, { s, u: own, reward: after.reward, next: after.state, goesOn });
      if (after.goal !== undefined) {
        found[lane]![after.goal] ??= (k + warmup + 1) * environments;
      }
      const over = after.ends || ++ages[i]! >= environment.horizon;
      if (over) ages[i] = 0;
      states[i] = over ? environment.reset(stream) : after.state;
    }
    if (k >= 0) {
      const transitions = toTensors(buffer.sample(batch, stream), lanes);
      const values = Array.from({ length: lanes }, (_, lane) => temperature(lane, k / updates));
      const alpha = tf.tensor3d(values, [lanes, 1, 1]);
      const rate = cooling > 0 ? Math.min(1, (1 - k / updates) / cooling) : 1;
      state = agent.update(learning, state, transitions, alpha, { step: k + 1, rate });
      tf.dispose([alpha, ...Object.values(transitions) as Tensor[]]);
      if (k % 50 === 49) await tick?.(k + 1);
    }
    tf.dispose([acting, learning]);
  }
  keys.dispose();
  const perUpdate = Math.min(batch, actorBatch) * (method === "dqs" ? K : 1);
  return {
    state,
    seconds: (performance.now() - began) / 1000,
    steps: (updates + warmup) * environments,
    criticEvaluations: updates * perUpdate,
    found,
  };
}

export { disposeState };
