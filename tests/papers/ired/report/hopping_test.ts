/** What the Sudoku notebook shows of hops, and the curves of records. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as hopping from "lib/papers/ired/report/hopping.ts";
import * as curves from "lib/papers/ired/report/hopping_curves.ts";
import * as verdicts from "lib/papers/ired/report/hopping_verdicts.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import { boardTrace } from "lib/plots/mod.ts";
import type { ResultRow } from "lib/records/rows.ts";
import { untrained } from "../untrained_sudoku.ts";

const trained = untrained as Trained;

const trace = await hopping.traceHops(trained, { problems: 3, batch: 2, cycles: 3, seed: 5 });

Deno.test("traceHops() keeps puzzles, answers and energies, batch by batch", () => {
  assertEquals(trace.states.map(({ cycle }) => cycle), [0, 1, 2, 3]);
  const { puzzles, solutions } = trace;
  puzzles.forEach((digit, i) => assert(digit === 0 || digit === solutions[i]));
  hopping.cluesOf(trace).forEach((clues) => assert(clues >= 19 && clues <= 34));
  trace.states.forEach(({ digits, energies, errors }, cycle) => {
    for (let i = 0; i < 3; i++) {
      const own = (all: Uint8Array) => all.subarray(81 * i, 81 * i + 81);
      const unknown = [...own(puzzles).keys()].filter((cell) => own(puzzles)[cell] === 0);
      const wrong = unknown.filter((cell) => own(digits)[cell] !== own(solutions)[cell]).length;
      assertAlmostEquals(errors[i]!, wrong / unknown.length, 1e-6);
      if (cycle > 0) assert(energies[i]! <= trace.states[cycle - 1]!.energies[i]!);
    }
  });
  assert(
    trace.states.every(({ gradients }, i, all) =>
      i === 0 || gradients.every((n, j) => n > all[i - 1]!.gradients[j]!)
    ),
  );
});

/** Two boards whose outcomes are known: the first is solved by the second hop, the other never. */
const known: hopping.HopTrace = {
  problems: 2,
  puzzles: new Uint8Array(162),
  solutions: new Uint8Array(162).fill(7),
  seconds: 1,
  states: [
    [1, 1, 90, 80, 0.5, 0.5],
    [2, 1, 70, 80, 0.2, 0.5],
    [7, 1, 60, 80, 0, 0.5],
    [7, 1, 60, 80, 0, 0.5],
  ].map(([a, b, energy, other, error, failed], cycle) => ({
    cycle,
    digits: Uint8Array.from({ length: 162 }, (_, i) => i < 81 ? a! : b!),
    energies: Float64Array.of(energy!, other!),
    errors: Float64Array.of(error!, failed!),
    gradients: new Float64Array(2).fill(20 + 12 * cycle),
  })),
};

Deno.test("a board that hops solved is shown where it changed, with its energies", () => {
  assertEquals(hopping.pickHopped(known), 0);
  const cells = hopping.hoppedBoard(known, 0);
  assertEquals([...new Set(cells.map(({ t }) => -t))], [0, 1, 2]);
  assertEquals(new Set(hopping.hoppedBoard(known, 0, 2).map(({ t }) => -t)), new Set([0, 2]));
  const heading = hopping.hopHeading(known, 0);
  assertEquals([heading(0), heading(-2)], ["descent, E = 90", "hop 2, E = 60"]);
  const svg = boardTrace(cells, { heading }).svg();
  assert(svg.indexOf("descent, E = 90") < svg.indexOf("hop 2, E = 60"));
});

Deno.test("outcomes by energy, and the lines of a table", () => {
  assertEquals(hopping.energyOutcomes(known, 2), [
    { value: 60, group: "solved" },
    { value: 80, group: "not solved" },
  ]);
  assertEquals([hopping.energyTells(known, 2), hopping.energyTells(known, 0)], [1, undefined]);
  const lines = hopping.hopLines(known, [0, 2, 16]);
  assertEquals(lines.map((line) => [line.hops, line["boards solved"]]), [[0, 0], [2, 0.5]]);
  assert(lines.every(({ from, to }) => from < to));
});

