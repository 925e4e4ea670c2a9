import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { random } from "../../../../lib/tensor/mod.ts";
import { formatRrn, generateSet } from "../../../../lib/datasets/sudoku.ts";
import { sudokuRelational } from "../../../../lib/models/sudoku_relational.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import {
  evaluateFile,
  type SeenAnswer,
} from "../../../../lib/papers/ired/evaluation/problem_file.ts";
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

Deno.test("readProblems() gives puzzles, how hard they are, and what was left out", async () => {
  const blank = `${"0".repeat(81)},${text.slice(82, 163)}\n`;
  const file = await sudoku.readProblems!(text + blank);
  assertEquals([file.size, file.hardness], [6, [30, 31, 30, 31, 30, 31]]);
  assertEquals(file.notes, "1 of 7 rows were left out (line 7: several solutions).");
  assertEquals((await sudoku.readProblems!(text, { limit: 2 })).size, 2);
  for (const wrong of ["no puzzle\n", ""]) {
    await assertRejects(() => sudoku.readProblems!(wrong), SyntaxError, "Cannot read puzzles");
  }
});

Deno.test("evaluateFile() solves each problem once, by hardness and as a whole", async () => {
  const seen: number[] = [];
  const file = await sudoku.readProblems!(text);
  const rows = await evaluateFile({
    ...options,
    file,
    batch: 4,
    onProgress: (done) => seen.push(done),
  });
  assertEquals(rows.map(({ hardness }) => hardness), [30, 31, "all"]);
  assertEquals(rows.map(({ problems }) => problems), [3, 3, 6]);
  // In full batches, whatever the clues.
  assertEquals(seen, [4, 6]);
  const [few, many, all] = rows.map(({ scores }) => scores[0]!.mean) as [number, number, number];
  // Unknown cells: 3·51 and 3·50.
  assertAlmostEquals(all, (153 * few + 150 * many) / 303, 1e-9);
  assert(rows.every(({ scores }) => scores.length === sudoku.metrics.length));
});

Deno.test("evaluateFile() finds what evaluate() finds on the same problems", async () => {
  const file = await sudoku.readProblems!(text);
  const only = { ...file, hardness: file.hardness.map(() => 0) };
  const [row] = await evaluateFile({ ...options, file: only });
  const task = { ...sudoku, testSet: () => file };
  const found = await evaluate({ ...options, task, problems: 6, difficulty: "harder" });
  assertEquals(row!.scores, found.scores);
});

Deno.test("evaluateFile() shows every answer after every hop", async () => {
  const file = await sudoku.readProblems!(text);
  const seen: SeenAnswer[] = [];
  const rows = await evaluateFile({
    ...options,
    file,
    batch: 4,
    cycles: 3,
    onAnswer: (one) => seen.push(one),
  });
  const places = seen.map(({ number, cycle }) => 10 * cycle + number).sort((a, b) => a - b);
  assertEquals(
    places,
    [0, 1, 2, 3].flatMap((cycle) => [...Array(6).keys()].map((n) => 10 * cycle + n)),
  );
  const last = seen.filter(({ cycle }) => cycle === 3);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  const all = rows.at(-1)!;
  assertAlmostEquals(mean(last.map(({ gradients }) => gradients)), all.gradients, 1e-9);
  const solved = all.scores.find(({ metric }) => metric === "boards solved")!.mean;
  assertEquals(mean(last.map(({ error }) => error === 0 ? 1 : 0)), solved);
  seen.forEach(({ number, cycle, energy }) => {
    const before = seen.find((one) => one.number === number && one.cycle === cycle - 1);
    assert(!before || energy! <= before.energy!);
  });
});

Deno.test("evaluateFile() refuses a file without problems", async () => {
  const file = { ...await sudoku.readProblems!(text), size: 0 };
  await assertRejects(
    () => evaluateFile({ ...options, file }),
    RangeError,
    "Cannot measure on a file without problems",
  );
});
