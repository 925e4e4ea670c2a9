/** The ladder that was climbed on LJ-13, as a table and claims. */
import { centred } from "../../energy/mod.ts";
import { pointsOf } from "../../metrics/mod.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { relax } from "../../samplers/mod.ts";
import { disposeTree, random, tf } from "../../tensor/mod.ts";
import { hotSamples } from "./anneal.ts";
import { HOT_STEPS } from "./climb.ts";
import type { ClusterFinal } from "./cluster_report.ts";
import { type LadderRecord, mean, readLadder, rowsOf } from "./ladder_report.ts";
import { type ClusterRung, lennardJonesTask } from "./ladder_tasks.ts";

/** Ladders on LJ-13, one for each seed. */
export const readLj13Ladders = (seeds: readonly number[]): LadderRecord<ClusterRung>[] =>
  seeds.map((seed) => readLadder<ClusterRung>("ladder_lj13", seed));

/** What notebook 11 has on record of LJ-13, iDEM and chains, under names that tables have here. */
const RECORDED = {
  "iDEM, ours": "iDEM",
  "chains of a tenth of the energies": "parallel tempering",
} as const;

/** A row of notebook 11's record, as far as it is used here. */
export interface RecordedRow {
  readonly method: string;
  readonly energyW2: number;
  readonly distanceW2: number;
  readonly tv: number;
  readonly energies: number;
}

/** Samples of LJ-13 by iDEM, and by chains with fewer energies than a climb, of notebook 11's record. */
export const lj13Recorded = (rows: readonly RecordedRow[]): ClusterFinal[] =>
  rows.flatMap(({ method, energyW2, distanceW2, tv, energies }) =>
    method in RECORDED
      ? [{
        method: RECORDED[method as keyof typeof RECORDED],
        ...{ energyW2, distanceW2, distanceTv: tv, energies },
      }]
      : []
  );

/**
 * MALA alone down the temperatures of a climb, as many steps at each as it takes after its networks, once for each
 * seed; against `compared` samples of chains. All take `effort` times their steps, in a quick check.
 *
 * @param options.particles Fewer than the climb's take less time, each as many steps; default: the climb's
 */
export function lj13Cooled(
  record: LadderRecord<ClusterRung>,
  { seeds, compared, particles = record.particles, effort = 1 }: {
    readonly seeds: readonly number[];
    readonly compared: number;
    readonly particles?: number;
    readonly effort?: number;
  },
): ClusterFinal[] {
  const { temperatures, settling, hotSteps = HOT_STEPS } = record, project = centred;
  const task = lennardJonesTask(), { target, hot, stepSize } = task;
  const [hottest, ...colder] = temperatures as [number, ...number[]];
  const exact = task.exact(1, compared, 5000 + seeds[0]!, effort);
  const [hotter, steps] = [hotSteps, settling].map((n) => Math.ceil(effort * n)) as [
    number,
    number,
  ];
  return seeds.map((seed) => {
    const key = random.key(seed);
    let x = hotSamples(target, {
      ...{ ...hot, count: particles, key, seed, temperature: hottest, steps: hotter, project },
    });
    for (const [i, temperature] of colder.entries()) {
      // A key for each temperature: chains that draw the same noise again and again would drift.
      const own = random.fold(key, i);
      const next = relax(target, x, {
        ...{ temperature, steps, key: own, project },
        stepSize: stepSize * temperature ** 0.5,
      });
      tf.dispose([x, own]);
      x = next;
    }
    const points = pointsOf(x), energies = particles * (hotter + colder.length * steps);
    disposeTree({ x, key });
    const head = { temperature: 1, method: "MALA alone, down all temperatures" };
    const { temperature: _, ...row } = task.row(points, exact, head);
    return { ...row, energies };
  });
}

/** W₂ of energies that a climb so much shorter than the published one was to reach. */
const GOAL = 3.5;

/** What the climbs on LJ-13 say, beside `published` W₂ of energies. */
export function lj13LadderClaims(
  records: readonly LadderRecord<ClusterRung>[],
  others: readonly ClusterFinal[],
  published: Readonly<Record<string, number>> & { readonly PITA: number },
): Claim[] {
  const all = rowsOf(records), colder = [...new Set(all.map((row) => row.temperature))].slice(1);
  type Measure = "energyW2" | "distanceW2";
  const of = (method: string, key: Measure, temperature = 1) =>
    mean(
      all.filter((row) => row.method === method && row.temperature === temperature)
        .map((row) => row[key]),
    );
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
    ["iDEM", /^iDEM/],
    ["chains of 2.0e6 energies", /^parallel/],
  ] as const;
  const nearer = (key: Measure) =>
    colder.map((t) => of(flow, key, t) < of("score scaling", key, t));
  const count = (all: readonly boolean[]) => all.filter(Boolean).length;
  const verdict = (all: readonly boolean[]) =>
    all.every(Boolean) ? true : all.some(Boolean) ? "partly" as const : false;
  return [
    {
      claim:
        `LJ-13 along the flow (ours): W₂ of energies as low as PITA's ${published.PITA} (partly: ${GOAL}, the goal of a short climb)`,
      holds: of(settled, "energyW2") <= published.PITA ||
        (of(settled, "energyW2") <= GOAL && "partly"),
      evidence: `energies and distances: ${both(settled)}, chains again ${both("exact")}; ${
        Object.entries(published).map(([name, value]) => `${name} ${value}`).join(", ")
      }`,
    },
    {
      claim: "ours: LJ-13, along the flow samples are nearer than by score scaling, on all rungs",
      holds: verdict([...nearer("energyW2"), ...nearer("distanceW2")]),
      evidence: `energies on ${count(nearer("energyW2"))} of ${colder.length} rungs, distances on ${
        count(nearer("distanceW2"))
      }; at T = 1 flow ${both(flow)}, score scaling ${both("score scaling")}, with MALA ${
        both(settled)
      }`,
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
