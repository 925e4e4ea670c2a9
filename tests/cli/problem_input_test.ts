import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { isUsageError } from "lib/checks/usage.ts";
import { readOwn, warningLines } from "../../lib/cli/problem_input.ts";
import { enumerate } from "../../lib/datasets/sudoku/solver.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import type { OwnOptions } from "../../lib/papers/ired/tasks/own/own.ts";
import { testOfInput } from "../support/inputs.ts";

type Name = keyof typeof tasks;

const refused = (name: Name, text: string, message: string, options: OwnOptions = {}) => {
  const error = assertThrows(() => readOwn(tasks[name], text, options), SyntaxError, message);
  assert(isUsageError(error));
};

const grid = (n: number, of: (i: number, j: number) => unknown) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => of(i, j)));
const csv = (rows: unknown[][]) => rows.map((row) => row.join(",")).join("\n");
const EASY = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";

/** The solutions of a board, as digits. */
function solve(board: string): string[] {
  const found = new Uint8Array(162);
  const count = enumerate(Uint8Array.from(board, (c) => Number(c) || 0), found);
  return Array.from({ length: count }, (_, i) => found.slice(81 * i, 81 * i + 81).join(""));
}

Deno.test("boards: 81 characters, several, and what is no board", () => {
  const [one, two] = readOwn(tasks.sudoku, `${EASY}\n${EASY.replaceAll(".", "0")}\n`, {});
  assertEquals(one, two);
  assertEquals(one!.condition.x!.shape, [9, 9, 9]);
  assertEquals(one!.warnings, ["boards of training have 31 to 42 clues, this has 30"]);
  // Where training hid clues, of each puzzle at most about six in ten, and others may fit too.
  const hidden = (text: string) =>
    readOwn(tasks.sudoku, text, {}, { hiddenClues: 0.5 })[0]!.warnings;
  assertEquals(hidden(EASY), []);
  assertEquals(hidden(`${EASY.slice(0, 40)}${".".repeat(41)}`), []);
  assertEquals(hidden(`${EASY.slice(0, 16)}${".".repeat(65)}`), [
    "boards of training have 12 to 42 clues, this has 7",
  ]);
  refused("sudoku", EASY.slice(1), "has 80 cells, accepted are 81");
  refused("sudoku", `55${EASY.slice(2)}`, "row 1 has two 5s");
  refused("sudoku", `531.7${EASY.slice(5)}`, "its clues leave no solution");
});

Deno.test("boards: of a table of puzzles the puzzles alone, boards side by side all", () => {
  const read = (text: string) => readOwn(tasks.sudoku, text, {}).map(({ condition }) => condition);
  const plain = read(EASY), [solution] = solve(EASY);
  for (
    const text of [
      `${EASY},${solution}`,
      `${solution};${EASY}`,
      `7,${EASY}`,
      `# mine\npuzzle\n${EASY}\n`,
      `\uFEFFid\tpuzzle\tsolution\tclues\r\n1\t"${EASY}"\t${solution}\t30\r\n`,
      `1,${EASY.replaceAll(".", "0").replace(/.{9}/g, "$& ")}`,
    ]
  ) assertEquals(read(text), plain, text);
  assertEquals(read(`${EASY},${EASY}`).length, 2);
  assertEquals(read(`${EASY},\n${EASY},`).length, 2);
  assertEquals(read([...EASY].join(",")), plain);
  refused("sudoku", `1,${EASY}\n2,${EASY.slice(1)}`, "Cannot read the puzzle of line 2: no field");
  const fresh = Deno.readTextFileSync("data/samples/sudoku_fresh.csv");
  assertEquals(tasks.sudoku.own!.read(fresh, {}).length, 320);
});

Deno.test("boards as JSON: ±1 or 0 and 1, a mask of 0 and 1", () => {
  const [{ condition }] = readOwn(tasks.sudoku, EASY, {}) as [ReturnType<typeof readOwn>[0]];
  const cells = (values: Float64Array) =>
    grid(9, (i, j) => [...values.slice(81 * i + 9 * j, 81 * i + 9 * j + 9)]);
  const x = cells(condition.x!.values), mask = cells(condition.mask!.values);
  const bits = cells(condition.x!.values.map((v) => v > 0 ? 1 : 0));
  for (const given of [{ x, mask }, { x: bits, mask }, [{ condition: { x, mask }, answer: 1 }]]) {
    assertEquals(readOwn(tasks.sudoku, JSON.stringify(given), {})[0]!.condition, condition);
  }
  const two = structuredClone(mask);
  (two[0]![0] as number[])[3] = 2;
  refused(
    "sudoku",
    JSON.stringify({ x, mask: two }),
    'entry [0][0][3] of "mask" is 2; accepted are 0 and 1',
  );
  const none = structuredClone(mask);
  none[0]![0] = Array(9).fill(0);
  refused(
    "sudoku",
    JSON.stringify({ x, mask: none }),
    '[0][0] of "x" has a digit, where "mask" has 0',
  );
  refused("sudoku", JSON.stringify({ x }), '"mask" is missing');
});

