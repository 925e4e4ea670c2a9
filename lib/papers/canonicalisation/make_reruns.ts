/**
 * Trains the learned canonicaliser of one seed of the record again, five times, with starts that differ by
 * millionths, and keeps what comes out: `deno run -A lib/papers/canonicalisation/make_reruns.ts
 * [--task=digits|clusters|energies|molecules]`, some minutes. What is there already is kept; move it away to make
 * it anew.
 */
import { assertChoice } from "../../checks.ts";
import { completeText, runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import type { Params } from "../../nn/parameters.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import {
  clusterExperiment,
  digitClassifier,
  digitExperiment,
  energyExperiment,
  free,
  type Numbers,
  SIZES,
} from "./experiments.ts";
import { moleculeExperiment } from "./molecule_experiment.ts";
import {
  canonicalRecordSoFar,
  type CanonicalRow,
  type Task,
  TASKS,
  writeCanonicalRecord,
} from "./record.ts";
import { withRows } from "./runs.ts";
import { RERUN_SEED, rerunArm, RERUNS, RERUNS_PATH } from "./reruns.ts";

await runScript(import.meta, async (args) => {
  const commit = sourceCommit(), split = "test" as const;
  const { task: only } = scriptArguments(args, { task: { type: "string" } }).values;
  if (only !== undefined) assertChoice("--task", only, TASKS);

  const machine = describeMachine();
  const soFar = () =>
    canonicalRecordSoFar(RERUNS_PATH) ??
      { format: "canonicalisation-1" as const, sizes: SIZES, machine, rows: [] };
  const wanted = TASKS.filter((task) =>
    (only ?? task) === task && !soFar().rows.some((row) => row.task === task)
  );
  if (wanted.length === 0) console.log(completeText(RERUNS_PATH, only));

  let classifier: Params | undefined;

  async function once(task: Task, nudge: number): Promise<Numbers> {
    if (task === "digits") classifier ??= await digitClassifier();
    const common = { seed: RERUN_SEED, split, nudge, ...SIZES[task] };
    const { trained, numbers } = task === "digits"
      ? await digitExperiment("learned", { ...common, classifier: classifier! })
      : task === "clusters"
      ? clusterExperiment("learned", common)
      : task === "energies"
      ? energyExperiment("slice", common)
      : moleculeExperiment("learned", common);
    free(trained);
    return numbers;
  }

  for (const task of wanted) {
    const rows: CanonicalRow[] = [];
    for (let run = 0; run < RERUNS; run++) {
      const numbers = await once(task, 1e-6 * run);
      console.log(task, run, JSON.stringify(numbers));
      for (const [metric, value] of Object.entries(numbers)) {
        if (metric.startsWith("seconds")) continue;
        const arm = rerunArm(task), rounded = Number(value.toPrecision(5));
        rows.push({ task, arm, seed: RERUN_SEED, metric, value: rounded });
      }
    }
    writeCanonicalRecord(withRows(soFar(), rows, { machine, commit }), RERUNS_PATH);
  }
});
