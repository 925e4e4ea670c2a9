/** Answers that need no more descent, kept as they were when that was first seen. */
import { type Tensor, tf } from "../../../tensor/mod.ts";
import type { SolverInfo } from "../method/solver.ts";

/** What {@link settledAnswers} replaces. */
interface Found {
  readonly answer: Tensor;
  readonly energy?: Float32Array;
  readonly run: Int32Array;
}

/** The settled answers of a batch. */
export interface Settled {
  /** Looks at a landscape's estimates; true once every example of the batch has settled. */
  see(info: SolverInfo, run: number): boolean;
  /** What was found, with the settled answers, energies and runs instead; takes its answer over. */
  merge<F extends Found>(found: F): F;
  /** Frees the settled answers, where nothing is merged. */
  dispose(): void;
}

/** Examples of `a` where `mask` is 1, of `b` elsewhere. */
export function choose(mask: ArrayLike<number>, a: Tensor, b: Tensor): Tensor {
  return tf.tidy(() => {
    const shape = [mask.length, ...new Array<number>(a.rank - 1).fill(1)];
    return tf.where(tf.tensor(Array.from(mask), shape, "bool"), a, b);
  });
}

/**
 * Watches for settled answers.
 *
 * @param finished Which of a batch of answers need no more descent: 1 or 0, `[batch]`
 */
export function settledAnswers(finished: (answer: Tensor) => Tensor, batch: number): Settled {
  const settled = new Uint8Array(batch), run = new Int32Array(batch);
  const energy = new Float32Array(batch);
  let answers: Tensor | undefined;
  return {
    see(info, ofRun) {
      const flags = tf.tidy(() => finished(info.answer)), now = flags.dataSync();
      flags.dispose();
      const last = info.energies?.dataSync<"float32">().slice(-batch);
      const fresh = settled.map((before, i) => before === 0 && now[i] === 1 ? 1 : 0);
      if (fresh.some(Boolean)) {
        const before = answers;
        answers = before ? choose(fresh, info.answer, before) : tf.clone(info.answer);
        before?.dispose();
      }
      fresh.forEach((one, i) => {
        if (!one) return;
        settled[i] = 1;
        run[i] = ofRun;
        if (last) energy[i] = last[i]!;
      });
      return settled.every(Boolean);
    },
    merge(found) {
      if (!answers) return found;
      const answer = choose(settled, answers, found.answer);
      [answers, found.answer].forEach((tensor) => tensor.dispose());
      return {
        ...found,
        answer,
        ...(found.energy && {
          energy: found.energy.map((e, i) => settled[i] ? energy[i]! : e),
        }),
        run: found.run.map((r, i) => settled[i] ? run[i]! : r),
      };
    },
    dispose: () => answers?.dispose(),
  };
}
