/** Wrong conditions are refused in one sentence, by every network. */
import { assert, assertThrows } from "@std/assert";
import { checkCondition } from "../../lib/energy/check_condition.ts";
import { disposeTree, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { sudokuConv } from "../../lib/models/sudoku_conv.ts";
import type { Task } from "../../lib/papers/ired/tasks/task.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";

for (const task of Object.values<Task>(tasks)) {
  for (const [name, { create }] of Object.entries(task.networks)) {
    Deno.test(`${task.name}, ${name}: a condition that is missing or of another shape`, () => {
      const huge = task.name === "sudoku" && name === "conv";
      const network = huge ? sudokuConv({ width: 8, blocks: 1 }) : create();
      const key = random.key(1);
      const problems = task.sample(key, 2, "same");
      const params = network.init(key);
      const { condition } = problems;
      const refused = (change: Record<string, Tensor>) =>
        tf.tidy(() => {
          const error = assertThrows(
            () => network.encode(params, change as typeof condition),
            TypeError,
            "ondition of",
          );
          assert(!error.message.includes("\n"), error.message);
        });
      tf.tidy(() => network.encode(params, condition));
      refused({});
      const { x } = condition as { x: Tensor };
      const wrong = name === "mlp"
        ? tf.slice(x, 0, [2, ...x.shape.slice(1, -1), x.shape.at(-1)! - 1])
        : tf.expandDims(x, 1);
      refused({ ...condition, x: wrong });
      wrong.dispose();
      disposeTree({ problems, params, key });
    });

    Deno.test(`${task.name}, ${name}: an unknown split or count is refused`, () => {
      const key = random.key(1);
      assertThrows(
        () => task.sample(key, 2, "hard" as "harder"),
        RangeError,
        `split of ${task.name} must be one of train, validation, same, harder: current value is hard`,
      );
      assertThrows(() => task.sample(key, 0, "same"), RangeError, "count of");
      assertThrows(() => task.sample(7 as never, 1, "same"), TypeError, "random.key(seed)");
      key.dispose();
    });
  }
}

Deno.test("what else a condition holds is not taken for its batch", () => {
  const forms = { x: [2] }, x = tf.ones([3, 2]);
  checkCondition("one", { note: tf.scalar(1), x }, forms);
  assertThrows(
    () => checkCondition("one", { note: tf.ones([3]), x: tf.ones([3, 4]) }, forms),
    TypeError,
    "x of the condition of one must have shape [batch, 2]: it has [3, 4]",
  );
});
