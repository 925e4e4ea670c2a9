import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadTrained } from "../../lib/papers/ired/evaluation/trained.ts";
import { assertFiniteParams, solveOwn } from "../../lib/papers/ired/evaluation/own_problems.ts";
import { readOwn } from "../../lib/cli/problem_input.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { answerJson, answerText } from "../../lib/cli/solve_output.ts";
import { disposeTree, random, tf } from "../../lib/tensor/mod.ts";
import { assertRejects, assertThrows } from "@std/assert";
import { cli as piped, inProcess, withFolder } from "../support/cli.ts";

/** Runs a command, with `input` as its file. */
const cli = (args: readonly string[], input?: string) =>
  withFolder((folder) => {
    if (input === undefined) return inProcess(...args);
    Deno.writeTextFileSync(`${folder}/input`, input);
    return inProcess(...args, `--input=${folder}/input`);
  });

const shipped = (name: string) => `--checkpoint=data/checkpoints/${name}`;
const EASY = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";

Deno.test("solve walks a path from an edge list, and writes what it reads back", async () => {
  const flags = ["solve", shipped("shortest_path_relational")];
  const edges = "# a ring with a chord\n0 1\n1 2\n2 3\n3 4\n4 0\n1 3\n";
  const text = await cli([...flags, "--from=0", "--to=4"], edges);
  assertEquals(text.code, 0, text.err);
  assertStringIncludes(text.out, "0 → 1 → 3 → 4  (3 moves, the shortest path has 3)");
  const json = await cli([...flags, "--from=0", "--to=4", "--json"], edges);
  const { path, reached, condition } = JSON.parse(json.out);
  assertEquals([path, reached], [[0, 1, 3, 4], true]);
  const again = await cli([...flags, "--json"], JSON.stringify({ condition }));
  assertEquals(JSON.parse(again.out).answer, JSON.parse(json.out).answer);
});

Deno.test("solve says what is joined in a graph of any size, and warns once", async () => {
  const chain = Array.from({ length: 14 }, (_, i) => `${i},${i + 1}`).join("\n");
  const flags = ["solve", shipped("connectivity_symmetric"), "--from=0", "--to=14"];
  const { code, out, err } = await cli(flags, chain);
  assertEquals(code, 0, err);
  assertStringIncludes(out, "# right: all 105 pairs\n# 0 and 14 are joined\n");
  assertEquals(err.match(/Beyond training/g)?.length, 1);
});

Deno.test("solve prints a board, its energy, and how long it thought; no checkpoint need be named", async () => {
  for (const checkpoint of [[], [shipped("sudoku_relational"), "--inner-steps=2"]]) {
    const { code, out, err } = await cli(["solve", ...checkpoint, `--puzzle=${EASY}`]);
    assertEquals(code, 0, err);
    assertStringIncludes(out, "# solved");
    // Its training had such boards, that of the other one had not.
    assertEquals(err.includes("Beyond training"), checkpoint.length > 0, err);
    const named = "Solving with data/checkpoints/sudoku_own_descents;";
    assertEquals(err.includes(named), checkpoint.length === 0, err);
    assertStringIncludes(out, "5 3 4 | 6 7 8 | 9 1 2\n");
    // A jump and as many steps on each of some landscapes of one descent, which the board ends.
    const perLandscape = checkpoint.length ? 3 : 2;
    const found = /^# energy [\d.]+, (\d+) gradients, [\d.]+ s\n/.exec(out);
    const gradients = Number(found?.[1]);
    assert(gradients > 0 && gradients <= 10 * perLandscape && gradients % perLandscape === 0, out);
  }
  const { code, err } = await cli(["solve", "--puzzle=1 2 3"]);
  assertEquals(code, 2);
  assertStringIncludes(err, "--checkpoint is missing");
  assertStringIncludes(err, "a board of 81 cells: this has 3");
  // And those that there are.
  assertStringIncludes(err, "those there are addition_mlp, addition_symmetric, completion_mlp, ");
  assertEquals(err.includes("training_seeds"), false);
});

