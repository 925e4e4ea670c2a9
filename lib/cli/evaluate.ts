/** `evaluate`: the errors of a checkpoint, beside published numbers and trivial baselines. */
import { kebabCase } from "../checks/spelling.ts";
import {
  networkRows,
  publishedRows,
  trivialRows,
  withoutErrors,
} from "../papers/ired/evaluation/measure.ts";
import { assertEnough, BLOCK, problemsThere } from "../papers/ired/evaluation/problems.ts";
import { type SolverOptions, solverSettings } from "../papers/ired/evaluation/solver.ts";
import { splitNames, type Swept, usualCycles } from "../papers/ired/evaluation/sweeps.ts";
import { loadTrained, type Trained } from "../papers/ired/evaluation/trained.ts";
import { resultRecord } from "../papers/ired/evaluation/result_record.ts";
import { difficulties as both, type Difficulty, type Task } from "../papers/ired/tasks/mod.ts";
import { assertFiniteParams } from "../papers/ired/evaluation/own_problems.ts";
import { progressBar } from "../plots/progress.ts";
import { writeRecord } from "../records/records.ts";
import type { ResultRow } from "../records/rows.ts";
import type { Command } from "./command.ts";
import { type Flag, type FlagValues, readingFlags, usageError } from "./flags.ts";
import { evaluatePuzzles, readPuzzles } from "./problem_file.ts";
import { say, sayBackend, sayRecordings } from "./report.ts";
import { printResults } from "./results_table.ts";
import { command as records } from "./records.ts";
import { assertHops, samplerFlags, solverOptions } from "./solver_flags.ts";
import { assertWritable } from "./writable.ts";
import {
  parseValues,
  problemsByHardness,
  sweepCheckpoint,
  sweepFlags,
  sweptMetric,
} from "./sweep.ts";

