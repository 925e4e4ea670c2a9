/**
 * Makes the record of more steps on each landscape for both of Sudoku's networks at both difficulties
 * (IRED, figure 6): `deno run -A lib/papers/ired/report/make_sudoku_steps_both.ts [BOARDS] [SEED] [FILE]`.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeRecord, writeRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { networkRows, publishedRows, trivialRows, withoutErrors } from "../evaluation/measure.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { difficulties } from "../tasks/mod.ts";
import { solvedMore } from "./make_sudoku_steps.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const NETWORKS = ["sudoku_relational", "sudoku_own_descents"];

/** Steps per landscape: 20, 60 and 160 gradients a board. The paper's figure goes to 15, too. */
const STEPS = [1, 5, 15] as const;

const [boards = "32", order = "60947", path = "data/results/sudoku_steps_both.json"] = Deno.args;
const problems = Number(boards), seed = Number(order);
const begin = performance.now();
const all = NETWORKS.map((name) => loadTrained(join(ROOT, "data/checkpoints", name)));
const { task } = all[0]!;
const ours: ResultRow[] = [];
for (const trained of all) {
  for (const difficulty of difficulties) {
    const set = { difficulty, problems, seed, batch: problems, preset: "corrected" } as const;
    const fewest = await networkRows(trained, { ...set, sampler: { innerSteps: STEPS[0] } });
    ours.push(...fewest.map(withoutErrors));
    for (const innerSteps of STEPS.slice(1)) {
      const rows = await networkRows(trained, { ...set, sampler: { innerSteps } });
      ours.push(...rows.map(withoutErrors), solvedMore(rows[0]!, fewest[0]!));
      for (const { metric, value } of rows) {
        console.log(`${trained.title}, ${difficulty}, K = ${innerSteps}: ${metric} ${value}`);
      }
    }
  }
}
writeRecord(
  join(ROOT, path),
  makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: task.name, network: "relational" },
    settings: { preset: "corrected" },
    seed,
    n: problems,
    data: `the first ${problems} boards drawn with seed ${seed}, per difficulty`,
    seconds: (performance.now() - begin) / 1000,
    rows: [
      ...publishedRows(task),
      ...difficulties.flatMap((difficulty) =>
        trivialRows(task, { difficulty, problems, seed }).map(withoutErrors)
      ),
      ...ours,
    ],
  }),
);
