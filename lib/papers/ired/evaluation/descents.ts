/** Descents of a batch from several starts, of which the best answers stay. */
import { disposeTree, type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import { run as runSampler } from "../../../samplers/sampler.ts";
import {
  landscapeOf,
  type Solver,
  type SolverInfo,
  type SolverState,
  type Solving,
} from "../method/solver.ts";
import type { Score } from "./selection.ts";
import { choose, type Settled, settledAnswers } from "./settled.ts";

/** Sees what one run gave on landscape t; disposed once it was seen. */
export type Observer = (info: SolverInfo, t: number, run: number) => void;

/** Answers to a batch. */
export interface Solution {
  /** `[batch, …]`; disposed by the one who takes it. */
  readonly answer: Tensor;
  /** Energies on the last landscape that an answer saw, `[batch]`, if the method has one. */
  readonly energy?: Float32Array;
  /** Which run the answer is of, `[batch]`. */
  readonly run: Int32Array;
  /** Hops that each problem made, `[batch]`, those whose answer was not taken included. */
  readonly hops: Int32Array;
  /**
   * Gradients of the energy by the answer that each problem took, `[batch]`; not those of rows that
   * only fill a batch.
   */
  readonly gradients: Int32Array;
}

/** A solution while there may be better ones. */
export type Found = Solution & { readonly score: Float32Array };

/** What {@link bestOfRuns} descends. */
export interface Descending {
  readonly solver: Solver;
  readonly solving: Solving;
  /** Of the answers, `[batch, …]`. */
  readonly shape: readonly number[];
  readonly restarts: number;
  readonly score: Score;
  readonly observe: Observer;
  /** Which answers are kept as soon as they are seen, where that ends anything. */
  readonly finished?: (answer: Tensor) => Tensor;
}

/** A run: what it found, whether it was the last, and the gradients that it took. */
interface Run {
  readonly found: Found;
  readonly ended: boolean;
  readonly gradients: number;
}

function descend(
  key: Key,
  run: number,
  { solver, solving, shape, score, observe }: Descending,
  settled: Settled | undefined,
): Run {
  const batch = shape[0]!, energies: Float32Array[] = [];
  let energy: Float32Array | undefined, answer: Tensor | undefined;
  let ended = false, gradients = 0, state: SolverState | undefined;
  const runKey = random.fold(key, run);
  try {
    state = runSampler(solver, runKey, solving, shape, {
      observe(info, k) {
        const t = landscapeOf(solver, k);
        energy = info.energies?.dataSync<"float32">().slice(-batch);
        if (energy) energies[t] = energy;
        gradients += solver.gradients;
        observe(info, t, run);
        ended = settled?.see(info, run) ?? false;
        if (ended && t > 0) answer = tf.clone(info.answer);
        return ended;
      },
    });
    answer ??= solver.result(state);
    const found: Found = {
      answer,
      run: new Int32Array(batch).fill(run),
      hops: new Int32Array(batch),
      gradients: new Int32Array(batch),
      ...(energy && { energy }),
      score: energy ? score({ answer, energies }, solving) : new Float32Array(batch),
    };
    return { found, ended, gradients };
  } catch (error) {
    answer?.dispose();
    throw error;
  } finally {
    disposeTree({ runKey, ...(state && { state }) });
  }
}

/** The best answers of all runs; nothing is left where one throws, as what observes is the caller's. */
export function bestOfRuns(key: Key, descending: Descending): Found {
  const { shape, restarts, finished } = descending, batch = shape[0]!;
  const settled = finished && settledAnswers(finished, batch);
  let best: Found | undefined, ended = false, gradients = 0;
  try {
    for (let run = 0; run < restarts && !ended; run++) {
      const one = descend(key, run, descending, settled);
      ended = one.ended;
      gradients += one.gradients;
      best = best ? better(best, one.found) : one.found;
    }
    const merged = settled ? settled.merge(best!) : best!;
    return { ...merged, gradients: new Int32Array(batch).fill(gradients) };
  } catch (error) {
    best?.answer.dispose();
    settled?.dispose();
    throw error;
  }
}

/** The answers of lower score, problem by problem; takes both over. */
function better(before: Found, found: Found): Found {
  const [old, fresh] = [before.score, found.score];
  const mask = Array.from(fresh, (e, i) => e < old[i]! || Number.isNaN(old[i]!) ? 1 : 0);
  const answer = choose(mask, found.answer, before.answer);
  [found.answer, before.answer].forEach((tensor) => tensor.dispose());
  const pick = (a: Float32Array, b: Float32Array) => b.map((v, i) => mask[i] ? a[i]! : v);
  return {
    ...before,
    answer,
    ...(found.energy && before.energy && { energy: pick(found.energy, before.energy) }),
    score: pick(fresh, old),
    run: before.run.map((r, i) => mask[i] ? found.run[i]! : r),
  };
}
