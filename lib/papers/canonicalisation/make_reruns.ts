/**
 * Trains the learned canonicaliser of one seed of the record again, five times, with starts that differ by
 * millionths, and keeps what comes out: `deno run -A lib/papers/canonicalisation/make_reruns.ts
 * [--task=digits]`, some minutes. What is there already is kept.
 */
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
import { type CanonicalRow, type Task, writeCanonicalRecord } from "./record.ts";
import { readReruns, RERUN_SEED, rerunArm, RERUNS, RERUNS_PATH } from "./reruns.ts";

const commit = sourceCommit(), split = "test" as const;
const only = Deno.args.find((one) => one.startsWith("--task="))?.slice(7);

function rowsSoFar(): readonly CanonicalRow[] {
  try {
    return readReruns().rows;
  } catch {
    return [];
  }
}

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

for (const task of ["digits", "clusters", "energies", "molecules"] as const) {
  if (only !== undefined && only !== task) continue;
  const known = rowsSoFar();
  if (known.some((row) => row.task === task)) continue;
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
  writeCanonicalRecord({
    format: "canonicalisation-1",
    sizes: SIZES,
    machine: describeMachine(),
    ...(commit && { commit }),
    rows: [...known, ...rows],
  }, RERUNS_PATH);
}
