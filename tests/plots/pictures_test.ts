/** Small pictures: shades, runs, and boards that show them. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { boardTrace, pictures } from "lib/plots/mod.ts";
import { inkBlock } from "lib/plots/pictures.ts";

Deno.test("ink of one shade is one path, paper is left out", () => {
  const { body, width } = inkBlock([0, 1, 1, 0.05], 10);
  assertEquals(width, 10);
  assertEquals(body.match(/<path /g)!.length, 1);
  assertStringIncludes(body, 'd="M1 0h1v1h-1zM0 1h1v1h-1z"');
  assertStringIncludes(body, "scale(5)");
  assertEquals(inkBlock([1, 0.5, 0.5, 0.2], 2).body.match(/<path /g)!.length, 3);
  assertThrows(() => inkBlock([0, 1, 1], 10), RangeError, "there are 3");
});

Deno.test("pictures stand under what is said of them, and must be there", () => {
  const svg = pictures([{ pixels: [0, 1, 1, 0], heading: "read as 7", note: "is 1" }]).svg();
  assert(svg.includes("read as 7") && svg.includes("is 1"));
  assertThrows(() => pictures([]), RangeError, "there are none");
});

Deno.test("a heading of a row starts at its first picture, others widen their column", () => {
  const pixels = [0, 1, 1, 0], heading = "weighted rollouts";
  const row = pictures([{ pixels, heading }, { pixels, heading: "" }], { columns: 2 }).svg();
  assertStringIncludes(row, ">weighted rollouts<");
  assert(/text-anchor="start"[^>]*>weighted rollouts</.test(row));
  const width = (svg: string) => Number(/width="([\d.]+)"/.exec(svg)![1]);
  const both = pictures([{ pixels, heading }, { pixels, heading }], { columns: 2 }).svg();
  assert(width(both) > width(row), `${width(both)} ${width(row)}`);
});

Deno.test("a board with a picture has larger cells, and the picture for the digit", () => {
  const cell = (i: number) => (
    { t: 0, row: i >> 1, column: i % 2, digit: i + 1, given: true, wrong: false }
  );
  const plain = [0, 1, 2, 3].map(cell);
  const pictured = plain.map((one, i) => i === 1 ? { ...one, picture: [0, 1, 1, 0] } : one);
  const sizes = [plain, pictured].map((cells) =>
    Number(/width="([\d.]+)" height="\1" fill="#/.exec(boardTrace(cells).svg())?.[1])
  );
  assert(sizes[1]! > sizes[0]!, `${sizes}`);
  assertStringIncludes(boardTrace(pictured).svg(), ">134<");
  assertStringIncludes(boardTrace(plain).svg(), ">1234<");
});
