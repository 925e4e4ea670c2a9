/** One update and one draw of actions of DQS, QSM and SAC, each compiled once for all lanes. */
import {
  compile,
  type Key,
  random,
  stopGradient,
  type Tensor,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import { adam, applyUpdates, type Moments } from "../../training/optimizer.ts";
import { type AgentOptions, agentOptions } from "./agent_options.ts";
import { smoothedScore } from "./estimator.ts";
import {
  ACTIONS,
  actorScore,
  bothQ,
  diffuse,
  gaussianActor,
  initialParams,
  logJacobian,
  minQ,
  schedule,
} from "./networks.ts";

/** Transitions `[lanes, batch, …]`; `u` is the action before tanh. */
export type Transitions = {
  readonly s: Tensor;
  readonly u: Tensor;
  readonly reward: Tensor;
  readonly next: Tensor;
  /** 1 where the episode goes on, 0 where it ends. */
  readonly goesOn: Tensor;
};

/** Rates and corrections are handed in: the rate depends on the update, not on a schedule. */
const optimizer = adam(0);

/** All that an agent learns. */
export type AgentState = {
  readonly critic: Params;
  readonly target: Params;
  readonly actor: Params;
  readonly criticMoments: Moments;
  readonly actorMoments: Moments;
};

/** When an update is. */
export interface UpdateTime {
  /** Counted from 1. */
  readonly step: number;
  /** Factor on the learning rate; default 1. */
  readonly rate?: number;
}

/** An agent. All its lanes have temperatures of their own, α `[lanes, 1, 1]`. */
export interface Agent {
  readonly options: Required<AgentOptions>;
  init(seed: number): AgentState;
  /** One step of both networks; the old state is disposed of. */
  update(
    key: Key,
    state: AgentState,
    batch: Transitions,
    alpha: Tensor,
    at: UpdateTime,
  ): AgentState;
  /** u of actions, one for each state. */
  act(key: Key, state: AgentState, s: Tensor): Tensor;
  dispose(): void;
}

type LossOf = (params: Params) => Tensor;

/** Gradients of a loss by parameter name. */
function gradients(loss: LossOf, params: Params): Params {
  const names = Object.keys(params);
  const scalar = (...values: Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, values[i]!]))) as tf.Scalar;
  const found = tf.grads(scalar)(names.map((name) => params[name]!));
  return Object.fromEntries(names.map((name, i) => [name, found[i]!]));
}

/**
 * Makes an agent; `dispose` frees its compiled functions.
 *
 * @throws {RangeError} If an option is impossible, or its name unknown
 */
