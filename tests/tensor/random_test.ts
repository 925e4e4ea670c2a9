import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile, type Key, random, tf } from "lib/tensor/mod.ts";
import { type Counter, philox } from "lib/tensor/philox.ts";

const hex = (words: Uint32Array) =>
  [...words].map((w) => w.toString(16).padStart(8, "0")).join(" ");

Deno.test("philox gives Random123's known answers", () => {
  // kat_vectors, philox 4x32 10: counter, key, result.
  const answers: [Counter, [number, number], string][] = [
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[-1, -1, -1, -1], [-1, -1], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ];
  for (const [counter, key, expected] of answers) {
    assertEquals(hex(philox(key, counter, 4)), expected);
  }
});

Deno.test("philox carries its counter, and cuts the last block", () => {
  const far = philox([3, 4], [-1, -1, 5, 0], 8);
  assertEquals([...far.subarray(4)], [...philox([3, 4], [0, 0, 6, 0], 4)]);
  assertEquals([...philox([3, 4], [-1, -1, 5, 0], 7)], [...far.subarray(0, 7)]);
  // The largest word is no carry yet.
  const last = philox([3, 4], [-2, 7, 0, 0], 8);
  assertEquals([...last.subarray(4)], [...philox([3, 4], [-1, 7, 0, 0], 4)]);
});

/** What `draw` gives on the host's generator. */
async function onHost(draw: () => tf.Tensor): Promise<tf.TypedArray> {
  await tf.setBackend("cpu");
  try {
    return tf.tidy(() => draw().dataSync());
  } finally {
    await tf.setBackend("tensorflow");
  }
}

const keyOf = (low: number, high: number): Key => tf.tensor1d([low, high], "int32");

type Draw = (key: Key) => tf.Tensor;

const exact: Record<string, Draw> = {
  bits: (k) => random.bits(k, [7, 3]),
  "no bits": (k) => random.bits(k, [3, 0]),
  "one word": (k) => random.bits(k, []),
  uniform: (k) => random.uniform(k, [101]),
  "uniform, bounds": (k) => random.uniform(k, [1001], -3.3, 7.123),
  integers: (k) => random.integers(k, [5, 13], -5, 1000),
  "integers, widest": (k) => random.integers(k, [33], -(2 ** 31), 2 ** 31 - 1),
  permutation: (k) => random.permutation(k, 301),
  "permutation, two rounds": (k) => random.permutation(k, 2000),
  fold: (k) => random.fold(k, 41),
  "fold, negative": (k) => random.fold(k, -3),
  "fold, tensor": (k) => random.fold(k, tf.scalar(41, "int32")),
  split: (k) => tf.stack(random.split(k, 3)),
};

Deno.test("the same key gives the same numbers, native and on the host", async () => {
  for (const [low, high] of [[0, 0], [7, 0], [-1, -1], [123456789, -987654321]] as const) {
    for (const [name, draw] of Object.entries(exact)) {
      const native = tf.tidy(() => draw(keyOf(low, high)).dataSync());
      assertEquals(native, await onHost(() => draw(keyOf(low, high))), `${name}, ${low}, ${high}`);
    }
  }
});

for (const mode of ["graph", "xla"] as const) {
  Deno.test(`the same key gives the same numbers, eager and compiled, ${mode}`, () => {
    tf.tidy(() => {
      const key = random.key(20);
      const compiled = compile(
        ({ key }: { key: tf.Tensor }) =>
          Object.fromEntries(
            Object.entries(exact).map(([name, draw]) => [name, draw(key as Key)]),
          ),
        { mode, name: "draws" },
      );
      for (const [name, drawn] of Object.entries(compiled({ key }))) {
        assertEquals(drawn.dataSync(), exact[name]!(key).dataSync(), name);
      }
    });
  });
}

Deno.test("normal numbers are the same eager and compiled, to 1e-6 under XLA", async () => {
  const draw = (key: Key) => random.normal(key, [1001]);
  const run = (mode: "graph" | "xla") =>
    compile(({ key }: { key: tf.Tensor }) => ({ z: draw(key as Key) }), { mode });
  const key = random.key(3);
  const eager = draw(key).dataSync();
  assertEquals(run("graph")({ key }).z.dataSync(), eager);
  const others = [run("xla")({ key }).z.dataSync(), await onHost(() => draw(random.key(3)))];
  for (const other of others) {
    eager.forEach((z, i) => assert(Math.abs(z - other[i]!) <= 1e-6, `${z}, ${other[i]}`));
  }
});

