/** `solve` for tasks without a written form, and nodes that are asked of graphs in JSON. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readOwn } from "../../lib/cli/problem_input.ts";
import { formsOfTasks } from "../../lib/cli/solve.ts";
import { answerText } from "../../lib/cli/solve_output.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import type { Task } from "../../lib/papers/ired/tasks/task.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const { own: _, ...unwritten } = tasks.addition as Task;

Deno.test("a task without a written form shows its answers as lists, and says so in the help", () => {
  const answer = {
    shape: [2, 2],
    values: Float32Array.of(1, 2, 3, 4),
    hops: 0,
    gradients: 0,
    seconds: 1,
  };
  const text = answerText(unwritten, [{ answer, condition: {} }], {});
  assertEquals(text, "# 1 s\n[[1,2],[3,4]]");
  const help = formsOfTasks([{ name: "negation" }, tasks.inverse]);
  assertStringIncludes(help, "\n  negation: random ones only\n  inverse: a symmetric matrix");
  assertThrows(
    () => readOwn(unwritten, "1,2", {}),
    SyntaxError,
    "There is no written form of addition's problems: draw some by --random",
  );
});

Deno.test("nodes that are asked of a graph in JSON are looked at before it is solved", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/graph.json`;
    Deno.writeTextFileSync(path, '{"x": [[0, 1, 0], [1, 0, 0], [0, 0, 0]]}');
    const solve = [
      "solve",
      "--checkpoint=data/checkpoints/connectivity_symmetric",
      `--input=${path}`,
      "--inner-steps=0",
    ];
    const cases: [string[], string][] = [
      [["--from=0"], "--to is missing: where it ends, a node from 0 to 2"],
      [["--to=0"], "--from is missing: where it starts, a node from 0 to 2"],
      [["--from=0", "--to=3"], "--to must be a node from 0 to 2: current value is 3"],
    ];
    for (const [flags, message] of cases) {
      const { code, out, err } = await run(...solve, ...flags);
      assertEquals([code, out, err], [2, "", message]);
    }
    const { code, out, err } = await run(...solve, "--from=0", "--to=2");
    assertEquals(code, 0, err);
    assertStringIncludes(out, "# 0 and 2 are ");
  });
});
