/** What an emitter is told of a call of one of TensorFlow's ops. */
import type { Attribute } from "../../libtensorflow/attributes.ts";
import type { Module, Value } from "./module.ts";

/** A call of an op while it is emitted. */
export interface Call {
  readonly m: Module;
  readonly x: readonly Value[];
  /** Element type of the op's result where an attribute says it, as `Cast` has. */
  attribute<T extends Attribute["value"]>(name: string, otherwise?: T): T;
  /**
   * The numbers of input `i`.
   *
   * @throws {Error} If they are not known while the program is made
   */
  numbers(i: number): number[];
}

/** Writes one op's StableHLO. */
export type Emitter = (call: Call) => Value | readonly Value[];

/** Emitters by the name of TensorFlow's op. */
export type Emitters = Readonly<Record<string, Emitter>>;
