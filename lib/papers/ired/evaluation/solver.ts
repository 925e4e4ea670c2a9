/** Solving batches of problems, with restarts. */
import { suggestion } from "../../../checks/spelling.ts";
import { disposeTree, type Key, random, type Tensor, tf } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { run as runSampler } from "../../../samplers/sampler.ts";
import type { IremOptions } from "../method/irem.ts";
import type { Method } from "../method/method.ts";
import { methods } from "../method/methods.ts";
import { type PresetName, presets, type SamplerOptions } from "../method/options.ts";
import { landscapeOf, type SamplerMode, type SolverInfo } from "../method/solver.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";
import { assertInteger } from "./problems.ts";
import { choose, settledAnswers } from "./settled.ts";

/** How problems are solved. */
export interface SolverOptions {
  /** What the network was trained as, which decides how it solves; IRED by default. */
  readonly trainedAs?: Method;
  /** How a network trained as "irem" descends; as the preset says by default. */
  readonly irem?: IremOptions;
  /** Which constants; "corrected" by default. */
  readonly preset?: PresetName;
  /** Replaces constants of preset and task. */
  readonly sampler?: Partial<SamplerOptions>;
  /** Only so many landscapes, the sharpest; all of them by default. */
  readonly landscapes?: number;
  /**
   * Runs per problem, of which the one with the lowest final energy counts; 1 by default. More of
   * them switch posterior noise on unless `sampler` says otherwise.
   */
  readonly restarts?: number;
  /**
   * "finished" keeps an answer as soon as the task calls it finished after a landscape, and stops
   * when all of a batch are, restarts included; "never", the default, goes on to the end.
   */
  readonly stop?: "never" | "finished";
  /** How the sampler is compiled; the way that suits the network by default. */
  readonly mode?: "xla" | "graph";
}

/** {@link SolverOptions} without gaps. */
export interface SolverSettings {
  readonly trainedAs: Method;
  readonly irem: IremOptions;
  readonly preset: PresetName;
  readonly sampler: SamplerOptions;
  readonly levels: number;
  readonly landscapes: number;
  readonly restarts: number;
  readonly mode: SamplerMode | undefined;
  /** Says which answers are finished, if that ends their descent. */
  readonly finished?: (answer: Tensor) => Tensor;
}

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
}

/**
 * Fills the gaps of `options`: preset, then the task's constants, then what `options` replaces.
 *
 * @throws {RangeError} If a value is impossible
 */
export function solverSettings(task: Task, options: SolverOptions): SolverSettings {
  const { trainedAs = methods.ired, preset = "corrected", restarts = 1, mode, stop = "never" } =
    options;
  if (!Object.hasOwn(presets, preset)) {
    throw new RangeError(
      `preset must be one of ${Object.keys(presets).join(", ")}: current value is ${preset}${
        suggestion(preset, Object.keys(presets))
      }`,
    );
  }
  const { levels, sampler } = presets[preset];
  const irem = options.irem ?? presets[preset].loss.irem;
  const ofMethod = trainedAs.limits(irem);
  const most = ofMethod.landscapes ?? levels;
  const landscapes = options.landscapes ?? most;
  assertInteger("landscapes", landscapes, 1, most);
  assertInteger("restarts", restarts, 1, ofMethod.restarts);
  const noise = restarts > 1 ? { posteriorNoise: "on" } as const : {};
  const own = { ...task.sampler, ...(preset === "reference" && task.referenceSampler) };
  const chosen = { ...sampler, ...own, ...ofMethod.sampler, ...noise, ...options.sampler };
  assertInteger("innerSteps", chosen.innerSteps, 0, ofMethod.innerSteps);
  if (stop !== "never" && (stop !== "finished" || !task.finished)) {
    const accepted = task.finished ? "one of never, finished" : `never for ${task.name}`;
    throw new RangeError(`stop must be ${accepted}: current value is ${stop}`);
  }
  const settings = {
    ...{ trainedAs, irem, preset, sampler: chosen, levels, landscapes, restarts, mode },
  };
  return stop === "finished" ? { ...settings, finished: task.finished! } : settings;
}

/**
 * Solves a batch. Everything but the answer is disposed.
 *
 * @param question Condition, and observed entries if any, `[batch, …]`
 * @param shape Shape of the answers, `[batch, …]`
 * @param key Fixes where descent starts, and the posterior noise
 * @param observe Sees each landscape of each run
 */
export function solveBatch(
  { network, params }: { readonly network: EnergyNetwork; readonly params: Params },
  question: Question,
  shape: readonly number[],
  key: Key,
  settings: SolverSettings,
  observe: Observer = () => {},
): Solution {
  const { trainedAs, irem, levels, landscapes, sampler: options, mode } = settings;
  const schedule = cosineSchedule(levels);
  const solver = trainedAs.solver({
    ...{ network, schedule, options, irem, landscapes, mode },
  });
  const solving = solver.encode(params, question.condition, question.observed);
  const batch = shape[0]!;
  const settled = settings.finished && settledAnswers(settings.finished, batch);
  let best: Solution | undefined;
  let ended = false;
  for (let run = 0; run < settings.restarts && !ended; run++) {
    const runKey = random.fold(key, run);
    let energy: Float32Array | undefined, early: Tensor | undefined;
    const state = runSampler(solver, runKey, solving, shape, {
      observe(info, k) {
        const t = landscapeOf(solver, k);
        energy = info.energies?.dataSync<"float32">().slice(-batch);
        observe(info, t, run);
        ended = settled?.see(info, run) ?? false;
        if (ended && t > 0) early = tf.clone(info.answer);
        return ended;
      },
    });
    const found: Solution = {
      answer: early ?? solver.result(state),
      run: new Int32Array(batch).fill(run),
      ...(energy && { energy }),
    };
    [runKey, state].forEach(disposeTree);
    best = best ? lowest(best, found) : found;
  }
  disposeTree(solving.encoded);
  return settled ? settled.merge(best!) : best!;
}

/** The answers of lower energy, problem by problem; takes both over. */
function lowest(before: Solution, found: Solution): Solution {
  const [old, fresh] = [before.energy!, found.energy!];
  const better = Array.from(fresh, (e, i) => e < old[i]! || Number.isNaN(old[i]!) ? 1 : 0);
  const answer = choose(better, found.answer, before.answer);
  [found.answer, before.answer].forEach((tensor) => tensor.dispose());
  return {
    answer,
    energy: old.map((e, i) => better[i] ? fresh[i]! : e),
    run: before.run.map((r, i) => better[i] ? found.run[i]! : r),
  };
}
