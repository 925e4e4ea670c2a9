import process from "node:process";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rng } from "../../lib/datasets/rng.ts";
import { gmm40 } from "../../lib/energy/mod.ts";
import {
  assign,
  binsOf,
  countOf,
  distanceVariation,
  firstPoints,
  frechetDistance,
  gridDensity,
  histogramOf,
  histogramVariation,
  logSpaced,
  medianDistance,
  modeCounts,
  modeVariation,
  particleDistances,
  type Points,
  pointsOf,
  sampleGrid,
  squaredMmd,
  totalVariation,
  wasserstein1,
  wasserstein2,
  wassersteinLine,
} from "../../lib/metrics/mod.ts";
import { random, type Tensor1D, tf } from "../../lib/tensor/mod.ts";

const costs = (n: number, seed: number) => {
  const numbers = rng(seed);
  return Float64Array.from({ length: n * n }, () => Math.round(numbers.uniform() * 100) / 10);
};

/** The least cost over all permutations. */
function byForce(cost: Float64Array, n: number, row = 0, used = 0): number {
  if (row === n) return 0;
  let best = Infinity;
  for (let j = 0; j < n; j++) {
    if (used & (1 << j)) continue;
    best = Math.min(best, cost[row * n + j]! + byForce(cost, n, row + 1, used | (1 << j)));
  }
  return best;
}

Deno.test("the assignment is a permutation that costs least, ties included", () => {
  for (let seed = 0; seed < 60; seed++) {
    const n = 1 + seed % 7, cost = costs(n, seed);
    const columns = assign(cost, n);
    assertEquals(new Set(columns).size, n);
    const total = columns.reduce((sum, j, i) => sum + cost[i * n + j]!, 0);
    assertAlmostEquals(total, byForce(cost, n), 1e-9, `seed ${seed}`);
  }
});

Deno.test("W₂ of 1,000 exact against 1,000 exact points of GMM-40 is at its floor, in time", () => {
  const target = gmm40();
  const [a, b] = random.split(random.key(7)).map((k) => pointsOf(target.sample(k, 1000)));
  const started = process.cpuUsage().user;
  const distance = wasserstein2(a!, b!);
  // Of the processor, as others may be at work on the same cores.
  const seconds = (process.cpuUsage().user - started) / 1e6;
  assert(distance > 3 && distance < 8, `${distance}`);
  assert(seconds < 3, `${seconds} s`);
});

const line = (values: readonly number[]): Points => ({
  values: Float64Array.from(values),
  dimension: 1,
});

Deno.test("distances between points on a line are those of sorted values", () => {
  const numbers = rng(3);
  const [a, b] = [0, 1].map(() => Array.from({ length: 40 }, () => numbers.uniform()));
  assertAlmostEquals(wasserstein2(line(a!), line(b!)), wassersteinLine(a!, b!), 1e-9);
  const first = wassersteinLine(a!, b!, { order: 1 });
  assertAlmostEquals(wasserstein1(line(a!), line(b!)), first, 1e-9);
});

Deno.test("a shift costs its length, whatever the numbers of values; trimming forgets outliers", () => {
  const a = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const b = Array.from({ length: 500 }, (_, i) => 2 + (i + .25) / 500);
  assertAlmostEquals(wassersteinLine(a, b), 2, 2e-3);
  const spoilt = [...a.slice(0, 995), 1e6, 1e6, 1e6, 1e6, 1e6];
  assert(wassersteinLine(spoilt, a) > 1000);
  assertAlmostEquals(wassersteinLine(spoilt, a, { trim: .01 }), 0, 1e-9);
  // .29 · 100 is a rounding below 29, which are left out at either end all the same.
  const last = Array.from({ length: 100 }, (_, i) => i < 29 ? -1e3 : i < 71 ? i : 1e3);
  const plain = Array.from({ length: 100 }, (_, i) => i);
  assertEquals(wassersteinLine(last, plain, { trim: .29 }), 0);
});

Deno.test("of fewer values on a line each is shared out", () => {
  // Half of each mass of 0, 0, 10, 10 belongs to one of 0, 10.
  assertEquals(wassersteinLine([0, 10], [0, 0, 10, 10]), 0);
  assertEquals(wassersteinLine([1], [0, 2, 5], { order: 1 }), 2);
  // Thirds against halves: 1/3 of 0-0, 1/6 of 3-0, 1/6 of 3-6, 1/3 of 6-6.
  assertAlmostEquals(wassersteinLine([0, 3, 6], [0, 6]), Math.sqrt(3), 1e-12);
  assertAlmostEquals(wassersteinLine([0, 6], [0, 3, 6]), Math.sqrt(3), 1e-12);
});

