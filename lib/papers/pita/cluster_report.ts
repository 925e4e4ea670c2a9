/** Ladders that were climbed on DW-4, as charts, tables and claims. */
import { centred } from "../../energy/mod.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { nearerBy, orderOf, ordersInWords } from "../../records/order.ts";
import { temperedSamples, temperedSteps } from "../../samplers/mod.ts";
import { type LadderRecord, lastRungTable, mean, readLadder, rowsOf } from "./ladder_report.ts";
import { CLUSTER_SCALE, type ClusterRung, clusterTask } from "./ladder_tasks.ts";

/** Ladders on DW-4, one for each seed. */
export const readClusterLadders = (seeds: readonly number[]): LadderRecord<ClusterRung>[] =>
  seeds.map((seed) => readLadder<ClusterRung>("ladder_dw4", seed));

/** Samples of DW-4 beside the ladder's last rung. */
export interface ClusterFinal extends Omit<ClusterRung, "temperature"> {
  /** Energies that were evaluated for all samples, training included. */
  readonly energies: number;
}

/**
 * Measures samples of DW-4, lengths as they are divided by `scale`, as rungs are measured.
 *
 * @param compared Samples by chains that they are compared with
 */
export function clusterFinal(
  method: string,
  { values, dimension }: Points,
  { energies, seed, compared = 4000, scale = 1 }: {
    readonly energies: number;
    readonly seed: number;
    readonly compared?: number;
    readonly scale?: number;
  },
): ClusterFinal {
  const task = clusterTask(), shrunk = Float32Array.from(values, (v) => v * scale / CLUSTER_SCALE);
  const exact = task.exact(1, compared, seed);
  const { temperature: _, ...row } = task.row({ values: shrunk, dimension }, exact, {
    ...{ temperature: 1, method },
  });
  return { ...row, energies };
}

/** Parallel tempering on DW-4 with about so many energies: 1,000 samples of 200 chains. */
export function clusterChains(energies: number, seed: number, compared = 4000): ClusterFinal {
  const { target } = clusterTask(), temperatures = [1, 2, 4], chains = 200, kept = 5;
  const steps = temperedSteps(energies, { chains, temperatures });
  const x = temperedSamples(target, {
    ...{ count: chains * kept, temperatures, stepSize: 5e-3, spread: 1, steps, kept, seed },
    ...{ project: centred, mode: "graph" },
  });
  const points = pointsOf(x);
  x.dispose();
  return clusterFinal("parallel tempering, as many energies", points, {
    ...{ energies, seed: seed + 1000, compared, scale: CLUSTER_SCALE },
  });
}

const titles: Readonly<Record<string, string>> = { exact: "chains, again" };
const named = (method: string) => titles[method] ?? method;
const panels = { "W₂ of energies": "energyW2", "W₂ of distances": "distanceW2" } as const;

/** Both distances by temperature, means over seeds with their ranges. */
export function clusterRows(records: readonly LadderRecord<ClusterRung>[]): StepsRow[] {
  const groups = Map.groupBy(rowsOf(records), (row) => `${row.method} ${row.temperature}`);
  return Object.entries(panels).flatMap(([split, key]) =>
    [...groups.values()].map((own) => {
      const [{ method, temperature }] = own as [ClusterRung], values = own.map((row) => row[key]);
      return {
        ...{ method: named(method), split, steps: temperature, value: mean(values) },
        ...{ low: Math.min(...values), high: Math.max(...values) },
      };
    })
  );
}

/** The last rung on DW-4. */
export const clusterLadderTable = (
  records: readonly LadderRecord<ClusterRung>[],
  others: readonly ClusterFinal[],
) =>
  lastRungTable(records, others, named, {
    "W₂ of energies": [(row) => row.energyW2, 2],
    "W₂ of distances": [(row) => row.distanceW2, 3],
    "TV of distances": [(row) => row.distanceTv, 3],
  });

/**
 * What PITA promises, asked of four particles, which are none of its targets: all claims are ours. Differences
 * count where the ranges of climbs part.
 */
export function clusterClaims(
  records: readonly LadderRecord<ClusterRung>[],
  others: readonly ClusterFinal[],
): Claim[] {
  const rows = rowsOf(records).filter(({ temperature }) => temperature === 1);
  const measures = ["energyW2", "distanceW2"] as const;
  type Measure = (typeof measures)[number];
  const of = (method: string, key: Measure) =>
    rows.filter((row) => row.method === method).map((row) => row[key]);
  const other = (name: RegExp) => (key: Measure) =>
    others.filter(({ method }) => name.test(method)).map((row) => row[key]);
  const [pita, fkc, scaled] = [
    "weights and MALA (PITA)",
    "weights (FKC)",
    "score scaling",
  ] as const;
  const orders = (one: string, than: (key: Measure) => readonly number[]) =>
    measures.map((key) => orderOf(of(one, key), than(key), of("exact", key)));
  const pair = (than: (key: Measure) => readonly number[]) =>
    `${mean(than("energyW2")).toFixed(2)} and ${mean(than("distanceW2")).toFixed(3)}`;
  const named = (method: string) => (key: Measure) => of(method, key);
  const both = (method: string) => pair(named(method));
  const rivals = [
    ["MALA alone, from the rung above", named("MALA alone, no network")],
    ["iDEM", other(/^iDEM/)],
    ["chains of as many energies", other(/^parallel/)],
  ] as const;
  return [
    {
      claim: "ours: DW-4, W₂ of energies ≤ .4 at the end of the ladder 4, 2, 1",
      holds: mean(of(pita, "energyW2")) <= 0.4,
      evidence: `energies and distances: PITA ${both(pita)}, chains again ${both("exact")}`,
    },
    {
      claim: "ours: DW-4, weights are better than score scaling, and MALA better still",
      holds: nearerBy([...orders(fkc, named(scaled)), ...orders(pita, named(fkc))]),
      evidence: `score scaling ${both(scaled)}; weights ${both(fkc)}; with MALA ${both(pita)}`,
    },
    ...rivals.map(([title, than]) => ({
      claim: `ours: DW-4, the ladder ends nearer to the target than ${title}`,
      holds: nearerBy(orders(pita, than)),
      evidence: `${both(pita)} against ${pair(than)}: ${
        ordersInWords(["energies", "distances"], orders(pita, than))
      }`,
    })),
  ];
}
