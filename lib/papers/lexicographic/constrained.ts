/**
 * Constrained processes by linear programming over occupancies ρ(s, a), the expected discounted
 * number of times that a is taken in s: maximise Σ ρ r_k where Σ ρ r_j ≥ c_j for other numbers j of
 * the reward (Altman 1999). HiGHS solves, and gives what a constraint costs (its dual).
 */
import loadHighs from "npm:highs@1.15.3";
import { assertOptionNames } from "../../checks/spelling.ts";
import { checkMdp, type Mdp, type MdpOutcome } from "../../datasets/mdp.ts";

/** What is wanted of which numbers of the reward. */
export interface ConstrainedProblem {
  /** Number of the reward that is maximised. */
  readonly maximise: number;
  /** Least expected sums of other numbers. */
  readonly atLeast: readonly { readonly number: number; readonly value: number }[];
  /** Where episodes begin: a state, or probabilities of all states. */
  readonly start: number | readonly number[];
}

/** What is optimal from that start. */
export interface ConstrainedSolution {
  readonly status: "optimal" | "infeasible";
  /** Expected sums of each number of the reward. */
  readonly values: readonly number[];
  /** Probabilities of the actions of each state; where it is never reached, of the first action. */
  readonly policy: readonly (readonly number[])[];
  /** What is reached: whether ρ(s, ·) > 0. */
  readonly reached: readonly boolean[];
  /** By how much the value falls for each unit by which a constraint asks more. */
  readonly prices: readonly number[];
  /** How many reached states need a coin. */
  readonly randomised: number;
}

const factorOf = ({ discount }: MdpOutcome): number => {
  if (typeof discount === "number") return discount;
  throw new RangeError(
    `Cannot count occupancies unless every Γ is γ·I: got ${JSON.stringify(discount)}`,
  );
};

/** Names of {@link ConstrainedProblem}. */
const PROBLEM_NAMES = [
  ...["maximise", "atLeast", "start"],
] as const satisfies (keyof ConstrainedProblem)[];

/** How far from 1 probabilities may add up to, as rounding leaves it. */
const ROUNDING = 1e-3;

const isIndex = (value: unknown, count: number) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;

/** @throws {RangeError} If a number of the reward, a bound or the start is none that there is */
function assertProblem(mdp: Mdp, problem: ConstrainedProblem): void {
  assertOptionNames(problem, PROBLEM_NAMES, true);
  const { maximise, atLeast, start } = problem, { dimensions, states } = mdp;
  const refuse = (what: string, accepted: string, value: unknown): never => {
    throw new RangeError(
      `Cannot solve the constrained process as ${what} must be ${accepted}: current value is ${
        JSON.stringify(value)
      }`,
    );
  };
  const number = `a number of the reward, 0 to ${dimensions - 1}`;
  if (!isIndex(maximise, dimensions)) refuse("maximise", number, maximise);
  if (!Array.isArray(atLeast)) {
    refuse("atLeast", "a list, such as [{ number: 1, value: -0.5 }]", atLeast);
  }
  for (const bound of atLeast) {
    if (!isIndex(bound?.number, dimensions)) refuse("number of atLeast", number, bound);
    if (!Number.isFinite(bound.value)) refuse("value of atLeast", "a finite number", bound);
  }
  if (!Array.isArray(start)) {
    if (!isIndex(start, states.length)) {
      const accepted = `a state, 0 to ${states.length - 1}, or a list of probabilities`;
      refuse("start", accepted, start);
    }
    return;
  }
  const total = start.reduce((sum, p) => sum + p, 0), right = start.length === states.length;
  if (!right || !start.every((p) => p >= 0) || !(Math.abs(total - 1) <= ROUNDING)) {
    refuse("start", `${states.length} probabilities that add up to 1`, start);
  }
}

/**
 * Solves a constrained process exactly.
 *
 * @throws {RangeError} If the process is malformed, a Γ is no γ·I, the value has no bound, there is no such
 * number of the reward or no such start, a bound is not finite, or a name is unknown
 */
