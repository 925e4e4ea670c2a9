import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  interval95,
  meanOf,
  pairedDifference,
  pairedRatio,
  welch,
  wilson,
} from "../../lib/records/statistics.ts";
import { measuredFields } from "../../lib/records/rows.ts";

Deno.test("meanOf() and interval95() agree with hand-made numbers", () => {
  const found = meanOf([1, 2, 3, 4]);
  assertEquals(found.mean, 2.5);
  assertEquals(found.standardError, Math.sqrt(5 / 3 / 4));
  assertEquals(interval95({ mean: 1, standardError: 1, n: 9 }), { low: 0, high: 2.96 });
  const any = interval95({ mean: -1, standardError: 1, n: 9, kind: "any" })!;
  assertAlmostEquals(any.low, -2.96, 1e-12);
  assertThrows(() => meanOf([]), RangeError, "no values");
});

Deno.test("what is no list of numbers has no mean", () => {
  const tensor = { shape: [2], size: 2 } as unknown as number[];
  for (const values of [tensor, undefined, null, "12", 3] as unknown as number[][]) {
    assertThrows(() => meanOf(values), TypeError, "Values must be a list of numbers");
    assertThrows(() => pairedDifference(values, values), TypeError, "must be a list of numbers");
  }
  const texts = ["1", "2"] as unknown as number[];
  assertThrows(() => meanOf(texts), TypeError, "Value 0 must be a number: it is of type string");
  assertThrows(() => pairedRatio([1, 2], texts), TypeError, "Value 0 must be a number");
  assertEquals(meanOf(Float32Array.of(1, 3)).mean, 2);
});

Deno.test("a share that is a rounding above 1, of however many, is all of them", () => {
  assertEquals(wilson(1 + 9e-7, 1e7), wilson(1, 1e7));
  assertEquals(wilson(-9e-7, 1e7), wilson(0, 1e7));
});

Deno.test("one value has no standard error and no interval, unless it is a share", () => {
  assertEquals(meanOf([7]), { mean: 7, standardError: NaN });
  assertEquals(measuredFields({ ...meanOf([7]), n: 1 }), { value: 7, n: 1 });
  const share = measuredFields({ ...meanOf([1]), n: 1, kind: "share" });
  assert(share.low! > 0 && share.low! < 0.25 && share.high === 1);
  // Values that are all the same say nothing about others.
  assertEquals(interval95({ ...meanOf([2, 2, 2]), n: 3 }), undefined);
});

Deno.test("values that are the same but for rounding have no standard error, and no interval of no width", () => {
  for (const [value, n] of [[0.1, 3], [0.95, 1000], [0.7, 50_000]] as const) {
    const same = meanOf(new Array<number>(n).fill(value));
    assertEquals(same.standardError, 0, `${n} of ${value}`);
    const { low, high } = interval95({ ...same, n, kind: "share" })!, wanted = wilson(value, n);
    assertAlmostEquals(low, wanted.low, 1e-9);
    assertAlmostEquals(high, wanted.high, 1e-9);
    assertEquals(interval95({ ...same, n }), undefined);
  }
  // 0.3 - 0.1 and 0.6 - 0.4 differ in the last place only.
  assertEquals(pairedDifference([0.3, 0.6], [0.1, 0.4]).standardError, 0);
  // So do 0.1·(i + 1) + 0.2 and 0.1·(i + 3): zero but for the rounding of the values, not of themselves.
  const eight = Array.from({ length: 8 }, (_, i) => i);
  const near = [eight.map((i) => 0.1 * (i + 1) + 0.2), eight.map((i) => 0.1 * (i + 3))] as const;
  assertEquals(pairedDifference(...near).standardError, 0);
  // One pair of large values does not make the differences of others a matter of rounding.
  const capped = pairedDifference([1e9, 1, 2, 3], [1e9, 1.0001, 1.9995, 3.0002]);
  assertAlmostEquals(capped.standardError, 1.554e-4, 1e-7);
  const b = [0.1, 0.7, 1.3];
  assertEquals(pairedRatio(b.map((error) => 1.1 * error), b).standardError, 0);
  // As a record may have it.
  const written = { mean: 0.1, standardError: 9.8e-18, n: 3 };
  assertEquals(interval95({ ...written, kind: "share" }), wilson(0.1, 3));
  assertEquals(interval95(written), undefined);
  // Small values are not rounding.
  const small = meanOf([1e-13, 2e-13, 3e-13]);
  assertAlmostEquals(small.standardError / 1e-13, Math.sqrt(1 / 3), 1e-9);
  assert(interval95({ ...small, n: 3, kind: "any" })!.high > 3e-13);
});

/** Newcombe, Statistics in Medicine 17 (1998), table I, method 3: Wilson's intervals of shares. */
const published = [
  { right: 81, of: 263, low: 0.2553, high: 0.3662 },
  { right: 15, of: 148, low: 0.0624, high: 0.1605 },
  { right: 0, of: 20, low: 0, high: 0.1611 },
  { right: 1, of: 29, low: 0.0061, high: 0.1718 },
];

