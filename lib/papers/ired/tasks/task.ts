import { suggestion } from "../../../checks/spelling.ts";
import type { Key, Tensor, Tensor2D } from "../../../tensor/mod.ts";
import type { Condition, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { LossOptions, SamplerOptions } from "../method/options.ts";
import type { LossHooks } from "../method/method.ts";
import type { Observed } from "../../../diffusion/noising.ts";
import type { IredConfig } from "../config.ts";
import type { Problems } from "../problems.ts";
import type { OwnProblems } from "./own/own.ts";

/** The paper tests each task at the difficulty it was trained on, and at a harder one. */
export type Difficulty = "same" | "harder";

/** Both, in the order of tables and charts. */
export const difficulties = ["same", "harder"] as const satisfies readonly Difficulty[];

/**
 * Which problems: those to learn from, those to choose by (of the difficulty of training: every
 * choice of networks, rates, steps and levels is made on them, but for Sudoku's hops, which were
 * chosen on further puzzles of 17 to 24 clues), or a test set of either difficulty,
 * which only reports see. Where problems are finitely many, the four share none.
 */
export type Split = "train" | "validation" | Difficulty;

/** Splits that nothing is learned from. */
export type TestSplit = Exclude<Split, "train">;

/** All splits. */
export const splits = ["train", "validation", ...difficulties] as const satisfies readonly Split[];

/** Those that nothing is learned from. */
export const testSplits = ["validation", ...difficulties] as const satisfies readonly TestSplit[];

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
  /** Counts of each problem, `[batch, k]`. */
  counts(answer: Tensor, problems: Problems): Tensor2D;
  /** The measure, of the counts added up over `problems` problems; NaN if it is undefined. */
  value(sums: Float64Array, problems: number): number;
}

/** Further sets to test on, by a number that says how hard they are, such as a number of clues. */
export interface Hardness {
  /** What the number is. */
  readonly name: string;
  readonly values: readonly number[];
  /** Draws test problems, compiled or not, the same for the same key. */
  sample(key: Key, count: number, value: number): Problems;
  /** The set of that hardness, where it has an end; evaluation then meets no problem twice. */
  set?(value: number): FiniteSet;
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
  /** What was left out, with the first reasons, and what was solved first; empty if nothing. */
  readonly notes: string;
}

/** A way to answer without solving, which every table shows. */
export interface TrivialBaseline {
  readonly name: string;
  /** Answers for `problems`; `training` is a sample of the training distribution. */
  answer(problems: Problems, training: Problems): Tensor;
}

/** How a network is trained: a configuration but for what names it. */
export type TaskTraining = Omit<IredConfig, "task" | "network" | "seed">;

/** A network of a task, and how it is trained by default. */
export interface TaskNetwork {
  readonly title: string;
  create(): EnergyNetwork;
  /** How the shipped checkpoint was trained, if there is one. */
  readonly training: TaskTraining;
  /** The paper's own constants, where the network is the paper's. */
  readonly paperTraining?: TaskTraining;
  /** Draws the problems that it learns from, where they are others than the task's. */
  sample?(key: Key, count: number): Problems;
  /**
   * Whether a checkpoint of its usual training belongs to the project, and the network to the
   * experiment's notebook; "none" by default.
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
  /**
   * Entries of the answer that a condition gives, such as the clues of a puzzle; they share the
   * condition's tensors.
   */
  observed?(condition: Condition): Observed;
  /**
   * Problems of which some lose a part of what is observed, each with that chance; the old tensors
   * stay the caller's.
   */
  hideObserved?(key: Key, problems: Problems, chance: number): Problems;
  /**
   * Shape of one answer to a condition, where it depends on it; `answerShape` by default, and where
   * this is undefined, as of a condition that lacks what it needs.
   */
  shapeOf?(condition: Condition): readonly number[] | undefined;
  /** How people write its problems down, where that is more than arrays of numbers. */
  readonly own?: OwnProblems;
  /**
   * Draws problems, compiled or not, the same for the same key. Whoever takes them disposes their
   * tensors: of one that is kept for the next time, give a `tf.clone`.
   */
  sample(key: Key, count: number, split: Split): Problems;
  /** The set of a split, where it has an end; evaluation then meets no problem twice. */
  testSet?(split: TestSplit): FiniteSet;
  /**
   * Reads a file of problems, where a format of them is in use, in pieces or whole.
   *
   * @throws {SyntaxError} If it is empty or holds nothing usable
   */
  readProblems?(
    source: string | AsyncIterable<Uint8Array | string>,
    options?: { readonly limit?: number; readonly name?: string },
  ): Promise<ProblemFile>;
  /**
   * Error of each answer, `[batch]`, 0 at best; for matrices the mean squared error over entries.
   */
  error(answer: Tensor, problems: Problems): Tensor;
  readonly errorName: string;
  /** Whether the error is a share of what is wrong, between 0 and 1; an amount by default. */
  readonly errorKind?: "share" | "amount";
  /** Which answers `[batch, …]` need no more descent, as far as the answers show: 1 or 0, `[batch]`. */
  finished?(answer: Tensor): Tensor;
  /** The answers nearest to those that can be right, such as ±1 where digits are chosen. */
  nearest?(answer: Tensor): Tensor;
  /** How many rules of the task answers `[batch, …]` break, as far as they show, `[batch]`. */
  conflicts?(answer: Tensor): Tensor;
  /** How hops are made unless one says otherwise, chosen on problems of no test set. */
  readonly hops?: { readonly level: number; readonly innerSteps: number };
  /** Measures of a set, that of the published table first; none where that is the mean error. */
  readonly metrics: readonly Metric[];
  readonly hardness?: Hardness;
  readonly published: readonly PublishedResult[];
  readonly baselines: readonly TrivialBaseline[];
  /** How many training problems baselines are given; 4,096 by default, fewer where those are large. */
  readonly baselineTraining?: number;
}

/**
 * The network of that name.
 *
 * @throws {RangeError} If the task has none; the message has the accepted ones
 */
export function taskNetwork(task: Task, name: string): TaskNetwork {
  if (Object.hasOwn(task.networks, name)) return task.networks[name]!;
  const accepted = Object.keys(task.networks), hint = suggestion(name, accepted);
  throw new RangeError(
    `network of ${task.name} must be one of ${
      accepted.join(", ")
    }: current value is ${name}${hint}`,
  );
}
