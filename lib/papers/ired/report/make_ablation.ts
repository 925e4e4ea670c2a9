/**
 * Makes the record of notebook 8's ablation, all trainings of it on the same problems:
 * `deno run -A lib/papers/ired/report/make_ablation.ts [PROBLEMS] [PROBLEM_SEED] [FILE]`,
 * by default as the shipped one: 1,000 problems drawn with seed 60947. With `--force` it takes the place
 * of one of more problems, or another seed.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { makeRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces, type Replacement } from "../../../records/replacing.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { publishedRows, trivialRows, withoutErrors } from "../evaluation/measure.ts";
import { difficulties, tasks } from "../tasks/mod.ts";
import { ablationNetworks, measureLines, networkSeeds } from "./ablations.ts";
import { allLines, trainingRows } from "./ablation_trainings.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const NETWORK = "exchangeable", INNER_STEPS = 5, TRAININGS = [0, 1, 2];

/** What is made, by flags. */
export function planOf(args: readonly string[]): Replacement & { readonly force: boolean } {
  const { values, positionals } = scriptArguments(args, force, 3);
  const [problems = "1000", seed = "60947", path = "data/results/inverse_ablation.json"] =
    positionals;
  return {
    path: resolve(ROOT, path),
    n: countFrom("PROBLEMS", problems),
    seed: countFrom("PROBLEM_SEED", seed, 0),
    settings: {
      preset: "corrected",
      sampler: { innerSteps: INNER_STEPS },
      networkSeeds: networkSeeds(TRAININGS),
    },
    at: { trainingSeed: TRAININGS },
    force: values.force,
  };
}

await runScript(import.meta, async (args) => {
  const plan = planOf(args), { path, n, seed, settings = {} } = plan, task = tasks.inverse;
  assertReplaces(plan, plan.force);
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
    path,
    makeRecord({
      paper: "ired",
      kind: "sweep",
      subject: { task: task.name, network: NETWORK },
      settings,
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
});
