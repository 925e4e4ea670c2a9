/** `evaluate`: the errors of a checkpoint, beside published numbers and trivial baselines. */
import { baselineErrors } from "../papers/ired/evaluation/baselines.ts";
import { BLOCK } from "../papers/ired/evaluation/problems.ts";
import { makeRecord, publishedRows, type ResultRow, writeRecord } from "../records/records.ts";
import { evaluate } from "../papers/ired/evaluation/solve.ts";
import { solverSettings } from "../papers/ired/evaluation/solver.ts";
import { splitNames, type Swept } from "../papers/ired/evaluation/sweeps.ts";
import { loadTrained, type Trained } from "../papers/ired/evaluation/trained.ts";
import { progressBar } from "../plots/progress.ts";
import type { Difficulty } from "../papers/ired/tasks/mod.ts";
import { type Flag, type FlagValues, usageError } from "./flags.ts";
import type { Command } from "./command.ts";
import { evaluatePuzzles, readPuzzles } from "./problem_file.ts";
import { printResults } from "./results_table.ts";
import { say, sayBackend, sayRecordings } from "./report.ts";
import { parseValues, sweepCheckpoint, sweepFlags } from "./sweep.ts";
import { samplerFlags, solverOptions } from "./solver_flags.ts";

const flags = {
  checkpoint: { help: "folder of the checkpoint", value: "FOLDER", kind: "text" },
  difficulty: {
    help: "of the problems; both by default",
    value: "NAME",
    choices: ["same", "harder", "both"],
  },
  problems: { help: "how many per difficulty; 1024 by default", value: "N", range: [1, 1e7] },
  batch: { help: `solved at once; ${BLOCK} by default`, value: "N", range: [1, BLOCK] },
  ...samplerFlags,
  ...sweepFlags,
  puzzles: {
    help: "measure on the puzzles of that file instead, by how hard they are (csv)",
    value: "FILE",
    kind: "text",
  },
  record: { help: "write a result record (JSON) there", value: "FILE", kind: "text" },
} as const satisfies Record<string, Flag>;

interface Plan {
  readonly difficulties: readonly Difficulty[];
  readonly problems: number;
  readonly batch: number;
  readonly seed: number;
}

function planOf(values: FlagValues): Plan {
  const { difficulty = "both", problems = 1024, batch = BLOCK, seed = 0 } = values;
  return {
    difficulties: difficulty === "both" ? ["same", "harder"] : [difficulty as Difficulty],
    problems: problems as number,
    batch: batch as number,
    seed: seed as number,
  };
}

const pace = ({ batch, seed }: Plan) => ({ batch, seed });

/** Rows of one difficulty: what is trivial, and ours. */
async function measure(
  trained: Trained,
  plan: Plan,
  difficulty: Difficulty,
  options: ReturnType<typeof solverOptions>,
): Promise<ResultRow[]> {
  const { task, title } = trained;
  const { problems, seed } = plan;
  const common = { difficulty, problems };
  const trivial = baselineErrors(task, { difficulty, problems, seed }).flatMap(({ name, scores }) =>
    scores.map((score) => ({ method: name, kind: "trivial" as const, ...common, ...score }))
  );
  const bar = progressBar({ total: problems, label: `${task.name}, ${splitNames[difficulty]}` });
  const found = await evaluate({
    ...trained,
    ...options,
    ...plan,
    difficulty,
    onProgress: (done) => bar.update(done),
  });
  await bar.finish();
  const { sampler, landscapes, restarts } = found.settings;
  const ours = found.scores.map((score): ResultRow => ({
    method: title,
    kind: "ours",
    ...common,
    ...score,
    innerSteps: sampler.innerSteps,
    landscapes,
    restarts,
    seconds: found.seconds,
  }));
  return [...trivial, ...ours];
}

/** Rows of all difficulties: what is published, what is trivial, and ours. */
async function measureAll(
  trained: Trained,
  plan: Plan,
  options: ReturnType<typeof solverOptions>,
): Promise<ResultRow[]> {
  const rows: ResultRow[] = publishedRows(trained.task).filter((row) =>
    plan.difficulties.includes(row.difficulty)
  );
  for (const difficulty of plan.difficulties) {
    rows.push(...await measure(trained, plan, difficulty, options));
  }
  const order = ["published", "trivial", "ours"];
  return rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The command. */
export const command: Command = {
  example: "deno task evaluate --checkpoint=runs/addition_symmetric_seed0 --inner-steps=20",
  flags,
  async run(values) {
    if (values.checkpoint === undefined) {
      throw usageError("--checkpoint is missing: give the folder of one");
    }
    const plan = planOf(values);
    const trained = loadTrained(values.checkpoint as string);
    const { task, title, manifest } = trained;
    const options = solverOptions(values, manifest.config.preset);
    const swept = values.sweep as Swept | undefined;
    // A sweep over restarts has their noise at every point.
    const several = swept === "restarts" ? { restarts: 2 } : {};
    const settings = solverSettings(task, { ...trained, ...options, ...several });
    const numbers = values.values === undefined ? undefined : parseValues(values.values as string);
    const puzzles = values.puzzles === undefined
      ? undefined
      : readPuzzles(task, values.puzzles as string);
    sayBackend();
    say(`${task.title}, ${title}, trained for ${manifest.step} steps. Compiling the solver.`);
    const quiet = sayRecordings();
    const started = performance.now();
    const rows = puzzles
      ? await evaluatePuzzles(trained, puzzles, { ...options, ...pace(plan) })
      : swept
      ? await sweepCheckpoint(trained, swept, numbers, { ...options, ...plan })
      : await measureAll(trained, plan, options);
    quiet();
    const seconds = (performance.now() - started) / 1000;
    const { sampler, preset } = settings;
    if (!swept && values.puzzles === undefined) {
      printResults(rows, { ...plan, task, settings, seconds });
    }
    if (values.record !== undefined) {
      const record = makeRecord(manifest, {
        kind: swept ? "sweep" : "evaluation",
        preset,
        sampler,
        seed: plan.seed,
        problems: puzzles?.size ?? plan.problems,
        ...(puzzles && { data: "all puzzles of a file, by hardness" }),
        seconds,
        rows,
      });
      writeRecord(values.record as string, record);
      say(`Recorded in ${values.record}.`);
    }
    return 0;
  },
};
