/** Ladders that were climbed, as charts, tables and claims. */
import { fileURLToPath } from "node:url";
import { gmm40 } from "../../energy/mod.ts";
import { firstPoints, modeVariation, pointsOf, wasserstein2 } from "../../metrics/mod.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { parallelTempering, run } from "../../samplers/mod.ts";
import { disposeTree, random, type Tensor, tf } from "../../tensor/mod.ts";
import { type ClimbOptions, type ClimbProgress, LADDER_SCALE, type RungRow } from "./climb.ts";

/** A record of `make_ladder.ts`. */
export interface LadderRecord extends ClimbOptions {
  readonly machine: string;
  readonly commit?: string;
  readonly rungs: readonly ClimbProgress[];
}

/** Reads the shipped ladders, one for each seed. */
export function readLadders(seeds: readonly number[]): LadderRecord[] {
  return seeds.map((seed) => {
    const url = new URL(`../../../data/papers/pita/ladder_${seed}.json`, import.meta.url);
    return JSON.parse(Deno.readTextFileSync(fileURLToPath(url)));
  });
}

/** Steps of MALA at the hottest rung. */
const HOT_STEPS = 300;

/** Energies evaluated in a climb: at the start, in training, and by MALA after each annealing. */
export function energiesOfClimb(record: ClimbOptions): number {
  const rungs = record.temperatures.length - 1;
  return record.particles * (HOT_STEPS + rungs * record.settling) +
    rungs * record.trainingSteps * record.batch;
}

/** Chains on GMM-40 itself with about so many energies; 2,000 points. */
export function chainsWith(energies: number, seed: number): { modeTv: number; w2: number } {
  const temperatures = [1, 4, 16, 64, 256], chains = 400, kept = 5;
  const steps = Math.max(50, Math.floor(energies / (chains * temperatures.length)));
  const target = gmm40({ scale: LADDER_SCALE }), key = random.key(seed);
  const start = tf.mul(random.normal(key, [chains, 2]), 0.5) as Tensor;
  const sampler = parallelTempering(target, {
    ...{ steps, temperatures, stepSize: 5e-4, adaptFor: Math.floor(steps / 3) },
  });
  const apart = Math.floor(steps / 2 / kept), values = new Float32Array(2 * chains * kept);
  let found = 0;
  const state = run(sampler, key, { start }, [chains, 2], {
    observe(_, k, state) {
      const left = steps - 1 - k;
      if (left % apart || left >= apart * kept) return;
      const x = sampler.result(state);
      values.set(pointsOf(x).values, 2 * chains * found++);
      x.dispose();
    },
  });
  const exact = target.sample(key, 500), points = { values, dimension: 2 };
  const w2 = LADDER_SCALE * wasserstein2(everyFourth(points), pointsOf(exact));
  disposeTree({ ...state, key, start, exact });
  return { modeTv: modeVariation(points, target.means, target.weights), w2 };
}

/** 500 of 2,000 points, from all of the run. */
function everyFourth({ values }: { readonly values: Float32Array }) {
  const few = new Float32Array(1000);
  for (let i = 0; i < 500; i++) few.set(values.subarray(8 * i, 8 * i + 2), 2 * i);
  return firstPoints({ values: few, dimension: 2 }, 500);
}

const rowsOf = (records: readonly LadderRecord[]): RungRow[] =>
  records.flatMap(({ rungs }) => rungs.flatMap(({ rows }) => rows));

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
const titles: Readonly<Record<string, string>> = { exact: "exact samples (floor)" };
const named = (method: string) => titles[method] ?? method;

/** Shares of modes by temperature, means over seeds with their ranges. */
export function ladderRows(records: readonly LadderRecord[]): StepsRow[] {
  const groups = Map.groupBy(rowsOf(records), (row) => `${row.method} ${row.temperature}`);
  return [...groups.values()].map((own) => {
    const [{ method, temperature }] = own as [RungRow], values = own.map((row) => row.modeTv);
    return {
      ...{ method: named(method), split: "", steps: temperature, value: mean(values) },
      ...{ low: Math.min(...values), high: Math.max(...values) },
    };
  });
}

/** The last rung, T = 1, with chains of as many energies beside it. */
export function ladderTable(
  records: readonly LadderRecord[],
  chains: readonly { readonly modeTv: number; readonly w2: number }[],
) {
  const last = rowsOf(records).filter(({ temperature }) => temperature === 1);
  const both = (v: readonly number[], digits: number) =>
    `${mean(v).toFixed(digits)} (${Math.min(...v).toFixed(digits)} – ${
      Math.max(...v).toFixed(digits)
    })`;
  const rows = [...Map.groupBy(last, ({ method }) => method)].map(([method, own]) => ({
    method: named(method),
    "shares of modes, TV": both(own.map((row) => row.modeTv), 3),
    "W₂": both(own.map((row) => row.w2), 1),
    "W₂ of energies": both(own.map((row) => row.energyW2), 2),
    "lineages left": own[0]!.lineages === undefined
      ? ""
      : Math.round(mean(own.map((row) => row.lineages!))),
  }));
  const plain = {
    method: "parallel tempering, as many energies",
    "shares of modes, TV": both(chains.map(({ modeTv }) => modeTv), 3),
    "W₂": both(chains.map(({ w2 }) => w2), 1),
    "W₂ of energies": "",
    "lineages left": "",
  };
  return [...rows, plain];
}

/** PITA's claims in two dimensions. */
export function ladderClaims(
  records: readonly LadderRecord[],
  chains: readonly { readonly modeTv: number }[],
): Claim[] {
  const rows = rowsOf(records);
  const of = (method: string, temperature: number, key: "modeTv" | "energyW2") =>
    mean(
      rows.filter((r) => r.method === method && r.temperature === temperature).map((r) => r[key]),
    );
  const [pita, fkc] = ["weights and MALA (PITA)", "weights (FKC)"] as const;
  const temperatures = [...new Set(rows.map((row) => row.temperature))].slice(1);
  const better = temperatures.filter((t) =>
    of(fkc, t, "modeTv") < of("score scaling", t, "modeTv")
  );
  const settled = temperatures.filter((t) => of(pita, t, "energyW2") < of(fkc, t, "energyW2"));
  const share = (some: number) => some === temperatures.length ? true : some > 0 && "partly";
  const plain = mean(chains.map(({ modeTv }) => modeTv));
  return [
    {
      claim: "learned weights give better shares of modes than score scaling, from rung to rung",
      holds: share(better.length),
      evidence: `at ${better.length} of ${temperatures.length} temperatures; at 1: ${
        of(fkc, 1, "modeTv").toFixed(3)
      } against ${of("score scaling", 1, "modeTv").toFixed(3)}`,
    },
    {
      claim: "MALA after annealing mends energies",
      holds: share(settled.length),
      evidence:
        `at ${settled.length} of ${temperatures.length} temperatures; W₂ of energies at 1: ${
          of(pita, 1, "energyW2").toFixed(2)
        } against ${of(fkc, 1, "energyW2").toFixed(2)}`,
    },
    {
      claim: "the ladder ends nearer to the target than chains of as many energies",
      holds: of(pita, 1, "modeTv") < plain,
      evidence: `shares of modes ${of(pita, 1, "modeTv").toFixed(3)} against ${
        plain.toFixed(3)
      }; exact samples ${of("exact", 1, "modeTv").toFixed(3)}`,
    },
  ];
}
