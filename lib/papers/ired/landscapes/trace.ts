/** A few problems being solved, kept whole: every estimate and every energy. */
import { disposeTree, type Key, type Tensor, tf } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Question } from "../problems.ts";
import { evaluationKeys, firstProblems } from "../evaluation/problems.ts";
import type { EvaluateOptions } from "../evaluation/solve.ts";
import { solveBatch, type SolverSettings, solverSettings } from "../evaluation/solver.ts";

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

/** A few problems being solved, from the first landscape to the last. */
export interface DescentTrace {
  readonly problems: number;
  /** Shape of one answer. */
  readonly shape: readonly number[];
  /** The condition's arrays by name, `[problems, …]` row-major, and their shapes. */
  readonly condition: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>;
  /** The answers found, `[problems, …]` row-major. */
  readonly answer: Float32Array;
  readonly landscapes: readonly LandscapeTrace[];
}

/** The same of problems whose right answers are known. */
export interface SolvingTrace extends DescentTrace {
  /** The right answers, `[problems, …]` row-major. */
  readonly truth: Float32Array;
  /** Error of each problem's answer. */
  readonly errors: Float32Array;
}

const values = (tensor: Tensor) => tensor.dataSync<"float32">();

/** `[steps, problems]` as one array per step. */
function bySteps(tensor: Tensor): Float32Array[] {
  const [steps, count] = tensor.shape as [number, number];
  const all = Float32Array.from(tensor.dataSync());
  return Array.from({ length: steps }, (_, k) => all.slice(k * count, (k + 1) * count));
}

function assertOneDescent({ restarts, cycles }: SolverSettings): void {
  if (restarts === 1 && cycles === 0) return;
  throw new RangeError(
    `A trace is of one descent: current value is ${restarts} restarts and ${cycles} cycles`,
  );
}

/**
 * Solves problems of one's own as `solveBatch` does, one run each, and keeps what happened. What
 * `asked` makes of a condition is the question and the shape.
 *
 * @throws {RangeError} For settings with restarts or hops, of which there is more than one descent
 */
export function traceDescent(
  { network, params }: { readonly network: EnergyNetwork; readonly params: Params },
  question: Question,
  shape: readonly number[],
  key: Key,
  settings: SolverSettings,
): DescentTrace {
  assertOneDescent(settings);
  const landscapes: LandscapeTrace[] = [];
  const { answer } = solveBatch(
    { network, params },
    question,
    shape,
    key,
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
    problems: shape[0]!,
    shape: shape.slice(1),
    condition: Object.fromEntries(
      Object.entries(question.condition).map(([name, tensor]) => [
        name,
        { shape: tensor.shape.slice(1), values: values(tensor) },
      ]),
    ),
    answer: values(answer),
    landscapes,
  };
  answer.dispose();
  return trace;
}

/**
 * Solves the first `problems` (4 by default, at most 256) of a set, one run each, and keeps what
 * happened.
 *
 * @throws {RangeError} For options with restarts or hops, of which there is more than one descent
 */
export function traceSolving(options: EvaluateOptions): SolvingTrace {
  const { task, network, params, difficulty = "same", problems: count = 4, seed = 0 } = options;
  const settings = solverSettings(task, options);
  assertOneDescent(settings);
  const problems = firstProblems(task, { difficulty, problems: count, seed });
  const keys = evaluationKeys(seed);
  const { shape } = problems.answer;
  const trace = traceDescent({ network, params }, problems, shape, keys.solver, settings);
  const errors = tf.tidy(() => {
    const answer = tf.tensor(trace.answer, [...shape] as number[]);
    return values(task.error(answer, problems));
  });
  const truth = values(problems.answer);
  disposeTree({ problems, keys });
  return { ...trace, truth, errors };
}
