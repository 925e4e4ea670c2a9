/**
 * Makes the record of notebook 8's ablation, all trainings of it on the same problems:
 * `deno run -A lib/papers/ired/report/make_ablation.ts [PROBLEMS] [PROBLEM_SEED] [FILE]`.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeRecord, writeRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { publishedRows, trivialRows, withoutErrors } from "../evaluation/measure.ts";
import { difficulties, tasks } from "../tasks/mod.ts";
import { ablationNetworks, measureLines } from "./ablations.ts";
import { allLines, trainingRows } from "./ablation_trainings.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const NETWORK = "exchangeable", INNER_STEPS = 5, TRAININGS = [0, 1, 2];

const [problems = "1000", problemSeed = "50713", path = "data/results/inverse_ablation.json"] =
  Deno.args;
const task = tasks.inverse, seed = Number(problemSeed), n = Number(problems);
const begin = performance.now();
const ours: ResultRow[] = [];
for (const trainingSeed of TRAININGS) {
  const networks = await ablationNetworks(task, NETWORK, {
    checkpoints: "data/checkpoints",
    train: false,
    trainingMinutes: 0,
    trainingSeed,
  });
  const measured = await measureLines(allLines(networks, INNER_STEPS), { problems: n, seed });
  const rows = trainingRows(measured, trainingSeed);
  for (const { method, at, metric, value } of rows) {
    console.log(`training ${trainingSeed}, ${at.difficulty}: ${method}, ${metric} ${value}`);
  }
  ours.push(...rows);
}
writeRecord(
  resolve(ROOT, path),
  makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: task.name, network: NETWORK },
    settings: { preset: "corrected", sampler: { innerSteps: INNER_STEPS } },
    data: `the first ${n} problems drawn with seed ${seed}, per difficulty`,
    seed,
    n,
    seconds: (performance.now() - begin) / 1000,
    rows: [
      ...publishedRows(task),
      ...difficulties.flatMap((difficulty) =>
        trivialRows(task, { difficulty, problems: n, seed }).map(withoutErrors)
      ),
      ...ours,
    ],
  }),
);
