import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as plots from "lib/plots/mod.ts";
import { GALLERY } from "./gallery.ts";

const count = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;
const svgOf = (name: string) => GALLERY[name]!().svg();

Deno.test("every map and trace names its ten landscapes, the smooth ones first", () => {
  for (const name of ["landscapeMaps", "errorMaps", "energyTrace", "boardTrace", "graphScores"]) {
    const order = [...svgOf(name).matchAll(/>t = (\d)</g)].map((match) => Number(match[1]));
    assertEquals(order, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], name);
  }
});

Deno.test("errorBySteps() draws a line per method and split, a rule and a label per reference", () => {
  const svg = svgOf("errorBySteps");
  for (const split of ["same difficulty", "harder"]) assertStringIncludes(svg, `>${split}<`);
  assertEquals(count(svg, /stroke-dasharray="5 3"/g), 8);
  assertEquals(count(svg, />published IRED</g), 2);
  assertEquals(count(svg, /<circle/g), 2 * 2 * 7);
});

Deno.test("errorBySteps() says in its title against what, unless it has one", () => {
  const rows = [{ steps: 1, value: 0.5, method: "net", split: "harder" }];
  const yLabel = "boards solved, %";
  const titles = [{}, { yLabel, xLabel: "runs, at most" }, { xLabel: "runs", title: "Mine" }].map(
    (options) => plots.errorBySteps(rows, options).title,
  );
  assertEquals(titles, ["Mean squared error by inference steps", "Boards solved by runs", "Mine"]);
});

Deno.test("errorBySteps() accepts zero steps, one step and an interval down to zero", () => {
  const row = { value: 0.1, low: 0, high: 0.2, method: "m", split: "" };
  for (const steps of [[0], [5], [0, 1, 100]]) {
    const svg = plots.errorBySteps(steps.map((one) => ({ ...row, steps: one }))).svg();
    assert(!svg.includes("NaN") && !svg.includes("Infinity"));
  }
});

Deno.test("landscapeMaps() draws each path, its ends and all points", () => {
  const cells = [0, 1].flatMap((x) => [0, 1].map((y) => ({ t: 3, x, y, energy: x + y })));
  const paths = [0, 1].flatMap((path) =>
    [0, 1, 2].map((order) => ({ t: 3, path, order, x: order / 3, y: path }))
  );
  const svg = plots.landscapeMaps(cells, { paths, points: [{ x: 0.5, y: 0.5 }, { x: 1, y: 1 }] })
    .svg();
  // Two ends for each of two paths, two points, and three entries of the legend.
  assertEquals(count(svg, /<circle/g), 4 + 2 + 3);
});

Deno.test("landscapeMaps() puts low energies at the bottom where y is low", () => {
  const cells = [0, 1].flatMap((x) => [0, 1].map((y) => ({ t: 0, x, y, energy: y })));
  const svg = plots.landscapeMaps(cells).svg();
  const at = (row: number) => svg.indexOf(`d="M0 ${row}h2v1h-2z"`);
  assert(at(0) > 0 && at(1) > 0);
  // The darkest colour is drawn first, and it fills the lower row.
  assert(at(1) < at(0));
});