Deno.test("a compiled step folds the key with a step that is an input", () => {
  tf.tidy(() => {
    const step = compile(({ key, i }: { key: tf.Tensor; i: tf.Tensor }) => ({
      u: random.uniform(random.fold(key as Key, i), [4]),
    }));
    const key = random.key(5);
    for (const i of [0, 1, 1000]) {
      const { u } = step({ key, i: tf.scalar(i, "int32") });
      assertEquals(u.dataSync(), random.uniform(random.fold(key, i), [4]).dataSync());
    }
  });
});

const COUNT = 100_000;

/** Sample mean of f over values. */
const average = (values: ArrayLike<number>, f: (x: number) => number) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += f(values[i]!);
  return sum / values.length;
};

/** Asserts that a sample mean lies within 4.5 standard errors. */
function assertMean(
  values: ArrayLike<number>,
  f: (x: number) => number,
  mean: number,
  deviation: number,
): void {
  const z = (average(values, f) - mean) / (deviation / Math.sqrt(values.length));
  assert(Math.abs(z) < 4.5, `${z} standard errors from ${mean}`);
}

/** √n times Kolmogorov and Smirnov's distance; above 1.95 once in 1,000. */
function kolmogorov(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  });
  return distance * Math.sqrt(n);
}

const sample = (draw: () => tf.Tensor) => tf.tidy(() => draw().dataSync());

Deno.test("uniform numbers are uniform, and stay in their bounds", () => {
  const u = sample(() => random.uniform(random.key(1), [COUNT]));
  assertMean(u, (x) => x, 0.5, Math.sqrt(1 / 12));
  assertMean(u, (x) => (x - 0.5) ** 2, 1 / 12, Math.sqrt(1 / 180));
  assert(kolmogorov(u, (x) => x) < 1.95);
  const narrow = sample(() => random.uniform(random.key(2), [COUNT], 100, 100.0001));
  assert(narrow.every((x) => x >= 100 && x < 100.0001));
});

/** The normal distribution function, by the series of Marsaglia (2004). */
function normalCdf(x: number): number {
  if (Math.abs(x) > 7) return x > 0 ? 1 : 0;
  let sum = x, term = x;
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) sum += term *= x * x / i;
  return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
}

Deno.test("normal numbers are normal, and their pairs independent", () => {
  const z = sample(() => random.normal(random.key(4), [COUNT]));
  assertMean(z, (x) => x, 0, 1);
  assertMean(z, (x) => x * x, 1, Math.sqrt(2));
  assertMean(z, (x) => x ** 3, 0, Math.sqrt(15));
  assertMean(z, (x) => x ** 4, 3, Math.sqrt(96));
  assert(kolmogorov(z, normalCdf) < 1.95);
  const half = COUNT / 2;
  assertMean(z.subarray(0, half).map((x, i) => x * z[i + half]!), (x) => x, 0, 1);
});

Deno.test("integers take each value equally often", () => {
  const values = sample(() => random.integers(random.key(6), [COUNT], -3, 7));
  const counts = Array<number>(10).fill(0);
  values.forEach((v) => counts[v + 3]!++);
  const expected = COUNT / 10;
  const chi2 = counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
  assert(chi2 < 27.9, `χ² = ${chi2} with 9 degrees of freedom`); // once in 1,000
});

Deno.test("split and folded keys draw independent numbers", () => {
  const root = random.key(8);
  const [a, b] = random.split(root);
  const keys = [root, a!, b!, random.fold(root, 0), random.fold(root, 1), random.key(9)];
  const draws = keys.map((k) => sample(() => random.normal(k, [20_000])));
  draws.forEach((x, i) => {
    for (const y of draws.slice(i + 1)) assertMean(x.map((v, j) => v * y[j]!), (v) => v, 0, 1);
  });
});

