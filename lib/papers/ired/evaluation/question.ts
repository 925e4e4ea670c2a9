/** A condition as a problem to be solved. */
import { isRecording, tf } from "../../../tensor/mod.ts";
import type { Condition } from "../../../energy/energy_network.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";
import { assertObserved } from "../tasks/told.ts";

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
 * Refuses what is no question, or one of another batch than the answers are to have.
 *
 * @param task Its name, for the message
 * @throws {TypeError} If there is no condition, or it holds what is no tensor
 * @throws {RangeError} If the batch is another one
 */
export function assertQuestion(task: string, question: Question, shape: readonly number[]): void {
  const condition: unknown = question.condition;
  if (typeof condition !== "object" || condition === null || condition instanceof tf.Tensor) {
    throw new TypeError(
      `A question of ${task} must be {condition}, tensors by name, as asked() makes it: it is {${
        Object.keys(question)
      }}`,
    );
  }
  for (const [part, tensor] of Object.entries(condition)) {
    if (!(tensor instanceof tf.Tensor)) {
      throw new TypeError(`condition.${part} of ${task} must be a tensor: it is ${typeof tensor}`);
    }
    if (tensor.shape[0] === shape[0]) continue;
    throw new RangeError(
      `condition.${part} of ${task} must be of as many problems as the answers [${shape}]: it has [${tensor.shape}]`,
    );
  }
}

/**
 * What `task` asks by a condition: with the entries of the answer that it gives, and the shape of
 * the answers, `[batch, …]`. The tensors stay the condition's.
 *
 * @throws {TypeError} If the condition has no tensors, or they are not of one batch
 * @throws {RangeError} If it is empty, holds what is not finite, or gives entries of other answers
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
  const shape = [batch!, ...(task.shapeOf?.(condition) ?? task.answerShape)];
  if (observed) assertObserved(task.name, observed, shape);
  return { question: { condition, ...(observed && { observed }) }, shape };
}
