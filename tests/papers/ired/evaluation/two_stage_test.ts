/** Two stages on visual boards, with a reader and a network that have learned nothing. */
import { assertEquals } from "@std/assert";
import { digitReader } from "lib/models/sudoku_visual.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import { TWO_STAGES, twoStageRows } from "lib/papers/ired/evaluation/two_stage.ts";
import { visualSudokuTask as task } from "lib/papers/ired/tasks/visual_sudoku/visual_sudoku.ts";
import { random } from "lib/tensor/mod.ts";
import { untrained } from "../untrained_sudoku.ts";

const trained = untrained as Trained;
const reader = digitReader().init(random.key(2));

Deno.test("rows of two stages have every measure, and the gradients that a board took", () => {
  const seen: number[] = [];
  const solving = { sampler: { innerSteps: 1 }, landscapes: 2, mode: "graph" } as const;
  const rows = twoStageRows(trained, reader, {
    ...{ difficulty: "same", problems: 3, seed: 1, batch: 2, ...solving },
    onProgress: (done) => seen.push(done),
  });
  assertEquals(seen, [2, 3]);
  assertEquals(rows.map(({ metric }) => metric), task.metrics.map(({ name }) => name));
  for (const { method, at, n, errors } of rows) {
    assertEquals([method, n, errors.length], [TWO_STAGES, 3, 3]);
    // On each of two landscapes that of the jump and that of the step.
    assertEquals([at.difficulty, at.gradients, at.innerSteps, at.landscapes], ["same", 4, 1, 2]);
  }
});
