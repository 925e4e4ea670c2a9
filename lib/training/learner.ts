/** What the training loop trains, and on what: the loop knows neither losses nor networks. */
import type { Key, Tensor, TensorTree } from "../tensor/mod.ts";
import type { Network } from "../nn/network.ts";
import type { Params } from "../nn/parameters.ts";

/** What a step tells, scalars by name; `loss` is watched. */
export type Metrics = { readonly loss: Tensor } & Readonly<Record<string, Tensor>>;

/** What is learned, as a tree of any form: parameters, averages, moments, critics, a pool. */
export interface Learner<State extends TensorTree, Batch extends TensorTree> {
  /** Shown in reports. */
  readonly name: string;
  /**
   * What checkpoints keep: parts by name, each with the network whose parameters it is like. The
   * first one stands alone, so that it can be shipped without the rest.
   */
  readonly parts: Readonly<Record<string, Network>>;
  /** The state before the first step. */
  init(key: Key): State;
  /**
   * Numbers that depend on the step alone, 1, 2, …, such as the learning rate: computed on the host,
   * in double precision, and handed to `update` as scalars.
   */
  numbers?(step: number): Readonly<Record<string, number>>;
  /** Which of {@link numbers} a log shows; none by default. */
  readonly logged?: readonly string[];
  /** One step, as a pure function; to be compiled by the loop. */
  update(
    key: Key,
    state: State,
    batch: Batch,
    numbers: Readonly<Record<string, Tensor>>,
  ): [State, Metrics];
  /** The parts of a state; the tensors stay the state's. */
  save(state: State): Readonly<Record<string, Params>>;
  /** A state of saved parts, which it takes over; `key` is for what is not kept. */
  load(parts: Readonly<Record<string, Params>>, key: Key): State;
  /** How `update` runs fastest; "xla" by default. */
  readonly mode?: "xla" | "graph";
}

/** Where batches come from. */
export interface Experience<State extends TensorTree, Batch extends TensorTree> {
  /**
   * Draws a batch, which belongs to the caller: by the key and the state alone, since a step may be
   * started twice.
   */
  next(key: Key, state: State): Batch | Promise<Batch>;
}
