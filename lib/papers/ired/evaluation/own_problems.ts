/** Answers to problems that people have: of any sizes, one by one or many. */
import {
  disposeTree,
  type Key,
  onRecording,
  random,
  type Tensor,
  tf,
} from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { OwnCondition } from "../tasks/own/own.ts";
import { type Episode, playClosedLoop } from "./closed_loop.ts";
import { networkPolicy } from "./path_policy.ts";
import { BLOCK, evaluationKeys } from "./problems.ts";
import { asked } from "./question.ts";
import { solveBatch, type SolverOptions, type SolverSettings, solverSettings } from "./solver.ts";
import type { Trained } from "./trained.ts";

/** The answer to one problem. */
export interface OwnAnswer {
  /** Shape and entries, without the batch. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** On the last landscape, if the method has an energy. */
  readonly energy?: number;
  /** Hops that it made, those whose answer was not taken included. */
  readonly hops: number;
  /** Gradients of the energy by the answer that it took. */
  readonly gradients: number;
  /** Seconds of solving, without those of compiling; of a batch, its share. */
  readonly seconds: number;
  /** The walk to the goal, asking again from each node, where the task is one of walking. */
  readonly walk?: Episode;
}

/** How problems are solved. */
export interface OwnSolving extends SolverOptions {
  /** Fixes where descent starts; 0 by default. */
  readonly seed?: number;
}

/** @throws {RangeError} If a parameter holds NaN or infinity; `where` says whose */
export function assertFiniteParams(params: Params, where: string): void {
  for (const [name, tensor] of Object.entries(params)) {
    const values = tensor.dataSync(), at = values.findIndex((v: number) => !Number.isFinite(v));
    if (at >= 0) {
      throw new RangeError(
        `Cannot use the parameters of ${where}: entry ${at} of ${name} is ${
          values[at]
        }, accepted ` +
          "are finite numbers",
      );
    }
  }
}

const shapesOf = (condition: OwnCondition) =>
  Object.entries(condition).map(([name, { shape }]) => `${name} ${shape}`).join(" ");

/** Numbers of the problems that can be solved at once: of one shape, and not too many. */
export function batchesOf(conditions: readonly OwnCondition[]): number[][] {
  const groups = Map.groupBy(conditions.keys(), (i) => shapesOf(conditions[i]!));
  return [...groups.values()].flatMap((numbers) =>
    Array.from(
      { length: Math.ceil(numbers.length / BLOCK) },
      (_, i) => numbers.slice(BLOCK * i, BLOCK * (i + 1)),
    )
  );
}

/** What a condition's entry looks like, for messages. */
const ENTRY = "{ shape: [2], values: [0, 1] }";

/**
 * @throws {TypeError} If a condition is none, such as a tensor
 * @throws {RangeError} If one has other values than its shape counts
 */
function assertConditions(conditions: readonly OwnCondition[]): void {
  for (const [i, condition] of conditions.entries()) {
    const given: unknown = condition;
    if (typeof given !== "object" || given === null || given instanceof tf.Tensor) {
      throw new TypeError(
        `Cannot solve problem ${i + 1} as its condition must have entries such as ${ENTRY}: it is ${
          given instanceof tf.Tensor ? "a tensor" : typeof given
        }`,
      );
    }
    for (const [name, entry] of Object.entries(condition)) {
      if (!Array.isArray(entry?.shape) || typeof entry.values?.length !== "number") {
        throw new TypeError(
          `Cannot solve problem ${i + 1} as ${name} must be given like ${ENTRY}: it is ${
            (entry as unknown) instanceof tf.Tensor ? "a tensor" : typeof entry
          }`,
        );
      }
      const { shape, values } = entry, size = shape.reduce((a, b) => a * b, 1);
      if (size === values.length) continue;
      throw new RangeError(
        `Cannot solve problem ${
          i + 1
        } as ${name} of shape [${shape}] needs ${size} values: it has ${values.length}`,
      );
    }
  }
}

/**
 * Conditions of one shape as tensors, `[batch, …]`, as `asked` takes them.
 *
 * @throws {RangeError} If there are none, their shapes differ, or one has other values than its shape counts
 * @throws {TypeError} If one is none, such as a tensor
 */
export function stackConditions(conditions: readonly OwnCondition[]): Record<string, tf.Tensor> {
  assertConditions(conditions);
  const shapes = new Set(conditions.map(shapesOf));
  if (shapes.size !== 1) {
    throw new RangeError(
      `Cannot stack conditions of ${shapes.size} shapes, accepted is one: they are ${
        [...shapes].join("; ") || "none"
      }`,
    );
  }
  return Object.fromEntries(
    Object.entries(conditions[0]!).map(([name, { shape, values }]) => {
      const all = new Float32Array(conditions.length * values.length);
      conditions.forEach((one, i) => all.set(one[name]!.values, i * values.length));
      return [name, tf.tensor(all, [conditions.length, ...shape])];
    }),
  );
}

