/**
 * Makes the record of errors by training steps, from checkpoints that one training left on its way:
 * `deno run -A lib/papers/ired/report/make_training_steps.ts [--force] NAME FOLDER FOLDER …`, such as
 * `addition_mlp_paper_constants`. All are measured on the same problems, by both samplers.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { force, scriptArguments } from "../../../checks/script_arguments.ts";
import { usageError } from "../../../checks/usage.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces } from "../../../records/replacing.ts";
import { networkRows, publishedRows, withoutErrors } from "../evaluation/measure.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { type PresetName, presets } from "../method/options.ts";
import { difficulties } from "../tasks/mod.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Not that of the reports, and nothing was chosen by it. */
const SEED = 82007, PROBLEMS = 1000;

const SAMPLERS = Object.keys(presets) as PresetName[];

await runScript(import.meta, async (args) => {
  const { values, positionals: [name, ...folders] } = scriptArguments(args, force, Infinity);
  if (name === undefined || folders.length === 0) {
    throw usageError("A record's name and folders of checkpoints must be given");
  }
  const path = resolve(ROOT, `data/results/${name}.json`);
  const begin = performance.now();
  const all = folders.map((folder) => loadTrained(resolve(folder)))
    .sort((a, b) => a.manifest.step - b.manifest.step);
  const { task, manifest } = all.at(-1)!;
  assertReplaces({
    path,
    ...{ seed: SEED, n: PROBLEMS, settings: { presets: SAMPLERS }, config: manifest.config },
    at: { trainingSteps: all.map(({ manifest }) => manifest.step) },
  }, values.force);
  const rows: ResultRow[] = [...publishedRows(task, difficulties)];
  for (const trained of all) {
    const at = { trainingSteps: trained.manifest.step };
    for (const preset of SAMPLERS) {
      for (const difficulty of difficulties) {
        const set = { difficulty, problems: PROBLEMS, seed: SEED, preset, batch: 64, at };
        const method = `${trained.title}, ${preset} sampler`;
        const measured = await networkRows(trained, { ...set, method });
        for (const { metric, value } of measured) {
          console.log(`${at.trainingSteps} steps, ${preset}, ${difficulty}: ${metric} ${value}`);
        }
        rows.push(...measured.map(withoutErrors));
      }
    }
  }
  writeRecord(
    path,
    makeRecord({
      paper: "ired",
      kind: "sweep",
      subject: { task: task.name, network: manifest.config.network },
      training: trainingRecord(manifest),
      settings: { presets: SAMPLERS },
      seed: SEED,
      n: PROBLEMS,
      data: `the first ${PROBLEMS} problems drawn with seed ${SEED}, per difficulty`,
      seconds: (performance.now() - begin) / 1000,
      rows,
    }),
  );
});
