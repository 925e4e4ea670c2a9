/**
 * Safety first (Theorems 5 and 6): one outcome is infinitely bad. Utilities are (−P(unsafe), u₂):
 * (−1, 0) where an episode ends unsafely, (0, r) where it ends safely, and otherwise
 * u = (u₁(τ), (1 + u₁(τ)) r(e) + γ u₂(τ)), that is r̃ = (0, r) and Γ = [[1, 0], [r, γ]].
 *
 * Taken over trajectories: u₁ is −1 where it ends unsafely, else 0, and u₂ is the discounted sum of
 * rewards where it does not, else 0.
 */
import { assertCount, assertShare } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { type Gridworld, MOVES } from "../../datasets/gridworld.ts";
import type { Mdp, MdpOutcome } from "../../datasets/mdp.ts";
import type { Rng } from "../../datasets/rng.ts";

/** What a step costs. */
export interface StepOptions {
  /** Reward of every step; default −1. */
  readonly reward?: number;
  /** γ; default 0.95. */
  readonly discount?: number;
}

/** Names of {@link StepOptions}. */
const STEP_NAMES = ["reward", "discount"] as const satisfies (keyof StepOptions)[];

/** @throws {RangeError} If a reward is not finite, γ not in [0, 1], or a name unknown */
function assertStep(options: StepOptions, others: readonly string[] = []): void {
  assertOptionNames(options, [...STEP_NAMES, ...others], true);
  const { reward = -1, discount = 0.95 } = options;
  if (!Number.isFinite(reward)) {
    throw new RangeError(`reward must be a finite number: current value is ${reward}`);
  }
  assertShare("discount", discount);
}

/** A world as a process: `event` says what entering `next` is worth. */
function processOf(
  world: Gridworld,
  dimensions: number,
  event: (next: number) => Pick<MdpOutcome, "reward" | "discount">,
): Mdp {
  const ends = world.cells.map((kind) => kind === "goal" || kind === "lava" || kind === "wall");
  return {
    dimensions,
    states: world.cells.map((kind, cell) =>
      `(${Math.floor(cell / world.columns)}, ${cell % world.columns}) ${kind}`
    ),
    actions: world.cells.map((_, cell) =>
      ends[cell] ? [] : MOVES.map((name) => ({
        name,
        outcomes: world.transitions(cell, name).map((one) => ({ ...one, ...event(one.next) })),
      }))
    ),
  };
}

/**
 * A world with safety first: Theorem 6's rewards and matrices. Lava is the unsafe end.
 *
 * @throws {RangeError} If the reward is not finite, the discount not in [0, 1], or an option's name unknown
 */
export function safetyFirst(world: Gridworld, options: StepOptions = {}) {
  assertStep(options);
  const { reward = -1, discount = 0.95 } = options;
  return processOf(world, 2, (next) => {
    const kind = world.cells[next];
    if (kind === "lava") return { reward: [-1, 0], discount: 0 };
    if (kind === "goal") return { reward: [0, reward], discount: 0 };
    return { reward: [0, reward], discount: [[1, 0], [reward, discount]] };
  });
}

/**
 * The same world with one number: the reward of each step, less `penalty` for entering lava, discounted as
 * rewards are.
 *
 * @throws {RangeError} If the reward is not finite, the discount not in [0, 1], or an option's name unknown
 */
export function penalised(world: Gridworld, penalty: number, options: StepOptions = {}): Mdp {
  assertStep(options);
  const { reward = -1, discount = 0.95 } = options;
  return processOf(world, 1, (next) => {
    const kind = world.cells[next];
    if (kind === "lava") return { reward: [reward - penalty], discount: 0 };
    return { reward: [reward], discount: kind === "goal" ? 0 : discount };
  });
}

/** A mean and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Mean and standard error of numbers. */
export function estimate(values: ArrayLike<number>): Estimate {
  const n = values.length;
  let mean = 0, square = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  for (let i = 0; i < n; i++) square += (values[i]! - mean) ** 2 / (n - 1);
  return { mean, standardError: Math.sqrt(square / n) };
}

/**
 * Plays episodes in the world itself, by Theorem 5's meaning of the utilities and not by Theorem 6's
 * recursion: how often they end in lava, and the discounted rewards of those that do not.
 *
 * @param policy Probabilities of {@link MOVES} in each cell
 * @param horizon Steps after which an episode counts as safe and over
 * @throws {RangeError} If an option is impossible, or its name unknown
 */
export function simulate(
  world: Gridworld,
  policy: readonly (readonly number[])[],
  options: StepOptions & { readonly episodes: number; readonly horizon?: number },
  stream: Rng,
): { readonly u1: Estimate; readonly u2: Estimate } {
  assertStep(options, ["episodes", "horizon"]);
  const { episodes, horizon = 2000, reward = -1, discount = 0.95 } = options;
  assertCount("episodes", episodes);
  assertCount("horizon", horizon);
  const pick = (weights: readonly number[]): number => {
    let left = stream.uniform();
    const at = weights.findIndex((w) => (left -= w) < 0);
    return at < 0 ? weights.length - 1 : at;
  };
  const moves = world.cells.map((_, cell) => MOVES.map((move) => world.transitions(cell, move)));
  const odds = moves.map((own) => own.map((outs) => outs.map((one) => one.probability)));
  const [u1, u2] = [new Float64Array(episodes), new Float64Array(episodes)];
  for (let episode = 0; episode < episodes; episode++) {
    let cell = world.start, total = 0, factor = 1, lost = false;
    for (let step = 0; step < horizon; step++) {
      const move = pick(policy[cell]!);
      cell = moves[cell]![move]![pick(odds[cell]![move]!)]!.next;
      lost = world.cells[cell] === "lava";
      total += factor * reward;
      factor *= discount;
      if (lost || world.cells[cell] === "goal") break;
    }
    u1[episode] = lost ? -1 : 0;
    u2[episode] = lost ? 0 : total;
  }
  return { u1: estimate(u1), u2: estimate(u2) };
}
