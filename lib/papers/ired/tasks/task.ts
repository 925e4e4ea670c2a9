import type { Key, Tensor, Tensor2D } from "../../../tensor/mod.ts";
import type { EnergyNetwork } from "../../../energy/energy_network.ts";
import type { LossOptions, SamplerOptions } from "../method/options.ts";
import type { LossHooks } from "../method/step.ts";
import type { TrainingConfig } from "../../../training/config.ts";

/** The paper tests each task at the difficulty it was trained on, and at a harder one. */
export type Difficulty = "same" | "harder";

/**
 * Which problems: those to learn from, or a test set of either difficulty. Where problems are
 * finitely many, the three share none.
 */
export type Split = "train" | Difficulty;

/**
 * A batch of problems: what is given, the answer, the clues within it, if any, and what only
 * measures need.
 */
export type Problems = {
  readonly condition: Readonly<Record<string, Tensor>>;
  readonly answer: Tensor;
  readonly clues?: { readonly mask: Tensor; readonly values: Tensor };
  readonly extra?: Readonly<Record<string, Tensor>>;
};

/** A number of a published table. */
export interface PublishedResult {
  readonly method: string;
  readonly same: number;
  readonly harder: number;
  /** What was measured; the name of the task's error by default. */
  readonly metric?: string;
  /** Where it stands, such as "IRED, table 1". */
  readonly source: string;
}

/**
 * A measure of a whole set, taken from sums over its problems, so that neither batches nor problems
 * of unequal size distort it.
 */
export interface Metric {
  /** Such as "unknown cells right". */
  readonly name: string;
  /** "higher" for shares of what is right, which lie between 0 and 1. */
  readonly better: "higher" | "lower";
  /** Whether it is the share of problems that pass, each or not at all; not, by default. */
  readonly passes?: boolean;
  /** Counts of each problem, `[batch, k]`. */
  counts(answer: Tensor, problems: Problems): Tensor2D;
  /** The measure, of the counts added up over `problems` problems; NaN if it is undefined. */
  value(sums: Float64Array, problems: number): number;
}

/** Further sets to test on, by a number that says how hard they are, such as a count of clues. */
export interface Hardness {
  /** What the number is. */
  readonly name: string;
  readonly values: readonly number[];
  /** Draws test problems, compiled or not, the same for the same key. */
  sample(key: Key, count: number, value: number): Problems;
}

/** A test set with an end. */
export interface FiniteSet {
  readonly size: number;
  /** The problems of those numbers, 0 … `size` - 1, in that order. */
  pick(numbers: ArrayLike<number>): Problems;
}

/** Problems of a file that a user has. */
export interface ProblemFile extends FiniteSet {
  /** How hard each is, as {@link Hardness} counts. */
  readonly hardness: readonly number[];
  /** What was left out, and why. */
  readonly rejected: readonly string[];
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
  /** Draws the problems that it learns from, where they are others than the task's. */
  sample?(key: Key, count: number): Problems;
  /**
   * Whether a checkpoint of its usual training belongs to the project, and the network to the
   * experiment's notebook; "shipped" by default.
   */
  readonly checkpoint?: "shipped" | "none";
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
  /** Further ones that only the released code has: they replace those of the preset "reference". */
  readonly referenceSampler?: Partial<SamplerOptions>;
  readonly loss?: Partial<LossOptions>;
  readonly lossHooks?: LossHooks;
  /** Draws problems, compiled or not, the same for the same key. */
  sample(key: Key, count: number, split: Split): Problems;
  /** The test set of a difficulty, where it has an end; evaluation then meets no problem twice. */
  testSet?(difficulty: Difficulty): FiniteSet;
  /**
   * Reads a file of problems, where a format of them is in use.
   *
   * @throws {SyntaxError} If the text is not in that format
   */
  readProblems?(text: string): ProblemFile;
  /**
   * Error of each answer, `[batch]`, 0 at best; for matrices the mean squared error over entries.
   */
  error(answer: Tensor, problems: Problems): Tensor;
  readonly errorName: string;
  /** Which answers `[batch, …]` need no more descent, as far as the answers show: 1 or 0, `[batch]`. */
  finished?(answer: Tensor): Tensor;
  /** Measures of a set, that of the published table first; none where that is the mean error. */
  readonly metrics: readonly Metric[];
  readonly hardness?: Hardness;
  readonly published: readonly PublishedResult[];
  readonly baselines: readonly TrivialBaseline[];
}
