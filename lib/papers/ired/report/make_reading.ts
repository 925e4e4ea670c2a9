/**
 * Makes the record of how the reader of a visual Sudoku network learns, from averaged parameters that
 * were kept on the way: `deno run -A lib/papers/ired/report/make_reading.ts RUN average-*.safetensors`,
 * where RUN is the finished run's folder. Digits are those of validation.
 */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readerAccuracy } from "../evaluation/two_stage.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { DIGIT_READER } from "../tasks/visual_sudoku/visual_sudoku.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
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

if (import.meta.main) {
  const begin = performance.now(), [run, ...files] = Deno.args;
  const trained = loadTrained(run!);
  const stepOf = (path: string) => Number(/average-(\d+)/.exec(basename(path))![1]);
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
  writeRecord(join(ROOT, "data/results/visual_sudoku_reading.json"), record);
  for (const { method, at, value } of record.rows) console.log(method, at.step ?? "", value);
}
