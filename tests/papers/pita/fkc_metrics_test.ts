/** The numbers of table A1, of samples so few that all of them are known. */
import { assert, assertAlmostEquals } from "@std/assert";
import { type Points, pointsOf } from "lib/metrics/mod.ts";
import { FKC_SCALE, fkcModel, fkcTarget } from "lib/papers/pita/fkc.ts";
import { fkcMetrics, type FkcReference, fkcReference } from "lib/papers/pita/fkc_metrics.ts";
import { random, tf } from "lib/tensor/mod.ts";

const points = (rows: readonly (readonly number[])[]): Points => ({
  values: Float32Array.from(rows.flat()),
  dimension: 2,
});
const energiesOf = (of: ReturnType<typeof fkcModel>, rows: readonly (readonly number[])[]) =>
  Array.from(of.energy(tf.tensor2d(rows.map((row) => [...row]))).dataSync());

/** Exact samples by hand; `modes` are of no matter here. */
const reference = (cold: readonly (readonly number[])[]): FkcReference => ({
  ...{ cold: points(cold), hot: points([[9, 9], [8, 8]]) },
  modes: new Float64Array(40).fill(1),
});

Deno.test("points are moved by the cheapest way, lengths as they are, and energies are the model's", () => {
  const cold = [[0, 0], [0.5, 0.5]], moved = [[0.5, 0.53], [0.04, 0]];
  const found = fkcMetrics(points(moved), reference(cold), 1);
  // One is moved by .04, the other by .03.
  assertAlmostEquals(found.w1, FKC_SCALE * (0.04 + 0.03) / 2, 1e-4);
  assertAlmostEquals(found.w2, FKC_SCALE * Math.sqrt((0.04 ** 2 + 0.03 ** 2) / 2), 1e-4);
  const [own, exact] = [moved, cold].map((rows) =>
    energiesOf(fkcModel(), rows).sort((a, b) => a - b)
  );
  const squares = own!.map((e, i) => (e - exact![i]!) ** 2);
  assertAlmostEquals(found.energyW2, Math.sqrt((squares[0]! + squares[1]!) / 2), 1e-3);
});

Deno.test("few points are drawn at random from all samples, not the first of them", () => {
  // Half of the samples lie at 0, as all exact ones, and half are .02 from it.
  const rows = Array.from({ length: 2000 }, (_, i) => [0, i < 1000 ? 0 : 0.02]);
  const { w1 } = fkcMetrics(points(rows), reference(rows.map(() => [0, 0])), 1, 400);
  assertAlmostEquals(w1 / (FKC_SCALE * 0.02), 0.5, 5 * 0.5 / Math.sqrt(400));
});

Deno.test("histograms have 200 bins along each axis of the exact samples", () => {
  const frame = [[0, 0], [1, 1]], inside = Array.from({ length: 6 }, () => [0.5225, 0.5225]);
  // Two of eight are moved by a bin, .005, along one axis, and one within its bin.
  const moved = inside.map((
    [x, y],
    i,
  ) => [x! + [0.005, 0.002, 0, 0, 0, 0][i]!, y! + (i === 2 ? 0.005 : 0)]);
  const { tv } = fkcMetrics(points([...frame, ...moved]), reference([...frame, ...inside]), 1);
  assertAlmostEquals(tv, 2 / 8, 1e-9);
});

Deno.test("the squared MMD is a sum of ten kernels, of widths from .01 to 1", () => {
  const a = [[0, 0], [0.01, 0.02]], b = [[0, 0.0004], [0.005, 0], [0.4, 0.4]];
  const widths = Array.from({ length: 10 }, (_, i) => 10 ** (-2 + 2 * i / 9));
  const kernel = (p: readonly number[], q: readonly number[]) => {
    const square = FKC_SCALE ** 2 * ((p[0]! - q[0]!) ** 2 + (p[1]! - q[1]!) ** 2);
    return widths.reduce((sum, w) => sum + Math.exp(-square / (2 * w * w)), 0);
  };
  const mean = (p: readonly number[][], q: readonly number[][]) =>
    p.flatMap((one) => q.map((other) => kernel(one, other))).reduce((x, y) => x + y) /
    (p.length * q.length);
  const { mmd } = fkcMetrics(points(a), reference(b), 1, 2);
  assertAlmostEquals(mmd, mean(a, a) + mean(b, b) - 2 * mean(a, b), 1e-4);
});

Deno.test("energies of p³ are compared with five exact ones at a time, squared, by their quantiles", () => {
  const rows = [[0, 0], [0.3, 0.3]], [zero, one] = energiesOf(fkcTarget(), rows);
  const square = (one! - zero!) ** 2;
  // Of five, each one or the other by a coin, k are the other: (k/5)·Δ², and P(k = 0) is 1/32.
  const exact = Array.from({ length: 400 }, (_, i) => rows[i % 2]!);
  const found = fkcMetrics(points(exact.map(() => rows[0]!)), reference(exact), 1, 2);
  assertAlmostEquals(found.energyOfFiveLow / square, 1 / 5, 1e-5);
  assertAlmostEquals(found.energyOfFiveHigh / square, 4 / 5, 1e-5);
  assert([2 / 5, 3 / 5].some((k) => Math.abs(found.energyOfFive / square - k) < 1e-5));
  // Of samples that are half and half it is |k/5 - ½|·Δ², of more of them than are compared, too.
  const halves = Array.from({ length: 3000 }, (_, i) => rows[i % 2]!);
  const { energyOfFiveLow, energyOfFive } = fkcMetrics(points(halves), reference(exact), 1, 2);
  assertAlmostEquals(energyOfFiveLow / square, 1 / 10, 1e-5);
  assertAlmostEquals(energyOfFive / square, 1 / 10, 1e-5);
});

Deno.test("reference samples are of p³ and of p, and shares of modes of p³", () => {
  const { cold, hot, modes } = fkcReference(50, 7), keys = random.split(random.key(7), 3);
  const drawn = [fkcTarget(), fkcModel()].map((of, i) => pointsOf(of.sample(keys[i]!, 50)).values);
  [cold, hot].forEach(({ values }, i) =>
    values.forEach((v, k) => assertAlmostEquals(v, drawn[i]![k]!, 1e-7))
  );
  assertAlmostEquals(modes.reduce((a, b) => a + b), 20_000, 1e-9);
});
