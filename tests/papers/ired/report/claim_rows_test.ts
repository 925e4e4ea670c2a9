/** Which rows of records stand in a claim, and in which order. */
import { assertEquals } from "@std/assert";
import {
  claimRows,
  ownRecords,
  recordedVerdicts,
  shown,
} from "lib/papers/ired/report/claim_rows.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
import type { ResultRecord } from "lib/records/records.ts";
import type { ResultRow } from "lib/records/rows.ts";

interface Given {
  readonly task?: string;
  readonly network?: string;
  /** The sampler's, and the training's. */
  readonly preset?: string;
  readonly trainedBy?: string;
  readonly trainings?: number;
  readonly sampler?: object;
  readonly rows?: readonly ResultRow[];
}

const row = (value: number, more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ method: "a network", kind: "ours", metric: "boards solved", value },
  ...{ low: value - 0.01, high: value + 0.01, at: { difficulty: "harder" }, ...more },
});

function record(given: Given): ResultRecord {
  const { task = "sudoku", network = "relational", preset = "corrected", rows = [] } = given;
  const { trainings, sampler, trainedBy = "corrected" } = given;
  return {
    ...{ paper: "ired", kind: trainings ? "sweep" : "evaluation", subject: { task, network } },
    training: { config: { batch: 64, preset: trainedBy, seed: 0 }, step: 1, seconds: 1 },
    ...{ settings: { preset, sampler, ...(trainings && { trainings }) }, seed: 1, n: 100, rows },
  } as unknown as ResultRecord;
}

const boards = shown.find(({ label }) => label === "Sudoku, boards solved")!;
const addition = shown.find(({ task }) => task === "addition")!;

Deno.test("records stand in the order of the networks, the sampler of the training first", () => {
  const given: readonly Given[] = [
    { network: "relational", preset: "reference" },
    { network: "relational" },
    { network: "conv", preset: "reference" },
    { network: "conv", preset: "reference", trainedBy: "reference" },
    { network: "conv", task: "visual_sudoku" },
    { trainings: 3 },
  ];
  const found = ownRecords(tasks.sudoku, given.map(record));
  assertEquals(
    found.map(({ subject, settings, training }) => [
      subject.network,
      settings.preset,
      training!.config.preset,
    ]),
    [
      ["conv", "reference", "reference"],
      ["conv", "reference", "corrected"],
      ["relational", "corrected", "corrected"],
      ["relational", "reference", "corrected"],
    ],
  );
});

Deno.test("another sampler than the training's is named", () => {
  const rows = [row(0.5)];
  const records = [record({ rows }), record({ rows, preset: "reference" })];
  const [{ ours }] = claimRows(boards, records) as [ReturnType<typeof claimRows>[number]];
  assertEquals(ours.map(({ method }) => method), ["a network", "a network, reference sampler"]);
});

Deno.test("further trainings are of the same task, network, sampler and method, and of other seeds", () => {
  const again = (value: number, trainingSeed: number, more: Partial<ResultRow> = {}) =>
    row(value, { at: { difficulty: "harder", trainingSeed }, ...more });
  const sets: readonly Given[] = [
    { trainings: 3, rows: [again(0.9, 0), again(0.6, 1), again(0.7, 2, { method: "another" })] },
    { trainings: 3, network: "conv", rows: [again(0.1, 1)] },
    { trainings: 3, task: "visual_sudoku", rows: [again(0.2, 1)] },
    { trainings: 3, preset: "reference", rows: [again(0.3, 1)] },
    { trainings: 3, sampler: { stepLength: "adaptive" }, rows: [again(0.35, 1)] },
    { trainings: 3, sampler: { innerSteps: 40 }, rows: [again(0.37, 1)] },
    { trainings: 1, rows: [again(0.4, 1)] },
  ];
  const [{ ours }] = claimRows(boards, [record({ rows: [row(0.5)] }), ...sets.map(record)]) as [
    ReturnType<typeof claimRows>[number],
  ];
  assertEquals(ours.map(({ value }) => value), [0.5, 0.6]);
});

