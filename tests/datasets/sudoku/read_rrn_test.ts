import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { board, countClues, formatRrn, generateSet, parseRrn } from "lib/datasets/sudoku.ts";

const set = generateSet({ count: 6, clues: { from: 30, to: 30 }, seed: 5, label: "rrn" });
const text = formatRrn(set);
const rows = text.trimEnd().split("\n");

Deno.test("parseRrn() gives back the rows, with either line end and without a last one", () => {
  for (const version of [text, text.trimEnd(), text.replaceAll("\n", "\r\n")]) {
    assertEquals(parseRrn(version), { set, rejected: [] });
  }
  assertEquals(parseRrn("").set.count, 0);
});

Deno.test("parseRrn() reports puzzles without a solution or with several, by line", () => {
  const blank = `${"0".repeat(81)},${rows[0]!.slice(82)}`;
  const clash = `${"11".padEnd(81, "0")},${rows[0]!.slice(82)}`;
  const { set: read, rejected } = parseRrn([rows[0], blank, clash, rows[1]].join("\n"));
  assertEquals(rejected, [
    { line: 2, reason: "several solutions" },
    { line: 3, reason: "no solution" },
  ]);
  assertEquals(read.count, 2);
  assertEquals(board(read, 1), board(set, 1));
});

Deno.test("parseRrn() names line and reason of a malformed row", () => {
  const refuse = (row: string, reason: string) =>
    assertThrows(() => parseRrn(`${rows[0]}\n${row}\n${rows[1]}`), SyntaxError, reason);
  const row = rows[2]!;
  refuse("", "line 2 as a row must be two fields");
  refuse(row.replace(",", ""), "line 2 as a row must be two fields");
  refuse(row + ",1", "it has 3");
  refuse(row.slice(1), "line 2 as its puzzle must be 81 digits");
  refuse(row.slice(0, -1), "line 2 as its solution must be 81 digits");
  refuse(row.replace(/^./, "x"), "line 2 as its puzzle must be 81 digits");
  refuse(row + "0".repeat(1000), "it is 1081 characters");
  const wrongDigit = row.slice(0, -1) + (Number(row.at(-1)) % 9 + 1);
  refuse(wrongDigit, "line 2 as its solution must");
  refuse(`${row.slice(0, 81)},${rows[3]!.slice(82)}`, "line 2 as its solution must keep the clues");
});

Deno.test("parseRrn() reads or refuses any damaged file", () => {
  const edit = fc.tuple(
    fc.nat(text.length - 1),
    fc.constantFrom("", "0", "7", ",", "\n", "\r", "é", "00"),
  );
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      fc.nat(text.length),
      (edits, cut) => {
        let damaged = text;
        for (const [at, c] of edits) damaged = damaged.slice(0, at) + c + damaged.slice(at + 1);
        for (const version of [damaged, damaged.slice(0, cut)]) {
          try {
            const { set: read, rejected } = parseRrn(version);
            assertEquals(read.puzzles.length, 81 * read.count);
            assert(read.count + rejected.length <= version.split("\n").length);
          } catch (error) {
            assert(error instanceof SyntaxError && /^Cannot read line \d+ as /.test(error.message));
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("parseRrn() reads the published puzzles: 60 for each of 17 to 34 clues", async () => {
  const path = new URL("../../../../shared/data/sudoku_17_34_dev.csv", import.meta.url);
  let published: string;
  try {
    published = await Deno.readTextFile(path);
  } catch {
    console.log("skipped: shared/data/sudoku_17_34_dev.csv is not here");
    return;
  }
  const { set: read, rejected } = parseRrn(published);
  assertEquals([read.count, rejected.length], [1080, 0]);
  const counts = new Uint16Array(35);
  for (let i = 0; i < read.count; i++) counts[countClues(board(read, i).puzzle)]!++;
  assert(counts.subarray(17).every((n) => n === 60));
});
