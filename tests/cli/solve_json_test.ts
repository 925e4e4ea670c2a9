/** What `solve --json` says of answers: as much as the text does, and `--input` reads it back. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { readOwn } from "lib/cli/problem_input.ts";
import { answerJson, JSON_HELP } from "lib/cli/solve_output.ts";
import { clueMask, encodeDigits } from "lib/datasets/sudoku/encode.ts";
import type { NumberArray } from "lib/datasets/read_arrays.ts";
import type { OwnOptions } from "lib/papers/ired/tasks/own/own.ts";
import { type Task, tasks } from "lib/papers/ired/tasks/mod.ts";

const SOLVED = "534678912672195348198342567859761423426853791713924856961537284287419635345286179";

/** The JSON of an answer, parsed, and what reading it back gives. */
function written(task: Task, x: readonly NumberArray[], values: number[], asking: OwnOptions = {}) {
  const condition = Object.fromEntries(x.map((one, i) => [["x", "mask"][i]!, one]));
  const answer = {
    shape: x[0]!.shape.slice(0, task === tasks.connectivity ? 2 : 3),
    values: Float32Array.from(values),
    hops: 0,
    gradients: 0,
    seconds: 1,
  };
  const judgement = task.own!.judge!(answer.values, condition, 6, asking);
  const text = answerJson([{ answer, condition, judgement }]);
  return { ...JSON.parse(text), back: readOwn(task, text, asking)[0]!.condition, condition };
}

Deno.test("JSON of a graph says which pairs are wrong, and whether the two that are asked are joined", () => {
  // 0 and 1 are joined, 2 stands alone.
  const x = { shape: [3, 3, 1], values: Float64Array.of(-1, 1, -1, 1, -1, -1, -1, -1, -1) };
  const all = written(tasks.connectivity, [x], Array(9).fill(1), { from: 0, to: 2 });
  assertEquals(all.check, {
    ...{ right: false, wrongPairs: 2, pairs: 3 },
    ...{ from: 0, to: 2, joined: true, joinedRight: false },
  });
  assertEquals(all.back, all.condition);
  const right = written(tasks.connectivity, [x], [1, 1, -1, 1, 1, -1, -1, -1, 1]);
  assertEquals(right.check, { right: true, wrongPairs: 0, pairs: 3 });
});

Deno.test("JSON of a board says whether it is solved, and has its 81 digits", () => {
  const grid = Uint8Array.from(SOLVED, Number), puzzle = grid.map((v, i) => i % 2 ? v : 0);
  const arrays = [encodeDigits(puzzle), clueMask(puzzle)].map((values) => ({
    shape: [9, 9, 9],
    values: Float64Array.from(values),
  }));
  const solved = written(tasks.sudoku, arrays, [...encodeDigits(grid)]);
  assertEquals(solved.check, { solved: true, board: SOLVED });
  assertEquals(solved.back, solved.condition);
  grid[80] = 1;
  const wrong = tasks.visual_sudoku.own!.judge!(encodeDigits(grid), {}, 1).facts;
  assertEquals(wrong, { solved: false, board: `${SOLVED.slice(0, 80)}1` });
});

Deno.test("the help of solve names what is written of each kind of answer", () => {
  const x = { shape: [3, 3, 1], values: new Float64Array(9).fill(-1) };
  const { check, ...fields } = written(tasks.connectivity, [x], Array(9).fill(1), {
    from: 0,
    to: 1,
  });
  const { back: _, ...named } = { ...fields, ...check };
  for (const name of [...Object.keys(named), "solved", "board"]) {
    assertStringIncludes(JSON_HELP, name);
  }
});