Deno.test("of unequally many values as much is left out as of the more numerous", () => {
  // A tenth at each end: the strangers among ten values.
  const ten = [-1000, 1, 2, 3, 4, 5, 6, 7, 8, 1000], none = [0, 0, 0, 0];
  for (const [a, b] of [[ten, none], [none, ten]] as const) {
    assertAlmostEquals(wassersteinLine(a, b, { order: 1, trim: .1 }), 36 / 8, 1e-9);
  }
});

Deno.test("total variation is 0 of equals, 1 of strangers", () => {
  assertAlmostEquals(totalVariation([1, 1, 2], [.25, .25, .5]), 0, 1e-12);
  assertAlmostEquals(totalVariation([1, 0], [0, 3]), 1, 1e-12);
  assertAlmostEquals(totalVariation([.5, .5], [.75, .25]), .25, 1e-12);
});

Deno.test("histograms count every point once", () => {
  const points: Points = { values: Float64Array.of(0, 0, 1, 1, .4, .6, 5, 5), dimension: 2 };
  const bins = { low: [0, 0], high: [1, 1], count: 2 };
  assertEquals([...histogramOf(points, bins)], [1, 1, 0, 1, 1]);
  const all = binsOf([points], 10);
  assertEquals([all.low, all.high], [[0, 0], [5, 5]]);
  assertAlmostEquals(histogramVariation(points, points, all), 0, 1e-12);
});

Deno.test("one bin holds what is equal, and all that lies outside is one bin more", () => {
  const equal = line([3, 3, 3]), bins = binsOf([equal], 4);
  assertEquals([...histogramOf(equal, bins)], [0, 0, 0, 3, 0]);
  const unit = { low: [0], high: [1], count: 2 };
  assertAlmostEquals(histogramVariation(line([.1, 7]), line([8, 9, .1, 9]), unit), .25, 1e-12);
  assertAlmostEquals(histogramVariation(line([7, 8, 9]), line([7, .1, 8]), unit), 1 / 3, 1e-12);
  assertAlmostEquals(histogramVariation(line([7, 8]), line([.1, .2]), unit), 1, 1e-12);
});

Deno.test("the edges of bins decide what is inside, however quotients round", () => {
  const line = (...values: number[]): Points => ({
    values: Float64Array.from(values),
    dimension: 1,
  });
  const next = (value: number, up: 1 | -1) => {
    const bits = new BigInt64Array(Float64Array.of(value).buffer);
    bits[0]! += BigInt(value > 0 ? up : -up);
    return new Float64Array(bits.buffer)[0]!;
  };
  const [low, high] = [-3.6233456774325257, -0.7275556987974281];
  const bins = { low: [low], high: [high], count: 4 };
  assertEquals([...histogramOf(line(next(high, -1)), bins)], [0, 0, 0, 1, 0]);
  // One place beyond an edge is outside, one place within it inside.
  const draw = rng(1);
  for (let k = 0; k < 3000; k++) {
    const from = 10 * draw.uniform() - 5,
      to = from + 0.1 + 5 * draw.uniform(),
      count = 1 + draw.int(9);
    const all = { low: [from], high: [to], count };
    const counts = [...histogramOf(line(from, next(from, 1), next(to, -1), to), all)];
    assertEquals([counts[0]! + (count > 1 ? counts[count - 1]! : 0), counts[count]], [4, 0]);
    assertEquals(histogramOf(line(next(from, -1), next(to, 1)), all)[count], 2, `${from}, ${to}`);
  }
});

Deno.test("modes are counted at their nearest centre", () => {
  const points: Points = { values: Float64Array.of(0, 1, .1, .9, 5, 5), dimension: 2 };
  assertEquals([...modeCounts(points, [[0, 1], [6, 6], [-9, 0]])], [2, 1, 0]);
  assertAlmostEquals(modeVariation(points, [[0, 1], [6, 6]], [1, 1]), 1 / 6, 1e-9);
});

Deno.test("distances of particles are those of all pairs", () => {
  const triangle: Points = { values: Float64Array.of(0, 0, 3, 0, 0, 4), dimension: 6 };
  assertEquals([...particleDistances(triangle, 3)], [3, 4, 5]);
});

Deno.test("distances are compared in bins over the second set", () => {
  // Bins [0, 2) and [2, 4]: half of the first set lies beyond, the other half in the first one.
  const first = Float64Array.of(1, 1, 9, 9), second = Float64Array.of(0, 1, 3, 4);
  assertAlmostEquals(distanceVariation(first, second, 2), 0.5, 1e-12);
  // Bins [1, 5) and [5, 9] hold all of the second set in the first one but the 0, which is in none.
  assertAlmostEquals(distanceVariation(second, first, 2), 0.5, 1e-12);
  // Two hundred bins by default: 1 and 1.9 part in bins of .02, and not in two.
  const near = Float64Array.of(1.9, 1.9, 3, 4);
  assertAlmostEquals(distanceVariation(near, second, 2), 0, 1e-12);
  assertAlmostEquals(distanceVariation(near, second), 0.5, 1e-12);
});

