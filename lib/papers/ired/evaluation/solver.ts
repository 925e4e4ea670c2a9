/** Solving batches of problems, with restarts. */
import { disposeTree, type Key, random, type Tensor } from "../../../tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Clues } from "../../../diffusion/noising.ts";
import type { IremOptions } from "../method/irem.ts";
import { createMethodSampler } from "../method/method_sampler.ts";
import { type Method, withoutEnergy } from "../method/methods.ts";
import { type PresetName, presets, type SamplerOptions } from "../method/options.ts";
import type { Sampler, SamplerInfo } from "../method/annealed_descent.ts";
import type { SamplerMode } from "../method/landscape_steps.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import type { Task } from "../tasks/task.ts";
import { assertInteger } from "./problems.ts";
import { choose, settledAnswers } from "./settled.ts";

/** How problems are solved. */
export interface SolverOptions {
  /** What the network was trained as, which decides how it solves; "ired" by default. */
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

/** What one run of one landscape gave; disposed once it was seen. */
export type Observer = (info: SamplerInfo, run: number) => void;

/** Answers to a batch. */
export interface Solution {
  /** `[batch, …]`; disposed by the one who takes it. */
  readonly answer: Tensor;
  /** Energies on the last landscape that an answer saw, `[batch]`. */
  readonly energy: Float32Array;
  /** Which run the answer is of, `[batch]`. */
  readonly run: Int32Array;
}

/**
 * Fills the gaps of `options`: preset, then the task's constants, then what `options` replaces.
 *
 * @throws {RangeError} If a value is impossible
 */
export function solverSettings(task: Task, options: SolverOptions): SolverSettings {
  const { trainedAs = "ired", preset = "corrected", restarts = 1, mode, stop = "never" } = options;
  if (!Object.hasOwn(presets, preset)) {
    throw new RangeError(
      `preset must be one of ${Object.keys(presets).join(", ")}: current value is ${preset}`,
    );
  }
  const { levels, sampler } = presets[preset];
  const irem = options.irem ?? presets[preset].loss.irem;
  const ofMethod = methodLimits(trainedAs, irem);
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

/** What solving by a method is limited to; without an energy there is nothing to choose a run by. */
function methodLimits(method: Method, irem: IremOptions): {
  readonly innerSteps: number;
  readonly restarts: number;
  readonly landscapes?: number;
  readonly sampler?: Partial<SamplerOptions>;
} {
  const descends = { innerSteps: 10_000, restarts: 1000 };
  if (method === "irem") {
    return { ...descends, landscapes: 1, sampler: { innerSteps: irem.steps } };
  }
  if (!withoutEnergy.includes(method)) return descends;
  const sampler = { innerSteps: 0, posteriorNoise: method === "diffusion" ? "on" : "off" } as const;
  const once = { innerSteps: 0, restarts: 1, sampler };
  return method === "feedforward" ? { ...once, landscapes: 1 } : once;
}

/** One run down the landscapes, which ends early if `observe` says so. */
function descendAll(
  sampler: Sampler,
  solving: ReturnType<Sampler["encode"]>,
  shape: readonly number[],
  key: Key,
  settings: SolverSettings,
  observe: (info: SamplerInfo) => boolean,
): { readonly answer: Tensor; readonly energy: Float32Array } {
  let state = { ...sampler.init(key, shape), t: settings.landscapes - 1 };
  let energy: Float32Array = new Float32Array(shape[0]!);
  while (state.t >= 0) {
    const [next, info] = sampler.step(solving, state);
    [state.y, state.key].forEach((tensor) => tensor.dispose());
    state = next;
    energy = info.energies.dataSync<"float32">().slice(-shape[0]!);
    const ends = observe(info) && info.t > 0;
    [info.energies, info.accepted].forEach((tensor) => tensor.dispose());
    if (ends) {
      [state.y, state.key].forEach((tensor) => tensor.dispose());
      return { answer: info.answer, energy };
    }
    info.answer.dispose();
  }
  const answer = sampler.answer(state);
  [state.y, state.key].forEach((tensor) => tensor.dispose());
  return { answer, energy };
}

/**
 * Solves a batch. Everything but the answer is disposed.
 *
 * @param problem Condition, and clues if any, `[batch, …]`
 * @param shape Shape of the answers, `[batch, …]`
 * @param key Fixes where descent starts, and the posterior noise
 * @param observe Sees each landscape of each run
 */
export function solveBatch(
  network: EnergyNetwork,
  params: Params,
  problem: { readonly condition: Condition; readonly clues?: Clues },
  shape: readonly number[],
  key: Key,
  settings: SolverSettings,
  observe: Observer = () => {},
): Solution {
  const { trainedAs, irem, levels, sampler: options, mode } = settings;
  const schedule = cosineSchedule(levels);
  const sampler = createMethodSampler(trainedAs, network, schedule, options, irem, mode);
  const solving = sampler.encode(params, problem.condition, problem.clues);
  const settled = settings.finished && settledAnswers(settings.finished, shape[0]!);
  let best: Solution | undefined;
  let ended = false;
  for (let run = 0; run < settings.restarts && !ended; run++) {
    const runKey = random.fold(key, run);
    const found = descendAll(
      sampler,
      solving,
      shape,
      runKey,
      settings,
      (info) => {
        observe(info, run);
        ended = settled?.see(info, run) ?? false;
        return ended;
      },
    );
    runKey.dispose();
    if (!best) {
      best = { ...found, run: new Int32Array(shape[0]!) };
      continue;
    }
    const before: Solution = best;
    const better = Array.from(found.energy, (e, i) => {
      const lowest = before.energy[i]!;
      return e < lowest || Number.isNaN(lowest) ? 1 : 0;
    });
    best = {
      answer: choose(better, found.answer, before.answer),
      energy: before.energy.map((e, i) => better[i] ? found.energy[i]! : e),
      run: before.run.map((r, i) => better[i] ? run : r),
    };
    [found.answer, before.answer].forEach((tensor) => tensor.dispose());
  }
  disposeTree(solving.encoded);
  return settled ? settled.merge(best!) : best!;
}
