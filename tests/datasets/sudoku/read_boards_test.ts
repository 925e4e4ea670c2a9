import { assertEquals, assertThrows } from "@std/assert";
import { contradiction, formatBoard, generateSet, parseBoards } from "lib/datasets/sudoku.ts";

const set = generateSet({ count: 2, clues: { from: 30, to: 31 }, seed: 6, label: "boards" });
const boards = [set.puzzles.slice(0, 81), set.puzzles.slice(81)];
const line = (grid: Uint8Array) => grid.join("");

const writings: Readonly<Record<string, (grid: Uint8Array) => string>> = {
  "81 digits": line,
  dots: (grid) => line(grid).replaceAll("0", "."),
  "nine lines": (grid) => line(grid).replace(/.{9}/g, "$&\r\n"),
  spaces: (grid) => [...grid].join(" "),
  "the printed board": formatBoard,
  "box drawing": (grid) =>
    "┏━━━┳━━━┳━━━┓\n" +
    line(grid).replace(/(.{3})(.{3})(.{3})/g, "┃$1┃$2┃$3┃\n").replaceAll(
      "0",
      "·".replace("·", "."),
    ) +
    "┗━━━┻━━━┻━━━┛",
  "a spreadsheet's rows": (grid) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((row) =>
      [...grid.slice(9 * row, 9 * row + 9)].map((v) => v || "").join(",")
    ).join("\r\n"),
  "rows with tabs": (grid) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((row) =>
      [...grid.slice(9 * row, 9 * row + 9)].map((v) => v || "").join("\t")
    ).join("\n"),
  "rows in quotes": (grid) =>
    line(grid).replace(/(.)/g, '"$1";').replace(/((?:"\d";){8}"\d");/g, "$1\n"),
  "a comment": (grid) => `# board 1, from a book\n${line(grid)}`,
};

for (const [name, write] of Object.entries(writings)) {
  Deno.test(`boards written as ${name} are read, several per text`, () => {
    assertEquals(parseBoards(boards.map(write).join("\n\n")), boards);
    assertEquals(parseBoards("\uFEFF" + write(boards[0]!) + "\n"), [boards[0]!]);
  });
}

Deno.test("a board is printed with lines between the boxes", () => {
  const lines = formatBoard(boards[0]!).split("\n");
  assertEquals(lines.length, 11);
  assertEquals([lines[3], lines[7]], ["------+-------+------", "------+-------+------"]);
  assertEquals(lines[0]!.length, 21);
  assertThrows(() => formatBoard(new Uint8Array(80)), RangeError, "80 cells");
  assertThrows(() => formatBoard(new Array(81).fill(NaN)), RangeError, "row 1, column 1 is NaN");
});

Deno.test("what is wrong is named", () => {
  assertThrows(() => parseBoards(""), SyntaxError, "no cell");
  assertThrows(
    () => parseBoards(line(boards[0]!) + "\n" + "0".repeat(80)),
    SyntaxError,
    "board 2: it has 80 cells, accepted are 81",
  );
  assertThrows(
    () => parseBoards("0".repeat(81) + "\n12x"),
    SyntaxError,
    'board 2: line 2, character 3 is "x"',
  );
  // A sign, which a line around boxes is not.
  assertThrows(
    () => parseBoards("------+------\n0 -5 3" + "0".repeat(78)),
    SyntaxError,
    'board 1: line 2, character 3 is "-5", accepted are 1 to 9',
  );
  assertThrows(
    () => parseBoards("0".repeat(18) + "700000007" + "0".repeat(54)),
    RangeError,
    "board 1: row 3 has two 7s",
  );
});

Deno.test("contradictions are named by row, column and box", () => {
  const grid = new Uint8Array(81);
  assertEquals(contradiction(grid), undefined);
  grid[0] = grid[9] = grid[72] = 4;
  assertEquals(contradiction(grid), "column 1 has three 4s");
  grid.fill(0);
  grid[30] = grid[40] = 9;
  assertEquals(contradiction(grid), "box 5 has two 9s");
  assertEquals(contradiction(boards[0]!), undefined);
});