Deno.test("squared MMD of two Gaussians is its closed form", () => {
  const [k1, k2] = random.split(random.key(11));
  const a = pointsOf(random.normal(k1!, [1500, 1]));
  const b = pointsOf(tf.add(random.normal(k2!, [1500, 1]), 1));
  // E exp(-(x - y)²/2w²) for x - y ~ N(m, 2) is w/√(w² + 2)·exp(-m²/2(w² + 2)).
  const k = (m: number, w = 1) => w / Math.sqrt(w * w + 2) * Math.exp(-m * m / (2 * (w * w + 2)));
  assertAlmostEquals(squaredMmd(a, b, [1]), 2 * k(0) - 2 * k(1), .025);
  assert(Math.abs(squaredMmd(a, a, logSpaced(-2, 0, 10))) < .01);
  assertAlmostEquals(medianDistance(a), .954, .1);
  // With each point beside itself: (n + (n² - n)·within)/n² instead of within.
  const [x, y] = [line([0, 1]), line([0, 3])], e = Math.exp(-.5), f = Math.exp(-4.5);
  const cross = (1 + f + e + Math.exp(-2)) / 2;
  assertAlmostEquals(squaredMmd(x, y, [1]), e + f - cross, 1e-12);
  assertAlmostEquals(squaredMmd(x, y, [1], { biased: true }), (e + f + 2 - 2 * cross) / 2, 1e-12);
  assertEquals(squaredMmd(line([0, NaN, 1]), y, [1]), NaN);
  for (const odd of [NaN, Infinity]) {
    const spoilt = { values: Float64Array.from(a.values), dimension: 1 };
    spoilt.values[7] = odd;
    assertEquals(medianDistance(spoilt), NaN);
    // Only the first 500 count.
    spoilt.values[7] = a.values[7]!;
    spoilt.values[600] = odd;
    assertEquals(medianDistance(spoilt), medianDistance(a));
  }
});

Deno.test("the grid knows log Z, entropy and shares of GMM-40", () => {
  const target = gmm40();
  const grid = { low: -50, high: 50, count: 400 };
  const exact = gridDensity((x) => tf.add(target.energy(x), 2), grid);
  assertAlmostEquals(exact.logZ, -2, 1e-4);
  assertAlmostEquals(exact.entropy, 6.8595, 2e-4);
  const numbers = rng(5);
  const uniform = Float64Array.from({ length: 60_000 }, () => numbers.uniform());
  const drawn = sampleGrid(exact, uniform);
  const floor = modeVariation(
    pointsOf(target.sample(random.key(1), 20_000)),
    target.means,
    target.weights,
  );
  assertAlmostEquals(modeVariation(drawn, target.means, target.weights), floor, .02);
});

Deno.test("behind a wall of infinite energy the grid has no mass, and finite means", () => {
  const wall = gridDensity(
    (x) => tf.where(tf.less(x.sum(1), 0), Infinity, tf.zeros([x.shape[0]!])) as Tensor1D,
    { low: -1, high: 1, count: 40 },
  );
  // Half of the square, and half of the cells on the diagonal more.
  assertAlmostEquals(wall.logZ, Math.log(2 + 40 * .05 ** 2 / 2), 1e-9);
  assertEquals([wall.meanEnergy, wall.entropy], [0, wall.logZ]);
});

