/** Problems of one's own, as tensors and as arrays: what they may hold. */
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  asked,
  compile,
  disposeTree,
  loadTrained,
  solveOwn,
  stackConditions,
  type Task,
  tasks,
  tf,
} from "lib/mod.ts";

const conditionOf = ({ own }: Task, text: string, options = {}) =>
  own!.check(own!.read(text, options)[0]!).condition;

const puzzle = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";

Deno.test("edges and digits of 0 and 1 are refused, those of 1 and -1 asked", () => {
  for (
    const [task, text, where] of [
      [tasks.connectivity, "0 1\n1 2", "[0][0][0][0]"],
      [tasks.shortest_path, "0 1\n1 2", "[0][0][0][0]"],
      [tasks.sudoku, puzzle, "[0][0][0][0]"],
    ] as const
  ) {
    const { x, ...others } = stackConditions([conditionOf(task, text, { from: 0, to: 2 })]);
    asked(task, { x: x!, ...others });
    assertThrows(
      () => asked(task, { x: tf.relu(x!), ...others }),
      RangeError,
      `condition.x of ${task.name} must be 1 or -1: entry ${where} of "x" is 0`,
    );
    disposeTree({ x, ...others });
  }
});

Deno.test("a board without its mask is refused with what is missing", () => {
  const { x } = stackConditions([conditionOf(tasks.sudoku, puzzle)]);
  assertThrows(
    () => asked(tasks.sudoku, { x: x! }),
    TypeError,
    "its mask is missing, the condition has {x}",
  );
});

Deno.test("what has no values yet is asked inside a compiled function", () => {
  const shapeOf = compile(
    ({ x }: { x: tf.Tensor }) => tf.zeros([...asked(tasks.connectivity, { x }).shape]),
    { name: "asks", mode: "graph" },
  );
  const x = tf.fill([1, 3, 3, 1], -1);
  assertEquals(shapeOf({ x }).shape, [1, 3, 3]);
});

Deno.test("conditions of one shape are stacked, others refused", () => {
  const { connectivity } = tasks;
  const [three, four] = ["0 1\n1 2", "0 1\n2 3"].map((text) => conditionOf(connectivity, text));
  assertEquals(stackConditions([three!, three!]).x!.shape, [2, 3, 3, 1]);
  assertThrows(() => stackConditions([three!, four!]), RangeError, "Cannot stack conditions of 2");
  assertThrows(() => stackConditions([]), RangeError, "accepted is one: they are none");
});

Deno.test("conditions that are tensors, or shorter than their shape, are refused before solving", async () => {
  const trained = loadTrained("data/checkpoints/connectivity_symmetric"), { task } = trained;
  const right = conditionOf(task, "0 1\n1 2"), values = right.x!.values.slice(1);
  const x = tf.ones([3, 3, 1]), before = tf.memory().numTensors;
  const refused = [
    [{ x: { ...right.x!, values } }, RangeError, "x of shape [3,3,1] needs 9 values: it has 8"],
    [{ x }, TypeError, "x must be given like { shape: [2], values: [0, 1] }: it is a tensor"],
    [x, TypeError, "its condition must have entries such as"],
    [undefined, TypeError, "its condition must have entries such as"],
  ] as const;
  for (const [wrong, kind, message] of refused) {
    const solve = () => solveOwn(trained, [right, wrong as typeof right]);
    await assertRejects(solve, kind, `Cannot solve problem 2 as ${message}`);
    assertThrows(() => stackConditions([wrong as typeof right]), kind, message);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("graphs of several sizes are answered in their order", async () => {
  const trained = loadTrained("data/checkpoints/connectivity_symmetric"), { task } = trained;
  const conditions = ["0 1\n1 2\n3 4", "0 1\n2 3"].map((text) => conditionOf(task, text));
  const answers = await solveOwn(trained, conditions, { sampler: { innerSteps: 2 } });
  assertEquals(answers.map(({ shape }) => shape), [[5, 5], [4, 4]]);
  const shown = answers.map(({ values }, i) => task.own!.show(values, conditions[i]!, {}));
  assertMatch(shown[0]!, /joined: \{0 1 2\} \{3 4\}/);
  assertMatch(shown[1]!, /joined: \{0 1\} \{2 3\}/);
});
