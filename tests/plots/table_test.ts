import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { formatNumber, type Frame, jupyterDisplay, table } from "lib/plots/mod.ts";

const ROWS = [
  { method: "IRED", same: 0.0095, harder: 0.2063, parameters: 1642640 },
  { method: "constant answer", same: 0.0141, harder: 0.229, parameters: null },
];

Deno.test("formatNumber() keeps significant digits and turns scientific where small", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [0.0095, "0.0095"],
    [0.20634, "0.206"],
    [0.000123456, "1.23e-4"],
    [-0.00001, "-1e-5"],
    [12345.678, "12,346"],
    [99.44, "99.4"],
    [42, "42"],
    [1e12, "1e12"],
    [1.5e10, "1.5e10"],
    [999.9, "1,000"],
    [Infinity, "∞"],
    [NaN, "–"],
  ];
  for (const [value, text] of cases) assertEquals(formatNumber(value), text);
});

Deno.test("table() aligns numbers right and text left", () => {
  assertEquals(table(ROWS).text().split("\n"), [
    "method             same  harder  parameters",
    "---------------  ------  ------  ----------",
    "IRED             0.0095   0.206   1,642,640",
    "constant answer  0.0141   0.229           –",
  ]);
});

Deno.test("table() sets the best in bold, renames and formats columns", () => {
  const shown = table(ROWS, {
    columns: ["method", { key: "harder", label: "MSE | harder", best: "min" }],
    format: { harder: (value) => Number(value).toFixed(2) },
    caption: "Inverse",
  });
  assertStringIncludes(shown.html(), "<b>0.21</b>");
  assert(!shown.html().includes("<b>0.23</b>"));
  assertStringIncludes(shown.html(), "<caption");
  assertStringIncludes(shown.text(), "*0.21");
  assertStringIncludes(shown.markdown(), "| IRED | **0.21** |");
  assertStringIncludes(shown.markdown(), "MSE \\| harder");
});

Deno.test("table() sets nothing in bold where no value of the column is finite", () => {
  const columns = ["b", { key: "a", best: "min" as const }];
  const shown = table([{ a: NaN, b: 1 }, { a: Infinity, b: 2 }], { columns });
  for (const text of [shown.text(), shown.markdown(), shown.html()]) {
    assert(!/\*|<b>/.test(text), text);
  }
  assertStringIncludes(table([{ a: NaN, b: 1 }, { a: 3, b: 2 }], { columns }).text(), "*3");
});

Deno.test("table() keeps numbers on one line, right with their heading; texts may wrap", () => {
  const shown = table([
    { method: "a long name", percent: 0.8561, interval: "0.55 to 0.58", ratio: "1.04 × (lower)" },
    { method: "3 steps down each of the ten landscapes", percent: 1, interval: "–", ratio: "best" },
  ], {
    columns: ["method", { key: "percent", label: "solved, %" }, "interval", "ratio"],
    format: { percent: (value) => `${(100 * Number(value)).toFixed(2)} %` },
  });
  const html = shown.html(),
    td = (side: string, whole: boolean, text: string) =>
      `<td style="text-align:${side};${
        whole ? "white-space:nowrap;" : ""
      }padding:.2em .8em">${text}</td>`;
  assertStringIncludes(html, '<th style="text-align:right;padding:.2em .8em">solved, %</th>');
  assertStringIncludes(html, td("right", true, "85.61 %"));
  assertStringIncludes(html, td("right", true, "0.55 to 0.58"));
  // A dash holds the place of a number.
  assertStringIncludes(html, td("right", true, "–"));
  assertStringIncludes(html, td("left", true, "1.04 × (lower)"));
  assertStringIncludes(html, td("left", false, "a long name"));
  assertStringIncludes(html, td("left", false, "3 steps down each of the ten landscapes"));
  assertStringIncludes(shown.markdown(), "| :-- | --: | --: | :-- |");
});

Deno.test("table() displays as HTML and plain text only, with values escaped", () => {
  const shown = table([{ name: "<script>&" }]);
  const bundle = shown[jupyterDisplay]();
  assertEquals(Object.keys(bundle), ["text/html", "text/plain"]);
  assertStringIncludes(bundle["text/html"]!, "&lt;script&gt;&amp;");
});

Deno.test("table() takes a polars frame", async () => {
  // By a name that the type checker does not follow: polars brings Node's types along, which
  // differ from Deno's own and would be applied to every other test.
  const name = "nodejs-polars";
  const pl: { DataFrame(rows: object[]): Frame } = (await import(name)).default;
  assertEquals(table(pl.DataFrame(ROWS)).text(), table(ROWS).text());
});

Deno.test("table() refuses no rows, unknown columns and impossible digits", () => {
  assertThrows(() => table([]), RangeError, "no rows");
  for (const rows of [undefined, null, 5]) {
    assertThrows(() => table(rows as never), TypeError, `current value is ${rows}`);
  }
  assertThrows(() => table(ROWS, { columns: ["mse"] }), TypeError, "accepted are method, same");
  for (const digits of [0, 16, 2.5]) assertThrows(() => table(ROWS, { digits }), RangeError);
});

Deno.test("what stands in brackets beside a number may go to the next line, neither is torn", () => {
  const html = table([{ share: "69.4 % (65.6 %–73.1 %)", TV: "0.496 ± 0.006 [0.487 ± 0.007]" }])
    .html();
  const unbroken = (text: string) => `<span style="white-space:nowrap">${text}</span>`;
  assertStringIncludes(html, `${unbroken("69.4 %")} ${unbroken("(65.6 %–73.1 %)")}`);
  assertStringIncludes(html, `${unbroken("0.496 ± 0.006")} ${unbroken("[0.487 ± 0.007]")}`);
  assertEquals(html.match(/<td [^>]*nowrap/), null);
});

Deno.test("a cell's lines stand below each other, and numbers keep their exponents", () => {
  const shown = table([{ network: "a", ours: "one: 5e-8\ntwo: 1.69e-7 (1 to 2)" }]);
  assertStringIncludes(shown.html(), "<br>two: ");
  assertStringIncludes(shown.html(), '<span style="white-space:nowrap">1.69e-7</span> (1 to 2)');
  assertStringIncludes(shown.text(), "one: 5e-8; two: 1.69e-7 (1 to 2)");
  assertStringIncludes(shown.markdown(), "one: 5e-8<br>two: 1.69e-7");
});

Deno.test("values that read alike are best alike", () => {
  const rows = [0.16301, 0.16304, 0.171].map((error) => ({ error }));
  const html = table(rows, { columns: [{ key: "error", best: "min" }] }).html();
  assertEquals([...html.matchAll(/<b>0\.163<\/b>/g)].length, 2);
  assert(!html.includes("<b>0.171</b>"));
});
