/**
 * Makes a record of more steps on each landscape for Sudoku, the same boards for every K, so that what more
 * steps gain over the fewest is told board by board: `deno run -A lib/papers/ired/report/make_sudoku_steps.ts
 * [sudoku_steps|sudoku_steps_both] [BOARDS] [FILE] [--force]`. The first is of the network of own descents, at the
 * costs of hops; the second of both networks at both difficulties (IRED, figure 6).
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { usageError } from "../../../checks/usage.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { makeRecord, trainingRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces, type Replacement } from "../../../records/replacing.ts";
import { publishedRows, trivialRows, withoutErrors } from "../evaluation/measure.ts";
import { solverSettings } from "../evaluation/solver.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { difficulties, type Difficulty } from "../tasks/mod.ts";
import { stepsRows } from "./steps_rows.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

interface Made {
  readonly networks: readonly string[];
  readonly difficulties: readonly Difficulty[];
  /** Per landscape, the fewest first; K of them take 10 (K + 1) gradients a board. */
  readonly steps: readonly number[];
  readonly boards: number;
  readonly seed: number;
}

const MADE: Readonly<Record<string, Made>> = {
  sudoku_steps: {
    ...{ networks: ["sudoku_own_descents"], difficulties: ["harder"], steps: [1, 7, 15] },
    ...{ boards: 60, seed: 4071 },
  },
  sudoku_steps_both: {
    ...{ networks: ["sudoku_relational", "sudoku_own_descents"], difficulties, steps: [1, 5, 15] },
    ...{ boards: 96, seed: 71003 },
  },
};

const preset = "corrected";

/** What is made, by flags. */
export function planOf(
  args: readonly string[],
): Replacement & { readonly made: Made; readonly force: boolean } {
  const { values, positionals } = scriptArguments(args, force, 3);
  const [name = "sudoku_steps", boards, path = `data/results/${name}.json`] = positionals;
  const made = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  if (!made) {
    const accepted = Object.keys(MADE).join(", ");
    throw usageError(`The record must be one of ${accepted}: current value is ${name}`);
  }
  return {
    path: resolve(ROOT, path),
    n: countFrom("BOARDS", boards ?? `${made.boards}`),
    seed: made.seed,
    settings: { preset },
    at: { innerSteps: made.steps, difficulty: made.difficulties },
    ...{ made, force: values.force },
  };
}

await runScript(import.meta, async (args) => {
  const plan = planOf(args), { path, made, seed, n: problems } = plan, { steps } = made;
  assertReplaces(plan, plan.force);
  const begin = performance.now();
  const all = made.networks.map((network) =>
    loadTrained(resolve(ROOT, "data/checkpoints", network))
  );
  const [first] = all, { task } = first!;
  const ours: ResultRow[] = [];
  for (const trained of all) {
    for (const difficulty of made.difficulties) {
      ours.push(
        ...await stepsRows(trained, { difficulty, problems, seed, preset, batch: 64 }, steps),
      );
    }
  }
  const { innerSteps: _, ...sampler } = solverSettings(task, {
    ...first!,
    preset,
    sampler: { innerSteps: steps[0]! },
  }).sampler;
  const record = makeRecord({
    paper: "ired",
    kind: "sweep",
    subject: { task: task.name, network: "relational" },
    ...(all.length === 1 && { training: trainingRecord(first!.manifest) }),
    settings: { preset, sampler },
    seed,
    n: problems,
    data: `the first ${problems} boards drawn with seed ${seed}, per difficulty`,
    seconds: (performance.now() - begin) / 1000,
    rows: [
      ...publishedRows(task, made.difficulties),
      ...made.difficulties.flatMap((difficulty) =>
        trivialRows(task, { difficulty, problems, seed }).map(withoutErrors)
      ),
      ...ours,
    ],
  });
  writeRecord(path, record);
});
