/** The notebook's checks of whole claims: over many processes, lotteries and episodes. */
import { normal } from "../../datasets/normal.ts";
import { type Rng, rng } from "../../datasets/rng.ts";
import { solveConstrained } from "./constrained.ts";
import { randomMdp, stayOrLeave } from "./examples.ts";
import { compareLexicographic, lexicographicPreference, transformed } from "./order.ts";
import { allPolicies, evaluatePolicy, lexicographicValueIteration } from "./value_iteration.ts";

/** What enumeration says of value iteration. */
export interface EnumerationRow {
  readonly discounts: string;
  readonly processes: number;
  readonly policies: number;
  /** Policies that are better than value iteration's values in some state: should be 0. */
  readonly better: number;
  /** Policies that are best in every state. */
  readonly optimal: number;
  /** Policies for which "best in every state" and "greedy" disagree: should be 0. */
  readonly disagree: number;
}

/** Compares value iteration with all policies of random processes (Theorem 7). */
export function againstEnumeration(processes: number, seed: number): EnumerationRow[] {
  return (["scalar", "triangular"] as const).map((discounts) => {
    const row = { policies: 0, better: 0, optimal: 0, disagree: 0 };
    for (let i = 0; i < processes; i++) {
      const size = { states: 4, actions: 3, dimensions: 3, discounts } as const;
      const mdp = randomMdp(size, rng(seed).split(discounts).split(i));
      const { values, greedy } = lexicographicValueIteration(mdp);
      const at = (all: readonly Float64Array[], s: number) => all.map((v) => v[s]!);
      for (const policy of allPolicies(mdp)) {
        const own = evaluatePolicy(mdp, policy);
        const signs = mdp.states.map((_, s) =>
          compareLexicographic(at(own, s), at(values, s), 1e-7)
        );
        const isBest = signs.every((sign) => sign === 0);
        row.policies++;
        row.better += Number(signs.some((sign) => sign > 0));
        row.optimal += Number(isBest);
        row.disagree += Number(isBest !== policy.every((a, s) => greedy[s]!.includes(a)));
      }
    }
    const name = discounts === "scalar" ? "Γ = 0.9·I" : "Γ lower triangular, diagonal below 1";
    return { discounts: name, processes, ...row };
  });
}

/** How many preferences a map of utilities changes. */
export interface PreferenceRow {
  readonly "A is": "lower triangular" | "full";
  readonly "pairs of lotteries": number;
  readonly "preferences changed": number;
}

/** Preferences between random lotteries before and after u → A·u + b, A drawn anew for each pair. */
export function transformedPreferences(pairs: number, seed: number): PreferenceRow[] {
  const utilities = [[0, 1, 2], [0, 1, -1], [0, 0, 3], [-1, 5, 5]];
  return (["lower triangular", "full"] as const).map((kind) => {
    // The same lotteries and the same lower parts for both.
    const stream = rng(seed), one = lexicographicPreference(utilities);
    let changed = 0;
    for (let i = 0; i < pairs; i++) {
      const a = [0, 1, 2].map((i) =>
        [0, 1, 2].map((j) =>
          i === j ? 0.2 + stream.uniform() : j < i ? normal(stream) : stream.uniform() + 0.5
        )
      );
      const used = a.map((row, i) => row.map((x, j) => kind === "full" || j <= i ? x : 0));
      const two = lexicographicPreference(utilities.map((u) => transformed(used, [1, -2, 3], u)));
      const [p, q] = lotteryPair(stream, i % 2 === 0);
      changed += Number(one(p, q) !== two(p, q));
    }
    return { "A is": kind, "pairs of lotteries": pairs, "preferences changed": changed };
  });
}

/** Two lotteries over four outcomes; with the same chance of the last where `safe`. */
function lotteryPair(stream: Rng, safe: boolean): [number[], number[]] {
  const draw = (last?: number) => {
    const raw = Array.from({ length: 3 }, () => stream.uniform());
    const bad = last ?? stream.uniform(), total = raw.reduce((sum, x) => sum + x, 0);
    return [...raw.map((x) => (x / total) * (1 - bad)), bad];
  };
  const p = draw();
  return [p, draw(safe ? p[3] : undefined)];
}

/** How far the constrained optimum, told V₁* and the start, is from the lexicographic value. */
export async function constrainedAgainstLexicographic(
  processes: number,
  seed: number,
): Promise<{ processes: number; "largest difference of the second numbers": number }> {
  let most = 0;
  for (let i = 0; i < processes; i++) {
    const size = { states: 5, actions: 3, dimensions: 2, discounts: "scalar" } as const;
    const mdp = randomMdp(size, rng(seed).split("constrained").split(i));
    const { values } = lexicographicValueIteration(mdp);
    const atLeast = [{ number: 0, value: values[0]![0]! - 1e-9 }];
    const found = await solveConstrained(mdp, { maximise: 1, atLeast, start: 0 });
    most = Math.max(most, Math.abs(found.values[1]! - values[1]![0]!));
  }
  return { processes, "largest difference of the second numbers": most };
}

/** Theorem 7's condition, put to the test on {@link stayOrLeave}. */
export interface DiagonalRow {
  /** Γ₁₁ of "stay". */
  readonly entry: number;
  /** V*, the best value. */
  readonly best: number;
  /** How many of the two actions are greedy. */
  readonly greedy: number;
  /** The least value among policies that take one greedy action for ever. */
  readonly worst: number;
}

/** What greedy policies are worth as the diagonal entry of Γ nears 1. */
export function diagonalRows(entries: readonly number[]): DiagonalRow[] {
  return entries.map((entry) => {
    const mdp = stayOrLeave(entry), { values, greedy } = lexicographicValueIteration(mdp);
    const worths = greedy[0]!.map((a) => evaluatePolicy(mdp, [a, -1])[0]![0]!);
    const best = values[0]![0]!;
    return { entry, best, greedy: worths.length, worst: Math.min(...worths) };
  });
}