const flags = {
  checkpoint: { help: "folder of the checkpoint", value: "FOLDER", kind: "text" },
  difficulty: {
    help: "of the problems; both by default",
    value: "NAME",
    choices: ["same", "harder", "both"],
  },
  problems: {
    help:
      "how many per difficulty, or per value of --sweep=hardness, 1024 by default, or as many as " +
      "there are (in the smallest set); with --puzzles, the " +
      "first so many of the file, all by default",
    value: "N",
    range: [1, 1e7],
  },
  batch: { help: `solved at once; ${BLOCK} by default`, value: "N", range: [1, BLOCK] },
  mode: {
    help: "how the solver is compiled; graph starts sooner, xla may run faster",
    value: "NAME",
    choices: ["xla", "graph"],
  },
  ...samplerFlags,
  ...sweepFlags,
  puzzles: {
    help: "measure on the puzzles of that file instead, by how hard they are: a table of boards, " +
      "with or without solutions, separated by comma, semicolon or tab",
    value: "FILE",
    kind: "text",
  },
  trace: {
    help:
      "with --puzzles: write each puzzle's energy and error after each hop there, as lines of JSON",
    value: "FILE",
    kind: "text",
  },
  all: {
    help: "instead, make the records of all shipped checkpoints anew and say which numbers " +
      "differ beyond chance, as deno task records --check",
  },
  only: {
    help: "with --all: only checkpoints whose name has that in it",
    value: "TEXT",
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

function planOf(values: FlagValues, task: Task, numbers?: readonly number[]): Plan {
  const { difficulty = "both", batch = BLOCK, seed = 0 } = values;
  const difficulties = difficulty === "both" ? both : [difficulty as Difficulty];
  const asked = values.problems as number | undefined;
  return {
    difficulties,
    problems: values.sweep === "hardness"
      ? problemsByHardness(task, numbers, asked)
      : asked ?? problemsThere(task, difficulties),
    batch: batch as number,
    seed: seed as number,
  };
}

const pace = ({ batch, seed }: Plan) => ({ batch, seed });

/** Rows of all difficulties: what is published, what is trivial, and ours. */
async function measureAll(
  trained: Trained,
  { difficulties, ...set }: Plan,
  options: ReturnType<typeof solverOptions>,
): Promise<ResultRow[]> {
  const { task } = trained;
  const { problems, seed } = set;
  const trivial: ResultRow[] = [], ours: ResultRow[] = [];
  for (const difficulty of difficulties) {
    trivial.push(...trivialRows(task, { difficulty, problems, seed }).map(withoutErrors));
    const bar = progressBar({ total: problems, label: `${task.name}, ${splitNames[difficulty]}` });
    const found = await networkRows(trained, {
      ...options,
      ...set,
      difficulty,
      onProgress: (done) => bar.update(done),
    });
    await bar.finish();
    ours.push(...found.map(withoutErrors));
  }
  return [...publishedRows(task, difficulties), ...trivial, ...ours];
}

/** Flags of which the second says nothing beside the first. */
const idle = [
  ["puzzles", "difficulty"],
  ["puzzles", "sweep"],
  ["puzzles", "values"],
  ["puzzles", "metric"],
] as const;

/** Refuses flags that do nothing together. */
function assertUseful(values: FlagValues): void {
  const pair = idle.find(([one, other]) => one in values && other in values);
  if (pair) throw usageError(`--${pair[1]} does nothing with --${pair[0]}: leave one of them out`);
  // What is swept has its numbers from --values.
  const sweptFlag = kebabCase(String(values.sweep ?? ""));
  if (sweptFlag in values) {
    throw usageError(`--${sweptFlag} does nothing with --sweep=${values.sweep}: use --values`);
  }
  if (values.sweep === "hardness" && "difficulty" in values) {
    throw usageError("--difficulty does nothing with --sweep=hardness: leave one of them out");
  }
  if ("trace" in values && !("puzzles" in values)) {
    throw usageError("--trace does nothing without --puzzles");
  }
  for (const name of ["values", "metric"]) {
    if (name in values && !("sweep" in values)) {
      throw usageError(`--${name} does nothing without --sweep: say what is swept`);
    }
  }
}

/** Flags that go with `--all`. */
const withAll = ["all", "only", "problems", "seed", "inner-steps", "cycles", "level"];

function checkAll(values: FlagValues): Promise<number> {
  const idle = Object.keys(values).find((name) => !withAll.includes(name));
  if (idle) throw usageError(`--${idle} does nothing with --all: leave one of them out`);
  const { all: _, ...rest } = values;
  return records.run({ ...rest, check: true });
}

/** The settings of the last point of a sweep, where those before it share them. */
function atMost(swept: Swept | undefined, values: readonly number[] | undefined): SolverOptions {
  // A sweep over restarts has their noise at every point; one over hops is one run.
  if (swept === "restarts") return { restarts: 2 };
  return swept === "cycles" ? { cycles: Math.max(...values ?? usualCycles) } : {};
}

/** The options at one number of a sweep. */
function optionsAt(
  swept: Swept | undefined,
  number: number,
  options: SolverOptions,
): SolverOptions {
  if (swept === undefined || swept === "hardness") return options;
  if (swept !== "innerSteps") return { ...options, [swept]: number };
  return { ...options, sampler: { ...options.sampler, innerSteps: number } };
}

/** Whether a network learned what makes hops pay, of a task that can tell when they may end. */
export function couldHop(
  { task, manifest }: Pick<Trained, "manifest"> & { readonly task: Pick<Task, "finished"> },
): boolean {
  return task.finished !== undefined && Boolean(manifest.config.ownDescents);
}

/** The command. */
export const command: Command = {
  example: "deno task evaluate --checkpoint=data/checkpoints/addition_symmetric --inner-steps=20",
  flags,
  async run(values) {
    if (values.all) return checkAll(values);
    if ("only" in values) throw usageError("--only does nothing without --all");
    if (values.checkpoint === undefined) {
      throw usageError("--checkpoint is missing: give the folder of one, or --all");
    }
    assertUseful(values);
    for (const name of ["record", "trace"] as const) {
      if (values[name] !== undefined) assertWritable(name, values[name] as string);
    }
    const trained = loadTrained(values.checkpoint as string);
    const { task, title, manifest } = trained;
    assertFiniteParams(trained.params, values.checkpoint as string);
    const numbers = values.values === undefined ? undefined : parseValues(values.values as string);
    const plan = planOf(values, task, numbers);
    const mode = values.mode as "xla" | "graph" | undefined;
    const options = { ...solverOptions(values, trained.preset), ...(mode && { mode }) };
    const swept = values.sweep as Swept | undefined;
    const metric = sweptMetric(task, values.metric);
    const most = { ...options, ...atMost(swept, numbers) };
    assertHops(values, most.cycles);
    const settings = readingFlags(() => solverSettings(task, { ...trained, ...most }));
    // Before anything is compiled; of what is swept hardness alone is the problems'.
    for (const number of numbers ?? []) {
      readingFlags(() =>
        solverSettings(task, { ...trained, ...optionsAt(swept, number, options) })
      );
    }
    const puzzles = values.puzzles === undefined
      ? undefined
      : await readPuzzles(task, values.puzzles as string, values.problems as number | undefined);
    if (!puzzles && swept !== "hardness") {
      for (const one of plan.difficulties) {
        readingFlags(() => assertEnough(task, one, plan.problems));
      }
    }
    sayBackend();
    say(`${task.title}, ${title}, trained for ${manifest.step} steps. Compiling the solver.`);
    if (couldHop(trained) && !("cycles" in values) && swept !== "cycles") {
      say(
        "It learned from its own descents: --cycles=64 --inner-steps=0 lets it hop, which solves more.",
      );
    }
    const quiet = sayRecordings();
    const started = performance.now();
    const rows = puzzles
      ? await evaluatePuzzles(trained, puzzles, {
        ...options,
        ...pace(plan),
        ...(values.trace !== undefined && { trace: values.trace as string }),
      })
      : swept
      ? await sweepCheckpoint(trained, swept, numbers, {
        ...{ ...options, ...plan },
        ...(metric !== undefined && { metric }),
      })
      : await measureAll(trained, plan, options);
    quiet();
    const seconds = (performance.now() - started) / 1000;
    if (!swept && values.puzzles === undefined) {
      printResults(rows, { ...plan, task, settings, seconds });
    }
    if (values.record !== undefined) {
      const record = resultRecord(trained, settings, {
        // What is measured on a file varies with its puzzles' hardness, and with hops.
        kind: swept || puzzles ? "sweep" : "evaluation",
        seed: plan.seed,
        n: puzzles?.size ?? plan.problems,
        ...(puzzles &&
          {
            data: values.problems === undefined
              ? "all puzzles of a file, by hardness"
              : `the first ${puzzles.size} puzzles of a file, by hardness`,
          }),
        seconds,
        rows,
      });
      writeRecord(values.record as string, record);
      say(`Recorded in ${values.record}.`);
    }
    return 0;
  },
};
