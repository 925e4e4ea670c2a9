/**
 * Finite Markov decision processes with vector rewards, as data.
 *
 * An event e (a state, an action, and what came of it) gives a reward r(e), d numbers, and multiplies
 * what follows by a lower triangular matrix Γ(e): u(e∘τ) = r(e) + Γ(e) u(τ). A number γ stands for
 * γ·I. Episodes end in states without actions, whose value is 0.
 *
 * @module
 */

/** What may come of an action. */
export interface MdpOutcome {
  /** Number of the next state. */
  readonly next: number;
  readonly probability: number;
  /** r(e), `[d]`. */
  readonly reward: readonly number[];
  /** Γ(e), `[d][d]` lower triangular with a diagonal of 0 … 1, or γ for γ·I. */
  readonly discount: number | readonly (readonly number[])[];
}

/** An action, by name. */
export interface MdpAction {
  readonly name: string;
  readonly outcomes: readonly MdpOutcome[];
}

/** A finite process; a state's actions may differ from another's. */
export interface Mdp {
  /** Numbers in a reward, d, the most important first. */
  readonly dimensions: number;
  /** Names of the states. */
  readonly states: readonly string[];
  /** Actions of each state; none where an episode ends. */
  readonly actions: readonly (readonly MdpAction[])[];
}

/** How far probabilities may be from a sum of one. */
const SLACK = 1e-9;

/**
 * Checks a process that someone typed in.
 *
 * @returns The same process
 * @throws {RangeError} If probabilities do not sum to one, a next state is none, a reward or a
 * discount has another size than `dimensions`, or a Γ is not lower triangular with a diagonal of
 * 0 … 1; the sentence names the state and the action
 */
export function checkMdp(mdp: Mdp): Mdp {
  const { dimensions: d, states, actions } = mdp;
  if (!Number.isInteger(d) || d < 1) {
    throw new RangeError(
      `Cannot use the process as rewards must have 1 or more dimensions: current value is ${d}`,
    );
  }
  if (actions.length !== states.length) {
    throw new RangeError(
      `Cannot use the process as each of its ${states.length} states needs a list of actions: ` +
        `there are ${actions.length}`,
    );
  }
  actions.forEach((own, s) =>
    own.forEach(({ name, outcomes }) =>
      checkOutcomes(outcomes, mdp, `${states[s]}, action ${name}`)
    )
  );
  return mdp;
}

function checkOutcomes(outcomes: readonly MdpOutcome[], mdp: Mdp, where: string): void {
  const refuse = (why: string, value: unknown): never => {
    throw new RangeError(`Cannot use the process as in state ${where}, ${why}: got ${value}`);
  };
  const total = outcomes.reduce((sum, { probability }) => sum + probability, 0);
  if (!(Math.abs(total - 1) <= SLACK)) refuse("probabilities must sum to 1", total);
  for (const { next, probability, reward, discount } of outcomes) {
    if (!(probability >= 0)) refuse("no probability may be below 0", probability);
    if (!Number.isInteger(next) || next < 0 || next >= mdp.states.length) {
      refuse(`the next state must be 0 to ${mdp.states.length - 1}`, next);
    }
    if (reward.length !== mdp.dimensions || !reward.every(Number.isFinite)) {
      refuse(`a reward must have ${mdp.dimensions} finite numbers`, `[${reward}]`);
    }
    checkDiscount(discount, mdp.dimensions, refuse);
  }
}

function checkDiscount(
  discount: MdpOutcome["discount"],
  d: number,
  refuse: (why: string, value: unknown) => never,
): void {
  const rows = discountMatrix(discount, d);
  if (rows.length !== d || rows.some((row) => row.length !== d)) {
    refuse(`Γ must have ${d} rows of ${d}`, JSON.stringify(discount));
  }
  rows.forEach((row, i) =>
    row.forEach((value, j) => {
      if (!Number.isFinite(value) || (j > i && value !== 0)) {
        refuse("Γ must be lower triangular, zero above its diagonal", JSON.stringify(discount));
      }
      if (i === j && !(value >= 0 && value <= 1)) {
        refuse("the diagonal of Γ must lie in 0 to 1", value);
      }
    })
  );
}

/** Γ as a matrix. */
export function discountMatrix(
  discount: MdpOutcome["discount"],
  d: number,
): readonly (readonly number[])[] {
  if (typeof discount !== "number") return discount;
  return Array.from(
    { length: d },
    (_, i) => Array.from({ length: d }, (_, j) => i === j ? discount : 0),
  );
}

/**
 * The same process with rewards weighed into one number each, and γ·I discounts as they are.
 *
 * @param weights One for each dimension of the rewards
 * @throws {RangeError} If there are other numbers of weights, or a Γ is not γ·I
 */
export function scalarised(mdp: Mdp, weights: readonly number[]): Mdp {
  if (weights.length !== mdp.dimensions || !weights.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot weigh rewards of ${mdp.dimensions} dimensions by [${weights}]: accepted is a number for each`,
    );
  }
  const outcome = (one: MdpOutcome): MdpOutcome => {
    if (typeof one.discount !== "number") {
      throw new RangeError(
        `Cannot weigh rewards into one number unless every Γ is γ·I: got ` +
          JSON.stringify(one.discount),
      );
    }
    const reward = [one.reward.reduce((sum, r, k) => sum + weights[k]! * r, 0)];
    return { ...one, reward };
  };
  return {
    ...mdp,
    dimensions: 1,
    actions: mdp.actions.map((own) =>
      own.map(({ name, outcomes }) => ({ name, outcomes: outcomes.map(outcome) }))
    ),
  };
}
