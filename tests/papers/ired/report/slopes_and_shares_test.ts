/** Perfect slopes by a formula, and shares turned around with their intervals. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { sharesWrong } from "lib/papers/ired/report/shares.ts";
import { steepness } from "lib/papers/ired/report/steepness.ts";
import { inTimes } from "lib/papers/ired/report/times.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";

Deno.test("the perfect slope is ᾱ/2σ for each entry of the answer", () => {
  // The cosine schedule, whose β is cut at the noisiest level only.
  const f = (i: number) => Math.cos((i / 10 + 0.008) / 1.008 * Math.PI / 2) ** 2;
  const rows = steepness(tasks.addition, []);
  assertEquals(rows.map(({ t }) => t), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  rows.slice(1).forEach(({ t, perfect }) => {
    const alphaBar = f(t! + 1) / f(0);
    assertAlmostEquals(perfect! / (20 * 20 * alphaBar / 2 / Math.sqrt(1 - alphaBar)), 1, 1e-9);
  });
});

Deno.test("a share that is wrong lies between what the ends of the right one leave", () => {
  const [found] = sharesWrong([{
    ...{ method: "net", kind: "ours", metric: "boards solved", at: {} },
    ...{ value: 0.9, low: 0.8, high: 0.95 },
  }], "boards solved");
  assertAlmostEquals(found!.value, 0.1, 1e-12);
  assertAlmostEquals(found!.low!, 0.05, 1e-12);
  assertAlmostEquals(found!.high!, 0.2, 1e-12);
  assertEquals(found!.standardError, undefined);
});

Deno.test("ratios are told in percent within two of them, in two digits", () => {
  assertEquals([1.019, 0.981].map((ratio) => inTimes(ratio)), ["+1.9 %", "-1.9 %"]);
  assertEquals([1.021, 0.979].map((ratio) => inTimes(ratio)), ["1.02 ×", "0.979 ×"]);
  assertEquals(inTimes(0.99876), "-0.12 %");
});