Deno.test("graphs: edges, 0/1 matrices, ±1; one-way edges and other entries are refused", () => {
  const edges = readOwn(tasks.connectivity, "0 1\n1 2\n3 4\n", {});
  const matrix = readOwn(
    tasks.connectivity,
    csv(grid(5, (i, j) => Number(Math.abs(i - j) === 1 && i + j !== 5))),
    {},
  );
  assertEquals(edges, matrix);
  const signed = grid(5, (i, j) => Math.abs(i - j) === 1 && i + j !== 5 ? 1 : -1);
  assertEquals(
    readOwn(tasks.connectivity, JSON.stringify({ x: signed }), {})[0]!.condition.x!.values,
    edges[0]!.condition.x!.values,
  );
  assertEquals(readOwn(tasks.connectivity, "0 1\n1 40", {})[0]!.warnings, [
    "graphs of training have 12 nodes, this has 41",
    "in graphs of training every node has an edge, here there is none at 2, 3, 4, 5, 6 and 33 more",
  ]);
  // As of a list that numbers from 1: a network was seen to join the node 0 to all others.
  assertEquals(readOwn(tasks.connectivity, "1 2\n2 3\n3 1\n", {})[0]!.warnings, [
    "graphs of training have 12 nodes, this has 4",
    "in graphs of training every node has an edge, here there is none at 0 (nodes are numbered from 0)",
  ]);
  refused("connectivity", csv(grid(3, (i, j) => Number(j === i + 1))), "Edges must go both ways");
  refused(
    "connectivity",
    JSON.stringify({ x: grid(4, (i, j) => i === 3 && j === 2 ? 2 : 0) }),
    'entry [3][2] of "x" is 2; accepted are 0 and 1',
  );
  refused(
    "connectivity",
    JSON.stringify({ x: grid(4, (i, j) => i === 3 && j === 2 ? 0 : -1) }),
    'entry [3][2] of "x" is 0; accepted are -1 and 1',
  );
});

Deno.test("paths: --from and --to, a goal that can be reached", () => {
  const line = "0 1\n1 2\n2 3\n";
  const [path] = readOwn(tasks.shortest_path, line, { from: 0, to: 3 });
  assertEquals(path!.condition.x!.shape, [4, 4, 4]);
  assertEquals(tasks.shortest_path.own!.path!(path!.condition).distance, 3);
  const other = "graphs of training have 20 nodes, this has 4";
  assertEquals(path!.warnings, [
    other,
    "in graphs of training an edge leads away from every node, here none does from 3",
  ]);
  const ring = readOwn(tasks.shortest_path, line + "3 0\n", { from: 0, to: 3 });
  assertEquals(ring[0]!.warnings, [other]);
  const twenty = Array.from({ length: 20 }, (_, i) => `${i} ${(i + 1) % 20}`).join("\n");
  assertEquals(readOwn(tasks.shortest_path, twenty, { from: 0, to: 3 })[0]!.warnings, []);
  refused("shortest_path", line, "--from is missing");
  refused("shortest_path", line, "--to is missing", { from: 0 });
  refused("shortest_path", line, "--to must be a node from 0 to 3: current value is 9", {
    from: 0,
    to: 9,
  });
  refused("shortest_path", line, "No path leads from 3 to 0", { from: 3, to: 0 });
  refused("shortest_path", line, "leads from 1 to itself", { from: 1, to: 1 });
  const goalless = grid(
    4,
    (i, j) => [j === i + 1 ? 1 : -1, i === 0 ? 1 : -1, j === i + 1 ? 1 : -1, -1],
  );
  refused("shortest_path", JSON.stringify({ x: goalless }), "The path has no goal");
  // JSON has its own start and goal.
  for (const asked of [{ from: 0 }, { to: 3 }, { from: 1, to: 3 }]) {
    const [name] = Object.keys(asked);
    refused(
      "shortest_path",
      JSON.stringify({ x: goalless }),
      `--${name} does nothing for JSON`,
      asked,
    );
  }
});

