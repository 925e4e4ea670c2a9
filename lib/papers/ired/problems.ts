/** What IRED is given: batches of problems, as tensor trees. */
import type { Tensor } from "../../tensor/mod.ts";
import type { Condition } from "../../energy/energy_network.ts";
import type { Observed } from "../../diffusion/noising.ts";

/** A batch of problems; the first axis of every tensor is the batch. */
export type Problems = {
  /** What is given: tensors by name. */
  readonly condition: Condition;
  /** The right answers, which only training and measures look at. */
  readonly answer: Tensor;
  /** Entries of the answer that are given, such as the clues of a puzzle. */
  readonly observed?: Observed;
  /** What only measures need. */
  readonly extra?: Readonly<Record<string, Tensor>>;
};

/** A problem to be solved, whose answer nobody needs to know. */
export type Question = Pick<Problems, "condition" | "observed">;
