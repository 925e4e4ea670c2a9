/** A few problems being solved, kept whole: every estimate and every energy. */
import { disposeTree, type Tensor, tf } from "../../../tensor/mod.ts";
import { evaluationKeys, firstProblems } from "../evaluation/problems.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";
import { solveBatch, solverSettings } from "../evaluation/solver.ts";

/** What happened on one landscape. */
export interface LandscapeTrace {
  readonly t: number;
  /** y/√ᾱ_t when the landscape was left, `[problems, …]` row-major. */
  readonly estimate: Float32Array;
  /** Energies at the start and after each step, by step, then by problem. */
  readonly energies: readonly Float32Array[];
  /** Whether each step moved each problem, by step, then by problem. */
  readonly accepted: readonly (readonly boolean[])[];
}

/** The solving of a few problems, from the first landscape to the last. */
export interface SolvingTrace {
  readonly problems: number;
  /** Shape of one answer. */
  readonly shape: readonly number[];
  /** The condition's arrays by name, `[problems, …]` row-major, and their shapes. */
  readonly condition: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>;
  /** The right answers, and those found, `[problems, …]` row-major. */
  readonly truth: Float32Array;
  readonly answer: Float32Array;
  /** Error of each problem's answer. */
  readonly errors: Float32Array;
  readonly landscapes: readonly LandscapeTrace[];
}

const values = (tensor: Tensor) => tensor.dataSync<"float32">();

/** `[steps, problems]` as one array per step. */
function bySteps(tensor: Tensor): Float32Array[] {
  const [steps, count] = tensor.shape as [number, number];
  const all = Float32Array.from(tensor.dataSync());
  return Array.from({ length: steps }, (_, k) => all.slice(k * count, (k + 1) * count));
}

/**
 * Solves the first `problems` (4 by default, at most 256) of a set, one run each, and keeps what
 * happened.
 */
export function traceSolving(options: EvaluateOptions): SolvingTrace {
  const { task, network, params, difficulty = "same", problems: count = 4, seed = 0 } = options;
  const settings = { ...solverSettings(task, options), restarts: 1 };
  const problems = firstProblems(task, { difficulty, problems: count, seed });
  const keys = evaluationKeys(seed);
  const landscapes: LandscapeTrace[] = [];
  const { answer } = solveBatch(
    { network, params },
    problems,
    problems.answer.shape,
    keys.solver,
    settings,
    ({ answer, energies, accepted }, t) =>
      landscapes.push({
        t,
        estimate: values(answer),
        energies: energies ? bySteps(energies) : [],
        accepted: accepted
          ? bySteps(accepted).map((step) => Array.from(step, (moved) => moved === 1))
          : [],
      }),
  );
  const trace = {
    problems: count,
    shape: problems.answer.shape.slice(1),
    condition: Object.fromEntries(
      Object.entries(problems.condition).map(([name, tensor]) => [
        name,
        { shape: tensor.shape.slice(1), values: values(tensor) },
      ]),
    ),
    truth: values(problems.answer),
    answer: values(answer),
    errors: tf.tidy(() => values(task.error(answer, problems))),
    landscapes,
  };
  disposeTree({ problems, keys, answer });
  return trace;
}
