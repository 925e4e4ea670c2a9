import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "../../../../lib/tensor/mod.ts";
import { formatRrn, generateSet } from "../../../../lib/datasets/sudoku.ts";
import { sudokuRelational } from "../../../../lib/models/sudoku_relational.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { evaluateFile } from "../../../../lib/papers/ired/evaluation/problem_file.ts";
import { sudoku } from "../../../../lib/papers/ired/tasks/sudoku/sudoku.ts";

const set = generateSet({ count: 6, clues: { from: 30, to: 31 }, seed: 7, label: "file" });
const text = formatRrn(set);

const network = sudokuRelational({ width: 4, layers: 1 });
const options = {
  task: sudoku,
  network,
  params: network.init(random.key(1)),
  mode: "graph",
  sampler: { innerSteps: 1 },
} as const;

Deno.test("readProblems() gives puzzles, how hard they are, and what was left out", () => {
  const blank = `${"0".repeat(81)},${text.slice(82, 163)}\n`;
  const file = sudoku.readProblems!(text + blank);
  assertEquals([file.size, file.hardness], [6, [30, 31, 30, 31, 30, 31]]);
  assertEquals(file.rejected, ["line 7: several solutions"]);
  assertThrows(() => sudoku.readProblems!("no puzzle\n"), SyntaxError, "Cannot read line 1");
});

Deno.test("evaluateFile() solves each problem once, by hardness and as a whole", async () => {
  const seen: number[] = [];
  const file = sudoku.readProblems!(text);
  const rows = await evaluateFile({ ...options, file, onRow: (_, done) => seen.push(done) });
  assertEquals(rows.map(({ hardness }) => hardness), [30, 31, "all"]);
  assertEquals(rows.map(({ problems }) => problems), [3, 3, 6]);
  assertEquals(seen, [3, 6]);
  const [few, many, all] = rows.map(({ scores }) => scores[0]!.mean) as [number, number, number];
  // Unknown cells: 3·51 and 3·50.
  assertAlmostEquals(all, (153 * few + 150 * many) / 303, 1e-9);
  assert(rows.every(({ scores }) => scores.length === sudoku.metrics.length));
});

Deno.test("evaluateFile() finds what evaluate() finds on the same problems", async () => {
  const file = sudoku.readProblems!(text);
  const only = { ...file, hardness: file.hardness.map(() => 0) };
  const [row] = await evaluateFile({ ...options, file: only });
  const task = { ...sudoku, testSet: () => file };
  const found = await evaluate({ ...options, task, problems: 6, difficulty: "harder" });
  assertEquals(row!.scores, found.scores);
});

Deno.test("evaluateFile() refuses a file without problems", async () => {
  const file = sudoku.readProblems!("");
  await assertRejects(
    () => evaluateFile({ ...options, file }),
    RangeError,
    "Cannot measure on a file without problems",
  );
});
