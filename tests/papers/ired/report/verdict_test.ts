import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  pairVerdicts,
  resultVerdicts,
  stepVerdicts,
  verdictTable,
} from "../../../../lib/papers/ired/report/verdict.ts";
import type { SweepRow } from "../../../../lib/papers/ired/evaluation/sweeps.ts";
import type { ResultRow } from "../../../../lib/records/rows.ts";

const row = (method: string, kind: ResultRow["kind"], value: number, half?: number): ResultRow => ({
  method,
  kind,
  metric: "mean squared error",
  value,
  at: { difficulty: "harder" },
  ...(half !== undefined && { low: value - half, high: value + half }),
});
const frame = [row("IRED", "published", 0.2), row("answer zero", "trivial", 0.3)];

Deno.test("a claim holds of the paper's network and ours, of one of them, or of none", () => {
  const outcomes = (theirs: number, ours: number) =>
    resultVerdicts([
      ...frame,
      row("paper's MLP", "ours", theirs, 0.01),
      row("symmetric network", "ours", ours, 0.01),
    ]).map(({ verdict }) => verdict);
  assertEquals(outcomes(0.205, 0.1), ["reproduced", "reproduced"]); // not surely above .2
  assertEquals(outcomes(0.25, 0.1), ["only with our network", "reproduced"]);
  assertEquals(outcomes(0.1, 0.35), [
    "only with the paper's network",
    "only with the paper's network",
  ]);
  assertEquals(outcomes(0.295, 0.35), ["not reproduced", "not decided"]); // not surely below .3
});

Deno.test("what holds of the paper's network only where something is changed is no reproduction", () => {
  const outcomes = (published: number, changed: number, ours = 0.1) =>
    resultVerdicts([
      ...frame,
      row("paper's MLP", "ours", published, 0.01),
      row("paper's MLP, own descents", "ours", changed, 0.01),
      row("symmetric network, own descents", "ours", ours, 0.01),
    ]).map(({ verdict }) => verdict);
  assertEquals(outcomes(0.25, 0.1), ["only with changes of ours", "reproduced"]);
  assertEquals(outcomes(0.35, 0.1), Array(2).fill("only with changes of ours"));
  assertEquals(outcomes(0.1, 0.35), ["reproduced", "reproduced"]);
  // What notebooks call a network by the released sampler names no change.
  const [named] = resultVerdicts([
    ...frame,
    row("paper's MLP, reference, K = 5", "ours", 0.1, 0.01),
  ]);
  assertEquals(named!.verdict, "reproduced");
  const [other] = resultVerdicts([
    ...frame,
    row("paper's MLP, corrected, K = 5", "ours", 0.1, 0.01),
  ]);
  assertEquals(other!.verdict, "only with changes of ours");
  assertEquals(outcomes(0.35, 0.35), Array(2).fill("only with our network"));
});

Deno.test("where the paper's network was not trained, a claim is not reproduced with it", () => {
  const found = resultVerdicts([...frame, row("symmetric network", "ours", 0.1, 0.01)]);
  const [verdict] = found;
  // Ours, that it is better than the trivial answer, holds.
  assertEquals(found.map((one) => one.verdict), ["only with our network", "reproduced"]);
  const shown = verdictTable(found).text();
  assertStringIncludes(
    shown,
    "0 of 1 claims reproduced, 1 only with our network; 1 of 1 claims of ours hold",
  );
  assertEquals(verdict!.ours, "symmetric network: 0.1 (0.09 to 0.11)");
  const worse = resultVerdicts([...frame, row("symmetric network", "ours", 0.5, 0.01)]);
  assertEquals(worse.map((one) => one.verdict), ["not reproduced", "not reproduced"]);
});

Deno.test("so few problems that anything may be decide nothing", () => {
  const verdicts = (half: number) =>
    resultVerdicts([...frame, row("paper's MLP", "ours", 0.21, half)]).map(({ verdict }) =>
      verdict
    );
  assertEquals(verdicts(0.05), ["reproduced", "reproduced"]); // .16 to .26
  assertEquals(verdicts(0.15), ["not decided", "not decided"]); // .06 to .36
});

Deno.test("of a network that was trained several times, a claim holds if it holds of each", () => {
  const [reached, beaten] = resultVerdicts([
    ...frame,
    row("paper's MLP", "ours", 0.1, 0.01),
    row("paper's MLP", "ours", 0.25, 0.01),
  ]);
  assertEquals([reached!.verdict, beaten!.verdict], ["not reproduced", "reproduced"]);
  assertEquals(reached!.ours, "paper's MLP: 0.1 (0.09 to 0.11), 0.25 (0.24 to 0.26)");
});

Deno.test("a pair is judged on the same problems, and an unmeasured method is named", () => {
  const measured = (method: string, errors: number[]) =>
    (["same", "harder"] as const).map((difficulty) => ({
      ...row(method, "ours", 1),
      at: { difficulty },
      errors: Float64Array.from(errors),
    }));
  const rows = [...measured("IRED", [1, 2, 3, 4]), ...measured("feedforward", [0.5, 1, 1.5, 2.1])];
  assertEquals(pairVerdicts(rows, [["IRED", "feedforward"]]).map(({ verdict }) => verdict), [
    "not reproduced",
    "not reproduced",
  ]);
  assertEquals(pairVerdicts(rows, [["feedforward", "IRED"]])[0]!.verdict, "only with our network");
  const words = pairVerdicts(rows, [["IRED", "feedforward", ["equal", "–"]]]);
  assertEquals(words.map(({ paper }) => paper), ["equal", "–"]);
  assertThrows(() => pairVerdicts(rows, [["IRED", "IREM"]]), RangeError, "IREM was not measured");
});

const sweep = (method: string, steps: number, errors: number[]) =>
  ({ method, steps, difficulty: "harder", errors: Float64Array.from(errors) }) as
    & Partial<SweepRow>
    & object as SweepRow;

Deno.test("more steps help only where the paired ratio is surely below one", () => {
  const few = [1, 2, 3, 4];
  const verdicts = stepVerdicts([
    sweep("paper's MLP", 1, few),
    sweep("paper's MLP", 80, [1.1, 1.9, 3.1, 3.9]),
    sweep("symmetric network", 1, few),
    sweep("symmetric network", 80, [0.5, 1.01, 1.5, 2]),
  ]);
  assertEquals(verdicts.map(({ verdict }) => verdict), ["only with our network"]);
  assertStringIncludes(verdictTable(verdicts).text(), "0 of 1 claims reproduced");
  assertEquals(stepVerdicts([]), []);
  assertThrows(() => stepVerdicts(undefined as never), TypeError);
});
