/** A condition as a problem to be solved. */
import { isRecording, tf } from "../../../tensor/mod.ts";
import type { Condition } from "../../../energy/energy_network.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";

/** What is no tensor, is empty or is not finite cannot be asked. */
function assertTensors(name: string, condition: Condition): void {
  for (const [part, tensor] of Object.entries(condition)) {
    if (!(tensor instanceof tf.Tensor)) {
      throw new TypeError(`condition.${part} of ${name} must be a tensor: it is ${typeof tensor}`);
    }
    if (tensor.shape[0] === 0) {
      throw new RangeError(`condition.${part} of ${name} is empty: it has [${tensor.shape}]`);
    }
    if (isRecording()) continue;
    const finite = tf.tidy(() => tf.all(tf.isFinite(tf.cast(tensor, "float32"))).dataSync()[0]!);
    if (!finite) {
      throw new RangeError(`condition.${part} of ${name} must be finite: NaN or infinity is in it`);
    }
  }
}

/**
 * What `task` asks by a condition: with the entries of the answer that it gives, and the shape of
 * the answers, `[batch, …]`. The tensors stay the condition's.
 *
 * @throws {TypeError} If the condition has no tensors, or they are not of one batch
 * @throws {RangeError} If it is empty or holds what is not finite
 */
export function asked(
  task: Pick<Task, "name" | "answerShape" | "observed" | "shapeOf">,
  condition: Condition,
): { readonly question: Question; readonly shape: readonly number[] } {
  assertTensors(task.name, condition);
  const batches = new Set(Object.values(condition).map(({ shape }) => shape[0]));
  if (batches.size !== 1) {
    throw new TypeError(
      `The condition of ${task.name} must be tensors of one batch size: those of ` +
        `{${Object.keys(condition)}} have [${[...batches]}]`,
    );
  }
  const [batch] = batches;
  const observed = task.observed?.(condition);
  return {
    question: { condition, ...(observed && { observed }) },
    shape: [batch!, ...(task.shapeOf?.(condition) ?? task.answerShape)],
  };
}
