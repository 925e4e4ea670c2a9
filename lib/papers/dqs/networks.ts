/** Critic and actors of DQS and of what it is compared with. All tensors are `[lanes, batch, …]`. */
import { geometricSchedule } from "../../diffusion/variance_schedule.ts";
import { type Key, random, type Tensor, tf, tidy } from "../../tensor/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import { lanePerceptron, laneSpecs } from "./lanes.ts";

/** Actions have two coordinates, in [-1, 1]; u = artanh a is what diffuses. */
export const ACTIONS = 2;

/** h(t) from 0 to 2² (specified: 1e-5 to 1, which does not cover u of the whole square). */
export const schedule = geometricSchedule(0.01, 2);

/** Variance of u for uniform actions, π²/12: of what x_1 is besides its noise. */
export const SPREAD = Math.PI ** 2 / 12;

/** log Π(1 - tanh²u), the Jacobian of a = tanh u, `[lanes, batch, 1]`. */
export function logJacobian(u: Tensor): Tensor {
  const inner = tf.sub(Math.LN2, tf.add(u, tf.softplus(tf.mul(u, -2))));
  return tf.sum(tf.mul(inner, 2), -1, true);
}

/** What of an action a diffusion actor sees: u alone, or waves of tanh u, too, as the critic does. */
export type ActorSees = "u" | "waves";

/** Features for each coordinate in {@link waves}. */
const WAVES = 5;

/**
 * Coordinates in [-1, 1] with sines and cosines of πx and 2πx beside them: without, SiLU on inputs
 * this small is nearly a line, and a critic of 2 × 64 units learns nothing for 600 steps.
 */
function waves(x: Tensor): Tensor {
  const [one, two] = [tf.mul(x, Math.PI), tf.mul(x, 2 * Math.PI)];
  return tf.concat([x, tf.sin(one), tf.cos(one), tf.sin(two), tf.cos(two)], -1);
}

/** Draws critic (an ensemble of two), its targets, and an actor. */
export function initialParams(
  key: Key,
  { lanes, states, actor, width = 64, actorWidth = 64, actorSees = "u" }: {
    readonly lanes: number;
    readonly states: number;
    readonly actor: "diffusion" | "gaussian";
    /** Of the critics' two layers. */
    readonly width?: number;
    readonly actorWidth?: number;
    readonly actorSees?: ActorSees;
  },
): { readonly critic: Params; readonly target: Params; readonly actor: Params } {
  return tidy(() => {
    const keys = random.split(key, 3);
    const widths = [WAVES * (states + ACTIONS), width, width, 1];
    const critic = {
      ...laneSpecs(keys[0]!, "q1", lanes, widths),
      ...laneSpecs(keys[1]!, "q2", lanes, widths),
    };
    const inputs = actor === "diffusion"
      ? WAVES * (states + (actorSees === "waves" ? ACTIONS : 0)) + ACTIONS + TIME
      : WAVES * states;
    const outputs = actor === "diffusion" ? ACTIONS : 2 * ACTIONS;
    return {
      critic,
      target: Object.fromEntries(Object.entries(critic).map(([name, p]) => [name, tf.clone(p)])),
      actor: laneSpecs(keys[2]!, "actor", lanes, [inputs, actorWidth, actorWidth, outputs]),
    };
  });
}

/** Q of both critics, each `[lanes, batch, 1]`. */
export function bothQ(critic: Params, s: Tensor, a: Tensor): [Tensor, Tensor] {
  const x = waves(tf.concat([s, a], -1));
  return [lanePerceptron(critic, "q1", x), lanePerceptron(critic, "q2", x)];
}

/** The smaller of both. */
export function minQ(critic: Params, s: Tensor, a: Tensor): Tensor {
  const [q1, q2] = bothQ(critic, s, a);
  return tf.minimum(q1, q2);
}

const TIME = 6;

/** Features of t `[lanes, batch, 1]`: t, t² and two frequencies. */
function timeFeatures(t: Tensor): Tensor {
  const waves = [1, 2].flatMap((
    k,
  ) => [tf.sin(tf.mul(t, Math.PI * k)), tf.cos(tf.mul(t, Math.PI * k))]);
  return tf.concat([t, tf.square(t), ...waves], -1);
}

/** The score at u under noise of time t: the network's output over √(h + 10⁻³). */
export function actorScore(
  actor: Params,
  s: Tensor,
  u: Tensor,
  { t, h, sees }: { readonly t: Tensor; readonly h: Tensor; readonly sees: ActorSees },
): Tensor {
  const scaled = tf.div(u, tf.sqrt(tf.add(h, 1)));
  const waved = waves(sees === "waves" ? tf.concat([s, tf.tanh(u)], -1) : s);
  const out = lanePerceptron(actor, "actor", tf.concat([scaled, waved, timeFeatures(t)], -1));
  return tf.div(out, tf.sqrt(tf.add(h, 1e-3)));
}

/** u of actions, by the reverse equation of {@link schedule} in `steps` equal steps of t. */
export function diffuse(
  key: Key,
  actor: Params,
  s: Tensor,
  { steps, sees }: { readonly steps: number; readonly sees: ActorSees },
): Tensor {
  const shape = [...s.shape.slice(0, -1), ACTIONS];
  const noise = tf.unstack(random.normal(key, [steps + 1, ...shape]));
  const ones = tf.ones([...shape.slice(0, -1), 1]);
  let u: Tensor = tf.mul(noise[0]!, Math.sqrt(schedule.h(1) + SPREAD));
  for (let k = 0; k < steps; k++) {
    const t = 1 - k / steps, g2 = schedule.g2(t), dt = 1 / steps;
    const level = { t: tf.mul(ones, t), h: tf.mul(ones, schedule.h(t)), sees };
    const score = actorScore(actor, s, u, level);
    u = tf.add(u, tf.mul(score, g2 * dt));
    // The last step adds no noise.
    if (k + 1 < steps) u = tf.add(u, tf.mul(noise[k + 1]!, Math.sqrt(g2 * dt)));
  }
  return tf.clipByValue(u, -6, 6);
}

/** u of SAC's actor, and log π of a = tanh u. */
export function gaussianActor(key: Key, actor: Params, s: Tensor): { u: Tensor; logPi: Tensor } {
  const [mean, raw] = tf.split(lanePerceptron(actor, "actor", waves(s)), 2, -1) as [Tensor, Tensor];
  // A deviation between e⁻⁴ and e.
  const logDeviation = tf.sub(tf.mul(tf.tanh(raw), 2.5), 1.5);
  const noise = random.normal(key, mean.shape);
  const u = tf.add(mean, tf.mul(tf.exp(logDeviation), noise));
  const each = tf.add(
    tf.add(tf.mul(tf.square(noise), 0.5), logDeviation),
    0.5 * Math.log(2 * Math.PI),
  );
  return { u, logPi: tf.sub(tf.neg(tf.sum(each, -1, true)), logJacobian(u)) };
}
