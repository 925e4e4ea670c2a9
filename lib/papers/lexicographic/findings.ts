/** Which claims held, computed from what notebook 18 measured. */
import type { Claim } from "../../plots/verdicts.ts";
import type { PathRow, PlaneRow } from "./bridge.ts";
import type { DiagonalRow, EnumerationRow, PreferenceRow } from "./checks.ts";
import type { ConstrainedSolution } from "./constrained.ts";
import type { PenaltyRow } from "./figures.ts";
import type { Violation } from "./order.ts";
import { detourValue, penaltyLimit } from "./penalty.ts";

/** What the notebook measured. */
export interface Measured {
  readonly preferences: readonly PreferenceRow[];
  readonly enumerated: readonly EnumerationRow[];
  /** Safety first on the cliff: both numbers of the start's value, and the wind. */
  readonly cliff: { readonly value: readonly number[]; readonly epsilon: number };
  readonly penalties: readonly PenaltyRow[];
  /** By how many standard errors episodes and recursion differ, for each number. */
  readonly episodes: readonly { readonly "off by s.e.": number }[];
  readonly diagonal: readonly DiagonalRow[];
  readonly constrained: {
    /** One decision and a budget of half the cost of its risky action. */
    readonly coin: ConstrainedSolution;
    /** P(risky) of the same decision after having spent nothing, and half. */
    readonly risky: readonly [fresh: number, spent: number];
    /** Violations of Independence by the constrained preference, and by the lexicographic one. */
    readonly violations: readonly Violation[];
    readonly lexicographic: readonly Violation[];
  };
  readonly plane: readonly PlaneRow[];
  readonly paths: readonly PathRow[];
}

/** Values of processes are right to 1e-13 (value_iteration.ts), so that this is a difference. */
const SAME = 1e-9;

/** HiGHS's feasibility tolerance is 1e-10; probabilities further apart than this differ. */
const SOLVED = 1e-6;

/** Two of two numbers within three standard errors: by chance in 99.5 % of all runs. */
const STANDARD_ERRORS = 3;

/** At ε = 0.001 what the limit leaves out, being blown off twice, is about 1 % of ε·C*. */
const NEAR_LIMIT = 0.02;

/** Mean distances below so many times what the last temperature leaves count as at the minimum. */
const THERMAL = 1.5;

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

const short = (x: number): string => Number(x.toPrecision(3)).toString();

/** The verdict, a line for each claim. */
export function findings(measured: Measured): Claim[] {
  return [...theory(measured), ...safety(measured), ...constrained(measured), ...bridge(measured)];
}

function theory({ preferences, enumerated, diagonal }: Measured): Claim[] {
  const changed = (kind: PreferenceRow["A is"]) =>
    preferences.filter((row) => row["A is"] === kind)
      .reduce((sum, row) => sum + row["preferences changed"], 0);
  const [lower, full] = [changed("lower triangular"), changed("full")];
  const wrong = enumerated.reduce((sum, row) => sum + row.better + row.disagree, 0);
  const policies = enumerated.reduce((sum, row) => sum + row.policies, 0);
  const shares = diagonal.map(({ worst, best }) => worst / best);
  const best = diagonal.every(({ entry }, i) => entry === 1 || shares[i]! > 1 - SAME);
  const fails = diagonal.some(({ entry }, i) => entry === 1 && shares[i]! < 1 - SAME);
  return [
    {
      claim: "lower triangular A keep preferences, full ones do not",
      holds: lower === 0 && full > 0,
      evidence: `${lower} and ${full} of ${preferences[0]!["pairs of lotteries"]} changed, ` +
        "an A of each kind for each",
    },
    {
      claim: "Theorem 7: best everywhere exactly if greedy",
      holds: wrong === 0,
      evidence: `${wrong} exceptions among ${policies} policies`,
    },
    {
      claim: "ours: Theorem 7 needs its condition, a diagonal of Γ below 1",
      holds: best && fails,
      evidence: `worst greedy policy: ${shares.map(short).join(", ")} of V* with Γ₁₁ = ${
        diagonal.map(({ entry }) => entry).join(", ")
      }`,
    },
  ];
}

