/** `solve`: answers to given or random problems, as JSON on standard output. */
import { disposeTree, random, type Tensor, tf } from "../tensor/mod.ts";
import { evaluationKeys, firstProblems } from "../papers/ired/evaluation/problems.ts";
import { solveBatch, solverSettings } from "../papers/ired/evaluation/solver.ts";
import { loadTrained } from "../papers/ired/evaluation/trained.ts";
import type { Difficulty, Task } from "../papers/ired/tasks/mod.ts";
import { asked } from "../papers/ired/evaluation/question.ts";
import type { Problems, Question } from "../papers/ired/problems.ts";
import type { Command } from "./command.ts";
import { type Flag, type FlagValues, usageError } from "./flags.ts";
import { type NestedNumbers, parseConditions } from "./problem_input.ts";
import { say, sayRecordings } from "./report.ts";
import { samplerFlags, solverOptions } from "./solver_flags.ts";

const flags = {
  checkpoint: { help: "folder of the checkpoint", value: "FOLDER", kind: "text" },
  input: {
    help:
      'JSON of one condition or an array of them, such as {"x": [[[…]]]}; - reads standard input',
    value: "FILE",
    kind: "text",
  },
  random: { help: "draw problems instead, and show their right answers" },
  problems: { help: "how many random problems; 1 by default", value: "N", range: [1, 256] },
  difficulty: { help: "of random problems", value: "NAME", choices: ["same", "harder"] },
  ...samplerFlags,
} as const satisfies Record<string, Flag>;

const nested = (tensor: Tensor) => tensor.arraySync() as NestedNumbers[];

/** Shapes of the arrays of one condition. */
function shapesOf(task: Task): Record<string, readonly number[]> {
  const one = firstProblems(task, { difficulty: "same", problems: 1, seed: 0 });
  const shapes = Object.fromEntries(
    Object.entries(one.condition).map(([name, { shape }]) => [name, shape.slice(1)]),
  );
  disposeTree(one);
  return shapes;
}

async function readInput(path: string): Promise<string> {
  if (path === "-") return await new Response(Deno.stdin.readable).text();
  try {
    return await Deno.readTextFile(path);
  } catch {
    throw usageError(`--input must be a file that can be read, or -: current value is ${path}`);
  }
}

/** What is to be solved; right answers are known of random problems only. */
async function problemsOf(
  task: Task,
  values: FlagValues,
): Promise<{ question: Question; shape: readonly number[]; known?: Problems }> {
  if (values.random) {
    const { problems = 1, difficulty = "same", seed = 0 } = values;
    const known = firstProblems(task, {
      difficulty: difficulty as Difficulty,
      problems: problems as number,
      seed: seed as number,
    });
    return { question: known, shape: known.answer.shape, known };
  }
  const shapes = shapesOf(task);
  const conditions = parseConditions(await readInput(values.input as string), shapes);
  const count = conditions.length;
  const condition = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      tf.tensor(conditions.flatMap((one) => [...one[name]!]), [count, ...shape]),
    ]),
  );
  return asked(task, condition);
}

/** The command. */
export const command: Command = {
  example: "deno task solve --checkpoint=runs/inverse_symmetric_seed0 --random",
  flags,
  async run(values) {
    if (values.checkpoint === undefined) {
      throw usageError("--checkpoint is missing: give the folder of one");
    }
    if ((values.input === undefined) === (values.random === undefined)) {
      throw usageError("Give either --input=FILE or --random");
    }
    const trained = loadTrained(values.checkpoint as string);
    const { task, params, trainedAs, irem } = trained;
    const options = solverOptions(values, trained.preset);
    // A few problems are solved before XLA would have compiled.
    const settings = solverSettings(task, { trainedAs, irem, ...options, mode: "graph" });
    const { question, shape, known } = await problemsOf(task, values);
    const keys = evaluationKeys((values.seed as number | undefined) ?? 0);
    const key = random.fold(keys.solver, 0);
    say("Compiling the solver.");
    const quiet = sayRecordings();
    const { answer, energy } = solveBatch(trained, question, shape, key, settings);
    quiet();
    const answers = nested(answer);
    const shown = known && {
      conditions: Object.entries(known.condition).map(([name, one]) =>
        [name, nested(one)] as const
      ),
      rightAnswers: nested(known.answer),
      errors: tf.tidy(() => task.error(answer, known).dataSync()),
    };
    disposeTree({ params, keys, key, answer });
    disposeTree(known ?? question.condition);
    const results = answers.map((found, i) => ({
      answer: found,
      ...(energy && { energy: energy[i]! }),
      ...(shown && {
        rightAnswer: shown.rightAnswers[i],
        error: shown.errors[i]!,
        condition: Object.fromEntries(shown.conditions.map(([name, all]) => [name, all[i]])),
      }),
    }));
    console.log(JSON.stringify(results.length === 1 ? results[0] : results));
    return 0;
  },
};
