/** Solving batches of problems, with restarts and hops. */
import { disposeTree, type Key, random, type Tensor } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import { cosineSchedule } from "../../../diffusion/schedule.ts";
import { assertChoice } from "../../../checks.ts";
import type { IremOptions } from "../method/irem.ts";
import type { Method } from "../method/method.ts";
import { methods } from "../method/methods.ts";
import { type PresetName, presets, type SamplerOptions } from "../method/options.ts";
import type { SamplerMode } from "../method/solver.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";
import { assertSamplerOf } from "../tasks/task_parts.ts";
import { flagsOf } from "../tasks/told.ts";
import { bestOfRuns, type Found, type Observer, type Solution } from "./descents.ts";
import { type CycleState, hopFrom } from "./hops.ts";
import { assertHops, assertLadder, assertRead, assertSolverOptions } from "./option_names.ts";
import { assertInteger } from "./problems.ts";
import { assertQuestion } from "./question.ts";
import { scoreOf, type Selection, selectionsOf, type Telling } from "./selection.ts";

export type { Observer, Solution } from "./descents.ts";

/** The landscape of hops where neither caller nor task names one. */
const USUAL_LEVEL = 5;

/** Folded into a batch's key for its hops; runs fold their number, from 0 on. */
const HOPS = -1;

/** What may end before its time; see {@link SolverOptions}. */
export const stops = ["never", "hops", "finished"] as const;
/** A name in {@link stops}. */
export type Stop = (typeof stops)[number];

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
   * Runs per problem, of which the best counts; 1 by default. More of them switch posterior noise on
   * unless `sampler` says otherwise.
   */
  readonly restarts?: number;
  /**
   * Hops of each problem after that: its answer is noised up to landscape `level` and descends
   * again from there, and the better answer is kept; none by default. They change the defaults of
   * `stop` to "hops", where the task can tell, and of the inner steps to the task's for hops.
   */
  readonly cycles?: number;
  /** That landscape; the task's, or 5, by default, or the smoothest where there are fewer. */
  readonly level?: number;
  /** Landscapes that hops go up to in turn, instead of `level`. */
  readonly ladder?: readonly number[];
  /**
   * After so many hops in a row that led higher, a problem goes on from where the next one leads; the
   * best answer is kept all the same. Never by default.
   */
  readonly patience?: number;
  /** What the better answer is: the one of lower final energy by default. */
  readonly select?: Selection;
  /**
   * What ends before its time, as far as the task can tell that an answer is finished: "hops" of
   * finished answers, the default with hops; "finished" keeps an answer as soon as it is finished
   * after a landscape, too, and stops when all of a batch are, restarts included, so that its energy
   * is that of another landscape than those of others; "never", the default without hops, nothing.
   */
  readonly stop?: Stop;
  /**
   * Hops end for answers whose last energy is below that, instead of for those that the task calls
   * finished: where nothing but the energy is to decide. Not beside `stop: "finished"`.
   */
  readonly enough?: number;
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
  readonly cycles: number;
  readonly level: number;
  readonly ladder?: readonly number[];
  readonly patience?: number;
  readonly select: Selection;
  readonly task: Telling & Pick<Task, "answerShape" | "shapeOf">;
  readonly mode: SamplerMode | undefined;
  readonly stop: Stop;
  readonly enough?: number;
  /** Says which answers are finished, if that ends anything. */
  readonly finished?: (answer: Tensor) => Tensor;
}

/**
 * Fills the gaps of `options`: preset, then the task's constants, then what `options` replaces.
 *
 * @throws {RangeError} If a value is impossible, an option unknown, or one of hops given without cycles
 */
