/** Small processes and lotteries that show one thing each. */
import type { Mdp, MdpAction, MdpOutcome } from "../../datasets/mdp.ts";
import { normal } from "../../datasets/normal.ts";
import type { Rng } from "../../datasets/rng.ts";

/** The paper's three outcomes, u(o₁) = (4, −2), u(o₂) = (2, 2), u(o₃) = (0, 4). */
export const threeOutcomes: readonly (readonly number[])[] = [[4, -2], [2, 2], [0, 4]];

const certain = (
  name: string,
  next: number,
  reward: readonly number[],
  discount: MdpOutcome["discount"],
): MdpAction => ({ name, outcomes: [{ next, probability: 1, reward, discount }] });

/** One decision: "risky" gives (1, −1), "safe" (0, 0); the second number is minus a cost. */
export const oneDecision: Mdp = {
  dimensions: 2,
  states: ["here", "end"],
  actions: [[certain("risky", 1, [1, -1], 0), certain("safe", 1, [0, 0], 0)], []],
};

/**
 * The same decision, reached from two starts: "fresh" has spent nothing before it, "spent" half a
 * unit of cost.
 */
export const twoStarts: Mdp = {
  dimensions: 2,
  states: ["fresh", "spent", "here", "end"],
  actions: [
    [certain("go", 2, [0, 0], 1)],
    [certain("go", 2, [0, -0.5], 1)],
    [certain("risky", 3, [1, -1], 0), certain("safe", 3, [0, 0], 0)],
    [],
  ],
};

/**
 * Where Theorem 7 would fail with a diagonal entry of 1: "stay" gives 0 and Γ₁₁ = 1, "leave" gives 1
 * and ends. V₁ = 1, both are greedy for it, and who stays for ever gets 0.
 *
 * @param diagonal Γ₁₁ of "stay"; below 1 only "leave" is greedy
 */
export function stayOrLeave(diagonal: number): Mdp {
  return {
    dimensions: 1,
    states: ["here", "end"],
    actions: [[certain("stay", 0, [0], [[diagonal]]), certain("leave", 1, [1], 0)], []],
  };
}

/**
 * A process in which an action that is best by its first number shows it only in the limit: of two
 * loops, "quick" has its reward at once, "slow" a little more a step later, worth the same in total;
 * "slow" is better by its second number.
 *
 * @param discount γ; "slow" gives 1/γ times as much a step later
 */
export function slowTie(discount: number): Mdp {
  return {
    dimensions: 2,
    states: ["here", "later"],
    actions: [
      [
        certain("quick", 0, [1 - discount * discount, 0], discount * discount),
        certain("slow", 1, [0, 1], discount),
      ],
      [certain("return", 0, [(1 - discount * discount) / discount, 0], discount)],
    ],
  };
}

/**
 * A random process with ties. Half of the actions after a state's first are its twins: they lead
 * where it leads, with its first number of the reward and other later ones. Γ is γ·I with γ = 0.9, or
 * lower triangular with a diagonal below 1.
 */
export function randomMdp(
  { states, actions, dimensions, discounts }: {
    readonly states: number;
    readonly actions: number;
    readonly dimensions: number;
    readonly discounts: "scalar" | "triangular";
  },
  stream: Rng,
): Mdp {
  const all = Array.from({ length: dimensions }, (_, k) => k);
  const matrix = () =>
    all.map((i) =>
      all.map((j) => j > i ? 0 : i === j ? 0.3 + 0.6 * stream.uniform() : 0.4 * normal(stream))
    );
  const later = (first: number) => all.map((k) => k === 0 ? first : stream.int(3) - 1);
  const outcome = (probability: number): MdpOutcome => ({
    next: stream.int(states),
    probability,
    reward: later(Number(stream.int(4) === 0)),
    discount: discounts === "scalar" ? 0.9 : matrix(),
  });
  const twin = (one: MdpOutcome): MdpOutcome => ({ ...one, reward: later(one.reward[0]!) });
  return {
    dimensions,
    states: Array.from({ length: states }, (_, s) => `s${s}`),
    actions: Array.from({ length: states }, () => {
      const first = stream.int(2) ? [outcome(1)] : [outcome(0.5), outcome(0.5)];
      return Array.from({ length: actions }, (_, a) => ({
        name: `a${a}`,
        outcomes: a === 0 ? first : stream.int(2) ? first.map(twin) : [outcome(0.5), outcome(0.5)],
      }));
    }),
  };
}
