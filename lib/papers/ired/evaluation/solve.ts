/** Evaluation: errors of a trained network on a seeded set of problems. */
import { disposeTree, onRecording, random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Task, TestSplit } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import { BLOCK, evaluationKeys, problemBatches, problemsThere } from "./problems.ts";
import { solveBatch, type SolverOptions, type SolverSettings, solverSettings } from "./solver.ts";
import { type Score, scorerOf } from "./scores.ts";
import { type Mean, meanOf } from "../../../records/statistics.ts";

/** What is evaluated, on what, and how. */
export interface EvaluateOptions extends SolverOptions {
  readonly task: Task;
  readonly network: EnergyNetwork;
  /** The averaged parameters of a checkpoint. */
  readonly params: Params;
  /** "same" by default; "validation" for whatever is chosen. */
  readonly difficulty?: TestSplit;
  /** Number of problems; 1,024 by default, or as many as there are. */
  readonly problems?: number;
  /** Problems solved at once, up to 256, the default. */
  readonly batch?: number;
  /** Fixes the problems and where descent starts; 0 by default. */
  readonly seed?: number;
  /** Sees the answers to each batch of problems. */
  readonly onAnswers?: (answer: Tensor, problems: Problems) => void;
  /** Called after each batch with the number of problems solved so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Errors after one landscape. */
export interface LandscapeError extends Mean {
  readonly t: number;
}

/** What an evaluation found. */
export interface Evaluation extends Mean {
  readonly difficulty: TestSplit;
  readonly seed: number;
  readonly settings: SolverSettings;
  /** The task's measures, that of the published table first. */
  readonly scores: readonly Score[];
  /** Error of each problem's answer. */
  readonly errors: Float64Array;
  /** Energy of each problem's answer on the last landscape, if the method has an energy. */
  readonly energies?: Float64Array;
  /** Errors of y/√ᾱ_t when landscape t was left, in the order of the descent. */
  readonly byLandscape: readonly LandscapeError[];
  /** Seconds of drawing and solving, without those of compiling. */
  readonly seconds: number;
  readonly compileSeconds: number;
}

const host = (tensor: Tensor): Float32Array => {
  const values = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return values;
};

const errorOf = (task: Task, answer: Tensor, problems: Problems) =>
  host(tf.tidy(() => task.error(answer, problems)));

/**
 * Solves the first `problems` of the set that `difficulty` and `seed` fix: the same ones for every
 * network, preset and batch size.
 *
 * @example
 * ```ts
 * import { evaluate } from "./solve.ts";
 * import { random } from "../../../tensor/mod.ts";
 * import { tasks } from "../tasks/mod.ts";
 * const task = tasks.addition;
 * const network = task.networks.symmetric!.create();
 * const params = network.init(random.key(0)); // or those of a checkpoint
 * const options = { sampler: { innerSteps: 1 }, landscapes: 2, problems: 2, mode: "graph" } as const;
 * const { mean, standardError } = await evaluate({ task, network, params, ...options });
 * console.assert(mean > 0 && standardError >= 0);
 * ```
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { task, network, params, difficulty = "same", seed = 0 } = options;
  const { problems: total = problemsThere(task, [difficulty]), batch = BLOCK, onProgress } =
    options;
  const settings = solverSettings(task, options);
  const errors = new Float64Array(total);
  const energies = settings.trainedAs.hasEnergy ? new Float64Array(total) : undefined;
  const after = Array.from({ length: settings.landscapes }, () => new Float64Array(total));
  let compileSeconds = 0;
  const stopListening = onRecording((r) => compileSeconds += r.recordSeconds + r.firstRunSeconds);
  const started = performance.now();
  const keys = evaluationKeys(seed);
  const scorer = scorerOf(task);
  try {
    for (
      const { first, count, problems } of problemBatches(task, {
        difficulty,
        problems: total,
        seed,
      }, batch)
    ) {
      const runs: Float32Array[][] = [];
      const key = random.fold(keys.solver, first);
      const { answer, energy, run } = solveBatch(
        { network, params },
        problems,
        problems.answer.shape,
        key,
        settings,
        (info, t, r) => {
          (runs[r] ??= [])[t] = errorOf(task, info.answer, problems);
        },
      );
      errors.set(errorOf(task, answer, problems), first);
      scorer.add(answer, problems);
      options.onAnswers?.(answer, problems);
      if (energy) energies?.set(energy, first);
      after.forEach((all, t) => {
        // Landscapes that were not descended any more leave the answer as it is.
        for (let i = 0; i < count; i++) {
          all[first + i] = runs[run[i]!]![t]?.[i] ?? errors[first + i]!;
        }
      });
      [key, answer].forEach((tensor) => tensor.dispose());
      disposeTree(problems);
      onProgress?.(first + count, total);
      // Lets a notebook's stop button and progress bar through.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    stopListening();
    disposeTree(keys);
  }
  return {
    difficulty,
    seed,
    settings,
    ...meanOf(errors),
    scores: scorer.scores(errors),
    errors,
    ...(energies && { energies }),
    byLandscape: after.map((all, t) => ({ t, ...meanOf(all) })).reverse(),
    seconds: (performance.now() - started) / 1000 - compileSeconds,
    compileSeconds,
  };
}
