/** What the Sudoku notebook shows. */
import { assert, assertEquals } from "@std/assert";
import { random, tf } from "lib/tensor/mod.ts";
import { decodeDigits } from "lib/datasets/sudoku.ts";
import { traceSolving } from "lib/papers/ired/landscapes/trace.ts";
import { sudokuRelational } from "lib/models/sudoku_relational.ts";
import * as boards from "lib/papers/ired/report/sudoku.ts";
import { boardTrace } from "lib/plots/mod.ts";
import { sudoku } from "lib/papers/ired/tasks/sudoku/sudoku.ts";

Deno.test("puzzleBoards() are a puzzle and its solution", () => {
  const rows = boards.puzzleBoards(sudoku, { difficulty: "harder" });
  const [puzzle, solution] = [1, 0].map((t) => rows.filter((cell) => cell.t === t));
  assertEquals([puzzle!.length, solution!.length], [81, 81]);
  puzzle!.forEach(({ digit, given }, i) => {
    assertEquals(given, digit !== 0);
    assert(!given || digit === solution![i]!.digit);
  });
  assert(rows.every(({ wrong }) => !wrong));
  assert(boardTrace(rows, { heading: boards.puzzleHeading }).svg().includes("solution"));
});

Deno.test("setSummary() says what the sets are", () => {
  const [training, same, harder] = boards.setSummary();
  assertEquals([training!.puzzles, same!.puzzles, harder!.puzzles], [9000, 1000, 1024]);
  assertEquals([harder!["fewest clues"], harder!["most clues"]], [19, 34]);
  assertEquals(harder!["unknown cells"], 54.5);
});

const network = sudokuRelational({ width: 4, layers: 1 });
const trace = traceSolving({
  task: sudoku,
  network,
  params: network.init(random.key(1)),
  problems: 3,
  mode: "graph",
  sampler: { innerSteps: 1 },
});

Deno.test("boardRows() are the boards after each landscape, clues never wrong", () => {
  const rows = boards.boardRows(trace, 1);
  assertEquals(rows.length, 10 * 81);
  assert(rows.every(({ given, wrong }) => !(given && wrong)));
  const last = rows.filter(({ t }) => t === 0);
  const unknown = last.filter(({ given }) => !given);
  const wrong = unknown.filter(({ wrong }) => wrong).length;
  assert(Math.abs(wrong / unknown.length - trace.errors[1]!) < 1e-6);
});

Deno.test("pickProblem() takes the one with the most wrong cells", () => {
  const wrongAt = (problem: number) =>
    boards.boardRows(trace, problem).filter(({ t, wrong }) => t === 5 && wrong).length;
  const picked = boards.pickProblem(trace, "failed", 5);
  assertEquals(wrongAt(picked), Math.max(...[0, 1, 2].map(wrongAt)));
  assertEquals(boards.pickProblem(trace, "solved", 5), picked, "none was solved");
});

Deno.test("wrongCells() replaces so many unknown cells by other digits", () =>
  tf.tidy(() => {
    const problems = sudoku.sample(random.key(1), 20, "harder");
    const right = decodeDigits(problems.answer.dataSync<"float32">());
    const mask = problems.observed!.mask.dataSync();
    for (const count of [1, 7, 20]) {
      const wrong = boards.wrongCells(random.key(2), problems, count);
      const digits = decodeDigits(wrong.dataSync<"float32">());
      for (let b = 0; b < 20; b++) {
        let changed = 0;
        for (let i = 81 * b; i < 81 * b + 81; i++) {
          const differs = digits[i] !== right[i];
          assert(!(differs && mask[9 * i] === 1), "a clue was replaced");
          changed += differs ? 1 : 0;
        }
        assertEquals(changed, count);
      }
    }
  }));
