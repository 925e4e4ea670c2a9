/** Whether the parts of a task are what a task is made of, said in one sentence. */
import { assertChoice } from "../../../checks.ts";
import { assertOptionNames } from "../../../checks/spelling.ts";
import { presets } from "../method/options.ts";
import type { Task, TaskNetwork } from "./task.ts";

/** Names of {@link Task}. */
const PART_NAMES = [
  ...["name", "title", "answerShape", "networks", "sampler", "referenceSampler", "loss"],
  ...["lossHooks", "observed", "hideObserved", "shapeOf", "own", "sample", "testSet"],
  ...["readProblems", "error", "errorName", "errorKind", "finished", "nearest", "conflicts"],
  ...["hops", "metrics", "hardness", "published", "baselines", "baselineTraining"],
] as const satisfies (keyof Task)[];

/** Parts as one gives them. */
type Parts = Pick<Task, "name" | "answerShape"> & Partial<Omit<Task, "networks">> & {
  readonly networks: Readonly<Record<string, Partial<TaskNetwork>>>;
};

function assertShape({ name, answerShape }: Parts): void {
  const size = (n: unknown) => Number.isInteger(n) && Number(n) > 0;
  if (Array.isArray(answerShape) && answerShape.every(size)) return;
  throw new RangeError(
    `answerShape of ${name} must be a list of sizes, such as [2]: current value is ${
      JSON.stringify(answerShape)
    }`,
  );
}

function assertNetworks({ name, networks }: Parts): void {
  const all = Object.entries(networks ?? {});
  if (all.length === 0) {
    throw new TypeError(
      `networks of ${name} must be networks by name, such as {small: {create}}: current value is ${
        JSON.stringify(networks)
      }`,
    );
  }
  for (const [network, parts] of all) {
    if (typeof parts?.create === "function") continue;
    throw new TypeError(
      `networks.${network} of ${name} must be {create}, a function that makes the network: it is {${
        Object.keys(parts ?? {})
      }}`,
    );
  }
}

/** Constants that a sampler does not have would be left at their defaults. */
export function assertSamplerOf(
  { sampler = {}, referenceSampler = {} }: Pick<Parts, "sampler" | "referenceSampler">,
): void {
  const accepted = Object.keys(presets.corrected.sampler);
  for (const given of [sampler, referenceSampler]) {
    assertOptionNames(given, accepted, true, "option of a task's sampler,");
  }
}

/**
 * Refuses parts that a task is not made of.
 *
 * @throws {TypeError} If the name, `sample` or a network is missing
 * @throws {RangeError} If a part or a constant of the sampler is unknown, or a value impossible
 */
export function assertParts(parts: Parts): void {
  assertOptionNames(parts, PART_NAMES, true, "part of a task,");
  const { name, sample, metrics = [] } = parts;
  if (typeof name !== "string" || name === "") {
    throw new TypeError(
      `name of a task must be a text that is not empty: current value is ${name}`,
    );
  }
  assertShape(parts);
  assertNetworks(parts);
  if (typeof sample !== "function") {
    throw new TypeError(`sample of ${name} must be a function that draws: it is ${typeof sample}`);
  }
  assertSamplerOf(parts);
  for (const { name: metric, better } of metrics) {
    assertChoice(`better of "${metric}" of ${name}`, better, ["higher", "lower"]);
  }
}