function safety({ cliff, penalties, episodes }: Measured): Claim[] {
  const detour = detourValue(cliff.epsilon), limit = penaltyLimit();
  const [risk, value] = cliff.value as [number, number];
  const apart = Math.max(...episodes.map((row) => row["off by s.e."]));
  const byWind = [...penalties].sort((a, b) => b.epsilon - a.epsilon);
  const rises = byWind.slice(1).every(({ penalty }, i) => penalty > byWind[i]!.penalty);
  const [first, last] = [byWind[0]!, byWind.at(-1)!];
  return [
    {
      claim: "Theorem 6's recursion",
      holds: apart < STANDARD_ERRORS,
      evidence: `episodes within ${short(apart)} s.e.`,
    },
    {
      claim: `ours: safety first on the cliff is the detour, (0, ${detour.toFixed(6)}) by hand`,
      holds: risk === 0 && Math.abs(value - detour) < SAME,
      evidence: `(${risk}, ${value.toFixed(6)})`,
    },
    {
      claim: "no one penalty stands for safety first: the least safe one grows as risks fall",
      holds: byWind.length > 1 && rises && Number.isFinite(last.penalty),
      evidence: `C* from ${short(first.penalty)} at ε = ${first.epsilon} to ${
        short(last.penalty)
      } at ε = ${last.epsilon}`,
    },
    {
      claim: `ours: on the cliff C* grows like ${limit.toFixed(3)}/ε`,
      holds: Math.abs(last.product / limit - 1) < NEAR_LIMIT,
      evidence: `ε·C* = ${last.product.toFixed(3)} at ε = ${last.epsilon}`,
    },
  ];
}

function constrained({ constrained: measured }: Measured): Claim[] {
  const { coin, risky: [fresh, spent], violations, lexicographic } = measured;
  return [{
    claim: "constrained: a coin, the start, Independence",
    holds: coin.randomised > 0 && Math.abs(fresh - spent) > SOLVED &&
      violations.length > 0 && lexicographic.length === 0,
    evidence: `P(risky) ${short(fresh)} or, half spent, ${short(spent)}; ${violations.length} ` +
      `violations, lexicographic ${lexicographic.length}`,
  }];
}

/** Whether `a` is above `b` beyond chance, both with standard errors. */
const above = (a: number, b: number, ...errors: number[]): boolean =>
  a - b > Z * Math.hypot(...errors);

function bridge({ plane, paths }: Measured): Claim[] {
  const of = <R extends { readonly kind: string }>(rows: readonly R[], kind: string) =>
    rows.filter((row) => row.kind === kind);
  const nearest = (rows: readonly PlaneRow[]) =>
    rows.reduce((a, b) => b.distance < a.distance ? b : a);
  const most = (rows: readonly PathRow[]) => rows.reduce((a, b) => b.best > a.best ? b : a);
  const [two, one] = [nearest(of(plane, "two temperatures")), nearest(of(plane, "one number"))];
  const [both, fixed] = [most(of(paths, "two temperatures")), most(of(paths, "one number"))];
  const there = two.distance < THERMAL * two.thermal;
  // Shares all or none have no spread of their own; half of Wilson's interval is never 0.
  const spread = ({ low, high }: PathRow) => (high - low) / (2 * Z);
  const nearer = above(one.distance, two.distance, one.standardError, two.standardError);
  const oftener = above(both.best, fixed.best, spread(both), spread(fixed));
  const count = ({ best, chains }: PathRow) => `${Math.round(best * chains)} of ${chains}`;
  return [
    {
      claim: "ours: annealed with τ₁ far below τ₂, chains end in the lexicographic minimum",
      holds: there && both.best === 1 ? true : (there || both.best > 0) && "partly" as const,
      evidence: `plane: off by ${short(two.distance)}, of which the last τ₂ explains ${
        short(two.thermal)
      }; paths: ${count(both)} (${both.cooling})`,
    },
    {
      claim: "ours: two temperatures do better than one number with a large fixed penalty",
      holds: nearer && oftener ? true : (nearer || oftener) && "partly" as const,
      evidence: `one number: off by ${short(one.distance)} (penalty ${one.penalty}); ` +
        `${count(fixed)} (penalty ${fixed.penalty})`,
    },
  ];
}