Deno.test("a board in a file needs no checkpoint either, other problems do", async () => {
  const rows = Array.from({ length: 9 }, (_, i) => EASY.slice(9 * i, 9 * i + 9));
  const lined = rows.map((row) => [...row.matchAll(/.../g)].map(([three]) => three).join("|"))
    .toSpliced(3, 0, "---+---+---");
  const { out, err } = await cli(["solve", "--inner-steps=1"], `# mine\n${lined.join("\n")}\n`);
  assertStringIncludes(err, "Solving with data/checkpoints/sudoku_own_descents;");
  assertStringIncludes(out, "5 3 4 | 6 7 8 | 9 1 2\n");
  const cells = [
    `id,puzzle\n1,${EASY}\n`,
    (await cli(["solve", `--puzzle=${EASY}`, "--json"])).out,
  ];
  const table = rows.map((row) => [...row].map((cell) => cell.replace(/[0.]/, "")).join(","));
  for (const text of [...cells, `[${cells[1]}]`, table.join("\n")]) {
    const { code, err, out } = await cli(["solve", "--inner-steps=1"], text);
    assertEquals([code, err.includes("Solving with data/checkpoints/")], [0, true], err);
    assertStringIncludes(out, "5 3 4 | 6 7 8 | 9 1 2\n");
  }
  const unlike: [string, string][] = [
    [`my board\n${rows.join("\n")}\n`, "boards of 81 cells, 9 or 81 of them a line: line 1, char"],
    [`# mine\n${EASY.slice(1)}\n`, "line 2 has 80 cells; those there are"],
    [rows.slice(1).join("\n"), "the input has 72 cells"],
  ];
  for (const [text, message] of unlike) {
    const { code, err } = await cli(["solve"], text);
    assertEquals(code, 2);
    assertStringIncludes(err, message);
  }
  const chain = Array.from({ length: 81 }, (_, i) => `${i % 9} ${(i + 1) % 9}`).join("\n");
  for (const text of [chain, "", "0.5,-1\n"]) {
    const { code, err } = await cli(["solve"], text);
    assertEquals([code, err.includes("--checkpoint is missing: ")], [2, true], err);
  }
});

Deno.test("more problems than one batch show how far they are, apart from the answers", async () => {
  const ring = (n: number) => ({
    x: Array.from(
      { length: n },
      (_, i) =>
        Array.from({ length: n }, (_, j) => Number((i - j + n) % n === 1 || (j - i + n) % n === 1)),
    ),
  });
  const flags = ["solve", shipped("connectivity_symmetric"), "--inner-steps=1", "--json"];
  // Graphs of several sizes are of several batches.
  const several = await piped(flags, JSON.stringify([ring(4), ring(5)]));
  assertEquals(several.code, 0, several.err);
  assertStringIncludes(several.err, "connectivity, your problems  2/2");
  assertEquals(JSON.parse(several.out).length, 2);
  const one = await piped(flags, JSON.stringify([ring(4), ring(4)]));
  assertEquals([JSON.parse(one.out).length, one.err.includes("2/2")], [2, false]);
});

Deno.test("what thought longer says so, as text and as JSON", () => {
  const board = tasks.sudoku.sample(random.key(1), 1, "same");
  const values = board.answer.dataSync<"float32">();
  const answer = { shape: [9, 9, 9], values, energy: 61.5, hops: 3, gradients: 56, seconds: 1.25 };
  const condition = Object.fromEntries(
    Object.entries(board.condition).map(([name, tensor]) => [
      name,
      { shape: [9, 9, 9], values: Float64Array.from(tensor.dataSync()) },
    ]),
  );
  const text = answerText(tasks.sudoku, [{ answer, condition }], {});
  assertStringIncludes(text, "# energy 61.5, 3 hops, 56 gradients, 1.3 s\n# solved\n");
  const { energy, cycles, gradients, seconds } = JSON.parse(answerJson([{ answer, condition }]));
  assertEquals([energy, cycles, gradients, seconds], [61.5, 3, 56, 1.25]);
  disposeTree(board);
});

