/** Values that an axis cannot show, extremes, coinciding references, shared scales. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as plots from "lib/plots/mod.ts";
import { linearTicks, logTicks, tickLabels } from "lib/plots/format.ts";
import { axis } from "lib/plots/axes.ts";

const rows = (values: readonly number[]) =>
  values.map((value, steps) => ({ steps, value, method: "m", split: "s" }));

/** How many pieces the lines of a chart consist of. */
const pieces = (svg: string) =>
  [...svg.matchAll(/<g[^>]*aria-label="line"[^>]*>(.*?)<\/g>/gs)]
    .flatMap(([, body]) => [...body!.matchAll(/ d="([^"]*)"/g)])
    .reduce((sum, [, d]) => sum + (d!.match(/M/g)?.length ?? 0), 0);

const whole = [1, 0.5, 0.4, 0.3, 0.2];
const broken: Readonly<Record<string, number>> = { zero: 0, "a negative value": -1, "a gap": NaN };

const charts: Readonly<Record<string, (values: readonly number[]) => plots.Chart>> = {
  errorBySteps: (values) => plots.errorBySteps(rows(values)),
  energyTrace: (values) =>
    plots.energyTrace(values.map((energy, evaluation) => ({ evaluation, energy, t: 0 })), {
      yType: "log",
    }),
  energyByDistance: (values) =>
    plots.energyByDistance(values.map((energy, distance) => ({ distance, energy, t: 0 })), {
      yType: "log",
    }),
  corruption: (values) =>
    plots.corruption(values.map((energy, t) => ({ t, amount: 0.1, energy, told: 0.9 }))),
  lossCurves: (values) =>
    plots.lossCurves(values.map((loss, step) => ({ step, loss })), { smoothing: 1 }),
};

for (const [name, draw] of Object.entries(charts)) {
  for (const [what, value] of Object.entries(broken)) {
    Deno.test(`the line of ${name} does not cross ${what}`, () => {
      const before = draw(whole).svg();
      const after = draw(whole.with(2, value)).svg();
      assert(pieces(before) > 0);
      assertEquals(pieces(after), pieces(before) + 1);
      assertEquals(after.includes("▽"), !Number.isNaN(value));
      assert(!before.includes("▽"));
    });
  }
}

for (const scale of [1e300, 1e-300, 1e308, 5e-324]) {
  Deno.test(`charts of values around ${scale} are drawn`, () => {
    for (const draw of Object.values(charts)) {
      for (const values of [whole.map((v) => v * scale), [scale, 1, scale], [scale, scale]]) {
        if (values.every((value) => value > 0)) assert(!/NaN|Infinity/.test(draw(values).svg()));
      }
    }
    for (const ends of [[-scale, scale], [scale, scale], [0, scale]] as const) {
      const { domain, ticks } = axis("x", "linear", ends);
      assert(domain.every(Number.isFinite) && Number.isFinite(domain[1] - domain[0]));
      assert(ticks.length >= 1 && ticks.length < 20, `${ticks}`);
    }
  });
}

Deno.test("ticks come to an end where neighbours cannot be told apart", () => {
  assertEquals(linearTicks(1e300, 1e300 * (1 + 2 ** -52)).length, 1);
  assert(logTicks(1e-300, 1e300).length <= 10);
});

Deno.test("values that are equal up to rounding have few ticks, within the axis and apart", () => {
  for (const at of [1, -1, 0.1, 12345]) {
    for (const exponent of [5, 8, 9, 10, 11, 12, 13, 14]) {
      const { domain: [low, high], ticks } = axis("x", "linear", [at, at * (1 + 10 ** -exponent)]);
      const said = `${at}, 1e-${exponent}: ${ticks.length} ticks from ${ticks[0]}`;
      assert(ticks.length >= 1 && ticks.length <= 8, said);
      assert(ticks.every((tick) => tick >= low && tick <= high), said);
      assertEquals(new Set(tickLabels(ticks)).size, ticks.length, said);
    }
  }
});

Deno.test("references that coincide have one label, others their own", () => {
  const reference = (label: string, value: number) => ({ label, value, split: "s" });
  const svg = plots.errorBySteps(rows(whole), {
    references: [
      reference("published IRED", 0.25),
      reference("constant", 0.25),
      reference("published IRED", 0.25),
      reference("IREM", 0.7),
    ],
  }).svg();
  // In two lines, as it is long, under one height.
  assertStringIncludes(svg, ">published IRED,<");
  assertStringIncludes(svg, ">constant<");
  assertStringIncludes(svg, ">IREM<");
  assertEquals(svg.match(/constant/g)!.length, 1);
});

/** Heights of the labels of references, by label. */
const heights = (svg: string, labels: readonly string[]) =>
  labels.map((label) =>
    Number(new RegExp(`<text[^>]* y="([^"]*)"[^>]*>${label}</text>`).exec(svg)?.[1])
  );

Deno.test("a reference that a logarithmic axis has no place for is named, and moves no other", () => {
  const reference = (label: string, value: number) => ({ label, value, split: "s" });
  const shown = [reference("p", 0.5), reference("q", 0.25)];
  const more = [reference("zero", 0), ...shown, reference("minus", -1)];
  const draw = (references: plots.Reference[], options: plots.ErrorByStepsOptions = {}) =>
    plots.errorBySteps(rows(whole), { references, ...options }).svg();
  const svg = draw(more);
  assert(!svg.includes("NaN"));
  assertEquals(heights(svg, ["p", "q"]), heights(draw(shown), ["p", "q"]));
  assertEquals(svg.match(/stroke-dasharray="5 3"/g)!.length, 2);
  // The caption has several lines.
  assertStringIncludes(
    svg.replaceAll(/<\/text><text[^>]*>/g, " "),
    "Without a rule, as a logarithmic axis cannot show 0 or less: zero, minus.",
  );
  const linear = draw(more, { yType: "linear" });
  assertEquals(linear.match(/stroke-dasharray="5 3"/g)!.length, 4);
  assert(!`${linear}${draw(shown)}`.includes("Without a rule"));
});

Deno.test("references on both sides of 0 keep apart on a square-root axis", () => {
  const labels = ["minus", "p", "q"];
  const references = [-0.2, 0.5, 0.9].map((value, i) => ({ label: labels[i]!, value, split: "s" }));
  const svg = plots.errorBySteps(rows(whole), { references, yType: "sqrt" }).svg();
  const [minus, p, q] = heights(svg, labels) as [number, number, number];
  assert(q < p && p < minus, `${[minus, p, q]}`);
});

Deno.test("curves mark points that a logarithmic axis has no place for, and say so", () => {
  const draw = (points: readonly (readonly [number, number])[], options = {}) =>
    plots.curves(points.map(([x, y]) => ({ x, y, curve: "c" })), {
      xLabel: "a",
      yLabel: "b",
      ...options,
    }).svg();
  const triangles = (svg: string) => svg.match(/rotate\((180|270)\)/g) ?? [];
  const points: [number, number][] = [[1, 1], [2, 0.5], [3, 0.2], [4, 0.1]];
  const ordinary = draw(points, { xType: "log", yType: "log" });
  assertEquals([pieces(ordinary), triangles(ordinary).length], [1, 0]);
  assert(!/[▽◁]/.test(ordinary));
  const below = draw(points.with(1, [2, 0]), { yType: "log" });
  assertEquals([pieces(below), triangles(below)], [2, ["rotate(180)"]]);
  assertStringIncludes(below, "▽ marks values of 0 or less");
  const left = draw(points.with(0, [0, 1]), { xType: "log" });
  assertEquals([pieces(left), triangles(left)], [1, ["rotate(270)"]]);
  assertStringIncludes(left, "◁ marks values of 0 or less");
  // Outside both axes: one mark, in the corner.
  const corner = draw(points.with(0, [-1, 0]), { xType: "log", yType: "log" });
  assertEquals(triangles(corner), ["rotate(270)"]);
  assert(!corner.includes("NaN"));
  assertEquals(triangles(draw(points.with(0, [0, 0]))), []);
});

Deno.test("an interval from a value of 0 is drawn as far as a logarithmic axis shows it", () => {
  const row = { split: "s", kind: "ours" as const };
  const both = [
    { ...row, method: "a", value: 0.1, low: 0.05, high: 0.2 },
    { ...row, method: "b", value: 0, low: 0, high: 0.15 },
    { ...row, method: "c", value: 0 },
  ];
  const svg = plots.comparisonBars(both, { xType: "log" }).svg();
  const lines = [...svg.matchAll(/<path d="M([\d.]+),[\d.]+H([\d.]+)"[^>]*stroke-width="2"/g)]
    .map(([, from, to]) => [Number(from), Number(to)] as const);
  assertEquals(lines.length, 2);
  const [[, of2], [from, to]] = lines as [readonly [number, number], readonly [number, number]];
  assert(from < to && to < of2, `${lines}`);
  // The number stands behind it.
  const written = [...svg.matchAll(/<text x="([\d.]+)"[^>]*>0<\/text>/g)].map(([, x]) => Number(x));
  assert(written.length === 2 && written[0]! > to && written[1]! < to, `${written}`);
});

Deno.test("rules whose names begin alike differ in colour", () => {
  const reference = (label: string, value: number) => ({ label, value, split: "s" });
  const references = [reference("IRED, run again", 0.5), reference("IRED", 0.9)];
  const svg = plots.errorBySteps(rows(whole), { references }).svg();
  const written = [...svg.matchAll(/<text[^>]*fill="(#\w+)"[^>]*>(IRED[^<]*)</g)];
  assertEquals(written.map(([, , text]) => text).sort(), ["IRED", "IRED, run again"]);
  assertEquals(new Set(written.map(([, colour]) => colour)).size, 2);
});

Deno.test("bands say what they are", () => {
  const banded = rows(whole).map((row) => ({ ...row, low: row.value / 2, high: row.value * 2 }));
  assertStringIncludes(plots.errorBySteps(banded).svg(), "Bands: 95 % intervals.");
  assert(!plots.errorBySteps(rows(whole)).svg().includes("95 %"));
  const seeds = plots.errorBySteps(banded, { bands: "all seeds" }).svg();
  assert(seeds.includes("Bands: all seeds.") && !seeds.includes("95 %"));
  const own = plots.errorBySteps(banded, { caption: "Wilson intervals, 95 %." }).svg();
  assertEquals(own.match(/95 %/g)!.length, 1);
});

Deno.test("a band that a logarithmic axis cuts off is told of", () => {
  const banded = rows(whole).map((row) => ({ ...row, low: 0, high: row.value * 2 }));
  assertStringIncludes(plots.errorBySteps(banded).svg(), "ends at 0 or below");
  assert(!plots.errorBySteps(banded, { yType: "linear" }).svg().includes("lower edge"));
});

Deno.test("panels that show something else have labels of their own", () => {
  const [one, two] = ["a", "b"].map((split) => ({ steps: 1, value: 0.5, method: "m", split }));
  const steps = plots.errorBySteps([one!, two!], { yLabel: "share", yLabels: { b: "energy" } })
    .svg();
  const points = ["a", "b"].map((panel) => ({ x: 1, y: 1, curve: "c", panel }));
  const panels = { b: { xLabel: "distance", yLabel: "energy" } };
  const drawn = plots.curves(points, { xLabel: "time", yLabel: "share", panels }).svg();
  for (const text of [">share<", ">energy<"]) {
    assertEquals(steps.split(text).length, 2);
    assertEquals(drawn.split(text).length, 2);
  }
  assert(drawn.includes(">distance<") && drawn.includes(">time<"));
});

Deno.test("charts share an axis that holds the values of all", () => {
  const ticksOf = (svg: string) =>
    [...svg.matchAll(/>([0-9.e-]+)<\/text>/g)].map(([, text]) => text).join(" ");
  const [a, b] = [whole, whole.map((v) => v / 50)];
  const alone = [a, b].map((values) => ticksOf(plots.errorBySteps(rows(values)).svg()));
  assert(alone[0] !== alone[1]);
  const shared = [a, b].map((values) =>
    ticksOf(plots.errorBySteps(rows(values), { yHolds: [...a, ...b] }).svg())
  );
  assertEquals(shared[0], shared[1]);
});

Deno.test("error maps of several networks share one scale of colours", () => {
  const cells = (network: string, value: number) =>
    [9, 0].flatMap((t) =>
      [0, 1].flatMap((row) => [0, 1].map((column) => ({ t, row, column, value, network })))
    );
  const fills = (svg: string) => new Set(svg.match(/fill="#[0-9a-f]{6}"/g));
  const good = cells("good", 0.1), bad = cells("bad", 1);
  const both = plots.errorMaps([...good, ...bad]).svg();
  assertMatch(both, />good<[^]*>bad</);
  // The cells of each are drawn as they are where the scale's end is given.
  const paths = (svg: string) => new Set(svg.match(/<path[^>]*fill="#[0-9a-f]{6}"[^>]*>/g));
  const drawn = paths(both);
  for (const one of [good, bad]) {
    const alone = paths(plots.errorMaps(one, { most: 1 }).svg());
    assert(alone.size > 0 && [...alone].every((path) => drawn.has(path)));
  }
  assert(fills(both).size > fills(plots.errorMaps(bad).svg()).size - 1);
});

Deno.test("a logarithmic scale tells small errors apart that a linear one shows as none", () => {
  const values = [0, 1e-9, 1e-4, 1e-3, 1e-2, 10];
  const cells = values.map((value, column) => ({ t: 0, row: 0, column, value }));
  const colours = (options: plots.ErrorMapsOptions) => {
    const svg = plots.errorMaps(cells, { most: 10, ...options }).svg();
    // Cells are paths by colour, the colour bar is of rectangles.
    return new Set([...svg.matchAll(/<path[^>]*fill="(#[0-9a-f]{6})"/g)].map(([, fill]) => fill));
  };
  assertEquals(colours({}).size, 2);
  // 0 and 1e-9 lie below a millionth of the largest.
  assertEquals(colours({ valueType: "log" }).size, 5);
  assertStringIncludes(plots.errorMaps(cells, { most: 10, valueType: "log" }).svg(), ">≤ 1e-5<");
});

Deno.test("error maps show wrong entries that are fewer than one in a hundred", () => {
  const cells = Array.from({ length: 400 }, (_, i) => (
    { t: 0, row: Math.floor(i / 20), column: i % 20, value: i === 7 ? 0.25 : 0 }
  ));
  for (const valueType of ["linear", "log"] as const) {
    const svg = plots.errorMaps(cells, { valueType }).svg();
    assertEquals(new Set(svg.match(/<path[^>]*fill="#[0-9a-f]{6}"/g)).size, 2, valueType);
    assertStringIncludes(svg, ">0.25<");
    assert(!svg.includes(">1<"), "the bar ends at what there is");
  }
  // Without any, the bar has to end somewhere.
  const none = plots.errorMaps(cells.map((cell) => ({ ...cell, value: 0 }))).svg();
  assertStringIncludes(none, ">1<");
});

Deno.test("bold is explained where there is any", () => {
  const data = [{ a: 1, b: 5 }, { a: 2, b: 6 }];
  const least = plots.table(data, { columns: [{ key: "a", best: "min" }, "b"] });
  assertStringIncludes(least.text(), "* the least value of its column");
  assertStringIncludes(least.html(), "<b>Bold</b>: the least value");
  assertStringIncludes(least.markdown(), "**Bold**: the least value");
  const two = plots.table(data, {
    columns: [{ key: "a", best: "min" }, { key: "b", best: "max" }],
  });
  assertStringIncludes(two.text(), "(least a, greatest b)");
  assert(!plots.table(data).html().includes("Bold"));
});

/** Where the triangles of a chart stand. */
const triangles = (svg: string) =>
  [...svg.matchAll(/<g[^>]*stroke-width="1.6"[^>]*aria-label="dot"[^>]*>(.*?)<\/g>/gs)]
    .flatMap(([, body]) => [...body!.matchAll(/transform="([^"]*)"/g)].map(([, where]) => where!));

Deno.test("marks of several curves at one place stand side by side; of many none leaves the edge", () => {
  const at = (count: number, x: (k: number) => number, y: (k: number) => number) =>
    Array.from({ length: count }, (_, k) => [
      { curve: `c${k}`, x: x(k), y: y(k) },
      { curve: `c${k}`, x: 1, y: 1 },
      { curve: `c${k}`, x: 2, y: 2 },
    ]).flat();
  const draw = (points: readonly plots.CurvePoint[]) =>
    triangles(plots.curves(points, { xLabel: "a", yLabel: "b", xType: "log", yType: "log" }).svg());
  for (const points of [at(3, () => 0, () => 1), at(3, () => 1, () => 0)]) {
    assertEquals(new Set(draw(points)).size, 3);
  }
  for (const points of [at(30, () => 0, () => 1), at(30, () => 1, () => 0)]) {
    const many = draw(points);
    assertEquals([many.length, new Set(many).size], [30, 1]);
  }
});
