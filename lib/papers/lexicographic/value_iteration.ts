/**
 * Lexicographic value iteration: the first number of the value is solved to the end, then the second
 * among the actions that are best for the first, and so on. Γ is lower triangular, so that number k
 * of a value needs only the numbers up to k of those that follow.
 */
import { assertCount } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { checkMdp, discountMatrix, type Mdp, type MdpOutcome } from "../../datasets/mdp.ts";

/** When to stop. */
export interface IterationOptions {
  /**
   * Greatest change of a value V in the last sweep, in units of max(1, |V|), for each state by
   * itself; default 1e-13.
   */
  readonly tolerance?: number;
  /**
   * By how much an action may be worse than the best one, of value V, and still count as equally
   * good, in units of max(1, |V|); default 1e-9.
   */
  readonly ties?: number;
  /** Most sweeps for each number; default 200,000. */
  readonly sweeps?: number;
}

/** Names of {@link IterationOptions}. */
const OPTION_NAMES = [
  ...["tolerance", "ties", "sweeps"],
] as const satisfies (keyof IterationOptions)[];

/** @throws {RangeError} If a share is not in [0, 1), there is no sweep, or a name is unknown */
function assertIteration(options: IterationOptions): void {
  assertOptionNames(options, OPTION_NAMES, true);
  const { tolerance = 0, ties = 0, sweeps = 1 } = options;
  for (const [name, value] of Object.entries({ tolerance, ties })) {
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(`${name} must be at least 0 and below 1: current value is ${value}`);
    }
  }
  assertCount("sweeps", sweeps);
}

/** What is optimal. */
export interface Solution {
  /** Values `[d][states]`. */
  readonly values: readonly Float64Array[];
  /** Actions of each state that are best in all numbers, ascending. */
  readonly greedy: readonly (readonly number[])[];
  /** The first of them; −1 where an episode ends. */
  readonly policy: readonly number[];
}

/** Number k of r(e) + Γ(e) V, given all values so far. */
export function backup(
  outcomes: readonly MdpOutcome[],
  values: readonly Float64Array[],
  k: number,
) {
  let sum = 0;
  for (const { next, probability, reward, discount } of outcomes) {
    let total = reward[k]!;
    if (typeof discount === "number") total += discount * values[k]![next]!;
    else for (let j = 0; j <= k; j++) total += discount[k]![j]! * values[j]![next]!;
    sum += probability * total;
  }
  return sum;
}

/**
 * Solves a finite process.
 *
 * Starts from V = 0. Where a diagonal entry of Γ is 1, the equations have many solutions, and that
 * start chooses one: for risks (rewards ≤ 0) it is the right one.
 *
 * @throws {RangeError} If the process is malformed, values do not settle within `sweeps`, a tolerance is not
 * in [0, 1), or an option's name is unknown
 */
export function lexicographicValueIteration(mdp: Mdp, options: IterationOptions = {}): Solution {
  assertIteration(options);
  const { tolerance = 1e-13, ties = 1e-9, sweeps = 200_000 } = options;
  checkMdp(mdp);
  const count = mdp.states.length;
  const values: Float64Array[] = [];
  let allowed = mdp.actions.map((own) => own.map((_, a) => a));
  for (let k = 0; k < mdp.dimensions; k++) {
    values.push(new Float64Array(count));
    const q = (s: number, a: number) => backup(mdp.actions[s]![a]!.outcomes, values, k);
    const bestOf = (s: number) =>
      allowed[s]!.reduce((best, a) => Math.max(best, q(s, a)), -Infinity);
    settle(values[k]!, (s) => allowed[s]!.length ? bestOf(s) : 0, { tolerance, sweeps }, k);
    const best = allowed.map((_, s) => bestOf(s));
    allowed = allowed.map((own, s) =>
      own.filter((a) => q(s, a) >= best[s]! - ties * unit(best[s]!))
    );
  }
  return { values, greedy: allowed, policy: allowed.map((own) => own[0] ?? -1) };
}

/** What a value may be wrong by is told in: rounding grows with the value. */
const unit = (value: number) => Math.max(1, Math.abs(value));

/**
 * Sweeps `value` in place until none changes by more than `tolerance` of its own unit: by that of
 * another state, a small value would end long before it is right.
 */
function settle(
  value: Float64Array,
  update: (s: number) => number,
  { tolerance, sweeps }: { readonly tolerance: number; readonly sweeps: number },
  k: number,
): void {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let change = 0;
    for (let s = 0; s < value.length; s++) {
      const next = update(s);
      change = Math.max(change, Math.abs(next - value[s]!) / unit(next));
      value[s] = next;
    }
    if (!Number.isFinite(change)) break;
    if (change <= tolerance) return;
  }
  throw new RangeError(
    `Cannot solve number ${k} of the values as they do not settle within ${sweeps} sweeps: ` +
      "with a diagonal of Γ at 1, episodes must end or rewards there be 0",
  );
}

