import { assert, assertThrows } from "@std/assert";
import * as plots from "lib/plots/mod.ts";

/** Each chart with rows that are right but for one field. */
const CHARTS: Readonly<Record<string, { draw: (rows: never[]) => unknown; row: object }>> = {
  lossCurves: { draw: plots.lossCurves, row: { step: 1, loss: 1 } },
  errorBySteps: {
    draw: plots.errorBySteps,
    row: { steps: 1, value: 1, method: "m", split: "s" },
  },
  landscapeMaps: { draw: plots.landscapeMaps, row: { t: 0, x: 0, y: 0, energy: 0 } },
  errorMaps: { draw: plots.errorMaps, row: { t: 0, row: 0, column: 0, value: 0 } },
  matrixMaps: { draw: plots.matrixMaps, row: { panel: "p", row: 0, column: 0, value: 0 } },
  corruption: { draw: plots.corruption, row: { t: 0, amount: 0.1, energy: 1, told: 1 } },
  energyAlongLine: { draw: plots.energyAlongLine, row: { t: 0, position: 0, energy: 0 } },
  energyByDistance: { draw: plots.energyByDistance, row: { t: 0, distance: 0, energy: 0 } },
  energyTrace: { draw: plots.energyTrace, row: { evaluation: 0, t: 0, energy: 0 } },
  comparisonBars: {
    draw: plots.comparisonBars,
    row: { method: "m", split: "s", value: 1, kind: "ours" },
  },
  histogram: { draw: plots.histogram, row: { value: 1 } },
  scatter: { draw: plots.scatter, row: { x: 0, y: 1 } },
  boardTrace: {
    draw: plots.boardTrace,
    row: { t: 0, row: 0, column: 0, digit: 1, given: true, wrong: false },
  },
  graphMaps: { draw: (rows) => plots.graphMaps(rows, []), row: { node: 0 } },
};

/** One sentence: begins with "Cannot", names no second one. */
function assertSentence(error: Error): void {
  assert(/^Cannot (draw|show) [^\n]+[^.]$/.test(error.message), error.message);
}

for (const [name, { draw, row }] of Object.entries(CHARTS)) {
  Deno.test(`${name}() refuses missing rows, fields and numbers`, () => {
    assertSentence(assertThrows(() => draw([]), RangeError, "no rows"));
    assertSentence(assertThrows(() => draw(undefined as never), TypeError, "must be an array"));
    assertSentence(assertThrows(() => draw([null] as never), TypeError));
    for (const [field, value] of Object.entries(row)) {
      const without = { ...row, [field]: undefined } as never;
      assertSentence(assertThrows(() => draw([without]), TypeError, `"${field}" of row 0`));
      if (typeof value !== "number") continue;
      const infinite = { ...row, [field]: Infinity } as never;
      assertSentence(assertThrows(() => draw([infinite]), RangeError, `"${field}" of row 0`));
    }
  });
}

Deno.test("every chart and table refuses options that it would ignore", () => {
  type Draw = (...given: unknown[]) => unknown;
  const all = plots as unknown as Readonly<Record<string, Draw>>;
  const one = [
    ...["boardTrace", "comparisonBars", "corruption", "curves", "energyAlongLine"],
    ...["energyByDistance", "energyTrace", "errorBySteps", "errorMaps", "histogram"],
    ...["labelledMatrices", "landscapeMaps", "lossCurves", "matrixMaps", "meshMaps"],
    ...["moleculeMaps", "pictures", "planeMaps", "policyMaps", "scatter", "unitCells"],
  ];
  const two = ["causalGraphs", "graphMaps"];
  const draw = (name: string, options: object) => () =>
    all[name]!([], ...(two.includes(name) ? [[]] : []), options);
  for (const name of [...one, ...two]) {
    assertThrows(draw(name, { captoin: "T" }), RangeError, "captoin (did you mean caption?)");
    assertThrows(draw(name, { xyz: 1 }), RangeError, "Unknown option xyz: accepted are ");
    assertThrows(draw(name, { title: "T" }), RangeError, "Cannot draw");
  }
  const table = (options: object) => () => plots.table([{ method: "m", error: 1 }], options);
  assertThrows(table({ colums: ["method"] }), RangeError, "did you mean columns?");
  assertThrows(table({ format: { eror: String } }), RangeError, "did you mean error?");
  const columns = [{ key: "error", lable: "E" }];
  assertThrows(table({ columns }), RangeError, "Unknown name of a column lable");
  table({ format: { elsewhere: String } })(); // one set of formats may serve several tables
});

Deno.test("a scatter refuses a layout that it cannot draw, and needs no panels", () => {
  const points = [0, 1, 2].map((x) => ({ x, y: x * x }));
  for (const columns of [0, -1, 2.5, NaN, Infinity, "2"] as number[]) {
    const draw = () => plots.scatter(points, { columns });
    assertSentence(assertThrows(draw, RangeError, "columns must be an integer of at least 1"));
  }
  for (const size of [0, 0.5, -3, NaN, Infinity, "9"] as number[]) {
    const draw = () => plots.scatter(points, { size });
    assertSentence(assertThrows(draw, RangeError, "size must be a finite number of at least 1"));
  }
  const svg = plots.scatter(points).svg();
  assert(!svg.includes("undefined") && svg.includes("<circle"));
  plots.scatter(points, { columns: 1, size: 1 }).svg();
});

Deno.test("charts refuse values that they cannot place", () => {
  const cell = { t: 0, row: 0, column: 0, value: 1 };
  const board = { t: 0, row: 0, column: 0, digit: 1, given: true, wrong: false };
  const result = { method: "m", split: "s", value: 0, kind: "ours" as const };
  const refused: (() => unknown)[] = [
    () => plots.errorMaps([{ ...cell, row: -1 }]),
    () => plots.errorMaps([{ ...cell, column: 1e9 }]),
    () => plots.errorMaps([{ ...cell, value: -1 }]),
    () => plots.boardTrace([{ ...board, digit: 1.5 }]),
    () => plots.comparisonBars([result], { xType: "log" }),
    () => plots.lossCurves([{ step: 0, loss: 0 }]),
    () => plots.lossCurves([{ step: 0, loss: 1 }], { smoothing: 0 }),
    () => plots.histogram([{ value: 1 }], { bins: 0 }),
    () => plots.landscapeMaps([{ t: 0, x: 0, y: 0, energy: 1 }]),
    () => plots.graphMaps([{ node: 0 }], [{ from: 0, to: 1 }]),
    () => plots.graphMaps([{ node: -1 }], []),
    () => plots.graphMaps([{ node: 0 }], [], { marks: [{ node: 5, label: "goal" }] }),
  ];
  for (const draw of refused) assertSentence(assertThrows(draw, RangeError));
  const kind = "best" as "ours";
  assertSentence(
    assertThrows(() => plots.comparisonBars([{ ...result, kind }]), TypeError, "best"),
  );
});