Deno.test("matrices: sizes, singular and asymmetric ones, 1e39, null, ragged", () => {
  const eye = grid(20, (i, j) => Number(i === j));
  assertEquals(readOwn(tasks.inverse, csv(eye), {})[0]!.warnings, []);
  assertEquals(
    readOwn(tasks.inverse, JSON.stringify(eye), {}),
    readOwn(tasks.inverse, csv(eye), {}),
  );
  refused("inverse", csv(grid(20, () => 1)), "it is singular");
  refused("inverse", JSON.stringify({ x: [grid(20, () => 1)] }), "it is singular");
  refused(
    "inverse",
    csv(grid(20, (i, j) => Number(i <= j))),
    "must be symmetric: entry [1][0] is 0",
  );
  // Its form is said before what else is wrong with it.
  refused("inverse", csv(eye.slice(1)), "must be square: it is 19×20");
  refused("inverse", JSON.stringify({ x: [eye.slice(1)] }), "must be square: it is 19×20");
  refused("inverse", JSON.stringify({ x: [eye, eye] }), "must be 1×rows×columns numbers");
  refused("inverse", csv(grid(401, (i, j) => Number(i === j))), "at most 400 rows and columns");
  refused("addition", csv(eye.slice(1)), "as many rows: there are 19 rows of 20 in all");
  refused("addition", JSON.stringify({ x: [eye] }), '"x" must be 2×rows×columns numbers');
  const weak = readOwn(tasks.inverse, csv(grid(20, (i, j) => i === j ? 0.1 : 0)), {});
  assertEquals(weak[0]!.warnings, [
    "matrices of training have eigenvalues of 0.5 and more, this has less",
  ]);
  const pair = { x: [eye, structuredClone(eye)] };
  pair.x[1]![2]![3] = null;
  refused("addition", JSON.stringify(pair), 'entry [1][2][3] of "x" is null');
  pair.x[1]![2]![3] = 1e39;
  refused("addition", JSON.stringify(pair), 'entry [1][2][3] of "x" is 1e+39');
  pair.x[1]![2] = [1];
  refused("addition", JSON.stringify(pair), '[1][2] of "x" has 1 entries; [0][0] has 20');
  const large = readOwn(tasks.addition, csv([...eye, ...grid(20, () => 7)]), {});
  assertEquals(warningLines(large), [
    "Beyond training: entries of training are at most 1 in size, the largest here is 7; the answer may be wrong.",
  ]);
});

Deno.test("matrices of another size than in training are taken, and told of", () => {
  const small = csv(grid(3, (i, j) => Number(i === j)));
  const [inverse] = readOwn(tasks.inverse, small, {});
  assertEquals(inverse!.condition.x!.shape, [1, 3, 3]);
  assertEquals(inverse!.warnings, ["matrices of training are 20×20, here they are 3×3"]);
  const [pair] = readOwn(tasks.addition, "0,1,0\n1,0,1\n1,1,1\n0,0,0\n", {});
  assertEquals(pair!.condition.x!.shape, [2, 2, 3]);
  assertEquals(pair!.warnings, ["matrices of training are 20×20, here they are 2×3"]);
  const [shown] = readOwn(tasks.completion, "0.1,?\n?,0.1\n0.2,?\n", {});
  assertEquals(shown!.condition.observed!.shape, [1, 3, 2]);
  assertEquals(shown!.warnings, ["matrices of training are 20×20, here they are 3×2"]);
  refused(
    "completion",
    JSON.stringify({ x: [[[0, 1]]], observed: [[[1]]] }),
    '"observed" must be 1×1×2 numbers, as "x" is: it is 1×1×1',
  );
});

Deno.test("completion: hidden entries are empty or ?", () => {
  const half = (hidden: string) => csv(grid(20, (i, j) => (i + j) % 2 ? 0.1 : hidden));
  const [one] = readOwn(tasks.completion, half(""), {});
  assertEquals(readOwn(tasks.completion, half("?"), {})[0], one);
  assertEquals([...one!.condition.observed!.values.slice(0, 3)], [0, 1, 0]);
  assertEquals(one!.warnings, []);
});

Deno.test("what begins as JSON and is none is said to be that, whatever the task", () => {
  for (const name of Object.keys(tasks) as Name[]) {
    refused(name, ' {"x": [1, 2', "begins as JSON does, with {, but is none: ");
    refused(name, "[[1, 2],", "begins as JSON does, with [, but is none: ");
  }
});

Deno.test("readOwn() takes any JSON, or refuses it as a usage error", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      for (const task of Object.values(tasks)) {
        try {
          readOwn(task, text, {});
        } catch (error) {
          if (!isUsageError(error)) throw error;
        }
      }
    }),
    { numRuns: 50 },
  );
});

/** The files people tried: of which task, and what is said; nothing where it is accepted. */
const tried: Record<string, [Name, string?]> = {
  "s_01.json": ["sudoku"],
  "s_mask0.json": ["sudoku", 'where "mask" has 0'],
  "s_contradiction.json": ["sudoku", "row 1 has two 5s"],
  "con_01_nodiag.json": ["connectivity"],
  "con_directed.json": ["connectivity", "Edges must go both ways"],
  "p_01.json": ["shortest_path"],
  "p_backwards.json": ["shortest_path", "No path leads from 5 to 0"],
  "path_25.json": ["shortest_path"],
  "inv_nonsym.json": ["inverse", "must be symmetric"],
  "inv_singular.json": ["inverse", "it is singular"],
  "add_ragged.json": ["addition", '[0][3] of "x" has 19 entries'],
  "add_1e39.json": ["addition", 'entry [0][0][0] of "x" is 1e+39'],
  "bom.json": ["addition"],
};
for (const [file, [name, message]] of Object.entries(tried)) {
  testOfInput(file, async (path) => {
    const text = await Deno.readTextFile(path);
    if (message) refused(name, text, message);
    else assertEquals(readOwn(tasks[name], text, {}).length, 1);
  });
}
