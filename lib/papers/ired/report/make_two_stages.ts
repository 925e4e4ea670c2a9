/**
 * Makes the record of two stages on visual Sudoku: `deno run -A lib/papers/ired/report/make_two_stages.ts`.
 * The seed of the problems is that of all reports; the classifier is the one that the joint network
 * starts as. With `--composed`, both stages are the parts of the composed network; with `--cycles=8` too,
 * the second stage hops. All are of 1,000 boards of each difficulty (`--problems`); with `--force` fewer,
 * or others, take the place of those.
 */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { withoutErrors } from "../evaluation/measure.ts";
import { recordedSettings } from "../evaluation/result_record.ts";
import { solverSettings } from "../evaluation/solver.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { readerAccuracy, TWO_STAGES, twoStageRows } from "../evaluation/two_stage.ts";
import { difficulties } from "../tasks/mod.ts";
import { DIGIT_READER, distortedReader } from "../tasks/visual_sudoku/visual_sudoku.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import { loadAverage } from "../../../training/checkpoint.ts";
import { assertReplaces, type Replacement } from "../../../records/replacing.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Of all reports, as in `deno task records`. */
const SEED = 4071;

/** What is made, by flags. */
export function planOf(args: readonly string[]) {
  const { values } = scriptArguments(args, {
    ...force,
    composed: { type: "boolean", default: false },
    problems: { type: "string", default: "1000" },
    "inner-steps": { type: "string", default: "1" },
    cycles: { type: "string", default: "0" },
  });
  const { composed } = values, cycles = countFrom("--cycles", values.cycles, 0);
  const innerSteps = countFrom("--inner-steps", values["inner-steps"], 0);
  const name = ["visual_sudoku_two_stages", composed && "composed", cycles > 0 && "hops"]
    .filter(Boolean).join("_");
  const path = join(ROOT, `data/results/${name}.json`);
  const n = countFrom("--problems", values.problems);
  return { path, n, seed: SEED, composed, innerSteps, cycles, force: values.force };
}

await runScript(import.meta, (args) => {
  const plan = planOf(args), { path, composed, n: problems, innerSteps, cycles } = plan;
  const [solver, classifier] = composed
    ? ["sudoku_own_descents", distortedReader(0)]
    : ["sudoku_relational", DIGIT_READER];
  const begin = performance.now();
  const { params: reader, manifest } = loadAverage(join(ROOT, classifier), digitReader());
  const trained = loadTrained(join(ROOT, "data/checkpoints", solver));
  const solving = { preset: trained.preset, sampler: { innerSteps }, cycles } as const;
  const settings = {
    ...recordedSettings(solverSettings(trained.task, { ...trained, ...solving })),
  };
  const made: Replacement = { ...plan, settings, config: trained.manifest.config };
  assertReplaces(made, plan.force);
  const { right, count } = readerAccuracy(reader, "same", 4000, SEED);
  console.log(`classifier: ${right} of ${count} test digits`);
  const rows = difficulties.flatMap((difficulty) => {
    const set = { difficulty, problems, seed: SEED };
    const onProgress = (done: number) => console.log(`${difficulty}: ${done} of ${problems}`);
    return twoStageRows(trained, reader, { ...set, ...solving, onProgress }).map(withoutErrors);
  });
  const record = makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: "visual_sudoku", network: TWO_STAGES },
    training: trainingRecord(trained.manifest),
    settings: { ...settings, classifier: { ...trainingRecord(manifest) } },
    seed: SEED,
    n: problems,
    data: "generated Sudoku boards, clues drawn as MNIST digits of the test split",
    seconds: (performance.now() - begin) / 1000,
    rows: [
      ...rows,
      {
        method: "classifier",
        kind: "ours",
        metric: "single digits read",
        value: right / count,
        n: count,
        at: {},
      },
    ],
  });
  writeRecord(path, record);
  for (const { metric, value, at } of rows) console.log(at.difficulty, metric, value.toFixed(4));
});
