/** Problems that people have, in the forms in which they write them. */
import { entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import type { PathProblem } from "../../../../datasets/graphs/path_problem.ts";

/** The condition of one problem: arrays by name, as the networks take them but for the batch. */
export type OwnCondition = Readonly<Record<string, NumberArray>>;

/** What is said beside the problem. */
export interface OwnOptions {
  /** Nodes of a graph, from 0: where one stands, and where one wants to be. */
  readonly from?: number;
  readonly to?: number;
}

/** What a training says of the problems that it had, beside the task. */
export interface OwnTraining {
  /** The chance that a problem lost some of what is observed; 0 by default. */
  readonly hiddenClues?: number;
}

/** A condition that can be solved, and in what it is unlike those of training. */
export interface CheckedCondition {
  readonly condition: OwnCondition;
  /** Such as "graphs of training have 12 nodes, this has 40"; none where nothing is unlike. */
  readonly warnings: readonly string[];
}

/** What an answer shows of itself, beside its problem: the right one need not be known. */
export interface Judgement {
  /** For people, such as "not an inverse: largest entry of AY - I is 43", where `show` does not say it. */
  readonly lines: readonly string[];
  /** The same for programs; none where nothing can be told. */
  readonly facts: Readonly<Record<string, number | boolean | string>>;
}

/** How the problems of a task are written down, and its answers. */
export interface OwnProblems {
  /** Encoding and sizes that are accepted, for `--help`. */
  readonly help: string;
  /** Arrays of a condition whose entries are 1 or -1 where a network takes them; none by default. */
  readonly signs?: readonly string[];
  /** Whether {@link OwnOptions} say something of these problems. */
  readonly asksNodes?: true;
  /**
   * Reads problems in the usual form.
   *
   * @throws {SyntaxError | RangeError} If the text is none; the entry is named
   */
  read(text: string, options: OwnOptions): OwnCondition[];
  /** What {@link read} put back in a text that it takes, in a sentence; empty if nothing. */
  notes?(text: string): string;
  /**
   * Looks at a condition, from {@link read} or as the networks take it, and at what the network's
   * training had.
   *
   * @throws {RangeError} If an entry is outside the encoding or the problem impossible
   */
  check(condition: OwnCondition, training?: OwnTraining): CheckedCondition;
  /**
   * Looks at what is said beside a condition that {@link check} gave; {@link read} does so itself.
   *
   * @throws {RangeError} If the condition does not have it
   */
  checkOptions?(condition: OwnCondition, options: OwnOptions): void;
  /** An answer as text, which the readers take; lines of comment begin with `#`. */
  show(answer: Float32Array, condition: OwnCondition, options: OwnOptions): string;
  /** Checks an answer whose entries the sampler keeps within ±`bound`. */
  judge?(
    answer: Float32Array,
    condition: OwnCondition,
    bound: number,
    options?: OwnOptions,
  ): Judgement;
  /** The path problem that a condition asks, where it is solved move by move. */
  path?(condition: OwnCondition): PathProblem;
}

/**
 * Entries that are ±1, or 0 and 1, which mean the same, as ±1.
 *
 * @throws {RangeError} If an entry is neither; it is named
 */
export function asSigns(name: string, array: NumberArray): Float64Array {
  const signed = array.values.includes(-1);
  const low = signed ? -1 : 0;
  const wrong = array.values.findIndex((v) => v !== low && v !== 1);
  if (wrong < 0) return array.values.map((v) => v === 1 ? 1 : -1);
  throw new RangeError(
    `${entryOf(name, array, wrong)} is ${array.values[wrong]}; accepted are ${low} and 1`,
  );
}

/**
 * The named arrays of a condition, and no others.
 *
 * @throws {RangeError} If one is missing or unknown
 */
export function assertNames(condition: OwnCondition, names: readonly string[]): void {
  const accepted = names.map((name) => `"${name}"`).join(" and ");
  const unknown = Object.keys(condition).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`The problem must have ${accepted}: it has "${unknown}"`);
  }
  const missing = names.find((name) => !Object.hasOwn(condition, name));
  if (missing !== undefined) {
    throw new RangeError(`The problem must have ${accepted}: "${missing}" is missing`);
  }
}

/** Rows of numbers, separated by `separator`. */
export function formatRows(
  values: ArrayLike<number>,
  columns: number,
  separator: string,
  format: (value: number) => string,
): string {
  const rows = Array.from(
    { length: values.length / columns },
    (_, i) =>
      Array.from({ length: columns }, (_, j) => format(values[i * columns + j]!)).join(separator),
  );
  return rows.join("\n");
}
