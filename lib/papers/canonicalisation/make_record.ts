/**
 * Trains and measures every arm, and writes the record:
 * `deno run -A lib/papers/canonicalisation/make_record.ts [--task=digits|clusters|energies|molecules]
 * [--seed=4071|4072|4073] [--arm=none] [--minutes=9]`.
 *
 * What the record already has is kept, so that a run that was cut off goes on; move it away to make it anew.
 * `--task=times`, and nothing else, measures how long samples of all tasks take, arms in turn, so that what they
 * are compared by is of one job.
 */
import { assertChoice } from "../../checks.ts";
import { completeText, runScript } from "../../checks/script.ts";
import { numberFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { sourceCommit } from "../../records/records.ts";
import type { Params } from "../../nn/parameters.ts";
import { describeMachine } from "../../training/machine.ts";
import { type Arm, ARMS } from "./arms.ts";
import { ENERGY_ARMS, type EnergyArm } from "./energies.ts";
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
import { samplingTimes } from "./times.ts";
import {
  canonicalRecordSoFar,
  RECORD,
  type Task,
  TASKS,
  TIMED,
  writeCanonicalRecord,
} from "./record.ts";
import { withRows } from "./runs.ts";

/** Seeds of trainings and samples that no choice was made by. */
const SEEDS = [4071, 4072, 4073];

/** Fresh data in place of samples, which have no seed. */
const DATA = "data";

/** Tasks of a seed in the order in which they are run. */
const ORDER: readonly Task[] = ["clusters", "digits", "energies", "molecules"];

const armsOf = (task: Task): readonly string[] => task === "energies" ? ENERGY_ARMS : ARMS;

await runScript(import.meta, async (args) => {
  const { values } = scriptArguments(args, {
    task: { type: "string" },
    seed: { type: "string" },
    arm: { type: "string" },
    minutes: { type: "string", default: "Infinity" },
  });
  const timing = values.task === "times";
  if (values.task !== undefined) assertChoice("--task", values.task, [...TASKS, "times"]);
  if (values.seed !== undefined) assertChoice("--seed", values.seed, SEEDS.map(String));
  if (values.arm !== undefined) {
    // Times of one arm alone would be of another job than those they are compared with.
    if (timing) throw usageError("--arm does nothing with --task=times: leave one of them out");
    assertChoice("--arm", values.arm, [...new Set([DATA, ...TASKS.flatMap(armsOf)])]);
  }

  const most = 60_000 * numberFrom("--minutes", values.minutes);
  const commit = sourceCommit(), machine = describeMachine();
  const started = performance.now();
  const late = () => performance.now() - started >= most;
  const soFar = () =>
    canonicalRecordSoFar() ??
      { format: "canonicalisation-1" as const, sizes: SIZES, machine, rows: [] };

  function add(task: Task, arm: string, seed: number, numbers: Numbers): void {
    const rows = Object.entries(numbers).map(([metric, value]) => ({
      ...{ task, arm, seed, metric, value: Number(value.toPrecision(5)) },
    }));
    writeCanonicalRecord(withRows(soFar(), rows, { machine, commit }));
    console.log(task, arm, seed, JSON.stringify(numbers));
  }

  /** What is asked for and not there: times, or all else. */
  const missing = (task: Task, arm: string, seed: number) =>
    (values.arm ?? arm) === arm && (arm === DATA || (values.seed ?? `${seed}`) === `${seed}`) &&
    (timing || (values.task ?? task) === task) &&
    !soFar().rows.some((row) =>
      row.task === task && row.arm === arm && row.seed === seed && (row.metric === TIMED) === timing
    );

  let classifier: Params | undefined;

  async function measured(task: Task, arm: string, seed: number): Promise<Numbers> {
    const split = "test";
    if (task === "digits") classifier ??= await digitClassifier();
    if (arm === DATA) {
      return task === "digits"
        ? await digitFloor(classifier!, split, SIZES.digits.samples)
        : task === "clusters"
        ? clusterFloor(split, SIZES.clusters.samples)
        : moleculeFloor(split);
    }
    const common = { seed, split, ...SIZES[task] } as const;
    const { trained, numbers } = task === "digits"
      ? await digitExperiment(arm as Arm, { ...common, classifier: classifier! })
      : task === "clusters"
      ? clusterExperiment(arm as Arm, common)
      : task === "energies"
      ? energyExperiment(arm as EnergyArm, common)
      : moleculeExperiment(arm as Arm, common);
    free(trained);
    return numbers;
  }

  const floors = (["clusters", "digits", "molecules"] as const).map((task) => (
    { task, arm: DATA, seed: 0 }
  ));
  // Seed by seed, so that a run that is cut off leaves whole comparisons.
  const trainings = SEEDS.flatMap((seed) =>
    ORDER.flatMap((task) => armsOf(task).map((arm) => ({ task, arm, seed })))
  );
  const wanted = [...timing ? [] : floors, ...trainings]
    .filter(({ task, arm, seed }) => missing(task, arm, seed));
  if (wanted.length === 0) {
    console.log(completeText(RECORD, args.join(" ") || undefined));
  }
  for (const { task, arm, seed } of wanted) {
    if (late()) break;
    if (!timing) add(task, arm, seed, await measured(task, arm, seed));
    else if (missing(task, arm, seed)) {
      const times = await samplingTimes(task, seed);
      for (const [one, ms] of Object.entries(times)) add(task, one, seed, { [TIMED]: ms });
    }
  }
});