/** A policy: probabilities of the actions of each state, or the number of one action. */
export type Policy = readonly (number | readonly number[])[];

/** How far from 1 probabilities may add up to, as rounding leaves it. */
const ROUNDING = 1e-3;

/** @throws {RangeError} If a state has no choice among its actions */
function assertPolicy({ states, actions }: Mdp, policy: Policy): void {
  if (policy?.length !== states.length) {
    throw new RangeError(
      `Cannot evaluate a policy for ${policy?.length} states: accepted is a choice for each of ${states.length}`,
    );
  }
  actions.forEach((own, s) => {
    const choice = policy[s], n = own.length;
    if (n === 0) return;
    const right = Array.isArray(choice)
      ? choice.length === n && choice.every((p) => p >= 0) &&
        Math.abs(choice.reduce((sum, p) => sum + p, 0) - 1) <= ROUNDING
      : Number.isInteger(choice) && (choice as number) >= 0 && (choice as number) < n;
    if (right) return;
    throw new RangeError(
      `Cannot evaluate the policy in state ${states[s]}: accepted are an action, 0 to ${
        n - 1
      }, or ${n} probabilities that add up to 1; current value is ${JSON.stringify(choice)}`,
    );
  });
}

/**
 * Values `[d][states]` of a policy, by sweeps from V = 0.
 *
 * @throws {RangeError} If they do not settle, a state has no choice among its actions, a tolerance is not in
 * [0, 1), or an option's name is unknown
 */
export function evaluatePolicy(
  mdp: Mdp,
  policy: Policy,
  options: IterationOptions = {},
): Float64Array[] {
  assertIteration(options);
  assertPolicy(mdp, policy);
  const { tolerance = 1e-13, sweeps = 200_000 } = options;
  const values: Float64Array[] = [];
  for (let k = 0; k < mdp.dimensions; k++) {
    values.push(new Float64Array(mdp.states.length));
    settle(
      values[k]!,
      (s) => {
        const own = mdp.actions[s]!, choice = policy[s]!;
        if (own.length === 0) return 0;
        if (typeof choice === "number") return backup(own[choice]!.outcomes, values, k);
        return own.reduce(
          (sum, { outcomes }, a) =>
            choice[a] ? sum + choice[a]! * backup(outcomes, values, k) : sum,
          0,
        );
      },
      { tolerance, sweeps },
      k,
    );
  }
  return values;
}

/**
 * All deterministic policies.
 *
 * @throws {RangeError} If there are more than 100,000
 */
export function allPolicies(mdp: Mdp): number[][] {
  const choices = mdp.actions.map((own) => own.length || 1);
  const count = choices.reduce((product, n) => product * n, 1);
  if (count > 100_000) {
    throw new RangeError(`Cannot list more than 100,000 policies: there are ${count}`);
  }
  return Array.from({ length: count }, (_, code) => {
    let rest = code;
    return choices.map((n, s) => {
      const choice = rest % n;
      rest = Math.floor(rest / n);
      return mdp.actions[s]!.length ? choice : -1;
    });
  });
}

/**
 * What goes wrong when all numbers are swept at once: ties of the first number show only once it has
 * converged, until when a worse action may look better by a rounding error's worth.
 *
 * @returns Values `[d][states]` and the policy after each sweep
 */
export function simultaneousIteration(
  mdp: Mdp,
  sweeps: number,
): { readonly values: number[][]; readonly policy: number[] }[] {
  const d = mdp.dimensions;
  let values = Array.from({ length: d }, () => new Float64Array(mdp.states.length));
  const history: { values: number[][]; policy: number[] }[] = [];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const policy: number[] = [];
    const next = values.map((v) => v.slice());
    mdp.actions.forEach((own, s) => {
      const q = own.map(({ outcomes }) => values.map((_, k) => backup(outcomes, values, k)));
      let best = own.length ? 0 : -1;
      q.forEach((value, a) => {
        const other = q[best]!;
        const k = value.findIndex((v, i) => v !== other[i]);
        if (k >= 0 && value[k]! > other[k]!) best = a;
      });
      policy.push(best);
      if (best >= 0) next.forEach((v, k) => v[s] = q[best]![k]!);
    });
    values = next;
    history.push({ values: values.map((v) => [...v]), policy });
  }
  return history;
}

export { discountMatrix };
