import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import {
  centred,
  checkerboard,
  doubleWell,
  energyAndGradient,
  gaussianMixture,
  gmm40,
  gmm40Means,
  lennardJones,
  ring,
  squaredDistances,
  type Target,
  tempered,
  temperedMixture,
} from "../../lib/energy/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
const energies = (target: Target, x: Tensor) => values(target.energy(x));

Deno.test("the forty means are those of PyTorch's seed 0, to four decimals", () => {
  const means = gmm40Means();
  assertEquals(means.length, 40);
  const rounded = means.map((mean) => mean.map((x) => Math.round(x * 1e4) / 1e4));
  assertEquals(rounded[0], [-0.2995, 21.4577]);
  assertEquals(rounded[1], [-32.9218, -29.4376]);
  assertEquals(rounded[13], [36.2190, -37.1068]);
  assertEquals(rounded[20], [2.1037, -20.5073]);
  assertEquals(rounded[39], [3.6797, -25.0242]);
});

// Closed forms computed elsewhere in float64: x, log p, its gradient; the same smoothed by h = 25.
const oracle = [
  [[0, 0], -23.31635, [-3.73722, 2.45485], -9.23721, [-.142983, .233541]],
  [[10, 20], -20.48131, [3.40452, 2.24312], -8.65310, [.165600, .0304712]],
  [[-30, -15], -6.28179, [-.433437, .164121], -7.46657, [.0713663, -.0765794]],
] as const;

Deno.test("log density and score of the forty Gaussians, sharp and smoothed", () => {
  const target = gmm40();
  for (const [x, log, score, smoothLog, smoothScore] of oracle) {
    const at = tf.tensor2d([[...x]]);
    assertAlmostEquals(values(target.logDensity(at))[0]!, log, 2e-4);
    assertAlmostEquals(values(target.logDensity(at, 25))[0]!, smoothLog, 2e-5);
    values(target.score(at)).forEach((s, i) => assertAlmostEquals(s, score[i]!, 2e-4));
    values(target.score(at, 25)).forEach((s, i) => assertAlmostEquals(s, smoothScore[i]!, 2e-6));
  }
});

Deno.test("scaling lengths by 50 scales the score by 50", () => {
  const [plain, scaled] = [gmm40(), gmm40({ scale: 50 })];
  const x = tf.tensor2d([[10, 20]]);
  const expected = values(tf.mul(plain.score(x), 50));
  values(scaled.score(tf.div(x, 50))).forEach((s, i) =>
    assertAlmostEquals(s, expected[i]!, 1e-3 * Math.abs(expected[i]!))
  );
});

Deno.test("noise levels may differ within a batch", () => {
  const target = gmm40();
  const x = tf.tensor2d([[0, 0], [0, 0]]);
  const [sharp, smooth] = values(target.logDensity(x, tf.tensor1d([0, 25])));
  assertAlmostEquals(sharp!, -23.31635, 2e-4);
  assertAlmostEquals(smooth!, -9.23721, 2e-5);
});

Deno.test("samples of the forty Gaussians have its entropy, 6.8595", () => {
  const target = gmm40();
  const entropy = values(tf.mean(target.energy(target.sample(random.key(1), 100_000))))[0]!;
  assertAlmostEquals(entropy, 6.8595, 0.01);
});

Deno.test("weights set how often a component is drawn", () => {
  const target = gaussianMixture({ means: [[-9], [0], [9]], deviation: 0.1, weights: [1, 2, 5] });
  const x = values(target.sample(random.key(2), 20_000));
  for (const [mean, share] of [[-9, .125], [0, .25], [9, .625]] as const) {
    const found = x.filter((one) => Math.abs(one - mean) < 2).length / x.length;
    assertAlmostEquals(found, share, 0.012);
  }
});

Deno.test("the double well's energies are those of known configurations", () => {
  const square = (a: number) => [[0, 0], [a, 0], [0, a], [a, a]];
  const line = [[0, 0], [2, 0], [4, 0], [6, 0]];
  const found = energies(doubleWell(), tf.tensor3d([square(3), square(4), line]));
  [-12.864757, -8.396643, -6.4].forEach((e, i) => assertAlmostEquals(found[i]!, e, 2e-4));
});