Deno.test("verdicts: gains board by board, published shares, and records beside what is live", () => {
  const { verdict, ours } = verdicts.hopVerdict(known, "ours");
  // One board of two is no proof.
  assertEquals(verdict, "not decided");
  assert(ours.includes("+0.5"), ours);
  const many = {
    ...known,
    problems: 20,
    states: known.states.map((state) => ({
      ...state,
      errors: Float64Array.from({ length: 20 }, (_, i) => state.errors[i % 2]!),
    })),
  };
  assertEquals(verdicts.hopVerdict(many, "ours").verdict, "reproduced");
  const stepsAt = (innerSteps: number, value: number, metric = "boards solved", half = 0.05) => ({
    ...{ ...rowAt(20, 0, value, 60), metric, at: { difficulty: "harder", innerSteps } },
    ...{ low: value - half, high: value + half },
  });
  const steps = (gain: number) =>
    verdicts.stepsVerdict([
      ...[stepsAt(15, 0.8), stepsAt(1, 0.7)],
      stepsAt(15, gain, "boards solved more than with the fewest steps"),
    ]);
  assertEquals([0.04, 0.1, -0.1].map((gain) => steps(gain).verdict), [
    ...["not decided", "only with our network", "not reproduced"],
  ]);
  assert(
    steps(0.1).ours.includes("K = 1: 0.7; K = 15: 0.8; 0.1 (0.05 to 0.15) more"),
    steps(0.1).ours,
  );
  const rows = [17, 34].flatMap((clues) => [rowAt(clues, 0, 0.5, 100), rowAt(clues, 16, 0.9, 100)]);
  const published = verdicts.besidePublished(rows, "ours");
  assertEquals(published.map((line) => line["ours is"]), [
    ...["higher", "higher", "not surely another", "lower", ""],
  ]);
  assertEquals(published.at(-1)!.model, "ours, 16 hops (ours)");
  const record = (value: number) =>
    [3].map((cycles) => ({
      ...rowAt(19, cycles, value, 400),
      standardError: 0.025,
      at: { difficulty: "harder", cycles, gradients: 1 },
    }));
  const compare = (value: number) =>
    verdicts.hopAgreements(known, record(value)).map(({ agrees, here }) => [agrees, here]);
  assertEquals([compare(0.5), compare(0.01), compare(0.01).length], [
    [[true, 0.5]],
    [[true, 0.5]],
    1,
  ]);
  const sure = verdicts.hopAgreements({ ...many, problems: 20 }, record(0.01));
  assertEquals(sure.map(({ agrees }) => agrees), [false]);
  // All 81 cells of both boards are unknown: a half of those of the second is wrong after a hop.
  const cells = {
    ...record(0.65)[0]!,
    metric: "unknown cells right",
    at: { difficulty: "harder", cycles: 1 },
  };
  const [found] = verdicts.hopAgreements(known, [cells]);
  assertAlmostEquals(found!.here, 1 - (0.2 + 0.5) / 2, 1e-9);
});

const rowAt = (hardness: number, cycles: number, value: number, n: number): ResultRow => ({
  method: "ours",
  kind: "ours",
  metric: "boards solved",
  value,
  n,
  at: { difficulty: "harder", hardness, cycles, level: 5, gradients: 10 * (cycles + hardness) },
});

Deno.test("a curve pools the clue counts of a band, board by board", () => {
  const rows = [
    rowAt(17, 0, 0.2, 10),
    rowAt(20, 0, 0.5, 20),
    rowAt(21, 0, 1, 5),
    rowAt(17, 4, 0.4, 10),
    { ...rowAt(17, 0, 0.9, 10), metric: "unknown cells right" },
    { ...rowAt(17, 0, 0.9, 35), at: { difficulty: "harder", cycles: 0, gradients: 5 } },
  ];
  const [band] = curves.clueBands;
  const found = curves.bandShares(rows, band!);
  assertEquals(found.map(({ at, n }) => [at.cycles, n]), [[0, 30], [4, 10]]);
  assertAlmostEquals(found[0]!.value, (2 + 10) / 30, 1e-12);
  assertAlmostEquals(found[0]!.gradients, (10 * 170 + 20 * 200) / 30, 1e-9);
  const curve = curves.hoppingCurve(rows, (method) => method.toUpperCase());
  assertEquals([...new Set(curve.map(({ split }) => split))], [
    "17 to 20 clues",
    "21 to 24 clues",
    "17 to 34 clues",
  ]);
  assert(
    curve.every(({ low, value, high, method }) =>
      low! < value + 1e-9 && value < high! + 1e-9 && method === "OURS"
    ),
  );
});

