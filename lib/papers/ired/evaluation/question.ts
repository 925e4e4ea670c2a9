/** A condition as a problem to be solved. */
import { isRecording, type Tensor, tf } from "../../../tensor/mod.ts";
import type { Condition } from "../../../energy/energy_network.ts";
import { entryOf } from "../../../datasets/read_arrays.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";
import { assertObserved } from "../tasks/told.ts";

/** Entries of 0 and 1, which people write for ±1, would be solved as another problem. */
function assertSigns(name: string, part: string, tensor: Tensor): void {
  const signs = tf.tidy(() => tf.all(tf.equal(tf.abs(tensor), 1)).dataSync()[0]!);
  if (signs) return;
  const values = tensor.dataSync(), wrong = values.findIndex((v: number) => Math.abs(v) !== 1);
  throw new RangeError(
    `condition.${part} of ${name} must be 1 or -1: ${entryOf(part, tensor, wrong)} is ${
      values[wrong]
    }`,
  );
}

/** The tensors of a condition by name; what is no such thing is told of as `message` words it. */
function partsOf(
  name: string,
  condition: unknown,
  message: (found: string) => string,
): [string, Tensor][] {
  if (typeof condition !== "object" || condition === null || condition instanceof tf.Tensor) {
    throw new TypeError(message(condition instanceof tf.Tensor ? "a tensor" : String(condition)));
  }
  return Object.entries(condition).map(([part, tensor]) => {
    if (tensor instanceof tf.Tensor) return [part, tensor];
    throw new TypeError(`condition.${part} of ${name} must be a tensor: it is ${typeof tensor}`);
  });
}

/**
 * What is no tensor, is empty, is not finite, or is not ±1 where it should be cannot be asked. While
 * a function is recorded there are no values to be looked at.
 */
function assertTensors(
  { name, own }: Pick<Task, "name" | "own">,
  condition: Condition,
): void {
  const parts = partsOf(
    name,
    condition,
    (found) => `The condition of ${name} must be tensors by name, such as {x}: it is ${found}`,
  );
  for (const [part, tensor] of parts) {
    if (tensor.shape[0] === 0) {
      throw new RangeError(`condition.${part} of ${name} is empty: it has [${tensor.shape}]`);
    }
    if (isRecording()) continue;
    const finite = tf.tidy(() => tf.all(tf.isFinite(tf.cast(tensor, "float32"))).dataSync()[0]!);
    if (!finite) {
      throw new RangeError(`condition.${part} of ${name} must be finite: NaN or infinity is in it`);
    }
    if (own?.signs?.includes(part)) assertSigns(name, part, tensor);
  }
}

/**
 * Refuses what is no question, one of another batch than the answers are to have, and answers of another
 * shape than the task's.
 *
 * @throws {TypeError} If there is no condition, or it holds what is no tensor
 * @throws {RangeError} If the batch, or the shape of an answer, is another one
 */
export function assertQuestion(
  task: Pick<Task, "name" | "answerShape" | "shapeOf">,
  question: Question,
  shape: readonly number[],
): void {
  const parts = partsOf(
    task.name,
    question.condition,
    () =>
      `A question of ${task.name} must be {condition}, tensors by name, as asked() makes it: it is {${
        Object.keys(question)
      }}`,
  );
  for (const [part, tensor] of parts) {
    if (tensor.shape[0] === shape[0]) continue;
    throw new RangeError(
      `condition.${part} of ${task.name} must be of as many problems as the answers [${shape}]: it has [${tensor.shape}]`,
    );
  }
  const wanted = task.shapeOf?.(question.condition) ?? task.answerShape;
  if (`${shape.slice(1)}` === `${wanted}`) return;
  throw new RangeError(
    `Answers of ${task.name} must have shape [${[shape[0], ...wanted]}]: [${shape}] were asked for`,
  );
}

/**
 * What `task` asks by a condition: with the entries of the answer that it gives, and the shape of
 * the answers, `[batch, …]`. The tensors stay the condition's.
 *
 * Edges of graphs and digits of boards are 1 where they are and -1 where they are not, as
 * `task.own.help` says.
 *
 * @throws {TypeError} If the condition has no tensors, or they are not of one batch
 * @throws {RangeError} If it is empty, holds what is not finite, or what is not ±1 where the task
 * takes that only, or gives entries of other answers
 */
export function asked(
  task: Pick<Task, "name" | "answerShape" | "observed" | "shapeOf" | "own">,
  condition: Condition,
): { readonly question: Question; readonly shape: readonly number[] } {
  assertTensors(task, condition);
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
  if (observed) assertObserved(task.name, observed, shape, condition);
  return { question: { condition, ...(observed && { observed }) }, shape };
}
