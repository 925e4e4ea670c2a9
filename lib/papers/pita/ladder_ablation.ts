/** What ladders owe to a known energy, to rates that are not cut, and to the drift along the flow. */
import type { Claim } from "../../plots/verdicts.ts";
import { nearerBy, ORDER_WORDS, orderOf } from "../../records/order.ts";
import { type LadderRecord, mean, readLadder, rowsOf, withRange } from "./ladder_report.ts";
import type { ClusterRung, RungBase, RungRow } from "./ladder_tasks.ts";

/** Climbs of one kind, by the names of their records. */
const VARIANTS = {
  "learned, cut (both as released)": "ladder_learned",
  "learned, whole": "ladder_learned_whole",
  "known at little noise, cut": "ladder_known_cut",
  "known at little noise, whole": "ladder",
  "known at little noise, whole, along the flow": "ladder_flow",
} as const;

/** Kinds of climbs, and their records. */
export type LadderVariants = Readonly<Record<string, readonly LadderRecord[]>>;

/** Shipped climbs of all kinds, from these seeds. */
export const readLadderVariants = (seeds: readonly number[]): LadderVariants =>
  Object.fromEntries(
    Object.entries(VARIANTS).map(([kind, name]) => [
      kind,
      seeds.map((seed) => readLadder<RungRow>(name, seed)),
    ]),
  );

const METHODS = ["score scaling", "weights (FKC)", "weights and MALA (PITA)"] as const;

/** Shares of modes at T = 1, means over seeds with their ranges, a line for each kind. */
export function ladderAblation(variants: LadderVariants) {
  return Object.entries(variants).map(([kind, records]) => {
    const rows = rowsOf(records).filter(({ temperature }) => temperature === 1);
    const of = (method: string) => rows.filter((row) => row.method === method);
    const shares = METHODS.map((method) => {
      const values = of(method).map((row) => row.modeTv);
      return [method, withRange(values, 3)];
    });
    const left = mean(of("weights (FKC)").map((row) => row.lineages ?? NaN));
    return {
      "U, rates of weights": kind,
      ...Object.fromEntries(shares) as Record<typeof METHODS[number], string>,
      "lineages left": Math.round(left),
    };
  });
}

/** Climbs on DW-4 whose weighted particles drift along the flow, one for each seed. */
export const readClusterFlows = (seeds: readonly number[]): LadderRecord<ClusterRung>[] =>
  seeds.map((seed) => readLadder<ClusterRung>("ladder_dw4_flow", seed));

/** A measure of a rung, by name. */
type Measures<R> = Readonly<Record<string, (row: R) => number>>;

/**
 * Whether climbs along the flow end nearer to the target than those with the published drift from the same seeds;
 * differences count where the ranges of climbs part.
 */
function flowClaim<R extends RungBase>(
  name: string,
  published: readonly LadderRecord<R>[],
  along: readonly LadderRecord<R>[],
  measures: Measures<R>,
): Claim {
  const ends = (records: readonly LadderRecord<R>[], method = "weights and MALA (PITA)") =>
    rowsOf(records).filter((row) => row.temperature === 1 && row.method === method);
  const [before, after] = [ends(published), ends(along)];
  const floor = ends([...published, ...along], "exact");
  const found = Object.entries(measures).map(([measure, of]) => {
    const [theirs, ours] = [before.map(of), after.map(of)];
    const better = ours.filter((v, i) => v < theirs[i]!).length;
    const order = orderOf(ours, theirs, floor.map(of));
    return {
      order,
      text: `${measure} ${mean(ours).toFixed(3)} for ${mean(theirs).toFixed(3)}, ${
        ORDER_WORDS[order]
      } (lower in ${better} of ${ours.length} climbs)`,
    };
  });
  const left = [after, before].map((rows) => Math.round(mean(rows.map((r) => r.lineages ?? NaN))));
  return {
    claim: `ours: ${name}, the ladder ends nearer with the drift along the flow`,
    holds: nearerBy(found.map(({ order }) => order)),
    evidence: `${found.map(({ text }) => text).join("; ")}; lineages left ${left[0]} for ${
      left[1]
    }`,
  };
}

/** What the drift along the flow does to the ladders on GMM-40 and DW-4. */
export function flowClaims(
  mixtures: readonly [published: readonly LadderRecord[], along: readonly LadderRecord[]],
  clusters: readonly [
    published: readonly LadderRecord<ClusterRung>[],
    along: readonly LadderRecord<ClusterRung>[],
  ],
): Claim[] {
  return [
    flowClaim("GMM-40", ...mixtures, {
      "shares of modes, TV": (row) => row.modeTv,
      "W₂ of energies": (row) => row.energyW2,
    }),
    flowClaim("DW-4", ...clusters, {
      "W₂ of energies": (row) => row.energyW2,
      "W₂ of distances": (row) => row.distanceW2,
    }),
  ];
}