Deno.test("landscapeMaps() paints a flat landscape and a plateau at the bottom as low", () => {
  const fills = (energy: (x: number) => number, levels: "quantile" | "linear") => {
    const cells = [0, 1, 2, 3].flatMap((x) =>
      [0, 1, 2, 3].map((y) => ({ t: 0, x, y, energy: energy(x) }))
    );
    const svg = plots.landscapeMaps(cells, { levels }).svg();
    return [...svg.matchAll(/<path d="M\d+ \d+h[^>]*fill="(#[0-9a-f]{6})"/g)].map(([, fill]) =>
      fill
    );
  };
  const [low, high] = ["#440154", "#fde725"];
  for (const levels of ["quantile", "linear"] as const) {
    assertEquals(fills(() => -3, levels), [low]);
    assertEquals(fills((x) => Number(x > 1), levels), [low, high]);
  }
});

Deno.test("comparisonBars() writes each value, and marks ours, published and trivial apart", () => {
  const svg = svgOf("comparisonBars");
  for (const value of ["0.0095", "0.059", "0.0141", "1.1e-4"]) {
    assertStringIncludes(svg, `>${value}<`);
  }
  assertEquals(count(svg, />constant answer</g), 1);
});

Deno.test("boardTrace() counts wrong cells and writes every digit", () => {
  const cells = [1, 2, 3, 4].map((digit, i) => (
    { t: 0, row: i >> 1, column: i % 2, digit, given: i < 2, wrong: i === 3 }
  ));
  const svg = plots.boardTrace(cells).svg();
  for (const text of [">12<", ">3<", ">4<", ">1 wrong<"]) assertStringIncludes(svg, text);
  const look = (empty: boolean) =>
    plots.boardTrace(
      cells.map((cell) => ({
        ...cell,
        wrong: false,
        ...(empty && { digit: cell.given ? cell.digit : 0 }),
      })),
    )
      .svg();
  assert(look(false).includes("all correct") && !/all correct|none wrong/.test(look(true)));
});

Deno.test("graphMaps() draws arrow heads for directed edges only", () => {
  const nodes = [0, 1, 2].map((node) => ({ node, component: node }));
  const edges = [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 2 }];
  const paths = (direction: "directed" | "undirected") =>
    count(plots.graphMaps(nodes, edges, { edges: direction }).svg(), /<path/g);
  assertEquals(paths("directed"), paths("undirected") + 1);
});

Deno.test("histogram() shows shares that sum to one, and a single value", () => {
  const svg = plots.histogram([{ value: 2 }, { value: 2 }]).svg();
  assert(!svg.includes("NaN"));
  const ticks = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  // Both values are in one bar, whose share is the axis' end.
  assertEquals(ticks.slice(ticks.indexOf("0.8")), ["0.8", "1", "share of values"]);
});

Deno.test("lossCurves() thins long runs, those with a loss of zero too", () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, step) => ({ step, loss: step === 5 ? 0 : 1 / (step + 1) }),
  );
  assert(plots.lossCurves(rows).svg().length < 30_000);
});

Deno.test("labels with markup and quotes are escaped", async () => {
  const title = `a < b & "c"\u0000`;
  const chart = plots.lossCurves([{ step: 0, loss: 1, part: "<x>" }, {
    step: 1,
    loss: 2,
    part: "y",
  }], {
    title,
    caption: "é – <i>\u00a0",
  });
  assertStringIncludes(chart.svg(), "a &lt; b &amp; &quot;c&quot;");
  await chart.png(1);
});

Deno.test("comparisonBars() marks what a logarithmic axis cannot show, and says so", () => {
  const rows = [0, 0.5].map((value, i) => (
    { method: `m${i}`, split: "s", value, kind: "ours" as const }
  ));
  const svg = plots.comparisonBars(rows, { xType: "log" }).svg();
  assert(svg.includes("◁ marks values of 0 or less"));
  assert(!plots.comparisonBars(rows).svg().includes("◁"));
});

Deno.test("graphMaps() moves nodes off each other, and draws a path's and marked ones last", () => {
  const nodes = [[0.5, 0.5], [0.5, 0.5], [0.51, 0.5], [0, 0]].map(([x, y], node) => ({
    node,
    x,
    y,
  }));
  const edges = [{ from: 1, to: 3, kind: "path" as const }];
  const svg = plots.graphMaps(nodes, edges, { marks: [{ node: 0, label: "start" }] }).svg();
  const discs = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="10" fill="#dddddd"/g)]
    .map(([, x, y]) => [Number(x), Number(y)] as const);
  assertEquals(discs.length, 4);
  for (const [i, [x, y]] of discs.entries()) {
    for (const [u, v] of discs.slice(i + 1)) assert(Math.hypot(x - u, y - v) > 22);
  }
  const order = [...svg.matchAll(/>(\d)<\/text>/g)].map(([, node]) => Number(node));
  assertEquals(order, [2, 1, 3, 0]);
});