export function solverSettings(task: Task, options: SolverOptions): SolverSettings {
  const { trainedAs = methods.ired, preset = "corrected", restarts = 1, cycles = 0 } = options;
  const { select = "energy", mode } = options;
  assertChoice("preset", preset, Object.keys(presets));
  const { levels, sampler } = presets[preset];
  assertSolverOptions(options, sampler);
  assertSamplerOf(task);
  const irem = options.irem ?? presets[preset].loss.irem;
  const ofMethod = trainedAs.limits(irem), most = ofMethod.landscapes ?? levels;
  const landscapes = options.landscapes ?? most;
  assertInteger("landscapes", landscapes, 1, most);
  assertInteger("restarts", restarts, 1, ofMethod.restarts);
  assertInteger("cycles", cycles, 0, ofMethod.cycles);
  const level = options.level ?? Math.min(task.hops?.level ?? USUAL_LEVEL, landscapes - 1);
  assertInteger("level", level, 0, landscapes - 1);
  assertLadder(options.ladder);
  options.ladder?.forEach((one) => assertInteger("ladder", one, 0, landscapes - 1));
  if (options.patience !== undefined) assertInteger("patience", options.patience, 1, 100_000);
  assertChoice("select", select, trainedAs.hasEnergy ? selectionsOf(task) : ["energy"]);
  const noise = restarts > 1 ? { posteriorNoise: "on" } as const : {};
  const own = {
    ...task.sampler,
    ...(preset === "reference" && task.referenceSampler),
    ...(cycles > 0 && task.hops && { innerSteps: task.hops.innerSteps }),
  };
  const usual = { ...sampler, ...own, ...ofMethod.sampler, ...noise };
  const chosen = { ...usual, ...options.sampler };
  assertInteger("innerSteps", chosen.innerSteps, 0, ofMethod.innerSteps);
  assertRead(trainedAs, usual, chosen);
  const { enough } = options;
  if (enough !== undefined && (!Number.isFinite(enough) || !trainedAs.hasEnergy)) {
    throw new RangeError(
      `enough must be an energy, of a network that has one: current value is ${enough}`,
    );
  }
  const stop = options.stop ??
    (cycles > 0 && task.finished && enough === undefined ? "hops" : "never");
  if (stop !== "never" && (!stops.includes(stop) || !task.finished)) {
    const accepted = task.finished ? `one of ${stops.join(", ")}` : `never for ${task.name}`;
    throw new RangeError(`stop must be ${accepted}: current value is ${stop}`);
  }
  assertHops(options);
  const settings = {
    trainedAs,
    irem,
    preset,
    sampler: chosen,
    levels,
    landscapes,
    restarts,
    cycles,
    level,
    ...(options.ladder && { ladder: options.ladder }),
    ...(options.patience !== undefined && { patience: options.patience }),
    select,
    stop,
    ...(enough !== undefined && { enough }),
    task,
    mode,
  };
  return stop === "never" ? settings : { ...settings, finished: task.finished! };
}

/**
 * Solves a batch. Everything but the answer is disposed, and that, too, where something throws.
 *
 * @param question Condition, and observed entries if any, `[batch, …]`
 * @param shape Shape of the answers, `[batch, …]`
 * @param key Fixes where descent starts, the posterior noise, and that of hops
 * @param observe Sees each landscape of each run, but not those of hops
 * @param onCycle Sees what each hop left, if there are any, from what they start at on
 * @throws {TypeError} If there is no condition, or it holds what is no tensor
 * @throws {RangeError} If it is of another batch, the answers not of the task's shape, or what the task calls finished is not one flag each
 */
export function solveBatch(
  { network, params }: { readonly network: EnergyNetwork; readonly params: Params },
  question: Question,
  shape: readonly number[],
  key: Key,
  settings: SolverSettings,
  observe: Observer = () => {},
  onCycle?: (state: CycleState) => void,
): Solution {
  const { trainedAs, irem, levels, landscapes, sampler: options, cycles, level, task } = settings;
  assertQuestion(task, question, shape);
  const { ladder = [level], patience } = settings;
  const { mode = network.mode ?? "xla" } = settings;
  const schedule = cosineSchedule(levels);
  const solver = trainedAs.solver({
    network,
    schedule,
    options,
    irem,
    landscapes,
    mode: settings.mode,
  });
  const lowest = Math.min(...ladder);
  const score = scoreOf(settings.select, { network, schedule, mode, task, level: lowest });
  const solving = solver.encode(params, question.condition, question.observed);
  const { stop, enough } = settings;
  const finished = settings.finished && flagsOf(task.name, settings.finished);
  let descended: Found;
  try {
    descended = bestOfRuns(key, {
      ...{ solver, solving, shape, score, observe, restarts: settings.restarts },
      ...(stop === "finished" && { finished: finished! }),
    });
  } finally {
    disposeTree(solving.encoded);
  }
  if (cycles === 0) return descended;
  const hopKey = random.fold(key, HOPS);
  try {
    return hopFrom(hopKey, descended, {
      ...{ solver, schedule, params, question, score, cycles, ladder, patience, mode, onCycle },
      ...(enough !== undefined ? { enough } : finished && { finished }),
    });
  } finally {
    hopKey.dispose();
  }
}