function assertFiniteAnswer(values: Float32Array, energy: number | undefined, i: number): void {
  const wrong = [...values, energy ?? 0].find((v) => !Number.isFinite(v));
  if (wrong === undefined) return;
  throw new RangeError(
    `The answer to problem ${
      i + 1
    } is not finite, it holds ${wrong}: descent diverged, the problem ` +
      "is too unlike those of training",
  );
}

async function walkOf(trained: Trained, condition: OwnCondition, options: OwnSolving) {
  const problem = trained.task.own?.path?.(condition);
  if (!problem) return undefined;
  const policy = networkPolicy({ ...trained, ...options, mode: "graph", batch: 1 });
  return (await playClosedLoop([problem], policy))[0]!;
}

/** Answers to the problems `numbers`, which are of one shape. */
async function* solveTogether(
  trained: Trained,
  conditions: readonly OwnCondition[],
  numbers: readonly number[],
  { key, settings, options }: { key: Key; settings: SolverSettings; options: OwnSolving },
): AsyncGenerator<readonly [number, OwnAnswer]> {
  const condition = stackConditions(numbers.map((i) => conditions[i]!));
  let compiling = 0, answer: Tensor | undefined;
  const quiet = onRecording((r) => compiling += r.recordSeconds + r.firstRunSeconds);
  try {
    const { question, shape } = asked(trained.task, condition);
    const started = performance.now();
    const solution = solveBatch(trained, question, shape, key, settings);
    quiet();
    answer = solution.answer;
    const { energy, hops, gradients } = solution;
    const values = answer.dataSync<"float32">(), size = values.length / numbers.length;
    const seconds = Math.max(0, (performance.now() - started) / 1000 - compiling);
    for (const [row, i] of numbers.entries()) {
      const own = Float32Array.from(values.subarray(row * size, (row + 1) * size));
      assertFiniteAnswer(own, energy?.[row], i);
      const walk = await walkOf(trained, conditions[i]!, options);
      yield [i, {
        shape: shape.slice(1),
        values: own,
        ...(energy && { energy: energy[row]! }),
        hops: hops[row]!,
        gradients: gradients[row]!,
        seconds: seconds / numbers.length,
        ...(walk && { walk }),
      }];
    }
  } finally {
    quiet();
    disposeTree({ condition, ...(answer && { answer }) });
  }
}

/**
 * Answers in the order of `conditions`, which may be of several shapes. `task.own.read` makes them of
 * text, and `task.own.check` of what is written otherwise, such as 0 and 1 for ±1; both refuse what
 * the task does not take.
 *
 * @param onProgress Called with how many are answered
 * @throws {RangeError} If an entry is not ±1 where the task takes that only, a condition has other values
 * than its shape counts, or an answer is not finite
 * @throws {TypeError} If a condition is none, such as a tensor
 * @example
 * ```ts
 * import { loadTrained } from "./trained.ts";
 * import { solveOwn } from "./own_problems.ts";
 * const trained = loadTrained("data/checkpoints/connectivity_symmetric");
 * const own = trained.task.own!;
 * const [problem] = own.read("0 1\n1 2\n3 4", {});
 * const { condition } = own.check(problem!);
 * const [answer] = await solveOwn(trained, [condition], { sampler: { innerSteps: 1 } });
 * console.log(own.show(answer!.values, condition, {}));
 * ```
 */
export async function solveOwn(
  trained: Trained,
  conditions: readonly OwnCondition[],
  options: OwnSolving = {},
  onProgress: (done: number) => void = () => {},
): Promise<OwnAnswer[]> {
  assertConditions(conditions);
  const { task, trainedAs, irem } = trained;
  // A few problems are solved before XLA would have compiled.
  const settings = solverSettings(task, { trainedAs, irem, ...options, mode: "graph" });
  const keys = evaluationKeys(options.seed ?? 0);
  const answers: OwnAnswer[] = [];
  let done = 0;
  try {
    for (const numbers of batchesOf(conditions)) {
      const key = random.fold(keys.solver, numbers[0]!);
      try {
        const how = { key, settings, options };
        for await (const [i, answer] of solveTogether(trained, conditions, numbers, how)) {
          answers[i] = answer;
          onProgress(++done);
        }
      } finally {
        key.dispose();
      }
    }
  } finally {
    disposeTree(keys);
  }
  return answers;
}
