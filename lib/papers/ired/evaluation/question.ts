/** A condition as a problem to be solved. */
import type { Condition } from "../../../energy/energy_network.ts";
import type { Question } from "../problems.ts";
import type { Task } from "../tasks/task.ts";

/**
 * What `task` asks by a condition: with the entries of the answer that it gives, and the shape of
 * the answers, `[batch, …]`. The tensors stay the condition's.
 *
 * @throws {TypeError} If the condition has no tensors, or they are not of one batch
 */
export function asked(
  task: Pick<Task, "name" | "answerShape" | "observed" | "shapeOf">,
  condition: Condition,
): { readonly question: Question; readonly shape: readonly number[] } {
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