Deno.test("solve refuses flags that say nothing together", async () => {
  const flags = ["solve", shipped("inverse_symmetric")];
  const cases: [string[], string][] = [
    [["--puzzle=1", "--random"], "Give only one of --puzzle, --random"],
    [["--puzzle=1", "--problems=3"], "--problems says nothing without --random"],
    [["--random", "--from=1"], "--from says nothing of random problems"],
    [["--puzzle=1", "--from=1"], "--from says nothing of inverse"],
    [["--random", "--level=3"], "--level does nothing without --cycles"],
    [["--random", "--select=conflicts"], "--select must be one of energy, summed"],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await cli([...flags, ...args]);
    assertEquals(code, 2);
    assertStringIncludes(err, message);
  }
  const help = await cli(["solve", "--help"]);
  for (const name of Object.keys(tasks)) assertStringIncludes(help.out, `  ${name}: `);
  assertStringIncludes(help.out, "data/checkpoints/");
  assertStringIncludes(help.out, "by default up to 64 of boards");
});

Deno.test("answers and parameters that are not finite are errors", async () => {
  const trained = loadTrained("data/checkpoints/addition_symmetric");
  const names = Object.keys(trained.params);
  assertFiniteParams(trained.params, "it");
  const broken = { ...trained.params, [names[0]!]: tf.mul(trained.params[names[0]!]!, NaN) };
  assertThrows(() => assertFiniteParams(broken, "it"), RangeError, `of ${names[0]} is NaN`);
  const rows = Array.from({ length: 40 }, () => Array(20).fill(0.5).join(",")).join("\n");
  const [{ condition }] = readOwn(trained.task, rows, {}) as [ReturnType<typeof readOwn>[0]];
  await assertRejects(
    () => solveOwn({ ...trained, params: broken }, [condition], { sampler: { innerSteps: 1 } }),
    RangeError,
    "The answer to problem 1 is not finite",
  );
  [trained.params, { broken: broken[names[0]!]! }].forEach(disposeTree);
});

Deno.test("evaluate refuses flags that do nothing, and a record that cannot be written", async () => {
  await withFolder(async (folder) => {
    const flags = ["evaluate", shipped("sudoku_relational")];
    Deno.writeTextFileSync(`${folder}/empty.csv`, "");
    Deno.writeTextFileSync(`${folder}/none.csv`, "id,puzzle\n1,hello\n");
    const cases: [string[], string][] = [
      [
        [`--puzzles=${folder}/empty.csv`, "--difficulty=same"],
        "--difficulty does nothing with --puzzles",
      ],
      [[`--puzzles=${folder}`], "--puzzles must be a file that can be read"],
      [["--patience=4"], "--patience does nothing without --cycles"],
      [["--sweep=innerSteps", "--inner-steps=2"], "--inner-steps does nothing with --sweep"],
      [["--sweep=landscapes", "--values=3,11"], "--landscapes must be an integer from 1 to 10"],
      [["--sweep=innerSteps", "--values=-1"], "--inner-steps must be an integer from 0"],
      [["--values=1,2"], "--values does nothing without --sweep"],
      [["--cycles=2", "--level=4", "--ladder=4,5"], "--level does nothing beside ladder"],
      [["--cycles=2", "--stop=hops", "--enough=1"], '--stop: "hops" does nothing beside enough'],
      [["--reverse=ancestral"], "--reverse does nothing for a network trained as ired: leave it"],
      [["--metric=accuracy"], "--metric does nothing without --sweep"],
      [
        ["--sweep=cycles", "--metric=boards solvd"],
        "--metric must be one of unknown cells right, boards solved, boards consistent, cells in " +
        "balance, ",
      ],
      [
        ["--sweep=hardness", "--difficulty=same"],
        "--difficulty does nothing with --sweep=hardness",
      ],
      [[`--puzzles=${folder}/empty.csv`], "empty.csv is empty"],
      [[`--puzzles=${folder}/none.csv`], "none.csv holds none. 1 of 1 rows were left out"],
      [[`--puzzles=${folder}/missing.csv`], "--puzzles must be a file that can be read"],
      [["--problems=1", `--record=${folder}/empty.csv/x.json`], "--record cannot be written"],
      [["--problems=1", `--record=${folder}`], "--record cannot be written"],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await cli([...flags, ...args]);
      assertEquals(code, 2, err);
      assertStringIncludes(err, message);
    }
    assert([...Deno.readDirSync(folder)].length === 2);
  });
});
