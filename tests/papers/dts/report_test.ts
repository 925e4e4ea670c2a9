/** What rows of DTS's experiments are said to show: differences count only beyond chance. */
import { assert, assertEquals } from "@std/assert";
import { DEEPER, deeper, walksBeforeBranching } from "lib/papers/dts/deeper.ts";
import { digitFindings, digitSearchTable } from "lib/papers/dts/digits/report.ts";
import { readDigitRecord } from "lib/papers/dts/digits/files.ts";
import {
  orderOfDifference,
  sampleFindings,
  valueFinding,
  valueTable,
} from "lib/papers/dts/report.ts";
import { growTree } from "lib/samplers/tree.ts";
import { rng } from "lib/datasets/rng.ts";

/** Rows of two problems at three levels; `errors` by method. */
const valueRows = (errors: Readonly<Record<string, readonly number[]>>) =>
  ["ring", "board"].flatMap((problem) =>
    [100, 80, 40].flatMap((t) =>
      Object.entries(errors).map(([method, own]) => ({
        ...{ problem, t, method, evaluations: 2000, errors: own, bias: own[0]!, within: 0.125 },
        rmse: Math.sqrt(own.reduce((sum, e) => sum + e * e, 0) / own.length),
      }))
    )
  );

Deno.test("a tree values better only where its squared errors are lower beyond chance", () => {
  const bad = [3, 3.1, 2.9, 3], good = [1, 1.1, 0.9, 1], noisy = [0, 3, 0, 3.1];
  const judge = (tree: readonly number[], tweedie: readonly number[], plain: readonly number[]) =>
    valueFinding(valueRows({
      ...{ [`DTS, ${DEEPER}`]: tree, "Tweedie": tweedie, "rollouts": plain },
      "DTS as printed": plain,
    }));
  assertEquals(judge(good, bad, bad).verdict, "reproduced");
  assertEquals(judge(good, bad, good).verdict, "only partly");
  assertEquals(judge(bad, good, good).verdict, "not reproduced");
  assertEquals(judge(noisy, good, good).verdict, "not decided");
  assert(
    judge(good, bad, noisy).number.includes("beside rollouts, surely better at 0, worse at 0"),
  );
});

Deno.test("values by time: a line for each method of a problem", () => {
  const rows = valueTable(valueRows({ Tweedie: [2, 2], rollouts: [1, 1] }));
  assertEquals(rows.length, 4);
  assertEquals(rows[0], {
    ...{ problem: "ring", method: "Tweedie" },
    ...{ "t = 100": "2.00 ± 0.13, bias 2.00", "t = 80": "2.00 ± 0.13, bias 2.00" },
    "t = 40": "2.00 ± 0.13, bias 2.00",
  });
});

Deno.test("a mean difference is undecided where its interval holds 0, and of one value always", () => {
  assertEquals(orderOfDifference({ mean: -2, standardError: 1 }), "lower");
  assertEquals(orderOfDifference({ mean: 2, standardError: 1 }), "higher");
  assertEquals(orderOfDifference({ mean: 2, standardError: 1.1 }), "undecided");
  assertEquals(orderOfDifference({ mean: 2, standardError: NaN }), "undecided");
});

Deno.test("a sampler is nearer than another where no seed of the one is behind a seed of the other", () => {
  const rows = (values: Readonly<Record<string, readonly number[]>>) =>
    Object.entries(values).flatMap(([method, own]) =>
      own.map((mmd, seed) => ({
        ...{ problem: "ring", method, evaluations: 100, seed, mmd, seconds: 1 },
      }))
    );
  const judge = (SMC: readonly number[]) =>
    sampleFindings(rows({ "DTS as printed": [0.4, 0.5], SMC, DPS: [0.8, 0.9] }), { ring: 0.1 })[0]!;
  assertEquals(judge([0.6, 0.7]).verdict, "reproduced");
  assertEquals(judge([0.45, 0.7]).verdict, "not decided");
  assert(judge([0.45, 0.7]).number.endsWith("better than DPS, behind none, not told from SMC"));
  assertEquals(judge([0.2, 0.3]).verdict, "not reproduced");
});

Deno.test("so many walks go to the root's own children as trees that grow show", () => {
  for (const widening of [deeper, { C: 2, alpha: 0.8 }, { C: 2, alpha: 0.5 }]) {
    let children = 0, choices = 0;
    const { uniform } = rng(1);
    const tree = growTree<number>({
      root: 0,
      expand: (parents, depth) => {
        if (depth === 0) children++;
        return parents.map((parent) => parent + 1);
      },
      isLeaf: (state) => state === 4,
      value: (leaves) => leaves.map(() => 0),
      evaluations: () => 1,
    }, { ...widening, uniform: () => (choices++, uniform()) });
    const before = walksBeforeBranching(widening);
    tree.grow(4 * before);
    assertEquals([children, choices], [before, 0], "nothing was chosen yet");
    tree.grow(4 * before + 1);
    assert(choices > 0, "the next walk is passed on");
  }
  assertEquals(walksBeforeBranching({ C: 2, alpha: 0.8 }), 36);
});

Deno.test("the search of digits is judged where the tree has branched, by intervals of 95 %", () => {
  const { searches, ...record } = readDigitRecord();
  const table = digitSearchTable(searches);
  assertEquals(table.map((row) => row["DTS* is"]), [
    ...["best of N still", "best of N still", "a tree", "a tree", "a tree"],
  ]);
  const shifted = (by: number) =>
    searches.map((row) => row.method === "DTS*" ? { ...row, best: row.best + by } : row);
  const judge = (by: number) => digitFindings({ ...record, searches: shifted(by) })[1]!.verdict;
  assertEquals(judge(0), "not decided");
  assertEquals(judge(100), "reproduced");
  assertEquals(judge(-100), "not reproduced");
});
