/**
 * Makes the record of walks to the goal, where each move is a plan made anew:
 * `deno run -A lib/papers/ired/report/make_walks.ts [PROBLEMS] [FILE] [--force]`,
 * 64 of each difficulty by default; with `--force` fewer take the place of more.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { makeRecord, writeRecord } from "../../../records/records.ts";
import { assertReplaces, type Replacement } from "../../../records/replacing.ts";
import { loadTrained } from "../evaluation/trained.ts";
import { walkAll, walkRows } from "./closed_loop.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const NETWORKS = ["conv", "shifted", "shifted_own_descents", "relational"];

/** Not that of the reports, which nothing is chosen by either; the records of steps have it, too. */
const SEED = 71003;
const INNER_STEPS = 2, PRESET = "corrected";

/** What is made, by flags. */
export function planOf(args: readonly string[]): Replacement & { readonly force: boolean } {
  const { values, positionals } = scriptArguments(args, force, 2);
  const [problems = "64", path = "data/results/shortest_path_walks.json"] = positionals;
  return {
    path: resolve(ROOT, path),
    n: countFrom("PROBLEMS", problems),
    seed: SEED,
    settings: { preset: PRESET, sampler: { innerSteps: INNER_STEPS } },
    force: values.force,
  };
}

await runScript(import.meta, async (args) => {
  const plan = planOf(args), { path, n, settings = {} } = plan;
  assertReplaces(plan, plan.force);
  const begin = performance.now();
  const networks = NETWORKS.map((name) =>
    loadTrained(resolve(ROOT, "data/checkpoints", `shortest_path_${name}`))
  );
  const walks = await walkAll(networks, {
    ...{ problems: n, seed: SEED, innerSteps: INNER_STEPS, preset: PRESET },
  });
  const rows = walkRows(walks);
  for (const { method, at, metric, value } of rows) {
    console.log(`${method}, ${at.difficulty}: ${metric} ${value}`);
  }
  writeRecord(
    path,
    makeRecord({
      paper: "ired",
      kind: "sweep",
      subject: { task: "shortest_path" },
      settings,
      seed: SEED,
      n,
      data: `${n} problems of each difficulty drawn with seed ${SEED}, walked to their goals`,
      seconds: (performance.now() - begin) / 1000,
      rows,
    }),
  );
});