/** Twelve vertices at distance `r` from a thirteenth particle. */
function icosahedron(r: number): number[][] {
  const golden = (1 + Math.sqrt(5)) / 2, unit = r / Math.hypot(1, golden);
  const signs = [[1, 1], [1, -1], [-1, 1], [-1, -1]] as const;
  return [
    [0, 0, 0],
    ...signs.flatMap(([a, b]) => {
      const p = [0, a * unit, b * golden * unit];
      return [0, 1, 2].map((turn) => [0, 1, 2].map((axis) => p[(axis + turn) % 3]!));
    }),
  ];
}

Deno.test("Lennard-Jones energies are those of known configurations", () => {
  const pair = tf.tensor3d([[[0, 0, 0], [1, 0, 0]]]);
  assertAlmostEquals(energies(lennardJones({ particles: 2 }), pair)[0]!, -1.75, 1e-4);
  const shells = tf.tensor3d([icosahedron(1), icosahedron(.962157)]);
  const found = energies(lennardJones(), shells);
  [-79.16302, -83.08967].forEach((e, i) => assertAlmostEquals(found[i]!, e, 2e-3));
});

Deno.test("softened Lennard-Jones pairs are the same beyond, and finite within", () => {
  const target = lennardJones({ particles: 2, softBelow: 0.65 }),
    hard = lennardJones({ particles: 2 });
  const at = (r: number) => tf.tensor3d([[[0, 0, 0], [r, 0, 0]]]);
  for (const r of [0.66, 0.8, 1, 3]) {
    assertAlmostEquals(energies(target, at(r))[0]!, energies(hard, at(r))[0]!, 1e-4 * 300);
  }
  // Energy and force go on without a jump, from pairs that lie apart to such that all but sit on each other.
  const force = (r: number) =>
    values(energyAndGradient((y) => target.energy(y), at(r)).gradient)[3]!;
  assertAlmostEquals(energies(target, at(0.6499))[0]!, energies(target, at(0.6501))[0]!, 2);
  assertAlmostEquals(force(0.6499) / force(0.6501), 1, 0.01);
  assert(force(0.01) < 0 && Number.isFinite(force(0)), "they push apart");
  const collided = energies(target, at(0))[0]!;
  assert(collided > 2000 && collided < 3000, `${collided}`);
  for (const softBelow of [1.2, 0.001, -1, NaN]) {
    assertThrows(() => lennardJones({ softBelow }), RangeError, "Cannot soften pairs below");
  }
  // The least has finite energies near and far.
  const least = lennardJones({ particles: 2, softBelow: 0.01 });
  assert([0, 0.005, 1, 3].every((r) => Number.isFinite(energies(least, at(r))[0]!)));
});

Deno.test("the checkerboard is flat on its squares and closed elsewhere", () => {
  const board = checkerboard();
  assertEquals(board.area, 32);
  const inside = [[-3, -3], [1, -3], [-1, -1], [3, 3], [-3, 1], [-1, 3]];
  const outside = [[-1, -3], [3, -3], [-3, -1], [5, 5], [-5, -3]];
  energies(board, tf.tensor2d(inside)).forEach((e) => assertAlmostEquals(e, Math.log(32), 1e-5));
  assert(energies(board, tf.tensor2d(outside)).every((e) => e > 1000));
  const lost = energies(board, tf.tensor2d([[NaN, 1], [1, NaN], [Infinity, 0]]));
  assertEquals(Array.from(lost).map(Number.isNaN), [true, true, false]);
  // Compared numbers have no gradient of their own: it is 0, not unknown.
  const { gradient } = energyAndGradient(board.energy, tf.tensor2d([...inside, ...outside]));
  assertEquals(values(gradient), new Array(22).fill(0));
  const drawn = board.sample(random.key(3), 4000);
  assert(energies(board, drawn).every((e) => e < 4), "samples are on the squares");
  for (const [axis, places] of tf.unstack(drawn, 1).map(values).entries()) {
    const squares = places.map((x) => Math.floor((x + 4) / 2));
    for (const square of [0, 1, 2, 3]) {
      const share = squares.filter((one) => one === square).length / 4000;
      assertAlmostEquals(share, .25, .03, `square ${square} of axis ${axis}`);
    }
  }
});

