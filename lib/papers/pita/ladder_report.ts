/** Ladders that were climbed, as charts, tables and claims. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseJson } from "../../checks/whole_file.ts";
import { gmm40 } from "../../energy/mod.ts";
import { type Points, pointsOf } from "../../metrics/mod.ts";
import type { StepsRow } from "../../plots/error_by_steps.ts";
import type { Claim } from "../../plots/verdicts.ts";
import { temperedEnergies, temperedSamples, temperedSteps } from "../../samplers/mod.ts";
import { nearerBy, type Order, ORDER_WORDS, orderOf } from "../../records/order.ts";
import { random, tf } from "../../tensor/mod.ts";
import { type ClimbOptions, type ClimbProgress, HOT_STEPS } from "./climb.ts";
import { type LadderTaskName, taskOfName } from "./ladder_names.ts";
import { LADDER_SCALE, type RungBase, type RungRow, rungRow } from "./ladder_tasks.ts";

/** A record of `make_ladder.ts`. */
export interface LadderRecord<R extends RungBase = RungRow> extends ClimbOptions {
  readonly machine: string;
  readonly commit?: string;
  readonly task?: LadderTaskName;
  /** Of the task: up to about which noise the known energy was used, if it was. */
  readonly known?: number;
  /** Of the task: steps of MALA at the hottest rung; default {@link HOT_STEPS}. */
  readonly hotSteps?: number;
  readonly rungs: readonly ClimbProgress<R>[];
}

const SHIPPED = fileURLToPath(new URL("../../../data/papers/pita/", import.meta.url));

/**
 * Reads a shipped ladder, NAME_SEED.json.
 *
 * @throws {Error} If it says that it is of another task than its name stands for
 */
export function readLadder<R extends RungBase>(
  name: string,
  seed: number,
  folder = SHIPPED,
): LadderRecord<R> {
  const path = join(folder, `${name}_${seed}.json`);
  const record = parseJson(Deno.readTextFileSync(path), path) as LadderRecord<R>;
  const expected = taskOfName(name), { task = expected } = record;
  if (expected !== undefined && task !== expected) {
    throw new Error(`Cannot read ${path}: its name stands for ${expected}, and it is of ${task}`);
  }
  return record;
}

/** Ladders on GMM-40, one for each seed, with PITA's drift or along the flow. */
export const readLadders = (seeds: readonly number[], name: "ladder" | "ladder_flow" = "ladder") =>
  seeds.map((seed) => readLadder<RungRow>(name, seed));

/**
 * Energies evaluated in a climb: at the start, in training, and by MALA after each annealing; where what is
 * known of the energy is used, at noised points of training and in each step of annealing, too.
 */
export function energiesOfClimb(
  record: ClimbOptions & Pick<LadderRecord, "known" | "hotSteps">,
): number {
  const rungs = record.temperatures.length - 1, { known, samplingSteps, settling } = record;
  const { hotSteps = HOT_STEPS, trainingSteps, firstSteps = trainingSteps } = record;
  const ofParticles = hotSteps + rungs * (settling + (known ? samplingSteps : 0));
  const ofBatches = (firstSteps + (rungs - 1) * trainingSteps) * (known ? 2 : 1);
  return record.particles * ofParticles + ofBatches * record.batch;
}

/** Samples of GMM-40 beside the ladder's last rung. */
export interface FinalRow extends Omit<RungRow, "temperature"> {
  /** Energies that were evaluated for all samples, training included. */
  readonly energies: number;
}

/** Measures samples of GMM-40, lengths over {@link LADDER_SCALE}, as rungs are measured. */
export function finalRow(
  method: string,
  points: Points,
  { energies, seed }: { readonly energies: number; readonly seed: number },
): FinalRow {
  const target = gmm40({ scale: LADDER_SCALE }), key = random.key(seed);
  const exact = target.sample(key, 20_000);
  const { temperature: _, ...row } = rungRow(target, points, pointsOf(exact), {
    ...{ temperature: 1, method },
  });
  tf.dispose([key, exact]);
  return { ...row, energies };
}

/** Parallel tempering on GMM-40 with about so many energies: 2,000 points of 400 chains. */
export function chainsWith(energies: number, seed: number): FinalRow {
  const temperatures = [1, 4, 16, 64, 256], chains = 400, kept = 5;
  const steps = temperedSteps(energies, { chains, temperatures });
  const x = temperedSamples(gmm40({ scale: LADDER_SCALE }), {
    ...{ count: chains * kept, temperatures, stepSize: 5e-4, spread: 0.5, steps, kept, seed },
  });
  const points = pointsOf(x);
  x.dispose();
  return finalRow("parallel tempering, as many energies", points, {
    ...{ energies: temperedEnergies(steps, { chains, temperatures }), seed: seed + 1000 },
  });
}

/** Rows of all rungs of all climbs. */
export const rowsOf = <R extends RungBase>(records: readonly LadderRecord<R>[]): R[] =>
  records.flatMap(({ rungs }) => rungs.flatMap(({ rows }) => rows));

/** The mean over seeds. */
export const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