export async function solveConstrained(
  mdp: Mdp,
  problem: ConstrainedProblem,
): Promise<ConstrainedSolution> {
  checkMdp(mdp);
  assertProblem(mdp, problem);
  const { maximise, atLeast, start } = problem;
  const pairs = mdp.actions.flatMap((own, s) => own.map((action, a) => ({ s, a, action })));
  const expected = pairs.map(({ action: { outcomes } }) =>
    Array.from(
      { length: mdp.dimensions },
      (_, k) => outcomes.reduce((sum, one) => sum + one.probability * one.reward[k]!, 0),
    )
  );
  const flow = mdp.states.map(() => new Map<number, number>());
  const add = (s: number, pair: number, value: number) =>
    flow[s]!.set(pair, (flow[s]!.get(pair) ?? 0) + value);
  pairs.forEach(({ s, action }, i) => {
    add(s, i, 1);
    for (const one of action.outcomes) {
      if (mdp.actions[one.next]!.length) add(one.next, i, -factorOf(one) * one.probability);
    }
  });
  const begin = (s: number) => typeof start === "number" ? Number(s === start) : start[s]!;
  const sum = (k: number) => linear(new Map(expected.map((r, i) => [i, r[k]!])));
  const rows = mdp.states.flatMap((_, s) =>
    mdp.actions[s]!.length ? [` flow${s}: ${linear(flow[s]!)} = ${begin(s)}`] : []
  );
  const limits = atLeast.map(({ number, value }, j) => ` limit${j}: ${sum(number)} >= ${value}`);
  const program = ["Maximize", ` value: ${sum(maximise)}`, "Subject To", ...rows, ...limits, "End"];
  const solved = (await solver()).solve(program.join("\n"), {
    primal_feasibility_tolerance: 1e-10,
    dual_feasibility_tolerance: 1e-10,
  });
  if (solved.Status === "Infeasible") {
    return { status: "infeasible", values: [], policy: [], reached: [], prices: [], randomised: 0 };
  }
  if (solved.Status !== "Optimal") {
    throw new RangeError(
      `Cannot solve the constrained process as its value has no bound: HiGHS says ${solved.Status}`,
    );
  }
  const occupancy = pairs.map((_, i) => Math.max(0, solved.Columns[`x${i}`]?.Primal ?? 0));
  const values = Array.from(
    { length: mdp.dimensions },
    (_, k) => occupancy.reduce((total, x, i) => total + x * expected[i]![k]!, 0),
  );
  const ofState = mdp.states.map((_, s) =>
    pairs.flatMap((pair, i) => pair.s === s ? [occupancy[i]!] : [])
  );
  const totals = ofState.map((own) => own.reduce((all, x) => all + x, 0));
  const policy = ofState.map((own, s) =>
    own.map((x, a) => totals[s]! > 1e-9 ? x / totals[s]! : Number(a === 0))
  );
  return {
    status: "optimal",
    values,
    policy,
    reached: totals.map((total) => total > 1e-9),
    prices: atLeast.map((_, j) => Math.abs(dualOf(solved.Rows, `limit${j}`))),
    randomised:
      policy.filter((own, s) => totals[s]! > 1e-9 && own.filter((p) => p > 1e-7).length > 1).length,
  };
}

interface Row {
  readonly Name: string;
  readonly Dual?: number;
}

const dualOf = (rows: readonly Row[], name: string): number =>
  rows.find((row) => row.Name === name)?.Dual ?? 0;

/** "+ 0.5 x0 - 1 x2", as the LP format has it. */
function linear(terms: ReadonlyMap<number, number>): string {
  const text = [...terms].filter(([, value]) => value !== 0)
    .map(([i, value]) => `${value < 0 ? "-" : "+"} ${Math.abs(value)} x${i}`).join(" ");
  return text || "0 x0";
}

/** What is used of HiGHS; its own types describe another module format than the one Deno loads. */
interface Highs {
  solve(program: string, options: Readonly<Record<string, number>>): {
    readonly Status: string;
    readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>;
    readonly Rows: readonly Row[];
  };
}

let loading: Promise<Highs> | undefined;
const solver = () => loading ??= (loadHighs as unknown as () => Promise<Highs>)();
