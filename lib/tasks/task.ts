import type { Key, Tensor } from "../tensor/mod.ts";
import type { EnergyNetwork } from "../nn/energy_network.ts";
import type { SamplerOptions } from "../diffusion/options.ts";
import type { LossHooks } from "../training/step.ts";
import type { TrainingConfig } from "../training/config.ts";

/** The paper tests each task at the difficulty it was trained on, and at a harder one. */
export type Difficulty = "same" | "harder";

/** A batch of problems: what is given, the answer, and the clues within it, if any. */
export type Problems = {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
  readonly clues?: { readonly mask: Tensor; readonly values: Tensor };
};

/** A number of a published table. */
export interface PublishedResult {
  readonly method: string;
  readonly same: number;
  readonly harder: number;
  /** Where it stands, such as "IRED, table 1". */
  readonly source: string;
}

/** A way to answer without solving, which every table shows. */
export interface TrivialBaseline {
  readonly name: string;
  /** Answers for `problems`; `training` is a sample of the training distribution. */
  answer(problems: Problems, training: Problems): Tensor;
}

/** A network of a task, and how it is trained by default. */
export interface TaskNetwork {
  readonly title: string;
  create(): EnergyNetwork;
  readonly training: Omit<TrainingConfig, "task" | "network" | "seed">;
}

/** An experiment: data, networks, constants and metric. */
export interface Task {
  readonly name: string;
  readonly title: string;
  /** Shape of one answer. */
  readonly answerShape: readonly number[];
  readonly networks: Readonly<Record<string, TaskNetwork>>;
  /** Constants of the task that replace those of a preset. */
  readonly sampler?: Partial<SamplerOptions>;
  readonly lossHooks?: LossHooks;
  /** Draws problems; compiled, and the same for the same key. */
  sample(key: Key, count: number, difficulty: Difficulty): Problems;
  /** Error of each answer, `[batch]`; for matrices the mean squared error over entries. */
  error(answer: Tensor, problems: Problems): Tensor;
  readonly errorName: string;
  readonly published: readonly PublishedResult[];
  readonly baselines: readonly TrivialBaseline[];
}
