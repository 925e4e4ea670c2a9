/** The ladder that was climbed on LJ-13, as a table and claims. */
import { centred } from "../../energy/mod.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { nearerBy, type Order, orderOf, ordersInWords } from "../../records/order.ts";
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

/**
 * Samples of LJ-13 by chains that trade temperatures, for all samplers beside a climb to be compared with: as many,
 * and as long, as those that its rungs are.
 */
export const lj13Reference = (count: number, effort = 1): Points =>
  lennardJonesTask().exact(1, count, 5007, effort);

/** Measures samples of LJ-13, and what all of them took, against others, as rungs are measured. */
export function lj13Final(
  method: string,
  { points, energies }: { readonly points: Points; readonly energies: number },
  reference: Points,
): ClusterFinal {
  const head = { temperature: 1, method };
  const { temperature: _, ...row } = lennardJonesTask().row(points, reference, head);
  return { ...row, energies };
}

/**
 * MALA alone down the temperatures of a climb, as many steps at each as it takes after its networks, once for each
 * seed. All take `effort` times their steps, in a quick check.
 *
 * @param options.particles Fewer than the climb's take less time, each as many steps; default: the climb's
 */
export function lj13Cooled(
  record: LadderRecord<ClusterRung>,
  { seeds, reference, particles = record.particles, effort = 1 }: {
    readonly seeds: readonly number[];
    readonly reference: Points;
    readonly particles?: number;
    readonly effort?: number;
  },
): ClusterFinal[] {
  const { temperatures, settling, hotSteps = HOT_STEPS } = record, project = centred;
  const { target, hot, stepSize } = lennardJonesTask();
  const [hottest, ...colder] = temperatures as [number, ...number[]];
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
    return lj13Final("MALA alone, down all temperatures", { points, energies }, reference);
  });
}

/** W₂ of energies that a climb so much shorter than the published one was to reach. */
const GOAL = 3.5;

/** Steps of MALA after each annealing in the released configuration. */
const PUBLISHED_SETTLING = 5;

/**
 * What the climbs on LJ-13 say, beside `published` W₂ of energies; differences count where ranges part.
 * As drift, weights and MALA are not PITA's, all claims are ours.
 */
export function lj13LadderClaims(
  records: readonly LadderRecord<ClusterRung>[],
  others: readonly ClusterFinal[],
  published: Readonly<Record<string, number>> & { readonly PITA: number },
): Claim[] {
  const all = rowsOf(records), colder = [...new Set(all.map((row) => row.temperature))].slice(1);
  const measures = ["energyW2", "distanceW2"] as const;
  type Measure = (typeof measures)[number];
  const of = (method: string, key: Measure, temperature = 1) =>
    all.filter((row) => row.method === method && row.temperature === temperature)
      .map((row) => row[key]);
  const other = (name: RegExp, key: Measure) =>
    others.filter(({ method }) => name.test(method)).map((row) => row[key]);
  const [flow, settled] = [
    "flow, weights of the score",
    "flow, weights of the score, and MALA",
  ] as const;
  const pair = (than: (key: Measure) => readonly number[]) =>
    `${mean(than("energyW2")).toFixed(2)} and ${mean(than("distanceW2")).toFixed(3)}`;
  const both = (method: string) => pair((key) => of(method, key));
  const rivals = [
    ["MALA alone down the same temperatures", /^MALA/, ""],
    ["iDEM", /^iDEM/, "; one training of iDEM, drawn from with several seeds"],
    ["chains of 2.0e6 energies", /^parallel/, ""],
  ] as const;
  const nearer = (key: Measure) =>
    colder.map((t) => orderOf(of(flow, key, t), of("score scaling", key, t), of("exact", key, t)));
  const share = (orders: readonly Order[]) =>
    `${orders.filter((one) => one === "lower").length} of ${colder.length}`;
  const than = (name: RegExp) =>
    measures.map((key) => orderOf(of(settled, key), other(name, key), of("exact", key)));
  const reached = mean(of(settled, "energyW2"));
  const { settling, hotSteps = HOT_STEPS } = records[0]!;
  return [
    {
      claim:
        `ours: LJ-13, along the flow: W₂ of energies as low as PITA's ${published.PITA} (partly: ${GOAL}, the goal of a short climb)`,
      holds: reached <= published.PITA || (reached <= GOAL && "partly"),
      evidence: `energies and distances: ${both(settled)}, chains again ${both("exact")}; ${
        Object.entries(published).map(([name, value]) => `${name} ${value}`).join(", ")
      }; steps of MALA: ${settling} a rung, PITA ${PUBLISHED_SETTLING}, and ${
        hotSteps.toLocaleString("en")
      } at the hottest`,
    },
    {
      claim:
        "ours: LJ-13, before MALA samples along the flow are nearer than by score scaling, on all rungs",
      holds: nearerBy(measures.flatMap(nearer)),
      evidence: `energies on ${share(nearer("energyW2"))} rungs, distances on ${
        share(nearer("distanceW2"))
      }; at T = 1 flow ${both(flow)}, score scaling ${both("score scaling")}, with MALA ${
        both(settled)
      }`,
    },
    ...rivals.map(([title, name, remark]) => ({
      claim: `ours: LJ-13, the ladder ends nearer to the target than ${title}`,
      holds: nearerBy(than(name)),
      evidence: `${both(settled)} against ${pair((key) => other(name, key))}: ${
        ordersInWords(["energies", "distances"], than(name))
      }${remark}`,
    })),
  ];
}
