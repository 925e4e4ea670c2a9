/** Which options solving takes: notebooks have no type check, and would compute without what was meant. */
import { assertOptionNames } from "../../../checks/spelling.ts";
import type { Method } from "../method/method.ts";
import type { SamplerOptions } from "../method/options.ts";
import type { EvaluateOptions } from "./solve.ts";
import type { SolverOptions } from "./solver.ts";

/** Names of {@link EvaluateOptions}, and what settings have beside them. */
const OPTION_NAMES = [
  ...["trainedAs", "irem", "preset", "sampler", "landscapes", "restarts", "cycles", "level"],
  ...["ladder", "patience", "select", "stop", "enough", "mode"],
  ...["task", "network", "params", "difficulty", "problems", "batch", "seed"],
  ...["onAnswers", "onProgress"],
] as const satisfies (keyof EvaluateOptions)[];

/** What else a checkpoint has, one of a notebook included, and settings: it says nothing of solving. */
const BESIDE = ["title", "manifest", "log", "digest", "levels", "finished"];

/** What a training in memory has beside those, of which `steps` are a function: options are none. */
const OF_TRAINING = ["steps", "progress", "config", "save", "dispose"];

/** Options that say how hops are made. */
const OF_HOPS = ["patience", "enough"] as const;

/** Those that rules of selection look at, too. */
const OF_LEVELS = ["level", "ladder"] as const;

/** Names that nothing knows, but for what comes along with a network. */
function assertKnown(options: object): void {
  const trained = typeof (options as Record<string, unknown>).steps === "function";
  const beside = [...BESIDE, ...(trained ? OF_TRAINING : [])];
  const given = Object.entries(options).filter(([name]) => !beside.includes(name));
  assertOptionNames(Object.fromEntries(given), OPTION_NAMES, true);
}

/**
 * Refuses options that do nothing beside another one. Settings, which are options, too, have a level
 * in any case.
 *
 * @throws {RangeError} With the option that does nothing
 */
function assertBeside(options: SolverOptions): void {
  if (options.level !== undefined && options.ladder !== undefined && !("levels" in options)) {
    throw new RangeError(
      `level does nothing beside ladder, which says where hops go up to: current value is ${options.level}`,
    );
  }
  if (options.stop === "hops" && options.enough !== undefined) {
    throw new RangeError('stop: "hops" does nothing beside enough, the energy that ends them');
  }
  // An answer that is kept for being finished would hop on, judged by the energy of another one.
  if (options.stop === "finished" && options.enough !== undefined) {
    throw new RangeError(
      'stop: "finished" goes by the task, beside enough, by which the energy alone ends hops: leave one out',
    );
  }
}

/**
 * Refuses options of hops that do nothing: beside others, or where nobody says how many; 0 that is said is the start of a curve over hops.
 *
 * @throws {RangeError} With the option that does nothing
 */
export function assertHops(options: SolverOptions): void {
  assertBeside(options);
  if (options.cycles !== undefined) return;
  if (options.stop === "hops") {
    throw new RangeError('stop: "hops" does nothing without cycles, which say how many hops');
  }
  const ofHops = [...OF_HOPS, ...(options.select === undefined ? OF_LEVELS : [])];
  const idle = ofHops.find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  throw new RangeError(
    `${idle} does nothing without cycles, which say how many hops: current value is ${
      options[idle]
    }`,
  );
}

/**
 * Refuses options that solving does not take.
 *
 * @param sampler The constants of a preset
 * @throws {RangeError} With what was meant, or what is accepted
 */
export function assertSolverOptions(options: SolverOptions, sampler: SamplerOptions): void {
  const misplaced = Object.keys(options).find((name) => name in sampler);
  if (misplaced !== undefined) {
    throw new RangeError(
      `Unknown option ${misplaced}: it is one of the sampler's, sampler: { ${misplaced}: … }`,
    );
  }
  assertKnown(options);
  assertOptionNames(options.sampler ?? {}, Object.keys(sampler), true);
}

/**
 * Refuses constants that were changed but that the method's solver does not look at.
 *
 * @param usual What they are where nobody says anything
 * @throws {RangeError} With the one that does nothing
 */
export function assertRead(
  { name: method, reads }: Method,
  usual: SamplerOptions,
  chosen: SamplerOptions,
): void {
  const names = Object.keys(usual) as (keyof SamplerOptions)[];
  const idle = names.find((name) => !reads.includes(name) && chosen[name] !== usual[name]);
  if (idle === undefined) return;
  throw new RangeError(
    `${idle} does nothing for a network trained as ${method}: current value is ${chosen[idle]}`,
  );
}

/**
 * Refuses a ladder that is no list, or has no landscape.
 *
 * @throws {TypeError} With what it is
 */
export function assertLadder(ladder: unknown): void {
  if (ladder === undefined || (Array.isArray(ladder) && ladder.length > 0)) return;
  throw new TypeError(
    `ladder must be a list of landscapes, such as [4, 5, 6]: current value is ${ladder}`,
  );
}
