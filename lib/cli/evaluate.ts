/** `evaluate`: the errors of a checkpoint, beside published numbers and trivial baselines. */
import {
  networkRows,
  publishedRows,
  trivialRows,
  withoutErrors,
} from "../papers/ired/evaluation/measure.ts";
import { assertEnough, BLOCK, problemsThere } from "../papers/ired/evaluation/problems.ts";
import { splitNames } from "../papers/ired/evaluation/sweeps.ts";
import { loadTrained, type Trained } from "../papers/ired/evaluation/trained.ts";
import { resultRecord } from "../papers/ired/evaluation/result_record.ts";
import type { Difficulty, Task } from "../papers/ired/tasks/mod.ts";
import { assertFiniteParams } from "../papers/ired/evaluation/own_problems.ts";
import { progressBar } from "../plots/progress.ts";
import { writeRecord } from "../records/records.ts";
import type { ResultRow } from "../records/rows.ts";
import { assertCheckpoint } from "./asked_checkpoint.ts";
import type { Command } from "./command.ts";
import { assertUseful, assertWithAll, difficultiesOf, solvingOf } from "./evaluate_checks.ts";
import { type Flag, type FlagValues, readingFlags } from "./flags.ts";
import { evaluatePuzzles, readPuzzles } from "./problem_file.ts";
import { say, sayBackend, sayRecordings } from "./report.ts";
import { printResults } from "./results_table.ts";
import { command as records } from "./records.ts";
import { samplerFlags, type solverOptions } from "./solver_flags.ts";
import { assertWritable, ownRecord, ownTrace } from "./writable.ts";
import { problemsByHardness, sweepCheckpoint, sweepFlags } from "./sweep.ts";

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
      "with --puzzles: write each puzzle's energy and error after each hop there, as lines of JSON, in " +
      "place of an earlier such file",
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
  record: {
    help:
      "write a result record (JSON) there, in place of an earlier one; any other file is refused",
    value: "FILE",
    kind: "text",
  },
} as const satisfies Record<string, Flag>;

interface Plan {
  readonly difficulties: readonly Difficulty[];
  readonly problems: number;
  readonly batch: number;
  readonly seed: number;
}

function checkAll(values: FlagValues): Promise<number> {
  assertWithAll(values);
  const { all: _, ...rest } = values;
  return records.run({ ...rest, check: true });
}

function planOf(values: FlagValues, task: Task, numbers?: readonly number[]): Plan {
  const { batch = BLOCK, seed = 0 } = values, difficulties = difficultiesOf(values);
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

/** Refuses files that cannot be written, or that are something else. */
function assertOutputs({ record, trace }: FlagValues): void {
  if (record !== undefined) assertWritable("record", record as string, ownRecord);
  if (trace !== undefined) assertWritable("trace", trace as string, ownTrace);
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
    assertUseful(values);
    assertCheckpoint("checkpoint", values.checkpoint as string);
    const trained = loadTrained(values.checkpoint as string);
    const { task, title, manifest } = trained;
    assertFiniteParams(trained.params, values.checkpoint as string);
    const { options, swept, numbers, metric, settings } = solvingOf(values, trained);
    const plan = planOf(values, task, numbers);
    assertOutputs(values);
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