Deno.test("what cannot be compared is refused in one sentence", () => {
  const plane: Points = { values: Float64Array.of(0, 0, 9, 9), dimension: 2 };
  const spoilt: Points = { values: Float64Array.of(0, 0, 1, NaN), dimension: 2 };
  const torn: Points = { values: Float64Array.of(0, 1, 2, 3, 4), dimension: 2 };
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => assign(Float64Array.of(1, 2), 2), "by 2 costs"],
    [() => assign(Float64Array.of(1, NaN, 1, 1), 2), "all finite"],
    [() => wasserstein2(line([1]), line([1, 2])), "1 points of 1 coordinates with 2 of 1"],
    [() => wassersteinLine([], [1]), "Cannot compare 0 values"],
    [() => wassersteinLine([1], [1], { trim: .5 }), "shares of 0.5"],
    [() => wassersteinLine([1], [2], { trimm: .4 } as never), "(did you mean trim?)"],
    [() => wassersteinLine([1], [2], 1 as never), "Options must be given by name, of order, trim"],
    [
      () => wassersteinLine([1], [2], { order: 0 as 1 }),
      "order must be 1 or 2: current value is 0",
    ],
    [() => totalVariation([0], [0]), "shares of 0"],
    [() => totalVariation([3, -2], [1, 0]), "Cannot compare shares one of which is -2"],
    [() => totalVariation([1, 0], [Infinity, 0]), "one of which is Infinity"],
    [() => squaredMmd(line([1]), line([1, 2]), [1]), "2 or more"],
    [() => binsOf([line([1, NaN])], 3), "one of which is at NaN"],
    [() => binsOf([], 3), "for 0 sets"],
    [() => binsOf([line([1]), plane], 3), "for points of 1 and of 2 coordinates"],
    [
      () => countOf(torn),
      "Cannot measure 5 values as points of 2 coordinates: accepted is a whole",
    ],
    [() => wasserstein2(torn, torn), "Cannot measure 5 values"],
    [() => binsOf([torn], 3), "Cannot measure 5 values"],
    [() => countOf({ ...torn, dimension: 0 }), "as points of 0 coordinates"],
    [() => squaredMmd(plane, plane, [1], { bias: true } as never), "(did you mean biased?)"],
    [() => histogramOf(plane, { low: [0], high: [1], count: 2 }), "in bins of 1"],
    [
      () => histogramOf(line([1]), { low: [0], high: [1], count: 2.5 }),
      "in 2.5 bins from [0] to [1]: accepted are 1, 2, 3, …",
    ],
    [() => histogramOf(line([1]), { low: [0], high: [1], count: 0 }), "Cannot count in 0 bins"],
    [() => histogramOf(line([1]), { low: [1], high: [0], count: 2 }), "from [1] to [0]"],
    [() => histogramOf(line([1]), { low: [0], high: [NaN], count: 2 }), "to [NaN]"],
    [() => histogramOf(line([1]), { low: [-Infinity], high: [0], count: 2 }), "low ≤ high, finite"],
    [
      () =>
        histogramVariation(line([5, 6]), line([-5, NaN, -6]), { low: [0], high: [1], count: 2 }),
      "Cannot compare 2 points with 3 that all lie outside the bins: accepted are bins that hold",
    ],
    [() => modeCounts(plane, []), "Cannot find 2 points near 0 centres"],
    [() => modeCounts(plane, [[0, 0, 0], [9, 9, 9]]), "a centre of 3"],
    [() => modeCounts(line([1, NaN]), [[0], [1]]), "point 1: it is not finite"],
    [() => wasserstein2(plane, spoilt), "point 1 of the second points: it is not finite"],
    [() => wasserstein1(spoilt, plane), "point 1 of the first points: it is not finite"],
    [() => particleDistances({ values: new Float64Array(4), dimension: 4 }, 3), "among 3"],
    [() => medianDistance(line([1])), "distances of 1 points"],
    [() => logSpaced(0, 1, 1), "space 1 numbers"],
    [() => squaredMmd(line([1, 2]), line([1, 2]), []), "widths []"],
    [() => squaredMmd(line([1, 2]), line([1, 2]), [0]), "widths [0]"],
    [() => wasserstein2(pointsOf(tf.zeros([0, 2])), plane), "0 points of 2 coordinates"],
    [() => gridDensity((x) => x.sum(), { low: 0, high: 1, count: 3 }), "1 numbers for 9 points"],
    [() => gridDensity((x) => x.flatten(), { low: 0, high: 0, count: 3 }), "low < high"],
  ];
  for (const [compare, message] of refused) assertThrows(compare, RangeError, message);
});

Deno.test("tensors and arrays in place of points are refused, with what makes points of them", () => {
  // As from a notebook, which has no type check.
  const x = tf.zeros([3, 2]) as never, rows = [[1, 2]] as never, plane = pointsOf(tf.zeros([3, 2]));
  const bins = { low: [0, 0], high: [1, 1], count: 2 };
  const measured: readonly (() => unknown)[] = [
    () => wasserstein2(x, x),
    () => wasserstein1(plane, x),
    () => squaredMmd(x, plane, [1]),
    () => medianDistance(x),
    () => frechetDistance(x, x),
    () => histogramOf(x, bins),
    () => histogramVariation(plane, x, bins),
    () => binsOf([x], 3),
    () => modeCounts(x, [[0, 0]]),
    () => particleDistances(x, 2),
    () => firstPoints(x, 2),
    () => countOf(x),
  ];
  for (const measure of measured) {
    assertThrows(
      measure,
      TypeError,
      "Cannot measure a tensor of shape [3,2]: accepted are points, as pointsOf(x) makes of a tensor",
    );
  }
  assertThrows(() => countOf(rows), TypeError, "Cannot measure an Array: accepted are points");
  assertThrows(() => countOf(undefined as never), TypeError, "Cannot measure undefined");
  for (const line of [() => wassersteinLine(x, [1]), () => wassersteinLine([1], x)]) {
    assertThrows(line, TypeError, "a tensor of shape [3,2] along a line: accepted are lists");
  }
  assertThrows(() => wassersteinLine([1], plane as never), TypeError, "pointsOf(x).values");
});
