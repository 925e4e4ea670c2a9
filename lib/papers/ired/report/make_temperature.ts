/**
 * How sure a classifier should be beside an energy: `deno run -A lib/papers/ired/report/make_temperature.ts`
 * measures the composed network at several temperatures of its reader, on boards and digits of the
 * validation split, and writes the record by which the temperature was chosen.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { visualPosterior } from "../../../models/sudoku_posterior.ts";
import { makeRecord, writeRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { networkRows, withoutErrors } from "../evaluation/measure.ts";
import { solverSettings } from "../evaluation/solver.ts";
import { loadTrained } from "../evaluation/trained.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** From as sure as the classifier is by itself on. */
const TEMPERATURES = [1, 2, 3, 5, 8, 12] as const;

if (import.meta.main) {
  const problems = Number(Deno.args[0] ?? 192), seed = 1, begin = performance.now();
  const shipped = loadTrained(join(ROOT, "data/checkpoints/visual_sudoku_composed"));
  const solving = { preset: shipped.preset, sampler: { innerSteps: 1 } } as const;
  const rows: ResultRow[] = [];
  for (const temperature of TEMPERATURES) {
    const network = visualPosterior(cosineSchedule(), { temperature });
    const set = { difficulty: "validation", problems, seed, batch: 64 } as const;
    const own = await networkRows({ ...shipped, network }, {
      ...{ ...set, ...solving, at: { temperature } },
    });
    rows.push(...own.map(withoutErrors));
    for (const { metric, value } of own) console.log(temperature, metric, value.toFixed(4));
  }
  writeRecord(
    join(ROOT, "data/results/visual_sudoku_temperature.json"),
    makeRecord({
      paper: "ired",
      kind: "sweep",
      subject: { task: "visual_sudoku", network: "composed" },
      settings: {
        preset: shipped.preset,
        sampler: solverSettings(shipped.task, { ...shipped, ...solving }).sampler,
      },
      ...{ seed, n: problems, rows },
      data: "generated Sudoku boards and MNIST digits of the validation split",
      seconds: (performance.now() - begin) / 1000,
    }),
  );
}
