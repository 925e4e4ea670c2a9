/** `solve`: answers to problems of one's own, or to random ones, as text or JSON. */
import { usageError } from "../checks/usage.ts";
import { disposeTree, tf } from "../tensor/mod.ts";
import { isPlainText } from "../datasets/plain_text.ts";
import { readArray } from "../datasets/read_arrays.ts";
import { firstProblems } from "../papers/ired/evaluation/problems.ts";
import { answerBound } from "../papers/ired/evaluation/answer_bound.ts";
import {
  assertFiniteParams,
  batchesOf,
  type OwnAnswer,
  type OwnSolving,
  solveOwn,
} from "../papers/ired/evaluation/own_problems.ts";
import { type SolverOptions, solverSettings } from "../papers/ired/evaluation/solver.ts";
import { loadTrained, type Trained } from "../papers/ired/evaluation/trained.ts";
import { type Difficulty, type Task, tasks } from "../papers/ired/tasks/mod.ts";
import type { OwnCondition, OwnOptions } from "../papers/ired/tasks/own/own.ts";
import type { Problems } from "../papers/ired/problems.ts";
import { BOARDS } from "../papers/ired/tasks/own/boards.ts";
import { progressBar } from "../plots/progress.ts";
import type { Command } from "./command.ts";
import { type Flag, type FlagValues, readingFlags } from "./flags.ts";
import { assertSizes, readOwn, warningLines } from "./problem_input.ts";
import { say, sayRecordings } from "./report.ts";
import { assertHops, assertRead, samplerFlags, solverOptions } from "./solver_flags.ts";
import { checkpointFor } from "./solve_checkpoint.ts";
import { answerJson, answerText, JSON_HELP } from "./solve_output.ts";

/** Hops of a problem whose task can tell when an answer is finished. */
const USUAL_CYCLES = 64;

const flags = {
  checkpoint: {
    help: "folder of the checkpoint, such as data/checkpoints/inverse_symmetric; " +
      `${BOARDS} by default for boards of 81 cells, written out or in a file`,
    value: "FOLDER",
    kind: "text",
  },
  puzzle: {
    help: "a problem written out, such as the 81 cells of a board",
    value: "TEXT",
    kind: "text",
  },
  input: {
    help: "file of problems in the forms below; - reads standard input, the default for a pipe",
    value: "FILE",
    kind: "text",
  },
  from: { help: "the node of a graph where a path starts", value: "NODE", range: [0, 1e6] },
  to: { help: "the node where it ends", value: "NODE", range: [0, 1e6] },
  random: { help: "draw problems instead, and show how far the answers are from right" },
  problems: { help: "how many random problems; 1 by default", value: "N", range: [1, 256] },
  difficulty: {
    help: "of random problems; same by default",
    value: "NAME",
    choices: ["same", "harder"],
  },
  json: { help: "write JSON, described below, which --input reads back" },
  ...samplerFlags,
  cycles: {
    ...samplerFlags.cycles,
    help: `${samplerFlags.cycles.help}; by default up to ${USUAL_CYCLES} of boards, where IRED ` +
      "trained the network, until they are solved, and none of other problems",
  },
} as const satisfies Record<string, Flag>;

/** How problems are solved: with hops where that ends by itself, unless the flags say otherwise. */
function solving(values: FlagValues, { task, preset, trainedAs, irem }: Trained): SolverOptions {
  const options = solverOptions(values, preset);
  const hops = task.finished && trainedAs.limits(irem).cycles >= USUAL_CYCLES &&
    options.stop !== "never";
  const stop = options.enough === undefined ? { stop: "finished" as const } : {};
  return { ...(hops && { cycles: USUAL_CYCLES, ...stop }), ...options };
}

/** Encoding and sizes of each task. */
export function formsOfTasks(
  all: readonly Pick<Task, "name" | "own">[] = Object.values<Task>(tasks),
): string {
  const lines = all.map(({ name, own }) => `  ${name}: ${own?.help ?? "random ones only"}`);
  return ["Problems, by the checkpoint's task:", ...lines].join("\n");
}

/** Refuses flags that say nothing together, and says which one is the problem's source. */
function sourceOf(values: FlagValues): "puzzle" | "input" | "random" {
  const given = (["puzzle", "input", "random"] as const).filter((name) => name in values);
  if (given.length > 1) {
    throw usageError(`Give only one of ${given.map((name) => `--${name}`).join(", ")}`);
  }
  const [source] = given;
  if (source === undefined) {
    if (Deno.stdin.isTerminal()) {
      throw usageError("Give a problem by --puzzle, --input or --random");
    }
    return "input";
  }
  const without = source === "random" ? ["from", "to"] : ["problems", "difficulty"];
  const idle = without.find((name) => name in values);
  if (idle !== undefined) {
    throw usageError(
      `--${idle} says nothing ${source === "random" ? "of random problems" : "without --random"}`,
    );
  }
  return source;
}

