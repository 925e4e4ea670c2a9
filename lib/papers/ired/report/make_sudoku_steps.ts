/**
 * Makes the record of more steps on each landscape for Sudoku's network of own descents:
 * `deno run -A lib/papers/ired/report/make_sudoku_steps.ts`. The same boards for every K, so that what
 * more steps gain over the fewest is told board by board.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measuredFields, type ResultRow } from "../../../records/rows.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
import { pairedDifference } from "../../../records/statistics.ts";
import {
  type MeasuredRow,
  networkRows,
  publishedRows,
  trivialRows,
  withoutErrors,
} from "../evaluation/measure.ts";
import { solverSettings } from "../evaluation/solver.ts";
import { loadTrained } from "../evaluation/trained.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Of all reports, as in `deno task records`. */
const SEED = 4071;

/** What the differences between rows of {@link solvedMore} are called. */
export const GAIN = "boards solved more than with the fewest steps";

/** Steps per landscape, the fewest first: 20, 80 and 160 gradients a board. */
const STEPS = [1, 7, 15] as const;

const solvedOf = ({ errors }: MeasuredRow) => Array.from(errors, (error) => error === 0 ? 1 : 0);

/** How much larger a share of the same boards a row solves than another: their paired difference. */
export function solvedMore(many: MeasuredRow, few: MeasuredRow): ResultRow {
  const { metric: _, value: __, low: ___, high: ____, standardError: _____, errors, ...rest } =
    many;
  const gain = pairedDifference(solvedOf(many), solvedOf(few));
  const at = { ...many.at, fewest: few.at.innerSteps! };
  return {
    ...rest,
    at,
    metric: GAIN,
    ...measuredFields({ ...gain, n: errors.length, kind: "any" }),
  };
}

if (import.meta.main) {
  const problems = Number(Deno.args[0] ?? 60),
    path = Deno.args[1] ?? "data/results/sudoku_steps.json";
  const begin = performance.now();
  const trained = loadTrained(join(ROOT, "data/checkpoints/sudoku_own_descents"));
  const { task, preset } = trained;
  const set = { difficulty: "harder", problems, seed: SEED } as const;
  const ours: MeasuredRow[] = [], gains: ResultRow[] = [];
  for (const innerSteps of STEPS) {
    const rows = await networkRows(trained, { ...set, preset, sampler: { innerSteps }, batch: 64 });
    for (const { metric, value } of rows) console.log(`K = ${innerSteps}: ${metric} ${value}`);
    ours.push(...rows);
    if (innerSteps !== STEPS[0]) gains.push(solvedMore(rows[0]!, ours[0]!));
  }
  const { sampler } = solverSettings(task, {
    ...trained,
    preset,
    sampler: { innerSteps: STEPS[0] },
  });
  const { innerSteps: _, ...rest } = sampler;
  const record = makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: task.name, network: "relational" },
    training: trainingRecord(trained.manifest),
    settings: { preset, sampler: rest },
    seed: SEED,
    n: problems,
    data: `the first ${problems} harder problems drawn with seed ${SEED}`,
    seconds: (performance.now() - begin) / 1000,
    rows: [
      ...publishedRows(task, ["harder"]),
      ...trivialRows(task, set).map(withoutErrors),
      ...ours.map(withoutErrors),
      ...gains,
    ],
  });
  writeRecord(join(ROOT, path), record);
  for (const { at, value, low, high } of gains) {
    console.log(`K = ${at.innerSteps}`, value, low, high);
  }
}
