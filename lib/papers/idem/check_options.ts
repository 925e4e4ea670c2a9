/** Whether a training can be what its options say: a mistyped word would train something else. */
import {
  assertChoice,
  assertCount,
  assertFinite,
  assertNumber,
  assertSteps,
} from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import type { IdemOptions } from "./options.ts";

/** Names of {@link IdemOptions}. */
const OPTION_NAMES = [
  ...["target", "network", "schedule", "estimator", "weight", "deviation", "forces", "keeps"],
  ...["rate", "source", "steps", "batch", "learningRate", "refreshEvery", "refreshSamples"],
  ...["refreshSteps", "capacity", "initialSamples", "noiseScale", "project", "seed", "mode"],
] as const satisfies (keyof IdemOptions)[];

/** @throws {RangeError} If an option's name is unknown, or its value impossible */
export function assertIdemOptions(options: IdemOptions): void {
  assertOptionNames(options, OPTION_NAMES, true);
  const { weight, source, keeps, rate, mode, deviation, forces, noiseScale, estimator } = options;
  assertChoice("weight", weight, ["variance", "one", "normalised"]);
  assertChoice("source", source, ["own samples", "prior"]);
  if (keeps !== undefined) assertChoice("keeps", keeps, ["noised point"]);
  if (rate !== undefined) assertChoice("rate", rate, ["constant", "cosine"]);
  if (mode !== undefined) assertChoice("mode", mode, ["xla", "graph"]);
  assertSteps("steps", options.steps);
  const { batch, refreshEvery, refreshSamples, refreshSteps, capacity, initialSamples } = options;
  const counts = { batch, refreshEvery, refreshSamples, refreshSteps, capacity, initialSamples };
  for (const [name, value] of Object.entries(counts)) assertCount(name, value);
  assertCount("samples of the estimator", estimator?.samples);
  assertFinite("learningRate", options.learningRate, "at least 0");
  if (deviation !== undefined) assertFinite("deviation", deviation, "at least 0");
  if (noiseScale !== undefined) assertFinite("noiseScale", noiseScale, "at least 0");
  if (!forces) return;
  assertFinite("deviation of forces", forces.deviation, "above 0");
  assertNumber("clip of forces", forces.clip, "above 0");
}
