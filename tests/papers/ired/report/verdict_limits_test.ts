/** Where claims begin to hold: limits, intervals and what they are compared with. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { SweepRow } from "lib/papers/ired/evaluation/sweeps.ts";
import {
  pairVerdicts,
  resultVerdicts,
  stepVerdicts,
  verdictTable,
} from "lib/papers/ired/report/verdict.ts";
import type { ResultRow } from "lib/records/rows.ts";

const row = (kind: ResultRow["kind"], value: number, more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ method: "paper's MLP", metric: "mean squared error", at: { difficulty: "harder" } },
  ...{ kind, value, ...more },
});
const ired = (more: Partial<ResultRow> = {}) => row("published", 0.2, { method: "IRED", ...more });
const zero = row("trivial", 0.3, { method: "answer zero" });

/** What becomes of one claim, if ours lies between two ends. */
const outcome = (beside: ResultRow, low: number, high: number) =>
  resultVerdicts([beside, row("ours", (low + high) / 2, { low, high })]).map((one) => one.verdict);

Deno.test("published errors are reached up to their rounding, or to 1.96 of their standard errors", () => {
  // .2 may have been .20005.
  assertEquals(outcome(ired(), 0.20004, 0.21), ["reproduced"]);
  assertEquals(outcome(ired(), 0.20006, 0.21), ["not reproduced"]);
  const spread = ired({ standardError: 0.01 }); // up to .2196
  assertEquals(outcome(spread, 0.2195, 0.23), ["reproduced"]);
  assertEquals(outcome(spread, 0.2197, 0.23), ["not reproduced"]);
});

Deno.test("an interval that goes on to half as much again decides nothing", () => {
  assertEquals(outcome(ired(), 0.1, 0.29), ["reproduced"]);
  assertEquals(outcome(ired(), 0.1, 0.31), ["not decided"]);
});

Deno.test("a trivial answer is beaten by an interval that ends below it, not at it", () => {
  assertEquals(outcome(zero, 0.1, 0.299), ["reproduced"]);
  assertEquals(outcome(zero, 0.1, 0.3), ["not decided"]);
  assertEquals(outcome(zero, 0.3, 0.4), ["not reproduced"]);
});

Deno.test("the best trivial answer counts, and of published methods IRED only", () => {
  const worse = row("trivial", 0.5, { method: "copy" });
  const irem = row("published", 0.9, { method: "IREM" });
  const [found, ...others] = resultVerdicts([worse, zero, irem, row("ours", 0.4)]);
  assertEquals(others, []);
  assertEquals(found!.verdict, "not reproduced");
  assertStringIncludes(found!.claim, '"answer zero"');
});

Deno.test("a standard error alone makes an interval, which may end above 1", () => {
  const [found] = resultVerdicts([zero, row("ours", 1, { standardError: 0.1, n: 50 })]);
  assertEquals(found!.ours, "paper's MLP: 1 (0.804 to 1.2)");
});

const sweep = (steps: number, errors: readonly number[], difficulty = "harder") =>
  ({ method: "paper's MLP", steps, difficulty, errors: Float64Array.from(errors) }) as
    & Partial<SweepRow>
    & object as SweepRow;

Deno.test("more steps are worth it from a hundredth on, and surely", () => {
  const few = [1, 2, 3, 4];
  const outcomes = (many: readonly number[]) =>
    stepVerdicts([sweep(80, many), sweep(5, few), sweep(1, few)]).map(({ verdict }) => verdict);
  assertEquals(outcomes(few.map((error) => 0.985 * error)), ["reproduced"]);
  assertEquals(outcomes(few.map((error) => 0.995 * error)), ["not reproduced"]);
  // Half as much or half as much again: .9 on average, by no means surely, nor surely not.
  assertEquals(outcomes([0.5, 3, 1.5, 4]), ["not decided"]);
  assertEquals(outcomes([1.1, 2.2, 3.3, 4.5]), ["not reproduced"]);
  const [claim] = stepVerdicts([sweep(80, few), sweep(1, few), sweep(80, few, "same")]);
  assertEquals(claim!.claim, "80 steps have a lower error than 1, harder");
});

Deno.test("pairs are compared surely, each difficulty by its own errors", () => {
  const measured = (method: string, errors: Readonly<Record<"same" | "harder", number[]>>) =>
    (["same", "harder"] as const).map((difficulty) => ({
      ...row("ours", 1, { method, at: { difficulty } }),
      errors: Float64Array.from(errors[difficulty]),
    }));
  const found = pairVerdicts([
    ...measured("one", { same: [0.5, 1, 1.5, 2], harder: [0.5, 3, 1.5, 4] }),
    ...measured("other", { same: [1, 2, 3, 4], harder: [1, 2, 3, 4] }),
  ], [["one", "other"]]);
  assertEquals(found.map(({ verdict }) => verdict), ["only with our network", "not decided"]);
  assertEquals(found[0]!.ours, "our network: 0.5 × (0.5 to 0.5)");
});

Deno.test("the caption counts what was reproduced, and ours where there is any", () => {
  const of = (...all: Parameters<typeof verdictTable>[0][number]["verdict"][]) =>
    verdictTable(all.map((verdict) => ({ claim: "c", paper: "1", ours: "2", verdict }))).text();
  const text = of("reproduced", "not decided", "only with our network", "only with our network");
  assertStringIncludes(text, "1 of 4 claims reproduced, 2 only with our network");
  assertEquals(of("reproduced", "not decided").includes("0 only"), false);
});

Deno.test("claims of ours are counted apart, and numbers that stand above are not repeated", () => {
  const verdicts = resultVerdicts([ired(), zero, row("ours", 0.1, { low: 0.09, high: 0.11 })]);
  const shown = verdictTable(verdicts).text();
  assertStringIncludes(shown, "1 of 1 claims reproduced; 1 of 1 claims of ours hold");
  assertStringIncludes(shown, "ours: better than the trivial answer");
  assertEquals(shown.match(/paper's MLP: 0\.1/g)?.length, 1);
  assertStringIncludes(shown, "as above");
});
