import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  describeReading,
  formatGrid,
  generateSet,
  newReading,
  parseGrid,
  readPuzzles,
  readPuzzleSet,
} from "lib/datasets/sudoku.ts";
import { describePadding, puzzlesOfTable } from "lib/datasets/sudoku/read_puzzles.ts";
import { testOfInput } from "../../support/inputs.ts";

const set = generateSet({ count: 3, clues: { from: 30, to: 32 }, seed: 5, label: "reader" });
const rows = [0, 1, 2].map((i) =>
  [set.puzzles, set.solutions].map((all) => formatGrid(all.subarray(81 * i, 81 * i + 81)))
) as [string, string][];
const plain = rows.map((row) => row.join(",")).join("\n") + "\n";

const variants: Readonly<Record<string, string>> = {
  plain,
  "a header": "quizzes,solutions\n" + plain,
  "a byte order mark": "\uFEFF" + plain,
  "a byte order mark and a header": "\uFEFFpuzzle,solution\n" + plain,
  CRLF: plain.replaceAll("\n", "\r\n"),
  "CR only": plain.replaceAll("\n", "\r"),
  "no last line end": plain.trimEnd(),
  "trailing blank lines": plain + "\n\n  \n",
  quotes: rows.map((row) => row.map((s) => `"${s}"`).join(",")).join("\n"),
  semicolons: plain.replaceAll(",", ";"),
  tabs: plain.replaceAll(",", "\t"),
  "a space after the comma": plain.replaceAll(",", ", "),
  dots: rows.map(([p, s]) => `${p.replaceAll("0", ".")},${s}`).join("\n"),
  "id, clues and difficulty": "id,puzzle,solution,clues,difficulty\n" +
    rows.map(([p, s], i) => `${i},${p},${s},30,2.5`).join("\n"),
  "comments": `# mine\nquizzes,solutions\n${
    rows.map(([p, s]) => `${p},${s}`).join("\n  # next\n")
  }\n# end`,
  "lost leading zeros": rows.map(([p, s]) => `${p.replace(/^0+/, "")},${s}`).join("\n"),
  "solutions first": rows.map(([p, s]) => `${s},${p}`).join("\n"),
};

for (const [name, text] of Object.entries(variants)) {
  Deno.test(`a file with ${name} is read like the plain one`, async () => {
    const read = await readPuzzleSet(text);
    assertEquals(read.set, set);
    assertEquals([read.reading.rows, read.reading.solved, read.reading.leftOut], [3, 0, 0]);
    const lines = rows.flatMap(([p], i) =>
      name === "lost leading zeros" && p[0] === "0" ? i + 1 : []
    );
    assertEquals(read.reading.paddedLines, lines);
    const padded = `${lines.length} puzzle${lines.length > 1 ? "s" : ""} of fewer than 81 digits`;
    if (lines.length === 0) assertEquals(describeReading(read.reading), "");
    else assertStringIncludes(describeReading(read.reading), `${padded} got zeros in front (line`);
  });
}

Deno.test("puzzles without solutions are solved first, which is said", async () => {
  const read = await readPuzzleSet(rows.map(([p]) => p).join("\n"));
  assertEquals(read.set, set);
  assertEquals(
    describeReading(read.reading),
    "3 of 3 puzzles came without a solution, which was found first.",
  );
});

Deno.test("bad rows are left out with a count and the first reasons", async () => {
  const [puzzle, solution] = rows[0]!;
  const cell = [...puzzle].findIndex((c) => c === "0");
  const wrong = Array.from(solution);
  [wrong[cell], wrong[(cell + 1) % 81]] = [wrong[(cell + 1) % 81]!, wrong[cell]!];
  const twice = "55" + "0".repeat(79);
  const bad = ["hello,world", "0".repeat(81), twice, `${puzzle},${wrong.join("")}`];
  const more = Array.from({ length: 9 }, () => "12,34");
  const read = await readPuzzleSet([...bad, plain.trimEnd(), ...more].join("\n"));
  assertEquals(read.set, set);
  // The first line has letters only and is taken for a header.
  assertEquals(read.reading.leftOut, 12);
  assertEquals(read.reading.reasons.length, 5);
  const reasons = read.reading.reasons.map(({ line, reason }) => `${line} ${reason}`);
  assertEquals(reasons[0], "2 several solutions");
  assertEquals(reasons[1], "3 row 1 has two 5s");
  assertStringIncludes(reasons[2]!, "4 its solution");
  assertStringIncludes(reasons[3]!, "8 no field has 81 cells");
  assertStringIncludes(describeReading(read.reading), "12 of 15 rows were left out (line 2");
});

Deno.test("a solution whose puzzle has lost a cell is not taken for the puzzle", async () => {
  const [puzzle, solution] = rows[0]!;
  const dots = puzzle.replaceAll("0", ".").slice(1);
  const text = `${puzzle},${solution}\n${dots},${solution}\n${solution}\n`;
  const { set: { count }, reading } = await readPuzzleSet(text);
  assertEquals([count, reading.leftOut], [1, 2]);
  assertStringIncludes(reading.reasons[0]!.reason, "it has no puzzle with 81 cells");
});