Deno.test("the thick line of lossCurves() is a running geometric mean", () => {
  const line = (losses: readonly number[], smoothing: number) =>
    plots.lossCurves(losses.map((loss, step) => ({ step, loss })), { smoothing }).svg();
  const [thick] = line([100, 10, 1], 1).match(/ d="M[^"]*"[^>]*stroke-width="2"|d="M[^"]*"/g)!
    .slice(-1);
  assertStringIncludes(line([100, 1, 1], 2), thick!);
  assert(!line([100, 1, 1], 1).includes(thick!));
});

Deno.test("graphMaps() writes a node's name beside it, inside the panel", () => {
  const nodes = [{ node: 0, x: 0, y: 0 }, { node: 1, x: 1, y: 1, name: "goal 17" }];
  const svg = plots.graphMaps(nodes, []).svg();
  const [, x] = svg.match(/x="([\d.]+)"[^>]*>goal 17</)!;
  assert(Number(x) < 286, x);
});

Deno.test("planeMaps() ends a line that has closed: two squares are not joined", () => {
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]] as const;
  const square = (shift: number) =>
    corners.map(([x, y]) => (
      { panel: "a", group: "squares", mark: "line" as const, x: x + shift, y }
    ));
  const moves = (rows: Parameters<typeof plots.planeMaps>[0]) =>
    (plots.planeMaps(rows).svg().match(
      /d="(M[^"]*)" fill="none" stroke="#[^"]*" stroke-width="1.6"/,
    )?.[1]
      ?.match(/M/g) ?? []).length;
  assertEquals(moves([...square(0), ...square(3)]), 2);
  assertEquals(moves(square(0).slice(0, 4)), 1);
});

Deno.test("planeMaps() says how large its maps are, after a caption of one's own", () => {
  const rows = ["a", "b", "c"].map((panel) => (
    { panel, group: "b", mark: "dot" as const, x: 1, y: -2 }
  ));
  assertStringIncludes(plots.planeMaps(rows).svg(), "Each map shows ±2.16 in both directions.");
  const text = plots.planeMaps(rows, { reach: 3, caption: "Two words." }).svg();
  assertStringIncludes(text, "Two words. Each map shows ±3 in both directions.");
});

Deno.test("results that are all ours need no legend of whose they are; what is exact has a mark of its own", () => {
  const row = { method: "net", split: "harder", value: 0.5, kind: "ours" as const };
  assert(!plots.comparisonBars([row]).svg().includes(">ours<"));
  const beside = plots.comparisonBars([row, { ...row, method: "exact", kind: "reference" }]).svg();
  for (const kind of ["ours", "reference"]) assertStringIncludes(beside, `>${kind}<`);
});

Deno.test("narrow panels of results have few ticks", () => {
  const rows = ["one", "two", "three"].map((split) => (
    { method: "a network with a very long name indeed", split, value: 1, kind: "ours" as const }
  ));
  const svg = plots.comparisonBars(rows).svg();
  assertEquals([count(svg, />0\.5</g), count(svg, />0\.2</g)], [3, 0]);
});

Deno.test("many landscapes along a line have a bar of colours, few a label each", () => {
  const rows = (levels: readonly number[]) =>
    levels.flatMap((t) => [0, 1].map((position) => ({ t, position, energy: position })));
  const names = (levels: readonly number[]) =>
    count(plots.energyAlongLine(rows(levels)).svg(), />t = \d</g);
  assertEquals([names([9, 5, 0]), names([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])], [3, 2]);
});

Deno.test("graphMaps() calls edges as it is told", () => {
  const nodes = [0, 1, 2].map((node) => ({ node }));
  const edges = [{ from: 0, to: 1 }, { from: 1, to: 2, kind: "wrong" as const }];
  const svg = plots.graphMaps(nodes, edges, { edgeLabels: { wrong: "wrong pair" } }).svg();
  for (const name of ["given edge", "wrong pair"]) assertStringIncludes(svg, `>${name}<`);
});
