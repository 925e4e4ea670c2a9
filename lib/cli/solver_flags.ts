/** The flags that `evaluate` and `solve` share. */
import { usageError } from "../checks/usage.ts";
import type { Method } from "../papers/ired/method/method.ts";
import type { PresetName, SamplerOptions } from "../papers/ired/method/options.ts";
import { stepLengths } from "../papers/ired/method/step_length.ts";
import { type SolverOptions, type Stop, stops } from "../papers/ired/evaluation/solver.ts";
import { type Selection, selections } from "../papers/ired/evaluation/selection.ts";
import type { Flag, FlagValues } from "./flags.ts";

/** How problems are solved. */
export const samplerFlags = {
  preset: {
    help: "options of the sampler; those of the training by default",
    value: "NAME",
    choices: ["reference", "corrected"],
  },
  "inner-steps": { help: "descent steps per landscape", value: "N", range: [0, 10_000] },
  "step-length": {
    help:
      "fixed (by default), or adaptive: a problem's steps on a landscape grow while they lower " +
      "the energy, and shrink when they would raise it",
    value: "NAME",
    choices: stepLengths,
  },
  jump: {
    help: "whether each landscape starts at the estimate of the answer",
    value: "NAME",
    choices: ["on", "off"],
  },
  "posterior-noise": {
    help: "whether that adds noise, as a diffusion does",
    value: "NAME",
    choices: ["on", "off"],
  },
  reverse: {
    help: "how a network trained as diffusion goes from level to level",
    value: "NAME",
    choices: ["ancestral", "projection"],
  },
  landscapes: { help: "only so many landscapes, the sharpest", value: "N", range: [1, 10] },
  restarts: {
    help: "runs per problem, of which the best counts; 1 by default",
    value: "N",
    range: [1, 1000],
  },
  cycles: {
    help: "hops of each problem: noised up to a landscape, down again, the better answer kept",
    value: "N",
    range: [0, 100_000],
  },
  level: {
    help: "the landscape that hops go up to; the task's, or 5, by default",
    value: "T",
    range: [0, 9],
  },
  ladder: {
    help: "landscapes that hops go up to in turn instead, such as 4,5,6,7",
    value: "T,…",
    kind: "text",
  },
  patience: {
    help: "hops to higher energies in a row after which the next one is taken, whatever its " +
      "energy; never by default",
    value: "N",
    range: [1, 100_000],
  },
  select: {
    help: "by what the better of several answers is told; by their last energy by default",
    value: "RULE",
    choices: selections,
  },
  stop: {
    help: "what an answer that looks finished ends, where a task can tell: nothing (never), its " +
      "hops (hops, the default of evaluate --cycles), or its descent too (finished, that of solve)",
    value: "WHEN",
    choices: stops,
  },
  enough: {
    help: "the energy below which hops end, where nothing but the energy is to decide",
    value: "E",
    numbers: "any",
  },
  seed: {
    help: "fixes random problems and where descent starts; 0 by default",
    value: "N",
    range: [-(2 ** 31), 2 ** 31 - 1],
  },
} as const satisfies Record<string, Flag>;

/** The landscapes of `--ladder`. */
function parseLadder(text: string): number[] {
  const ladder = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  if (ladder.every((t) => Number.isInteger(t) && t >= 0 && t <= 9)) return ladder;
  throw usageError(
    `--ladder must be landscapes from 0 to 9 such as 4,5,6,7: current value is ${text}`,
  );
}

/** Refuses flags about hops where there are none. */
export function assertHops(values: FlagValues, cycles = 0): void {
  if (cycles > 0) return;
  // Some rules of selection look at the landscapes, too.
  const ofHops = ["patience", "enough", ...("select" in values ? [] : ["level", "ladder"])];
  const idle = ofHops.find((name) => name in values);
  if (idle) throw usageError(`--${idle} does nothing without --cycles: say how many hops`);
}

/** Flags that are constants of a sampler, by the name that it has for them. */
const constants = {
  innerSteps: "inner-steps",
  stepLength: "step-length",
  jump: "jump",
  posteriorNoise: "posterior-noise",
  reverse: "reverse",
} as const satisfies Partial<Record<keyof SamplerOptions, keyof typeof samplerFlags>>;

const constantNames = Object.keys(constants) as (keyof typeof constants)[];

/** Refuses flags that a network's method of solving does not look at, even with the usual value. */
export function assertRead(
  values: FlagValues,
  { name, reads }: Pick<Method, "name" | "reads">,
): void {
  const idle = constantNames.find((one) => constants[one] in values && !reads.includes(one));
  if (idle === undefined) return;
  throw usageError(
    `--${constants[idle]} does nothing for a network trained as ${name}: leave it out`,
  );
}

/** What those flags ask for; `preset` where they do not say. */
export function solverOptions(values: FlagValues, preset: PresetName): SolverOptions {
  const given = constantNames.map((name) => [name, values[constants[name]]])
    .filter(([, value]) => value !== undefined);
  return {
    preset: (values.preset as PresetName | undefined) ?? preset,
    ...(given.length && { sampler: Object.fromEntries(given) }),
    ...("landscapes" in values && { landscapes: values.landscapes as number }),
    ...("stop" in values && { stop: values.stop as Stop }),
    ...("restarts" in values && { restarts: values.restarts as number }),
    ...("cycles" in values && { cycles: values.cycles as number }),
    ...("level" in values && { level: values.level as number }),
    ...("ladder" in values && { ladder: parseLadder(values.ladder as string) }),
    ...("enough" in values && { enough: values.enough as number }),
    ...("patience" in values && { patience: values.patience as number }),
    ...("select" in values && { select: values.select as Selection }),
  };
}