/** The mean and, of several, the range behind it. */
export const withRange = (v: readonly number[], digits: number): string =>
  v.length === 1
    ? v[0]!.toFixed(digits)
    : `${mean(v).toFixed(digits)} (${Math.min(...v).toFixed(digits)} – ${
      Math.max(...v).toFixed(digits)
    })`;

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

/** A measure of a table: its number of a row, and digits behind the point. */
export type Column<R> = readonly [of: (row: R) => number, digits: number];

/** A sampler's row of the last rung, or beside it. */
type Final<R extends RungBase> = Omit<R, "temperature"> & { readonly energies: number };

/** The last rung, T = 1, with other samplers beside it: means over seeds with their ranges. */
export function lastRungTable<R extends RungBase, Name extends string>(
  records: readonly LadderRecord<R>[],
  others: readonly Final<R>[],
  named: (method: string) => string,
  columns: Readonly<Record<Name, Column<Final<R>>>>,
) {
  const own = records.flatMap((record) =>
    rowsOf([record]).filter(({ temperature }) => temperature === 1).map((row) => ({
      ...row,
      energies: row.method === "exact" ? 0 : energiesOfClimb(record),
    }))
  );
  const all: readonly Final<R>[] = [...own, ...others];
  return [...Map.groupBy(all, ({ method }) => method)].map(([method, group]) => ({
    method: named(method),
    ...Object.fromEntries(
      Object.entries<Column<Final<R>>>(columns)
        .map(([name, [of, digits]]) => [name, withRange(group.map(of), digits)]),
    ) as Record<Name, string>,
    "lineages left": group[0]!.lineages === undefined
      ? ""
      : Math.round(mean(group.map((row) => row.lineages!))).toLocaleString("en"),
    "energies": group[0]!.energies ? group[0]!.energies.toExponential(1) : "",
  }));
}

/**
 * The last rung on GMM-40. Without the records' W₂: of the first 500 particles, among which those that were resampled
 * are relatives, it is larger than of 500 at random.
 */
export const ladderTable = (records: readonly LadderRecord[], others: readonly FinalRow[]) =>
  lastRungTable(records, others, named, {
    "shares of modes, TV": [(row) => row.modeTv, 3],
    "W₂ of energies": [(row) => row.energyW2, 2],
  });

/**
 * What PITA promises, asked of GMM-40, which is none of its targets: all claims are ours. Differences count where
 * the ranges of climbs part.
 */
export function ladderClaims(
  records: readonly LadderRecord[],
  others: readonly FinalRow[],
): Claim[] {
  const rows = rowsOf(records);
  type Measure = "modeTv" | "energyW2";
  const of = (method: string, temperature: number, key: Measure) =>
    rows.filter((r) => r.method === method && r.temperature === temperature).map((r) => r[key]);
  const [pita, fkc, scaled] = [
    "weights and MALA (PITA)",
    "weights (FKC)",
    "score scaling",
  ] as const;
  const temperatures = [...new Set(rows.map((row) => row.temperature))].slice(1);
  const orders = (one: string, other: string, key: Measure) =>
    temperatures.map((t) => orderOf(of(one, t, key), of(other, t, key), of("exact", t, key)));
  const [better, settled] = [orders(fkc, scaled, "modeTv"), orders(pita, fkc, "energyW2")];
  const share = (all: readonly Order[]) =>
    `at ${all.filter((one) => one === "lower").length} of ${all.length} temperatures`;
  const other = (name: RegExp, key: Measure) =>
    others.filter(({ method }) => name.test(method)).map((row) => row[key]);
  const written = (values: readonly number[], digits: number) => mean(values).toFixed(digits);
  return [
    {
      claim:
        "ours: GMM-40, learned weights give better shares of modes than score scaling, from rung to rung",
      holds: nearerBy(better),
      evidence: `${share(better)}; at 1: ${written(of(fkc, 1, "modeTv"), 3)} against ${
        written(of(scaled, 1, "modeTv"), 3)
      }`,
    },
    {
      claim: "ours: GMM-40, MALA after annealing mends energies",
      holds: nearerBy(settled),
      evidence: `${share(settled)}; W₂ of energies at 1: ${
        written(of(pita, 1, "energyW2"), 2)
      } against ${written(of(fkc, 1, "energyW2"), 2)}`,
    },
    ...([["chains of as many energies", /^parallel/], ["iDEM", /^iDEM/]] as const).map(
      ([title, name]) => {
        const found =
          ([["shares of modes", "modeTv", 3], ["W₂ of energies", "energyW2", 2]] as const)
            .map(([measure, key, digits]) => {
              const runs = [of(pita, 1, key), other(name, key), of("exact", 1, key)] as const;
              const order = orderOf(...runs);
              const [own, others, floor] = runs.map((values) => written(values, digits));
              return {
                order,
                text: `${measure} ${own} against ${others} (exact samples ${floor}), ${
                  ORDER_WORDS[order]
                }`,
              };
            });
        return {
          claim: `ours: GMM-40, the ladder ends nearer to the target than ${title}`,
          holds: nearerBy(found.map(({ order }) => order)),
          evidence: found.map(({ text }) => text).join("; "),
        };
      },
    ),
  ];
}
