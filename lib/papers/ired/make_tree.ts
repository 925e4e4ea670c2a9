/**
 * Trees over landscapes against restarts and hopping on harder boards:
 * `deno run -A lib/papers/ired/make_tree.ts [--boards=60] [--budgets=80,160,320] [--methods=…]
 * [--checkpoint=FOLDER] [--to=FILE] [--force]`. With `--choose` it solves boards that no report sees, made for
 * it, by trees of several shapes, and writes nothing.
 */
import { runScript } from "../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { generateSet } from "../../datasets/sudoku/splits.ts";
import { asProblems } from "./tasks/sudoku/data.ts";
import { writeRecord } from "../../records/records.ts";
import { assertReplaces, type Replacement } from "../../records/replacing.ts";
import { disposeTree } from "../../tensor/mod.ts";
import { firstProblems } from "./evaluation/problems.ts";
import { resultRecord } from "./evaluation/result_record.ts";
import { descentLegs } from "./evaluation/landscape_tree.ts";
import {
  type SearchMethod,
  searchMethods,
  searchProblems,
  searchRows,
} from "./evaluation/searches.ts";
import { solverSettings } from "./evaluation/solver.ts";
import { describeTrained, loadTrained } from "./evaluation/trained.ts";

/** Boards of reports are drawn with it. */
const REPORT_SEED = 4071;

const deep = { selection: "uct", backup: "max", C: 1, alpha: 0.5 } as const;
const on = "on" as const;
/** Shapes of trees to choose among. */
const candidates: Readonly<Record<string, SearchMethod>> = {
  ...searchMethods,
  noisy: { ...searchMethods.restarts!, title: "restarts, posterior noise", posteriorNoise: on },
  soft: {
    ...searchMethods.tree!,
    title: "tree, soft values, Boltzmann",
    tree: { C: 1, alpha: 0.5 },
  },
  two: {
    ...{ title: "tree, branches at 7, 5, 2", tree: deep, posteriorNoise: on },
    legs: (landscapes: number) => descentLegs(landscapes, [7, 5, 2]),
  },
  low: {
    ...{ title: "tree, branch at 2", tree: deep, posteriorNoise: on },
    legs: (landscapes: number) => descentLegs(landscapes, [2]),
  },
};

const flags = {
  ...force,
  boards: { type: "string", default: "60" },
  budgets: { type: "string", default: "80,160,320" },
  methods: { type: "string", default: Object.keys(searchMethods).join() },
  scale: { type: "string", default: "20" },
  checkpoint: { type: "string", default: "data/checkpoints/sudoku_own_descents" },
  choose: { type: "boolean", default: false },
  to: { type: "string", default: "data/results/sudoku_tree.json" },
} as const;

/** What is made, by flags. */
export function planOf(args: readonly string[]) {
  const { values } = scriptArguments(args, flags), { choose } = values;
  const accepted = choose ? candidates : searchMethods;
  const methods = values.methods.split(",").map((name) => {
    const method = Object.hasOwn(accepted, name) ? accepted[name] : undefined;
    if (method) return method;
    throw usageError(
      `--methods must be of ${Object.keys(accepted).join(", ")}: current value is ${name}`,
    );
  });
  const budgets = values.budgets.split(",").map((one) => countFrom("--budgets", one));
  const energyScale = Number(values.scale), n = countFrom("--boards", values.boards);
  const { checkpoint } = values;
  const made: Replacement = {
    ...{ path: values.to, seed: choose ? 1 : REPORT_SEED, n, settings: { energyScale } },
    ...{ methods: methods.map(({ title }) => title), at: { budget: budgets } },
    config: describeTrained(checkpoint).manifest.config,
  };
  return { made, methods, budgets, energyScale, checkpoint, choose, force: values.force };
}

await runScript(import.meta, (args) => {
  const plan = planOf(args), { methods, budgets, energyScale, choose } = plan;
  const { path, seed, n: boards } = plan.made;
  if (!choose) assertReplaces(plan.made, plan.force);
  const trained = loadTrained(plan.checkpoint), { task } = trained;
  const problems = choose
    ? asProblems(
      generateSet({ count: boards, clues: { from: 21, to: 26 }, seed, label: "tree choices" }),
      Array.from({ length: boards }, (_, i) => i),
    )
    : firstProblems(task, { difficulty: "harder", problems: boards, seed });
  const began = performance.now(), rows = [];
  for (const method of methods) {
    const started = performance.now();
    const found = searchProblems(trained, problems, method, { budgets, seed, energyScale });
    rows.push(...searchRows(method.title, found, (performance.now() - started) / 1000));
    rows.slice(-budgets.length).forEach(({ value, at, seconds }) =>
      console.log(method.title, at.budget, value, at.gradients, seconds!.toFixed(0))
    );
  }
  disposeTree(problems);
  if (!choose) {
    const sampler = { innerSteps: task.hops!.innerSteps };
    const settings = solverSettings(task, { ...trained, sampler, cycles: 1 });
    const parts = { kind: "sweep", seed, n: boards, rows } as const;
    const seconds = (performance.now() - began) / 1000;
    const record = resultRecord(trained, settings, { ...parts, seconds });
    const { cycles: _, ...kept } = record.settings;
    writeRecord(path, { ...record, settings: { ...kept, energyScale, batch: 4 } });
  }
});
