/**
 * Makes the record of how the reader of a visual Sudoku network learns, from averaged parameters that
 * were kept on the way: `deno run -A lib/papers/ired/report/make_reading.ts RUN average-*.safetensors`,
 * where RUN is the finished run's folder. Digits are those of validation. A record of another run, or of
 * steps that are not given, is replaced with `--force` only.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { force, scriptArguments } from "../../../checks/script_arguments.ts";
import { usageError } from "../../../checks/usage.ts";
import { readerAccuracy } from "../evaluation/two_stage.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { DIGIT_READER } from "../tasks/visual_sudoku/visual_sudoku.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces } from "../../../records/replacing.ts";
import { disposeTree, tf } from "../../../tensor/mod.ts";
import { loadAverage } from "../../../training/checkpoint.ts";
import { decodeSafetensors } from "../../../training/safetensors.ts";
import type { Params } from "../../../nn/parameters.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Digits that each reader is asked about. */
const DIGITS = 4000;

/** The share of validation digits that a reader reads, as a row. */
function rowOf(method: string, params: Params, at: ResultRow["at"]): ResultRow {
  const { right, count } = readerAccuracy(params, "validation", DIGITS);
  const share = right / count;
  const scatter = Math.sqrt(share * (1 - share) / count);
  return {
    method,
    kind: "ours",
    metric: "single digits read",
    value: share,
    standardError: scatter,
    n: count,
    at: { split: "validation", ...at },
  };
}

/** The parameters of a reader among those of a file. */
function readerOf(path: string): Params {
  const { tensors } = decodeSafetensors(Deno.readFileSync(path), path);
  return Object.fromEntries(
    Object.entries(tensors).filter(([name]) => name.startsWith("reader/"))
      .map(([name, { values, shape }]) => [name, tf.tensor(values, [...shape])]),
  );
}

/** The training step that a file's name says. */
function stepOf(path: string): number {
  const step = /average-(\d+)/.exec(basename(path))?.[1];
  if (step !== undefined) return Number(step);
  throw usageError(`A file must be called average-STEP.safetensors: current value is ${path}`);
}

await runScript(import.meta, (args) => {
  const begin = performance.now();
  const { values, positionals: [run, ...files] } = scriptArguments(args, force, Infinity);
  if (run === undefined || files.length === 0) {
    throw usageError("The folder of a run and averaged parameters of it must be given");
  }
  const trained = loadTrained(run), path = join(ROOT, "data/results/visual_sudoku_reading.json");
  assertReplaces({
    ...{ path, seed: 0, n: DIGITS, config: trained.manifest.config },
    at: { step: files.map(stepOf) },
  }, values.force);
  const rows = [...files].sort((a, b) => stepOf(a) - stepOf(b)).map((path) => {
    const params = readerOf(path);
    const row = rowOf(trained.title, params, { step: stepOf(path) });
    disposeTree(params);
    return row;
  });
  const { params } = loadAverage(join(ROOT, DIGIT_READER), digitReader());
  const record = makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: trained.task.name, network: trained.manifest.config.network },
    training: trainingRecord(trained.manifest),
    settings: {},
    seed: 0,
    n: DIGITS,
    data: "MNIST digits of the validation split",
    seconds: (performance.now() - begin) / 1000,
    rows: [...rows, rowOf("classifier", params, {})],
  });
  writeRecord(path, record);
  for (const { method, at, value } of record.rows) console.log(method, at.step ?? "", value);
});
