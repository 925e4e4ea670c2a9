/** The ladder that was climbed on LJ-13, as a table and claims. */
import { centred } from "../../energy/mod.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { relax } from "../../samplers/mod.ts";
import { disposeTree, random } from "../../tensor/mod.ts";
import { lj13Chains, PUBLISHED_LJ13 } from "../idem/lennard_jones.ts";
import { hotSamples } from "./anneal.ts";
import type { ClusterFinal } from "./cluster_report.ts";
import { type LadderRecord, mean, readLadder, rowsOf } from "./ladder_report.ts";
import { type ClusterRung, lennardJonesTask } from "./ladder_tasks.ts";

/** Ladders on LJ-13, one for each seed. */
export const readLj13Ladders = (seeds: readonly number[]): LadderRecord<ClusterRung>[] =>
  seeds.map((seed) => readLadder<ClusterRung>("ladder_lj13", seed));

/** Measures samples of LJ-13 as rungs are measured, against `compared` samples of chains. */
function finalOf(
  method: string,
  points: Points,
  { energies, seed, compared }: {
    readonly energies: number;
    readonly seed: number;
    readonly compared: number;
  },
): ClusterFinal {
  const task = lennardJonesTask(), exact = task.exact(1, compared, seed);
  const { temperature: _, ...row } = task.row(points, exact, { temperature: 1, method });
  return { ...row, energies };
}

/** What stands beside the ladder, and needs no network. */
export interface Lj13RivalOptions {
  /** Of the whole climb. */
  readonly energies: number;
  readonly seed: number;
  readonly compared: number;
}

/** Parallel tempering on LJ-13 with about as many energies as a climb. */
export function lj13ChainsBeside({ energies, seed, compared }: Lj13RivalOptions): ClusterFinal {
  const chains = lj13Chains(energies, { seed });
  return finalOf("parallel tempering, as many energies", chains.points, {
    ...{ energies: chains.energies, seed: seed + 1000, compared },
  });
}

/** MALA alone down the same temperatures, as many steps at each as the ladder takes after its networks. */
export function lj13Cooled(
  record: LadderRecord<ClusterRung>,
  { seed, compared }: Omit<Lj13RivalOptions, "energies">,
): ClusterFinal {
  const { temperatures, particles, settling } = record, project = centred;
  const { target, hot, stepSize } = lennardJonesTask(), { steps = 0 } = hot;
  const [hottest, ...colder] = temperatures as [number, ...number[]], key = random.key(seed);
  let x = hotSamples(target, {
    ...{ count: particles, key, seed, temperature: hottest, steps, ...hot, project },
  });
  for (const temperature of colder) {
    const next = relax(target, x, {
      ...{ temperature, steps: settling, stepSize: stepSize * temperature ** 0.5, key, project },
    });
    x.dispose();
    x = next;
  }
  const points = pointsOf(x), energies = particles * (steps + colder.length * settling);
  disposeTree({ x, key });
  return finalOf("MALA alone, down all temperatures", points, {
    ...{ energies, seed: seed + 1000, compared },
  });
}

/** What the climbs on LJ-13 say. */
export function lj13LadderClaims(
  records: readonly LadderRecord<ClusterRung>[],
  others: readonly ClusterFinal[],
): Claim[] {
  const rows = rowsOf(records).filter(({ temperature }) => temperature === 1);
  type Measure = "energyW2" | "distanceW2";
  const of = (method: string, key: Measure) =>
    mean(rows.filter((row) => row.method === method).map((row) => row[key]));
  const other = (name: RegExp, key: Measure) =>
    mean(others.filter(({ method }) => name.test(method)).map((row) => row[key]));
  const [flow, settled] = [
    "flow, weights of the score",
    "flow, weights of the score, and MALA",
  ] as const;
  const pair = (energy: number, distance: number) =>
    `${energy.toFixed(2)} and ${distance.toFixed(3)}`;
  const both = (method: string) => pair(of(method, "energyW2"), of(method, "distanceW2"));
  const rivals = [
    ["MALA alone down the same temperatures", /^MALA/],
    ["chains of as many energies", /^parallel/],
  ] as const;
  const published = PUBLISHED_LJ13.PITA;
  const verdict = (all: readonly boolean[]) =>
    all.every(Boolean) ? true : all.some(Boolean) ? "partly" as const : false;
  return [
    {
      claim: `LJ-13, PITA's goal along the flow (ours): W₂ of energies of ${published} or less`,
      holds: of(settled, "energyW2") <= published,
      evidence: `energies and distances: ${both(settled)}, chains again ${both("exact")}; ${
        Object.entries(PUBLISHED_LJ13).map(([name, value]) => `${name} ${value}`).join(", ")
      }`,
    },
    {
      claim: "ours: LJ-13, samples along the flow are nearer than by score scaling",
      holds: verdict([
        of(flow, "energyW2") < of("score scaling", "energyW2"),
        of(flow, "distanceW2") < of("score scaling", "distanceW2"),
      ]),
      evidence: `flow ${both(flow)}; score scaling ${both("score scaling")}`,
    },
    ...rivals.map(([title, name]) => {
      const [energy, distance] = [other(name, "energyW2"), other(name, "distanceW2")];
      return {
        claim: `LJ-13: the ladder ends nearer to the target than ${title}`,
        holds: verdict([of(settled, "energyW2") < energy, of(settled, "distanceW2") < distance]),
        evidence: `${both(settled)} against ${pair(energy, distance)}`,
      };
    }),
  ];
}