Deno.test("a ring goes counter-clockwise from the right, and so do its weights", () => {
  const { means, weights } = ring({ count: 4, radius: 3, weights: [1, 2, 3, 4] });
  const wanted = [[3, 0], [0, 3], [-3, 0], [0, -3]];
  means.forEach((m, i) => m.forEach((v, k) => assertAlmostEquals(v, wanted[i]![k]!, 1e-12)));
  weights.forEach((w, i) => assertAlmostEquals(w, (i + 1) / 10, 1e-12));
});

const shapes: Readonly<Record<string, Target>> = {
  "the forty Gaussians": gmm40(),
  "a ring": ring({ weights: [1, 2, 3, 4, 5, 6, 7, 8] }),
  "the double well": doubleWell(),
  "Lennard-Jones": lennardJones(),
  "a hot double well": tempered(doubleWell(), 3),
};

for (const [name, target] of Object.entries(shapes)) {
  Deno.test(`the gradient of ${name} is that of differences`, () => {
    const [k1, k2] = random.split(random.key(4));
    // Far enough apart for Lennard-Jones not to overflow float32's differences.
    const grid = tf.reshape(tf.range(0, target.shape.reduce((a, b) => a * b)), [
      1,
      ...target.shape,
    ]);
    const x = tf.add(
      tf.mul(tf.sin(tf.mul(grid, 2.3)), 1.5),
      random.uniform(k1!, [1, ...target.shape]),
    );
    const { gradient } = energyAndGradient((y) => target.energy(y), x);
    const direction = random.normal(k2!, x.shape);
    const step = 3e-3;
    const at = (s: number) => energies(target, tf.add(x, tf.mul(direction, s)))[0]!;
    const expected = (at(step) - at(-step)) / (2 * step);
    const found = values(tf.sum(tf.mul(gradient, direction)))[0]!;
    assertAlmostEquals(found, expected, 0.02 * Math.abs(expected) + 0.02);
  });
}

Deno.test("the score is minus the gradient of the energy", () => {
  const target = gmm40();
  const x = tf.mul(random.normal(random.key(5), [20, 2]), 20);
  const { gradient } = energyAndGradient((y) => target.energy(y), x);
  const error = values(tf.max(tf.abs(tf.add(gradient, target.score(x)))))[0]!;
  assert(error < 1e-3, `${error}`);
});

Deno.test("a mixture's power is proportional to its density's power", () => {
  const target = gmm40();
  const cubed = temperedMixture(target, 3);
  const x = tf.tensor2d([...target.means.slice(0, 20).map((m) => [m[0]! + 1, m[1]! - .5])]);
  const difference = tf.sub(tf.mul(target.logDensity(x), 3), cubed.logDensity(x));
  const all = values(difference);
  const spread = Math.max(...all) - Math.min(...all);
  assert(spread < 1e-3, `log p³ and log of the power differ by more than a constant: ${spread}`);
});

Deno.test("targets that make no sense are refused in one sentence", () => {
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => gaussianMixture({ means: [[0], [1, 2]], deviation: 1 }), "means of [1,2] coordinates"],
    [() => gaussianMixture({ means: [[0]], deviation: 0 }), "deviation 0"],
    [() => gaussianMixture({ means: [[0]], deviation: 1, weights: [0] }), "Cannot weigh 1 means"],
    [() => gmm40({ scale: 0 }), "Cannot divide lengths by 0"],
    [() => ring({ count: 0 }), "Cannot put 0 Gaussians"],
    [() => checkerboard({ squares: 3 }), "Cannot make a board of 3 squares"],
    [() => doubleWell({ particles: 1 }), "Cannot make a cluster of 1 particles"],
    [
      () => ring({ radius: NaN }),
      "radius must be a finite number at least 0: current value is NaN",
    ],
    [() => checkerboard({ side: Infinity }), "squares of side Infinity"],
    [
      () => gaussianMixture({ means: [[0, NaN]], deviation: 1 }),
      "a mean at NaN: accepted are finite",
    ],
    [
      () => gaussianMixture({ means: [[0], [1]], deviation: 1, weights: [1, Infinity] }),
      "accepted is one finite weight for each",
    ],
    [() => tempered(gmm40(), 0), "temperature 0"],
    [() => temperedMixture(gmm40(), 9), "power 9"],
  ];
  for (const [make, message] of refused) assertThrows(make, RangeError, message);
});