Deno.test("errors are judged as they are, shares by what is wrong, each difficulty by its number", () => {
  const verdicts = (told: typeof boards, rows: readonly ResultRow[]) =>
    claimRows(told, [
      record({ task: told.task, network: told === boards ? "relational" : "mlp", rows }),
    ])
      .map(({ difficulty, verdicts }) => [difficulty, ...verdicts.map(({ verdict }) => verdict)]);
  const at = (difficulty: string, value: number, method = "paper's MLP") =>
    row(value, {
      method,
      metric: "mean squared error",
      at: { difficulty },
      low: value,
      high: value,
    });
  // Published: .0002 and .002.
  const errors = [at("same", 0.001), at("harder", 0.001)];
  assertEquals(verdicts(addition, errors), [["same", "not reproduced"], ["harder", "reproduced"]]);
  const share = (difficulty: string, value: number) =>
    row(value, { method: "paper's network", at: { difficulty } });
  // Run again: .769 and .0447.
  assertEquals(verdicts(boards, [share("same", 0.5), share("harder", 0.5)]), [
    ["same", "not reproduced"],
    ["harder", "reproduced"],
  ]);
});

Deno.test("trivial answers are of the first record that has any at a difficulty", () => {
  const trivial = (value: number, difficulty: string) =>
    row(value, { kind: "trivial", method: "a rule", at: { difficulty } });
  const records = [
    record({ network: "conv", rows: [row(0.5), trivial(0.1, "same")] }),
    record({ rows: [row(0.5), trivial(0.2, "harder")] }),
    record({ preset: "reference", rows: [row(0.5), trivial(0.3, "harder")] }),
  ];
  const [found] = claimRows(boards, records);
  assertEquals(found!.trivial.map(({ value }) => value), [0.2]);
});

Deno.test("each record is judged beside the trivial answer to its own problems", () => {
  // The rule does .5 on the first record's problems and .7 on those of the second, which its network solves no better.
  const rule = (value: number) => row(value, { kind: "trivial", method: "a rule" });
  const symmetric = (value: number) => row(value, { method: "symmetric network" });
  const verdictsOf = (second: number) =>
    claimRows(boards, [
      record({ network: "conv", rows: [row(0.4, { method: "paper's network" }), rule(0.5)] }),
      record({ rows: [symmetric(second), rule(0.7)] }),
    ])[0]!.verdicts.map(({ verdict }) => verdict);
  assertEquals(verdictsOf(0.6).at(-1), "not reproduced");
  assertEquals(verdictsOf(0.8).at(-1), "only with our network");
});

Deno.test("a verdict's measure is named where a task has several", () => {
  const files = (records: readonly ResultRecord[]) =>
    records.map((record, i) => ({ path: `${i}.json`, record }));
  const one = row(0.001, { metric: "mean squared error" });
  const claims = (name: string, given: Given) =>
    recordedVerdicts({ name }, files([record(given)])).map(({ claim }) => claim);
  assertEquals(claims("addition", { task: "addition", network: "mlp", rows: [one] }), [
    "error of IRED, harder",
  ]);
  assertEquals(claims("sudoku", { rows: [row(0.5)] }), [
    "boards solved: error of IRED, run again, harder",
  ]);
  const OURS = 'ours: boards solved: better than the trivial answer "random legal digit", harder';
  // Whose question it is comes first, by which they are counted apart.
  const trivial = { ...row(0.9), kind: "trivial" as const, method: "random legal digit" };
  assertEquals(claims("sudoku", { rows: [trivial, row(0.5)] }).at(-1), OURS);
});

Deno.test("another sampler's record is named, and not taken for another training", () => {
  const adaptive = record({
    sampler: { innerSteps: 5, stepLength: "adaptive" },
    rows: [row(0.8)],
  });
  const longer = record({ sampler: { innerSteps: 40 }, rows: [row(0.9)] });
  const usual = record({ sampler: { innerSteps: 5 }, rows: [row(0.5)] });
  const [found] = claimRows(boards, [usual, adaptive, longer]);
  assertEquals(found!.ours.map(({ method, value }) => [method, value]), [
    ["a network", 0.5],
    ["a network, adaptive steps", 0.8],
    ["a network, 40 steps a landscape", 0.9],
  ]);
  // A claim that holds only so does not hold as published.
  const verdictsOf = (steps: number) => {
    const row = (value: number): ResultRow => ({
      ...{ method: "paper's network", kind: "ours", metric: "boards solved", value, n: 100 },
      ...{ low: value, high: value, at: { difficulty: "harder" } },
    });
    const records = [
      record({ sampler: { innerSteps: 5 }, rows: [row(0.01)] }),
      record({ sampler: { innerSteps: steps }, rows: [row(0.9)] }),
    ];
    return claimRows(boards, records)[0]!.verdicts.map(({ verdict }) => verdict);
  };
  assertEquals(verdictsOf(40), ["only with changes of ours"]);
});
