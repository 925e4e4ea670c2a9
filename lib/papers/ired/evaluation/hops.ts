/** Thinking longer: hops from the answers of a descent, up to a landscape and down again. */
import { type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import { hopping } from "../../../samplers/hopping.ts";
import { run } from "../../../samplers/sampler.ts";
import { landscapeOf, type SamplerMode, type Solver, type SolverState } from "../method/solver.ts";
import type { Question } from "../problems.ts";
import type { Score } from "./selection.ts";

/** Where a batch is after so many hops. */
export interface CycleState {
  /** Hops so far; 0 after the descent. */
  readonly cycle: number;
  /** `[batch, …]`, the answers that are kept; they stay the solver's own. */
  readonly answer: Tensor;
  /** Of those answers, `[batch]`. */
  readonly energy: Float32Array;
  /** Gradients of the energy that each problem took so far, `[batch]`. */
  readonly gradients: Int32Array;
}

/** What hops need. */
export interface Hopping {
  readonly solver: Solver;
  readonly schedule: Schedule;
  readonly params: Params;
  readonly question: Question;
  readonly score: Score;
  readonly cycles: number;
  /** The landscapes up to which answers are noised, hop after hop in turn. */
  readonly ladder: readonly number[];
  /** See the sampler's. */
  readonly patience?: number | undefined;
  readonly finished?: (answer: Tensor) => Tensor;
  /** The last energy below which an answer is finished, instead. */
  readonly enough?: number;
  /** How the solver is compiled. */
  readonly mode?: SamplerMode;
  readonly onCycle?: ((state: CycleState) => void) | undefined;
}

/** Answers of descents, and what they took. */
export interface Hoppable {
  readonly answer: Tensor;
  readonly energy?: Float32Array;
  readonly score: Float32Array;
  readonly gradients: Int32Array;
}

/** Parts of a batch that may be left of it, one in so many. */
const PARTS = { coarse: [8, 4, 2, 1], fine: [64, 32, 16, 8, 16 / 3, 4, 8 / 3, 2, 4 / 3, 1] };

/**
 * Rows are padded to one of a few batch sizes, as each is compiled anew: the whole, a half, a
 * quarter or an eighth of it; where that takes no more than a moment, steps between and below, too.
 */
export function paddedSize(
  rows: number,
  batch: number,
  parts: keyof typeof PARTS = "coarse",
): number {
  const sizes = PARTS[parts].map((part) => Math.ceil(batch / part));
  return sizes.find((size) => size >= rows)!;
}

/** The rows `index` of every tensor of a problem. */
function gatherQuestion({ condition, observed }: Question, index: Tensor): Question {
  const pick = <T extends object>(tree: T) =>
    Object.fromEntries(
      Object.entries(tree).map(([k, v]) => [k, tf.gather(v as Tensor, index as tf.Tensor1D)]),
    );
  return {
    condition: pick(condition),
    ...(observed && { observed: pick(observed) as unknown as NonNullable<Question["observed"]> }),
  };
}

/**
 * Hops from `start`, whose answer it takes over: y ← √ᾱ_s·y + σ_s·ε, descent from landscape s, and
 * the answer of lowest score is kept. Only problems that are not finished hop. The noise of a
 * problem does not depend on which others still do.
 *
 * @returns `start` with the answers that were kept, and the hops of each problem
 */
export function hopFrom<S extends Hoppable>(
  key: Key,
  start: S,
  { solver, schedule, params, question, score, cycles, finished, onCycle, ...how }: Hopping,
): S & { readonly hops: Int32Array } {
  const shape = start.answer.shape, batch = shape[0]!;
  const levelOf = (cycle: number) => how.ladder[cycle % how.ladder.length]!;
  const gradients = start.gradients.slice();
  const energy = Float32Array.from(start.energy ?? start.score);
  /** The last energies of the hop under way, by example. */
  const found = new Float32Array(batch);

  function hop(own: Key, here: Tensor, rows: Int32Array, cycle: number) {
    const level = levelOf(cycle);
    const [scale, sigma] = [schedule.sqrtAlphaBar[level]!, schedule.sigma[level]!];
    const size = paddedSize(rows.length, batch, how.mode === "graph" ? "fine" : "coarse");
    const index = (of: (j: number) => number) =>
      tf.tensor1d(
        Int32Array.from({ length: size }, (_, j) => of(j < rows.length ? j : 0)),
        "int32",
      );
    const rowsOfBatch = index((j) => rows[j]!);
    const { condition, observed } = gatherQuestion(question, rowsOfBatch);
    const solving = solver.encode(params, condition, observed);
    const noise = tf.gather(random.normal(own, shape), rowsOfBatch);
    const padded = tf.gather(here, index((j) => j));
    const y = tf.add(tf.mul(scale, padded), tf.mul(sigma, noise));
    const energies: Float32Array[] = [];
    const state: SolverState = run(solver, own, solving, [size, ...shape.slice(1)], {
      from: { state: { y }, step: solver.steps - 1 - level },
      observe(info, k) {
        energies[landscapeOf(solver, k)] = info.energies!.dataSync<"float32">().slice(-size);
      },
    });
    const answer = solver.result(state);
    const scores = score({ answer, energies }, solving);
    rows.forEach((i, j) => {
      found[i] = energies[0]![j]!;
      gradients[i]! += solver.gradients * (level + 1);
    });
    const zeros = shape.map(() => 0);
    return {
      answer: tf.slice(answer, zeros, [rows.length, ...shape.slice(1)]),
      energy: scores.subarray(0, rows.length),
    };
  }

  const { enough } = how;
  // Energies of the last landscape, whatever the score is.
  const low = () => tf.tensor1d(energy.map((e) => e < enough! ? 1 : 0));
  const done = enough === undefined ? finished : low;
  try {
    const hopped = hopping(key, { answer: start.answer, energy: start.score }, {
      hop,
      cycles,
      ...(how.patience !== undefined && { patience: how.patience }),
      ...(done && { finished: done }),
      observe({ cycle, answer, taken }) {
        taken.forEach((i) => energy[i] = found[i]!);
        onCycle?.({ cycle, answer, energy, gradients: gradients.slice() });
      },
    });
    const { answer, energy: lowest, hops } = hopped;
    return { ...start, answer, energy, score: lowest, gradients, hops };
  } finally {
    start.answer.dispose();
  }
}
