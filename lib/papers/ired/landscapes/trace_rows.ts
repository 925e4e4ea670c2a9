/** Rows for charts from the trace of a few problems being solved. */
import type { DescentTrace, SolvingTrace } from "./trace.ts";

/** The error of one entry of a matrix when landscape `t` was left. */
export interface ErrorRow {
  readonly t: number;
  readonly row: number;
  readonly column: number;
  /** |y₀ - y*|. */
  readonly value: number;
}

/** The energy at one moment of the descent. */
export interface EnergyRow {
  /** Which evaluation of the energy, counted over all landscapes. */
  readonly evaluation: number;
  readonly t: number;
  readonly energy: number;
  /** Which problem. */
  readonly example: number;
}

/** One entry of a named matrix. */
export interface MatrixRow {
  readonly panel: string;
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** An estimate of a two-dimensional answer. */
export interface PathRow {
  readonly t: number;
  /** Which problem. */
  readonly path: number;
  /** Landscapes left so far. */
  readonly order: number;
  readonly x: number;
  readonly y: number;
}

function assertProblem(trace: DescentTrace, problem: number): void {
  if (!Number.isInteger(problem) || problem < 0 || problem >= trace.problems) {
    throw new RangeError(
      `problem must be an integer from 0 to ${trace.problems - 1}: current value is ${problem}`,
    );
  }
}

/** Rows and columns of a matrix, or an error that says what there is instead. */
function matrixShape(shape: readonly number[]): [number, number] {
  if (shape.length !== 2) {
    throw new TypeError(`Cannot draw a map of shape [${shape}]: a matrix is needed`);
  }
  return [shape[0]!, shape[1]!];
}

/** Entries of matrix `index` of a stack of them. */
function entries(stack: Float32Array, index: number, [rows, columns]: [number, number]) {
  const start = index * rows * columns;
  return Array.from({ length: rows * columns }, (_, i) => ({
    row: Math.floor(i / columns),
    column: i % columns,
    value: stack[start + i]!,
  }));
}

/** |y₀ - y*| of one problem, entry by entry, after each landscape (figure 3 of the paper). */
export function errorMapRows(trace: SolvingTrace, problem = 0): ErrorRow[] {
  assertProblem(trace, problem);
  const shape = matrixShape(trace.shape);
  const truth = entries(trace.truth, problem, shape);
  return trace.landscapes.flatMap(({ t, estimate }) =>
    entries(estimate, problem, shape).map(({ row, column, value }, i) => (
      { t, row, column, value: Math.abs(value - truth[i]!.value) }
    ))
  );
}

/** Energies along the descent, at the start of each landscape and after each step. */
export function energyTraceRows(
  trace: DescentTrace,
  problems: readonly number[] = Array.from({ length: trace.problems }, (_, i) => i),
): EnergyRow[] {
  problems.forEach((problem) => assertProblem(trace, problem));
  let evaluation = 0;
  return trace.landscapes.flatMap(({ t, energies }) =>
    energies.flatMap((energy) => {
      const at = evaluation++;
      return problems.map((example) => ({ evaluation: at, t, energy: energy[example]!, example }));
    })
  );
}

/** Condition, right answer and answer found of one problem, as matrices. */
export function matrixRows(trace: SolvingTrace, problem = 0): MatrixRow[] {
  assertProblem(trace, problem);
  const shape = matrixShape(trace.shape);
  const given = Object.entries(trace.condition).flatMap(([name, { shape: all, values }]) => {
    const channels = all.length === 3 ? all[0]! : 1;
    return Array.from({ length: channels }, (_, c) => {
      const panel = channels > 1 ? `${name}${c + 1}` : name;
      const size = matrixShape(all.slice(-2));
      return entries(values, problem * channels + c, size).map((cell) => ({ panel, ...cell }));
    }).flat();
  });
  const named = (panel: string, stack: Float32Array) =>
    entries(stack, problem, shape).map((cell) => ({ panel, ...cell }));
  return [...given, ...named("right answer", trace.truth), ...named("answer", trace.answer)];
}

/** Estimates of two-dimensional answers after each landscape, as paths. */
export function pathRows(trace: DescentTrace): PathRow[] {
  if (`${trace.shape}` !== "2") {
    throw new TypeError(`Cannot draw paths of answers of shape [${trace.shape}]: [2] is needed`);
  }
  return Array.from(
    { length: trace.problems },
    (_, path) =>
      trace.landscapes.map(({ t, estimate }, order) => (
        { t, path, order, x: estimate[2 * path]!, y: estimate[2 * path + 1]! }
      )),
  ).flat();
}
