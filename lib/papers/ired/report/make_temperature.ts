/**
 * How sure a classifier should be beside an energy: `deno run -A lib/papers/ired/report/make_temperature.ts RUN`
 * measures the composed network at several temperatures of its reader, and what the run in the folder
 * RUN has made of it, on boards and digits of the validation split, and writes the record by which the
 * temperature was chosen; with `--force` in the place of one that was measured otherwise, too.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { force, scriptArguments } from "../../../checks/script_arguments.ts";
import { usageError } from "../../../checks/usage.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { visualPosterior } from "../../../models/sudoku_posterior.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces } from "../../../records/replacing.ts";
import { type Coordinates, measuredFields, type ResultRow } from "../../../records/rows.ts";
import { evaluate } from "../evaluation/solve.ts";
import { loadTrained, type Trained } from "../evaluation/trained.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** From less sure than the classifier is by itself on. */
const TEMPERATURES = [2, 3, 5, 8, 12] as const;

const HOPS = 8, PROBLEMS = 192, SEED = 1;

const solving = { preset: "corrected", sampler: { innerSteps: 1 }, cycles: HOPS } as const;

/** A network on validation boards, before any hops and after all. */
async function measured(trained: Trained, method: string, at: Coordinates): Promise<ResultRow[]> {
  const found = await evaluate({
    ...{ ...trained, ...solving, difficulty: "validation", problems: PROBLEMS, seed: SEED },
    batch: 64,
  });
  return [0, HOPS].flatMap((cycles) => {
    const { scores, gradients } = found.byCycle[cycles]!;
    return scores.map((score) => ({
      ...{ method, kind: "ours" as const, metric: score.metric, ...measuredFields(score) },
      at: { difficulty: "validation", ...at, cycles, gradients },
    }));
  });
}

await runScript(import.meta, async (args) => {
  const { values, positionals: [run] } = scriptArguments(args, force, 1);
  if (run === undefined) throw usageError("The folder of a run must be given");
  // Before the temperatures, which take minutes each.
  const trained = loadTrained(run), { step: steps } = trained.manifest;
  const temperature = Number(trained.network.config.temperature);
  const path = join(ROOT, "data/results/visual_sudoku_temperature.json");
  assertReplaces({
    ...{ path, seed: SEED, n: PROBLEMS, settings: solving },
    at: { temperature: [...TEMPERATURES, temperature], steps: [steps] },
  }, values.force);
  const begin = performance.now(), rows: ResultRow[] = [];
  const shipped = loadTrained(join(ROOT, "data/checkpoints/visual_sudoku_composed"));
  const add = (own: ResultRow[]) => {
    rows.push(...own);
    for (const { metric, value, at } of own) console.log(JSON.stringify(at), metric, value);
  };
  for (const temperature of TEMPERATURES) {
    const network = visualPosterior(cosineSchedule(), { temperature });
    add(await measured({ ...shipped, network }, shipped.title, { temperature }));
  }
  add(await measured(trained, `${trained.title}, then trained together`, { temperature, steps }));
  writeRecord(
    path,
    makeRecord({
      paper: "ired",
      kind: "sweep",
      subject: { task: "visual_sudoku", network: "composed" },
      settings: { ...solving, trained: { ...trainingRecord(trained.manifest) } },
      ...{ seed: SEED, n: PROBLEMS, rows },
      data: "generated Sudoku boards and MNIST digits of the validation split",
      seconds: (performance.now() - begin) / 1000,
    }),
  );
});