async function readInput(path: string): Promise<string> {
  let text: string;
  try {
    text = path === "-"
      ? await new Response(Deno.stdin.readable).text()
      : await Deno.readTextFile(path);
  } catch {
    throw usageError(`--input must be a file that can be read, or -: current value is ${path}`);
  }
  if (isPlainText(text)) return text;
  const what = path === "-" ? "standard input" : path;
  throw usageError(`--input must be a text in UTF-8, and ${what} is none: save it as UTF-8`);
}

/** Random problems, and the conditions of each. */
function draw(task: Task, values: FlagValues): { known: Problems; conditions: OwnCondition[] } {
  const { problems = 1, difficulty = "same", seed = 0 } = values;
  const known = firstProblems(task, {
    difficulty: difficulty as Difficulty,
    problems: problems as number,
    seed: seed as number,
  });
  const arrays = Object.entries(known.condition).map(([name, tensor]) =>
    [name, tensor.arraySync() as unknown[]] as const
  );
  const conditions = Array.from(
    { length: problems as number },
    (_, i) => Object.fromEntries(arrays.map(([name, all]) => [name, readArray(all[i], name)])),
  );
  return { known, conditions };
}

/** Errors of answers to random problems. */
function errorsOf(task: Task, answers: readonly OwnAnswer[], known: Problems): Float32Array {
  const all = Float32Array.from(answers.flatMap(({ values }) => [...values]));
  return tf.tidy(() =>
    Float32Array.from(task.error(tf.tensor(all, known.answer.shape), known).dataSync())
  );
}

/** Answers; of more problems than one batch it is shown how far they are. */
async function answersTo(
  trained: Trained,
  conditions: readonly OwnCondition[],
  how: OwnSolving,
): Promise<OwnAnswer[]> {
  if (batchesOf(conditions).length < 2) return solveOwn(trained, conditions, how);
  const bar = progressBar({
    total: conditions.length,
    label: `${trained.task.name}, your problems`,
  });
  const answers = await solveOwn(trained, conditions, how, (done) => bar.update(done));
  await bar.finish();
  return answers;
}

/** The command. */
export const command: Command = {
  example:
    "deno task solve --checkpoint=data/checkpoints/connectivity_symmetric --input=data/samples/edges.txt",
  more: () => `${formsOfTasks()}\n\n${JSON_HELP}`,
  flags,
  async run(values) {
    const source = sourceOf(values);
    const text = source === "input"
      ? await readInput(values.input as string ?? "-")
      : values.puzzle as string | undefined;
    const folder = checkpointFor(values.checkpoint as string | undefined, source, text);
    const trained = loadTrained(folder);
    const { task } = trained;
    assertFiniteParams(trained.params, folder);
    const idle = (["from", "to"] as const).find((name) => name in values && !task.own?.asksNodes);
    if (idle) throw usageError(`--${idle} says nothing of ${task.name}: leave it out`);
    const how = solving(values, trained);
    assertHops(values, how.cycles);
    const settings = readingFlags(() => solverSettings(task, { ...trained, ...how }));
    assertRead(values, trained.trainedAs);
    const asking = { from: values.from, to: values.to } as OwnOptions;
    let conditions: OwnCondition[], known: Problems | undefined;
    if (text === undefined) ({ known, conditions } = draw(task, values));
    else {
      const checked = readOwn(task, text, asking, trained.manifest.config);
      assertSizes(trained.network, folder, checked);
      const notes = task.own?.notes?.(text);
      if (notes) say(notes);
      warningLines(checked).forEach(say);
      conditions = checked.map(({ condition }) => condition);
    }
    say("Compiling the solver.");
    const quiet = sayRecordings();
    const seed = (values.seed as number | undefined) ?? 0;
    const answers = await answersTo(trained, conditions, { ...how, seed });
    quiet();
    const right = known && {
      answers: known.answer.arraySync() as unknown[],
      errors: errorsOf(task, answers, known),
    };
    const bound = answerBound(settings);
    const results = answers.map((answer, i) => ({
      answer,
      condition: conditions[i]!,
      ...(task.own?.judge && {
        judgement: task.own.judge(answer.values, conditions[i]!, bound, asking),
      }),
      ...(right && { right: { answer: right.answers[i], error: right.errors[i]! } }),
    }));
    disposeTree(trained.params);
    if (known) disposeTree(known);
    console.log(values.json ? answerJson(results) : answerText(task, results, asking));
    return 0;
  },
};