Deno.test("interval95() of a share of problems is Wilson's, as published", () => {
  for (const { right, of: n, low, high } of published) {
    const mean = right / n;
    const standardError = Math.sqrt(mean * (1 - mean) / n);
    const found = interval95({ mean, standardError, n, kind: "share" })!;
    assertAlmostEquals(found.low, low, 5e-5);
    assertAlmostEquals(found.high, high, 5e-5);
    const other = interval95({ mean: 1 - mean, standardError, n, kind: "share" })!;
    assertAlmostEquals(other.low, 1 - high, 5e-5);
    assert(other.high <= 1);
  }
});

Deno.test("a share of parts counts as so many independent ones as its standard error says", () => {
  // 100 boards of 50 cells that are right or wrong together: 100 trials, not 5,000.
  const share = { mean: 0.9, standardError: Math.sqrt(0.09 / 100), n: 100, kind: "share" as const };
  const found = interval95(share)!, expected = wilson(0.9, 100);
  assertAlmostEquals(found.low, expected.low, 1e-12);
  assertAlmostEquals(found.high, expected.high, 1e-12);
  // All right: no interval of width zero, and never beyond 1.
  const all = interval95({ mean: 1, standardError: 0, n: 100, kind: "share" })!;
  assert(all.low < 0.97 && all.high === 1);
});

Deno.test("a share in percent, or of no trials, is refused", () => {
  assertThrows(() => wilson(98.6, 100), RangeError, "accepted is 0 to 1");
  assertThrows(() => wilson(0.5, 0), RangeError, "of 0 trials");
  assert(wilson(1 + 1e-8, 10).high <= 1);
});

Deno.test("pairs count only what differs from problem to problem", () => {
  const b = [1, 10, 100];
  assertEquals(pairedRatio(b.map((error) => error / 2), b), { mean: 0.5, standardError: 0 });
  const { mean, standardError } = pairedRatio([1, 9, 102], b);
  assertAlmostEquals(mean, 112 / 111, 1e-12);
  assert(standardError > 0.01 && standardError < 0.04, `${standardError}`);
  // Beside a constant the ratio is a mean: of 2 and 6 it is 4 ± √(8/2), half as much over 2.
  assertEquals(pairedRatio([2, 6], [1, 1]), { mean: 4, standardError: 2 });
  assertEquals(pairedRatio([2, 6], [2, 2]), { mean: 2, standardError: 1 });
  assertEquals(pairedDifference(b, [0, 9, 99]), { mean: 1, standardError: 0 });
  assertThrows(() => pairedDifference([1], [1, 2]), RangeError, "Cannot pair 1 values with 2");
});

Deno.test("means of few runs differ by Student's quantile of their own freedom", () => {
  // Equal deviations of five runs each: 8 degrees of freedom, 2.31.
  const runs = (mean: number) => ({ mean, deviation: Math.sqrt(5 / 2), n: 5 });
  assertAlmostEquals(welch(runs(2), runs(0)).t, 2, 1e-12);
  assertEquals([2.3, 2.32].map((mean) => welch(runs(mean), runs(0)).sure), [false, true]);
  // One of them exact: the other's 4, 2.78.
  const exact = { mean: 0, deviation: 0, n: 5 },
    wide = (mean: number) => ({
      mean,
      deviation: Math.sqrt(5),
      n: 5,
    });
  assertEquals([-2.77, 2.79].map((mean) => welch(wide(mean), exact).sure), [false, true]);
  // That freedom is a whole number, whatever its rounding: 7 for eight runs, 2.36 and not 2.45.
  for (const deviation of [0.49419, 0.5, 0.61803, 1.7, 0.3333]) {
    const eight = { mean: 2.4 * deviation / Math.sqrt(8), deviation, n: 8 };
    assertEquals(welch(eight, { mean: 0, deviation: 0, n: 8 }).sure, true, `${deviation}`);
  }
  // Neither varies: any difference is sure, unless it may be rounding.
  assertEquals(welch({ ...exact, mean: 1 }, exact).sure, true);
  assertEquals(welch({ ...exact, mean: 1 }, exact, 1).sure, false);
  // Rounding alone leaves a third of its square.
  assertAlmostEquals(welch({ ...exact, mean: 1 }, exact, Math.sqrt(3)).t, 1, 1e-12);
  assertThrows(() => welch({ mean: 0, deviation: 0, n: 1 }, exact), RangeError, "of 1 runs");
});

Deno.test("intervals of no kind, of no number of trials, and differences without runs are refused", () => {
  assertThrows(() => wilson(0.5, NaN), RangeError, "Cannot tell an interval of 0.5 of NaN trials");
  assertThrows(() => wilson(NaN, 5), RangeError, "Cannot tell an interval of NaN of 5 trials");
  assertThrows(
    () => interval95({ mean: 1, standardError: 1, n: 9, kind: "shares" as "share" }),
    RangeError,
    "kind must be one of share, amount, any: current value is shares (did you mean share?)",
  );
  const runs = { mean: 1, deviation: 1, n: 3 }, without = { mean: 1, deviation: 1 } as typeof runs;
  for (const pair of [[runs, without], [without, runs]] as const) {
    assertThrows(() => welch(...pair), RangeError, "Cannot tell a deviation of undefined runs");
  }
});