Deno.test("a row that lost another cell than leading zeros is no other puzzle", async () => {
  // The last cell is lost, so that zeros in front would move all others.
  const whole = rows.map(([p]) => p).find((p) => p[0] !== "0" || p[1] !== "0")!;
  const cut = whole.slice(0, -1),
    reason = "it has 80 digits instead of 81, and with zeros in front ";
  const { reading } = await readPuzzleSet(`${plain}${cut}\n`);
  assertEquals([reading.puzzles, reading.leftOut, reading.padded], [3, 1, 0]);
  assertStringIncludes(reading.reasons[0]!.reason, reason);
  assertEquals(reading.reasons[0]!.line, 4);
  const table = `puzzle\n${whole}\n${cut}\n`;
  assertThrows(() => puzzlesOfTable(table), SyntaxError, `line 3: ${reason}`);
  // Few clues leave several solutions, as a puzzle with a lost end does by and large.
  const few = `puzzle\n1${"0".repeat(79)}\n`;
  assertThrows(() => puzzlesOfTable(few), SyntaxError, `${reason}it has several solutions`);
  const short = rows.map(([p]) => p).find((p) => p[0] === "0")!.replace(/^0+/, "");
  assertEquals(
    describePadding(`puzzle\n${short}\n`),
    "1 puzzle of fewer than 81 digits got zeros in front (line 2).",
  );
  assertEquals(describePadding(`puzzle\n${whole}\n`), "");
});

Deno.test("an empty file, and one with nothing usable, say so", async () => {
  for (const text of ["", "\n\n", "\uFEFF", "puzzle,solution\n"]) {
    await assertRejects(
      () => readPuzzleSet(text, { name: "a.csv" }),
      SyntaxError,
      "a.csv is empty",
    );
  }
  await assertRejects(() => readPuzzleSet("1,2\n3,4\n"), SyntaxError, "holds none. 2 of 2 rows");
});

/** A file of `count` rows in pieces of odd sizes, made as they are read. */
async function* largeFile(count: number, made: { bytes: number }): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for (let i = 0; i < count; i++) {
    text += rows[i % 3]!.join(",") + "\r\n";
    if (text.length < 65_537) continue;
    const piece = encoder.encode(text.slice(0, 65_537));
    made.bytes += piece.length;
    yield piece;
    text = text.slice(65_537);
  }
  yield encoder.encode(text);
}

Deno.test("a large file streams: it is read as far as asked, and no further ahead", async () => {
  const made = { bytes: 0 }, reading = newReading();
  let line = 0;
  for await (const row of readPuzzles(largeFile(200_000, made), reading)) {
    assertEquals(row.line, ++line);
    // At most two pieces beyond what was consumed.
    assert(made.bytes - 165 * line < 2 * 65_537, `${made.bytes} bytes read at line ${line}`);
    if (line === 20_000) break;
  }
  assertEquals([reading.rows, reading.leftOut], [20_000, 0]);
  assert(made.bytes < 4_000_000);
});

Deno.test("all of a file on the disk is read in bounded memory", async () => {
  const path = await Deno.makeTempFile();
  try {
    const file = await Deno.open(path, { write: true });
    for await (const piece of largeFile(100_000, { bytes: 0 })) await file.write(piece);
    file.close();
    let count = 0, most = 0;
    const before = Deno.memoryUsage().heapUsed;
    for await (const _ of readPuzzles((await Deno.open(path)).readable)) {
      if (++count % 1000 === 0) most = Math.max(most, Deno.memoryUsage().heapUsed - before);
    }
    assertEquals(count, 100_000);
    // The rows themselves, kept, would be 100,000 × 2 typed arrays of 81 bytes: over 30 MB.
    assert(most < 100e6, `${most} bytes`);
  } finally {
    await Deno.remove(path);
  }
});

for (
  const name of [
    "plain",
    "bom",
    "cr_only",
    "crlf",
    "dots",
    "header",
    "pandas_int",
    "quoted",
    "radcliffe",
    "semicolon",
    "space",
    "trailing_blank",
  ]
) {
  testOfInput(`${name}.csv`, async (path) => {
    const read = await readPuzzleSet((await Deno.open(path)).readable);
    assertEquals([read.set.count, read.reading.leftOut], [4, 0]);
    assertEquals(
      read.set.puzzles.subarray(0, 81),
      parseGrid(
        "003060000800000000000900340070000005090020006500000000000081000001000970040005000",
      ),
    );
  });
}
Deno.test("a file in UTF-16 is refused, rather than its rows shown", async () => {
  const bytes = Uint8Array.from([
    0xff,
    0xfe,
    ...[..."id,puzzle\n"].flatMap((c) => [c.charCodeAt(0), 0]),
  ]);
  await assertRejects(
    () => readPuzzleSet(new Blob([bytes]).stream()),
    SyntaxError,
    "Cannot read line 1: it is no text, or one in UTF-16; save it as UTF-8",
  );
});
testOfInput("empty.csv", async (path) => {
  await assertRejects(() => readPuzzleSet(Deno.readTextFileSync(path)), SyntaxError, "empty");
});
testOfInput("several.csv", async (path) => {
  await assertRejects(() => readPuzzleSet(Deno.readTextFileSync(path)), SyntaxError, "several");
});
testOfInput("several_mixed.csv", async (path) => {
  const { reading } = await readPuzzleSet(Deno.readTextFileSync(path));
  assertEquals(reading.reasons.map(({ reason }) => reason), ["several solutions"]);
});
testOfInput("wrong_solution.csv", async (path) => {
  const { reading } = await readPuzzleSet(Deno.readTextFileSync(path));
  assert(reading.leftOut > 0);
  assertStringIncludes(reading.reasons[0]!.reason, "solution");
});
