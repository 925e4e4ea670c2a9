/** How many problems a sweep over hardness takes, and which values. */
import { assertEquals, assertThrows } from "@std/assert";
import { problemsByHardness } from "lib/cli/sweep.ts";
import { circleLine } from "lib/papers/ired/tasks/circle_line.ts";
import { type Task, tasks } from "lib/papers/ired/tasks/mod.ts";

const sizes: Record<number, number> = { 1: 64, 2: 2000, 3: 83 };
const task = {
  ...tasks.addition,
  hardness: {
    name: "clues",
    values: [1, 2, 3],
    set(value: number) {
      const size = sizes[value];
      if (size === undefined) throw new RangeError(`clues must be 1, 2 or 3: it is ${value}`);
      return { size };
    },
  },
} as unknown as Task;

Deno.test("a sweep over hardness takes as many problems as its smallest set has", () => {
  assertEquals(problemsByHardness(task, undefined, undefined), 64);
  assertEquals(problemsByHardness(task, [2, 3], undefined), 83);
  assertEquals(problemsByHardness(task, [2], undefined), 1024);
  assertEquals(problemsByHardness(task, [2, 3], 50), 50);
  assertEquals(problemsByHardness(tasks.sudoku, [19, 33], undefined), 64);
  // Sets without an end.
  assertEquals(problemsByHardness(tasks.addition, [1, 2.5], undefined), 1024);
  assertEquals(problemsByHardness(tasks.addition, [1, 2.5], 5000), 5000);
});

Deno.test("what a sweep over hardness cannot take is refused by the flag's name", () => {
  const cases: [Task, number[] | undefined, number | undefined, string][] = [
    [task, [1, 4], undefined, "--values must be hardnesses of addition's problems: clues must be"],
    [task, [2, 3], 100, "--problems must be at most 83, as there are no more of clues 3: current"],
    [tasks.connectivity, [19], 2, "--values must be hardnesses of connectivity's problems: nodes"],
    [circleLine, [1], 2, "--sweep must not be hardness for"],
  ];
  for (const [of, values, asked, message] of cases) {
    assertThrows(() => problemsByHardness(of, values, asked), SyntaxError, message);
  }
});
