/** Evaluation: errors of a trained network on a seeded set of problems. */
import { disposeTree, onRecording, random, type Tensor } from "../../../tensor/mod.ts";
import { stoppable } from "../../../checks/interruption.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Task, TestSplit } from "../tasks/task.ts";
import type { Problems } from "../problems.ts";
import { assertInteger, BLOCK, evaluationKeys, problemBatches, problemsThere } from "./problems.ts";
import { solveBatch, type SolverOptions, type SolverSettings, solverSettings } from "./solver.ts";
import { sayCutOff } from "./cut_off.ts";
import { errorOf, type MetricScore, scorerOf } from "./scores.ts";
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
  /** Sees the answers to each batch of problems: after each cycle, if there are any, else once. */
  readonly onAnswers?: (answer: Tensor, problems: Problems, spent: Spent) => void;
  /** Called after each batch with the number of problems solved so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What answers took. */
export interface Spent {
  /** Hops of those that are not finished; 0 after the descent. */
  readonly cycle: number;
  /** Gradients of the energy, problem by problem. */
  readonly gradients: ArrayLike<number>;
  /** Energies of the answers, problem by problem, if the method has one. */
  readonly energy: ArrayLike<number> | undefined;
}

/** What was found after so many hops. */
export interface CycleScores extends Mean {
  readonly cycle: number;
  /** Mean gradients of the energy by the answer per problem, without those of padding. */
  readonly gradients: number;
  readonly scores: readonly MetricScore[];
  readonly errors: Float64Array;
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
  readonly scores: readonly MetricScore[];
  /** Error of each problem's answer. */
  readonly errors: Float64Array;
  /** Energy of each problem's answer on the last landscape, if the method has an energy. */
  readonly energies?: Float64Array;
  /** After 0, 1, … hops, so that the last is the result; the only one where there are none. */
  readonly byCycle: readonly CycleScores[];
  /** Mean gradients of the energy by the answer per problem. */
  readonly gradients: number;
  /** Errors of y/√ᾱ_t when landscape t was left, in the order of the descent before any hops. */
  readonly byLandscape: readonly LandscapeError[];
  /** Seconds of drawing and solving, without those of compiling. */
  readonly seconds: number;
  readonly compileSeconds: number;
}

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
  assertInteger("problems", total, 1, 1e7);
  const settings = solverSettings(task, options);
  const energies = settings.trainedAs.hasEnergy ? new Float64Array(total) : undefined;
  const after = Array.from({ length: settings.landscapes }, () => new Float64Array(total));
  let compileSeconds = 0;
  const stopListening = onRecording((r) => compileSeconds += r.recordSeconds + r.firstRunSeconds);
  const started = performance.now();
  const keys = evaluationKeys(seed);
  const cycles = Array.from({ length: settings.cycles + 1 }, () => ({
    scorer: scorerOf(task),
    errors: new Float64Array(total),
    gradients: new Float64Array(total),
  }));
  const work = stoppable();
  try {
    for (
      const { first, count, problems } of problemBatches(task, {
        difficulty,
        problems: total,
        seed,
      }, batch)
    ) {
      const key = random.fold(keys.solver, first);
      let answer: Tensor | undefined;
      try {
        sayCutOff(task, settings, problems.answer);
        const runs: Float32Array[][] = [];
        let cycle = 0;
        const see = (
          answer: Tensor,
          { gradients, energy }: Pick<Spent, "gradients" | "energy">,
        ) => {
          const own = cycles[cycle]!;
          own.errors.set(errorOf(task, answer, problems), first);
          own.gradients.set(gradients, first);
          own.scorer.add(answer, problems);
          options.onAnswers?.(answer, problems, { cycle, gradients, energy });
          cycle++;
        };
        const solution = solveBatch(
          { network, params },
          problems,
          problems.answer.shape,
          key,
          settings,
          (info, t, r) => {
            (runs[r] ??= [])[t] = errorOf(task, info.answer, problems);
          },
          (state) => see(state.answer, state),
        );
        const { energy, run, gradients } = solution;
        answer = solution.answer;
        // Where all are finished, no cycle changes them any more.
        while (cycle <= settings.cycles) see(answer, { gradients, energy });
        const { errors } = cycles[0]!;
        if (energy) energies?.set(energy, first);
        after.forEach((all, t) => {
          // Landscapes that were not descended any more leave the answer as it is.
          for (let i = 0; i < count; i++) {
            all[first + i] = runs[run[i]!]![t]?.[i] ?? errors[first + i]!;
          }
        });
      } finally {
        // What observes is the caller's, and may throw.
        disposeTree({ key, problems, ...(answer && { answer }) });
      }
      onProgress?.(first + count, total);
      await work.pause(() =>
        `stopped at problem ${first + count} of ${total}; nothing that was there is lost`
      );
    }
  } finally {
    work.end();
    stopListening();
    disposeTree(keys);
  }
  const byCycle = cycles.map(({ scorer, errors, gradients }, cycle): CycleScores => ({
    cycle,
    gradients: meanOf(gradients).mean,
    errors,
    scores: scorer.scores(errors),
    ...meanOf(errors),
  }));
  const { cycle: _, ...found } = byCycle.at(-1)!;
  return {
    difficulty,
    seed,
    settings,
    ...found,
    byCycle,
    ...(energies && { energies }),
    byLandscape: after.map((all, t) => ({ t, ...meanOf(all) })).reverse(),
    seconds: (performance.now() - started) / 1000 - compileSeconds,
    compileSeconds,
  };
}