Deno.test("mistyped names of a target's options are refused, with what was meant", () => {
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => lennardJones({ partcles: 7 } as never), "particles"],
    [() => lennardJones({ softbelow: .5 } as never), "softBelow"],
    [() => doubleWell({ dimension: 3 } as never), "dimensions"],
    [() => ring({ radus: 9 } as never), "radius"],
    [() => gaussianMixture({ means: [[0]], deviation: 1, weigths: [1] } as never), "weights"],
    [() => checkerboard({ square: 6 } as never), "squares"],
    [() => gmm40({ scal: 50 } as never), "scale"],
  ];
  for (const [make, meant] of refused) {
    assertThrows(make, RangeError, `(did you mean ${meant}?)`);
  }
  assertThrows(
    () => lennardJones(13 as never),
    RangeError,
    "Options must be given by name, of particles, dimensions, softBelow: current value is 13",
  );
});

Deno.test("a mixture in the plane refuses points of one or three coordinates", () => {
  const plane = gaussianMixture({ means: [[0, 0], [1, 2]], deviation: 1 });
  for (const x of [tf.zeros([4, 1]), tf.zeros([4, 3]), tf.zeros([2])]) {
    for (const measure of [plane.energy, plane.score, plane.logDensity]) {
      assertThrows(() => measure(x as Tensor), RangeError, "accepted are [batch, 2]");
    }
  }
  assertEquals(plane.energy(tf.zeros([0, 2])).shape, [0]);
});

Deno.test("clusters and boards refuse points of another size than theirs", () => {
  const refused: readonly (readonly [Target, Tensor, string])[] = [
    [doubleWell(), tf.zeros([3, 5, 2]), "Cannot measure DW-4 at points of shape [3,5,2]"],
    [doubleWell(), tf.zeros([3, 4, 3]), "accepted are [batch, 4, 2]"],
    [doubleWell(), tf.zeros([3, 8]), "accepted are [batch, 4, 2]"],
    [lennardJones(), tf.zeros([2, 12, 3]), "Cannot measure LJ-13 at points of shape [2,12,3]"],
    [checkerboard(), tf.zeros([2, 3]), "Cannot measure a checkerboard at points of shape [2,3]"],
    [checkerboard(), tf.zeros([2]), "accepted are [batch, 2]"],
  ];
  for (const [target, x, message] of refused) {
    assertThrows(() => target.energy(x), RangeError, message);
  }
});

Deno.test("means of a mixture are lists, also in one dimension", () => {
  for (const means of [[-1, 1], [[0], 1], "01", undefined]) {
    assertThrows(
      () => gaussianMixture({ means: means as number[][], deviation: 1 }),
      RangeError,
      "accepted is a list of coordinates for each, such as [[-1], [1]]",
    );
  }
  assertEquals(gaussianMixture({ means: [[-1], [1]], deviation: 1 }).shape, [1]);
});

Deno.test("targets leave nothing behind but what they return", () => {
  const plane = gaussianMixture({ means: [[0, 0], [1, 2]], deviation: 1 });
  const x = tf.ones([4, 2]) as Tensor, cluster = tf.ones([3, 4, 2]) as Tensor;
  const before = tf.memory().numTensors;
  for (const measure of [plane.energy, plane.score, plane.logDensity]) measure(x).dispose();
  for (const measure of [squaredDistances, centred, doubleWell().energy]) {
    measure(cluster).dispose();
  }
  assertEquals(tf.memory().numTensors, before);
});