Deno.test("keys of neighbouring seeds and steps are all different", () => {
  const seen = new Set<string>();
  const add = (key: Key) => seen.add(key.dataSync().join());
  tf.tidy(() => {
    for (let seed = 0; seed < 10; seed++) {
      const key = random.key(seed);
      add(key);
      for (let i = 0; i < 10; i++) add(random.fold(key, i));
      random.split(key, 10).forEach(add);
    }
  });
  assertEquals(seen.size, 10 * 21);
});

Deno.test("a longer split begins with the same keys", () => {
  const words = (count: number) => random.split(random.key(1), count).map((k) => [...k.dataSync()]);
  assertEquals(words(5).slice(0, 2), words(2));
});

Deno.test("permutations hold every number once", () => {
  for (const count of [0, 1, 2, 3, 1000, 5000]) {
    const order = sample(() => random.permutation(random.key(count), count));
    assertEquals([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i));
  }
});

Deno.test("the permutations of three come equally often", () => {
  const seen: Record<string, number> = {};
  tf.tidy(() => {
    for (const key of random.split(random.key(11), 1200)) {
      const order = random.permutation(key, 3).dataSync().join();
      seen[order] = (seen[order] ?? 0) + 1;
    }
  });
  const counts = Object.values(seen);
  assertEquals(counts.length, 6);
  const chi2 = counts.reduce((sum, c) => sum + (c - 200) ** 2 / 200, 0);
  assert(chi2 < 20.5, `χ² = ${chi2} with 5 degrees of freedom`); // once in 1,000
});

Deno.test("drawing leaves nothing behind but the numbers", () => {
  const key = random.key(1);
  const before = tf.memory().numTensors;
  for (const draw of [...Object.values(exact), (k: Key) => random.normal(k, [5])]) {
    draw(key).dispose();
  }
  // `exact` makes one index, and three keys to stack.
  assertEquals(tf.memory().numTensors - before, 1 + 3);
});

Deno.test("impossible requests are refused in one sentence", () => {
  const key = random.key(0);
  const refused: [() => unknown, typeof RangeError | typeof TypeError, string][] = [
    [() => random.key(1.5), RangeError, "the seed must be a 32-bit integer, got 1.5"],
    [() => random.key(2 ** 31), RangeError, "got 2147483648"],
    [() => random.bits(key, [2, -1]), RangeError, "of shape [2,-1]"],
    [() => random.normal(key, [1.5]), RangeError, "of shape [1.5]"],
    [() => random.uniform(key, [2], 1, 1), RangeError, "low must be below high"],
    [() => random.uniform(key, [2], 0, Infinity), RangeError, "both finite"],
    [() => random.uniform(key, [2], NaN, 1), RangeError, "got NaN and 1"],
    [() => random.integers(key, [2], 3, 3), RangeError, "low must be below high"],
    [() => random.integers(key, [2], 0, 2 ** 31), RangeError, "both 32-bit integers"],
    [() => random.integers(key, [2], 0.5, 2), RangeError, "got 0.5 and 2"],
    [() => random.split(key, 0), RangeError, "the count must be an integer ≥ 1, got 0"],
    [() => random.permutation(key, -1), RangeError, "the count must be an integer ≥ 0, got -1"],
    [() => random.fold(key, 0.5), RangeError, "the index must be a 32-bit integer, got 0.5"],
    [() => random.fold(key, tf.scalar(1)), RangeError, "got a float32 tensor of shape []"],
    [() => random.bits(tf.tensor1d([1, 2]), [2]), TypeError, "a float32 tensor of shape [2]"],
    [() => random.bits(tf.tensor1d([1], "int32"), [2]), TypeError, "must be int32 of shape [2]"],
  ];
  for (const [call, error, message] of refused) assertThrows<Error>(call, error, message);
});

Deno.test("seedOf() gives a safe integer that depends on all of a key", () => {
  const keys = [...random.split(random.key(3), 50), random.key(0), random.key(-1)];
  const seeds = keys.map(random.seedOf);
  assertEquals(new Set(seeds).size, keys.length);
  assert(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0));
  assertEquals(random.seedOf(random.key(1)), 2 ** 21);
});
