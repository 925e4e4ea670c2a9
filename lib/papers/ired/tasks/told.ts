/** What a task tells of conditions and answers, in the form in which solving takes it. */
import { type Tensor, tf } from "../../../tensor/mod.ts";
import type { Condition } from "../../../energy/energy_network.ts";
import type { Observed } from "../../../diffusion/noising.ts";

/** Whether a tensor of `shape` fits answers of `wanted`; sizes of one are repeated. */
const fits = (shape: readonly number[], wanted: readonly number[]) =>
  shape.length === wanted.length &&
  shape.every((size, i) => size === wanted[i] || (i > 0 && size === 1));

/**
 * Observed entries of another form would fail, or hold other entries, where answers are noised.
 *
 * @param shape Of the answers, `[batch, …]`
 * @param condition Which gives them, for the message
 * @throws {TypeError} If mask or values are missing
 * @throws {RangeError} If they are not of the answers' shape
 */
export function assertObserved(
  task: string,
  observed: Observed,
  shape: readonly number[],
  condition?: Condition,
): void {
  for (const part of ["mask", "values"] as const) {
    const tensor: unknown = observed[part];
    if (!(tensor instanceof tf.Tensor)) {
      throw new TypeError(
        `observed of ${task} must give {mask, values}, tensors like the answers: its ${part} is ` +
          (tensor === undefined ? "missing" : `of type ${typeof tensor}`) +
          (condition ? `, the condition has {${Object.keys(condition)}}` : ""),
      );
    }
    if (fits(tensor.shape, shape)) continue;
    throw new RangeError(
      `${part} of what is observed of ${task} must have shape [${shape}], as the answers: it has [${tensor.shape}]`,
    );
  }
}

/**
 * `finished` of a task; fewer flags than answers would be read as if the others were not finished.
 *
 * @throws {RangeError} When called, if it gives another number of flags
 */
export function flagsOf(
  task: string,
  finished: (answer: Tensor) => Tensor,
): (answer: Tensor) => Tensor {
  return (answer) => {
    const flags: unknown = finished(answer), batch = answer.shape[0]!;
    if (flags instanceof tf.Tensor && `${flags.shape}` === `${batch}`) return flags;
    const found = flags instanceof tf.Tensor ? `a tensor [${flags.shape}]` : typeof flags;
    throw new RangeError(
      `finished of ${task} must give a tensor [${batch}], 1 or 0 for each answer: it gives ${found}`,
    );
  };
}
