/**
 * Runs all experiments and writes the record: `deno run -A lib/papers/emnn/make_record.ts`, some
 * forty minutes on one core. Seeds that the record already has are kept, so that a run that was cut
 * off, or `--seed=SEED` for one of 4071, 4072 and 4073, goes on; move the record away to make it anew.
 * `--smoke` is a quick look that writes nothing.
 */
import { assertChoice } from "../../checks.ts";
import { completeText, runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { tf } from "../../tensor/mod.ts";
import { describeMachine } from "../../training/machine.ts";
import { sourceCommit } from "../../records/records.ts";
import {
  denoisingErrors,
  kindsTests,
  laplaceError,
  type MeshRow,
  STEPS,
  trainKinds,
  volumeErrors,
} from "./experiments.ts";
import { type MeshRecord, meshRecordSoFar, RECORD, writeMeshRecord } from "./record.ts";
import { type Variant, variants } from "./train.ts";

await runScript(import.meta, (args) => {
  // Of the code that is loaded now, whatever changes while it runs.
  const commit = sourceCommit();
  const { smoke, seed: only } = scriptArguments(args, {
    smoke: { type: "boolean", default: false },
    seed: { type: "string" },
  }).values;
  /** Of starts and batches; no choice was made with them. */
  const SEEDS = [4071, 4072, 4073];
  if (only !== undefined) assertChoice("--seed", only, SEEDS.map(String));
  const known = smoke ? undefined : meshRecordSoFar();
  const seeds = (smoke ? [0] : SEEDS).filter((seed) =>
    !known?.seeds.includes(seed) && (only === undefined || Number(only) === seed)
  );
  const each = smoke ? { train: 2, few: 2, test: 2 } : { train: 16, few: 4, test: 20 };
  const steps = smoke ? { kinds: 4, volume: 4, denoising: 4 } : STEPS;
  const split = smoke ? "validation" : "test";

  if (seeds.length === 0) console.log(completeText(RECORD, only && `seed ${only}`));

  const started = performance.now();
  const rows: MeshRow[] = [...known?.rows ?? []];
  const add = (
    task: MeshRow["task"],
    method: string,
    seed: number,
    measured: Readonly<Record<string, number>>,
  ) => {
    for (const [metric, value] of Object.entries(measured)) {
      rows.push({ task, method, seed, metric, value });
    }
    const said = Object.entries(measured).map(([metric, value]) => `${metric} ${value.toFixed(4)}`);
    console.log(
      `${((performance.now() - started) / 1000).toFixed(0)} s ${task}, ${method}, ${seed}: ${
        said.join("; ")
      }`,
    );
  };

  /** Shapes of each kind that are denoised. */
  const denoised = 2;
  if (!known) {
    add("denoising", "Laplace's smoothing", 0, { "error after": laplaceError(split, denoised) });
  }
  for (const seed of seeds) {
    for (const variant of Object.keys(variants) as Variant[]) {
      const trained = trainKinds(variant, seed, each.train, steps.kinds);
      add("kinds", variant, seed, {
        ...kindsTests(trained, split, each.test),
        "seconds per step": trained.seconds / steps.kinds,
      });
      tf.dispose(Object.values(trained.params));
    }
    for (const variant of ["coordinates, turned in training", "EGNN", "EMNN"] as const) {
      const trained = trainKinds(variant, seed, each.few, steps.kinds);
      add("few examples", variant, seed, kindsTests(trained, split, each.test));
      tf.dispose(Object.values(trained.params));
      add("signed volume", variant, seed, volumeErrors(variant, seed, steps.volume, split));
    }
    for (const [method, faces] of [["EGNN", "none"], ["EMNN", "summed"]] as const) {
      const { before, after } = denoisingErrors(faces, seed, steps.denoising, split, denoised);
      add("denoising", method, seed, { "error before": before, "error after": after });
    }
    // After each seed, so that a run that is cut off leaves the seeds that are complete.
    if (!smoke) write([...known?.seeds ?? [], ...seeds.slice(0, seeds.indexOf(seed) + 1)]);
  }

  function write(done: readonly number[]): void {
    const record: MeshRecord = {
      format: "mesh-results-1",
      steps,
      seeds: done,
      each: { ...each, denoised },
      data:
        "procedural shapes of ten kinds and potatoes, 162 vertices each; streams train and test",
      seconds: (known?.seconds ?? 0) + Math.round((performance.now() - started) / 1000),
      machine: describeMachine(),
      ...(commit && { commit }),
      rows,
    };
    writeMeshRecord(record);
  }
});