Deno.test("boards whose clues a record does not count are of all bands together", () => {
  const row = rowAt(17, 4, 0.5, 10), { hardness: _, ...at } = row.at;
  const uncounted = { ...row, at };
  const [few] = curves.clueBands, all = curves.clueBands.at(-1)!;
  assertEquals(curves.bandShares([uncounted], few!), []);
  assertEquals(curves.bandShares([uncounted], all).map(({ n, value }) => [n, value]), [[10, 0.5]]);
  // Beside rows that are counted, it is the same boards once more.
  assertEquals(curves.bandShares([row, uncounted], all).map(({ n }) => n), [10]);
});

Deno.test("boards by clues and hops, and all of them", () => {
  const rows = [
    rowAt(17, 0, 0.2, 10),
    rowAt(17, 4, 0.4, 10),
    rowAt(30, 0, 1, 30),
    rowAt(30, 4, 1, 30),
  ];
  const lines = curves.hardnessLines(rows, [0, 4]);
  assertEquals(lines.map((line) => [line.clues, line.boards, line["0 hops" as "clues"]]), [
    ["17", 10, 0.2],
    ["30", 30, 1],
    ["all", 40, 0.8],
  ] as unknown[]);
  assertAlmostEquals(lines[2]!["4 hops" as "boards"]!, (4 + 30) / 40, 1e-12);
  assertAlmostEquals(lines[2]!["gradients per board"]!, (10 * 210 + 30 * 340) / 40, 1e-9);
});

Deno.test("choices and curves as lines, and a curve that is measured here", async () => {
  const rows = [rowAt(17, 8, 0.2, 10), rowAt(34, 8, 1, 10), rowAt(17, 0, 0, 10)];
  const chosen = [
    ...rows,
    ...rows.map((row) => ({ ...row, value: 1, at: { ...row.at, select: "conflicts" } })),
  ];
  const lines = curves.choiceLines(chosen, 8);
  assertEquals(
    lines.map((line) => [line.level, line["better by"], line["boards solved"], line.boards]),
    [[5, "energy", 0.6, 20], [5, "conflicts", 1, 20]],
  );
  assertEquals(curves.curveLines(rows, () => "x").map(({ clues, hops }) => [clues, hops]), [
    ["17 to 20", 8],
    ["17 to 20", 0],
    ["25 to 34", 8],
    ["17 to 34", 8],
    ["17 to 34", 0],
  ]);
  const sets = curves.setLines({ few: rows, none: [] }, [8]);
  assertEquals(
    sets.map((
      { puzzles, hops, boards, ...line },
    ) => [puzzles, hops, boards, line["boards solved"]]),
    [["few", 8, 20, 0.6]],
  );
  const here = await curves.hopRows([{ ...trained, title: "small" }], {
    problems: 3,
    batch: 2,
    cycles: 3,
    seed: 5,
  });
  // The same boards as above: 0, 1, 2 and 3 hops.
  assertEquals(new Set(here.map(({ at }) => at.cycles)), new Set([0, 1, 2, 3]));
  const all = curves.bandShares(here, { from: 17, to: 34 });
  all.forEach(({ value, n, gradients, at }) => {
    const state = trace.states[at.cycles as number]!;
    assertEquals(n, 3);
    assertAlmostEquals(
      value,
      hopping.solvedAfter(trace, state.cycle).reduce((a, b) => a + b) / 3,
      1e-9,
    );
    assertAlmostEquals(gradients, state.gradients.reduce((a, b) => a + b) / 3, 1e-9);
  });
});
