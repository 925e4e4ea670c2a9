/**
 * Trains and measures every arm, and writes the record:
 * `deno run -A lib/papers/canonicalisation/make_record.ts [--task=digits] [--seed=4071] [--arm=none]
 * [--minutes=9]`.
 *
 * What the record already has is kept, so that a run that was cut off goes on. `--task=times` measures
 * how long samples of all tasks take, arms in turn, so that what they are compared by is of one job.
 */
import { sourceCommit } from "../../records/records.ts";
import type { Params } from "../../nn/parameters.ts";
import { describeMachine } from "../../training/machine.ts";
import { ARMS } from "./arms.ts";
import { ENERGY_ARMS } from "./energies.ts";
import {
  clusterExperiment,
  clusterFloor,
  digitClassifier,
  digitExperiment,
  digitFloor,
  energyExperiment,
  free,
  type Numbers,
  SIZES,
} from "./experiments.ts";
import { moleculeExperiment, moleculeFloor } from "./molecule_experiment.ts";
import { samplingTimes, TIMED } from "./times.ts";
import {
  type CanonicalRecord,
  type CanonicalRow,
  readCanonicalRecord,
  type Task,
  writeCanonicalRecord,
} from "./record.ts";

/** Seeds of trainings and samples that no choice was made by. */
const SEEDS = [4071, 4072, 4073];

const commit = sourceCommit();
const option = (name: string) =>
  Deno.args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);

function known(): readonly CanonicalRow[] {
  try {
    return readCanonicalRecord().rows;
  } catch {
    return [];
  }
}

function add(task: Task, arm: string, seed: number, numbers: Numbers): void {
  const rows = Object.entries(numbers).map(([metric, value]) => ({
    ...{ task, arm, seed, metric, value: Number(value.toPrecision(5)) },
  }));
  const record: CanonicalRecord = {
    format: "canonicalisation-1",
    sizes: SIZES,
    machine: describeMachine(),
    ...(commit && { commit }),
    rows: [...known(), ...rows],
  };
  writeCanonicalRecord(record);
  console.log(task, arm, seed, JSON.stringify(numbers));
}

const started = performance.now(), minutes = Number(option("minutes") ?? Infinity);
const asked = (task: string, arm: string, seed: number) =>
  performance.now() - started < 60_000 * minutes && (option("task") ?? task) === task &&
  (option("arm") ?? arm) === arm && Number(option("seed") ?? seed) === seed;
const missing = (task: Task, arm: string, seed: number) =>
  asked(task, arm, seed) &&
  !known().some((row) =>
    row.task === task && row.arm === arm && row.seed === seed && row.metric !== TIMED
  );

const split = "test";
let classifier: Params | undefined;

if (missing("clusters", "data", 0)) {
  add("clusters", "data", 0, clusterFloor(split, SIZES.clusters.samples));
}
if (missing("digits", "data", 0)) {
  classifier ??= await digitClassifier();
  add("digits", "data", 0, await digitFloor(classifier, split, SIZES.digits.samples));
}
if (missing("molecules", "data", 0)) add("molecules", "data", 0, moleculeFloor(split));
// Seed by seed, so that a run that is cut off leaves whole comparisons.
for (const seed of SEEDS) {
  for (const arm of ARMS) {
    if (!missing("clusters", arm, seed)) continue;
    const { trained, numbers } = clusterExperiment(arm, { seed, split, ...SIZES.clusters });
    add("clusters", arm, seed, numbers);
    free(trained);
  }
  for (const arm of ARMS) {
    if (!missing("digits", arm, seed)) continue;
    classifier ??= await digitClassifier();
    const options = { seed, split, classifier, ...SIZES.digits } as const;
    const { trained, numbers } = await digitExperiment(arm, options);
    add("digits", arm, seed, numbers);
    free(trained);
  }
  for (const arm of ENERGY_ARMS) {
    if (!missing("energies", arm, seed)) continue;
    const { trained, numbers } = energyExperiment(arm, { seed, split, ...SIZES.energies });
    add("energies", arm, seed, numbers);
    free(trained);
  }
  for (const arm of ARMS) {
    if (!missing("molecules", arm, seed)) continue;
    const { trained, numbers } = moleculeExperiment(arm, { seed, split, ...SIZES.molecules });
    add("molecules", arm, seed, numbers);
    free(trained);
  }
  for (const task of ["digits", "clusters", "energies", "molecules"] as const) {
    const timed = known().some((row) =>
      row.task === task && row.seed === seed && row.metric === TIMED
    );
    if (timed || option("arm") || !asked("times", "", seed)) continue;
    for (const [arm, ms] of Object.entries(await samplingTimes(task, seed))) {
      add(task, arm, seed, { [TIMED]: ms });
    }
  }
}