export function createAgent(given: AgentOptions): Agent {
  const o = agentOptions(given);
  const gaussian = o.method === "sac";
  const diffusion = { steps: o.diffusionSteps, sees: o.actorSees };

  /** log π̃(u) = Q(s, tanh u)/α + log Jacobian, up to a constant. */
  const logTarget = (critic: Params, s: Tensor, u: Tensor, alpha: Tensor) =>
    tf.add(tf.div(minQ(critic, s, tf.tanh(u)), alpha), logJacobian(u));
  const gradientOf = (critic: Params, s: Tensor, u: Tensor, alpha: Tensor) =>
    tf.grad((v) => tf.sum(logTarget(critic, s, v, alpha)))(u);

  function nextValue(key: Key, state: AgentState, next: Tensor, alpha: Tensor): Tensor {
    const [lanes, batch, states] = next.shape as [number, number, number];
    if (gaussian) {
      const { u, logPi } = gaussianActor(key, state.actor, next);
      const q = minQ(state.target, next, tf.tanh(u));
      // Relative to the uniform policy on [-1, 1]², as for "with" below.
      const excess = tf.mul(alpha, tf.add(logPi, ACTIONS * Math.LN2));
      return o.entropy === "with" ? tf.sub(q, excess) : q;
    }
    if (o.entropy === "without") {
      const u = diffuse(key, state.actor, next, diffusion);
      return minQ(state.target, next, tf.tanh(u));
    }
    const M = 16, a = random.uniform(key, [lanes, batch * M, ACTIONS], -1, 1);
    const repeated = tf.reshape(
      tf.tile(tf.expandDims(next, 2), [1, 1, M, 1]),
      [lanes, batch * M, states],
    );
    const q = tf.reshape(minQ(state.target, repeated, a), [lanes, batch, M]);
    const mean = tf.sub(tf.logSumExp(tf.div(q, alpha), -1, true), Math.log(M));
    return tf.mul(alpha, mean);
  }

  /** What the score at `noisy` should be. */
  function scoreTarget(
    key: Key,
    critic: Params,
    { s, noisy, h, alpha }: Readonly<Record<"s" | "noisy" | "h" | "alpha", Tensor>>,
  ): Tensor {
    if (o.method === "qsm") return gradientOf(critic, s!, noisy!, alpha!);
    const [lanes, batch, states] = s!.shape as [number, number, number];
    const all = [lanes, batch * o.K] as const;
    const noise = random.normal(key, [lanes, batch, o.K, ACTIONS]);
    const spread = (v: Tensor) => tf.tile(tf.expandDims(v, 2), [1, 1, o.K, 1]);
    const y = tf.add(tf.expandDims(noisy!, 2), tf.mul(noise, tf.expandDims(tf.sqrt(h!), 2)));
    const flat = tf.reshape(y, [...all, ACTIONS]);
    const sK = tf.reshape(spread(s!), [...all, states]);
    const split = (v: Tensor) => tf.reshape(v, [lanes, batch, o.K, -1]);
    return smoothedScore({
      noise,
      gradient: split(gradientOf(critic, sK, flat, alpha!)),
      logDensity: split(logTarget(critic, sK, flat, alpha!)),
      h: h!,
    }, o.eta);
  }

  type Inputs = {
    readonly key: Key;
    readonly state: AgentState;
    readonly batch: Transitions;
    readonly alpha: Tensor;
    readonly corrections: Tensor;
  };
  const update = compile(({ key, state, batch, alpha, corrections }: Inputs) => {
    const keys = random.split(key, 4) as [Key, Key, Key, Key];
    const { s, u, reward, next, goesOn } = batch;
    const value = o.discount > 0 ? nextValue(keys[0], state, next, alpha) : tf.zerosLike(reward);
    const y = stopGradient(tf.add(reward, tf.mul(tf.mul(goesOn, o.discount), value)));
    // Lanes do not meet in a sum, so that one loss trains all.
    const perLane = (v: Tensor) => tf.sum(tf.mean(v, [1, 2]));
    const criticGradients = gradients((critic) => {
      const [q1, q2] = bothQ(critic, s, tf.tanh(u));
      return tf.add(perLane(tf.square(tf.sub(q1, y))), perLane(tf.square(tf.sub(q2, y))));
    }, state.critic);
    const first = (v: Tensor) => {
      const [lanes, batch, size] = v.shape as [number, number, number];
      return tf.slice(v, [0, 0, 0], [lanes, Math.min(batch, o.actorBatch), size]);
    };
    const own = first(s);
    let actorLoss: LossOf;
    if (gaussian) {
      actorLoss = (actor) => {
        const { u, logPi } = gaussianActor(keys[1], actor, own);
        return perLane(tf.sub(tf.mul(alpha, logPi), minQ(state.critic, own, tf.tanh(u))));
      };
    } else {
      const clean = first(u);
      const t = random.uniform(keys[1], [...clean.shape.slice(0, -1), 1]);
      const h = tf.add(schedule.variance(t), 1e-6);
      const noisy = tf.add(clean, tf.mul(tf.sqrt(h), random.normal(keys[2], clean.shape)));
      const known = { s: own, noisy, h, alpha };
      const wanted = stopGradient(scoreTarget(keys[3], state.critic, known));
      // Long targets at little noise, and mistakes of a critic far out, are cut off at 30.
      const length = tf.sqrt(tf.sum(tf.square(wanted), -1, true));
      const clipped = tf.mul(wanted, tf.minimum(1, tf.div(30, tf.add(length, 1e-6))));
      const weight = tf.add(h, 1e-3);
      const level = { t, h, sees: o.actorSees };
      actorLoss = (actor) =>
        perLane(tf.mul(weight, tf.square(tf.sub(actorScore(actor, own, noisy, level), clipped))));
    }
    const actorGradients = gradients(actorLoss, state.actor);
    const [c1, c2, rate] = tf.unstack(corrections) as [Tensor, Tensor, Tensor];
    const numbers = { learningRate: rate, correction1: c1, correction2: c2 };
    const stepped = (params: Params, gradients: Params, before: Moments) => {
      const [updates, moments] = optimizer.update(gradients, before, params, numbers);
      return { params: applyUpdates(params, updates), moments };
    };
    const critic = stepped(state.critic, criticGradients, state.criticMoments);
    const actor = stepped(state.actor, actorGradients, state.actorMoments);
    const target = Object.fromEntries(
      Object.entries(state.target).map(([name, slow]) => [
        name,
        tf.add(tf.mul(slow, 1 - o.tau), tf.mul(critic.params[name]!, o.tau)),
      ]),
    );
    return {
      critic: critic.params,
      target,
      actor: actor.params,
      criticMoments: critic.moments,
      actorMoments: actor.moments,
    } as AgentState;
  }, { name: `${o.method} update` });

  type Asked = { readonly key: Key; readonly actor: Params; readonly s: Tensor };
  const act = compile(({ key, actor, s }: Asked) => ({
    u: gaussian
      ? tf.clipByValue(gaussianActor(key, actor, s).u, -6, 6)
      : diffuse(key, actor, s, diffusion),
  }), { name: `${o.method} act` });

  return {
    options: o,
    init(seed) {
      const kind = gaussian ? "gaussian" : "diffusion";
      const { lanes, states, actorWidth, actorSees } = o;
      const sizes = { lanes, states, actor: kind, actorWidth, actorSees } as const;
      const params = tidy(() => initialParams(random.key(seed), sizes));
      return {
        ...params,
        criticMoments: optimizer.init(params.critic),
        actorMoments: optimizer.init(params.actor),
      };
    },
    update(key, state, batch, alpha, { step, rate = 1 }) {
      const corrections = tf.tensor1d([1 - 0.9 ** step, 1 - 0.99 ** step, o.learningRate * rate]);
      const next = update({ key, state, batch, alpha, corrections });
      corrections.dispose();
      disposeState(state);
      return next;
    },
    act: (key, { actor }, s) => act({ key, actor, s }).u,
    dispose() {
      update.dispose();
      act.dispose();
    },
  };
}

/** Frees all of a state. */
export function disposeState(state: AgentState): void {
  tf.dispose(state as unknown as tf.TensorContainer);
}
