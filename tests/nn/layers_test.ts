import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  backend,
  compile,
  random,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../lib/tensor/mod.ts";
import {
  dense,
  film,
  filmAt,
  filmTables,
  gelu,
  linear,
  oneHot,
  rowsAt,
  sinusoids,
  swish,
} from "../../lib/nn/layers.ts";
import {
  convolutionSpec,
  countParameters,
  denseSpec,
  initialize,
  parameter,
  type ParameterSpecs,
} from "../../lib/nn/parameters.ts";
import { timeFeatures, timeSpec } from "../../lib/nn/time_embedding.ts";

const numbers = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

Deno.test("swish() and gelu() at known points", () =>
  tf.tidy(() => {
    const z = tf.tensor1d([-20, -1, 0, 1, 20]);
    const expected = {
      swish: [-20 / (1 + Math.exp(20)), -1 / (1 + Math.E), 0, 1 / (1 + Math.exp(-1)), 20],
      gelu: [0, -0.15865525393, 0, 0.84134474607, 20],
    };
    numbers(swish(z)).forEach((v, i) => assertAlmostEquals(v, expected.swish[i]!, 1e-6));
    numbers(gelu(z)).forEach((v, i) => assertAlmostEquals(v, expected.gelu[i]!, 1e-6));
  }));

Deno.test("linear() and dense() work over the last axis of any rank", () =>
  tf.tidy(() => {
    const params = initialize(random.key(1), denseSpec("d", 3, 2));
    const x = random.normal(random.key(2), [4, 5, 6, 3]);
    const rows = tf.reshape(x, [120, 3]);
    const expected = tf.add(tf.matMul(rows, params["d/kernel"]!), params["d/bias"]!);
    const actual = dense(params, "d", x);
    assertEquals(actual.shape, [4, 5, 6, 2]);
    assertEquals(numbers(actual), numbers(expected));
    assertEquals(dense(params, "d", rows).shape, [120, 2]);
    assertEquals(numbers(tf.add(linear(params, "d", rows), params["d/bias"]!)), numbers(expected));
  }));

Deno.test("sinusoids() are sines, then cosines, of ten thousand's powers", () => {
  const table = tf.tidy(() => sinusoids(10, 8).arraySync());
  assertEquals([table.length, table[0]!.length], [10, 8]);
  assertEquals(table[0], [0, 0, 0, 0, 1, 1, 1, 1]);
  assertAlmostEquals(table[9]![0]!, Math.sin(9), 1e-6);
  assertAlmostEquals(table[9]![3]!, Math.sin(9e-4), 1e-6);
  assertAlmostEquals(table[9]![5]!, Math.cos(9 * 10000 ** (-1 / 3)), 1e-6);
});

Deno.test("rowsAt() takes the rows of integer levels, of either dtype", () =>
  tf.tidy(() => {
    const table = tf.tensor2d([[1, 2], [3, 4], [5, 6]]) as Tensor2D;
    for (const dtype of ["int32", "float32"] as const) {
      const t = tf.tensor1d([2, 0, 2], dtype) as Tensor1D;
      assertEquals(numbers(rowsAt(table, t)), [5, 6, 1, 2, 5, 6]);
      assertEquals(numbers(oneHot(t, 3)), [0, 0, 1, 1, 0, 0, 0, 0, 1]);
    }
  }));

Deno.test("a level that a table has not is refused, unless it is not known yet", () => {
  const table = tf.tensor2d([[1, 2], [3, 4], [5, 6]]) as Tensor2D;
  for (const level of [-1, 3, 0.5, NaN]) {
    assertThrows(
      () => rowsAt(table, tf.tensor1d([0, level])),
      RangeError,
      `Cannot look up level ${level}: accepted are integers from 0 to 2`,
    );
  }
  if (backend().name === "wasm") return; // records nothing
  const rows = compile((t: Tensor1D) => rowsAt(table, t), { mode: "graph" })(tf.tensor1d([1, 3]));
  assertEquals(numbers(rows), [3, 4, 0, 0]);
});

Deno.test("film() scales and shifts each channel of each example", () =>
  tf.tidy(() => {
    const z = tf.ones([2, 3, 3, 2]);
    const gain = tf.tensor2d([[0, 1], [2, 3]]), shift = tf.tensor2d([[10, 20], [30, 40]]);
    const out = film(z, gain, shift);
    assertEquals(out.shape, z.shape);
    assertEquals(numbers(tf.mean(out, [1, 2])), [11, 22, 33, 44]);
    assertEquals(numbers(film(tf.ones([2, 2]), gain, shift)), [11, 22, 33, 44]);
  }));

Deno.test("filmTables() and filmAt() are film() after a bias, in two steps", () =>
  tf.tidy(() => {
    const params = initialize(random.key(1), {
      ...denseSpec("layer/film", 4, 6),
      bias: { shape: [3], bound: 1 },
    });
    const time = random.normal(random.key(2), [10, 4]) as Tensor2D;
    const t = tf.tensor1d([7, 0], "int32"), z = random.normal(random.key(3), [2, 5, 3]);
    const [gain, shift] = tf.split(rowsAt(dense(params, "layer/film", time) as Tensor2D, t), 2, 1);
    for (const bias of [undefined, params.bias!]) {
      const tables = filmTables(params, "layer", time, bias);
      assertEquals(Object.values(tables).map(({ shape }) => shape), [[10, 3], [10, 3]]);
      const expected = film(bias ? tf.add(z, bias) : z, gain as Tensor2D, shift as Tensor2D);
      const actual = numbers(filmAt(tables, "layer", z, t));
      numbers(expected).forEach((v, i) => assertAlmostEquals(actual[i]!, v, 1e-5));
    }
  }));

Deno.test("timeFeatures() has one row per level, no two alike", () =>
  tf.tidy(() => {
    const params = initialize(random.key(1), timeSpec(16));
    const table = timeFeatures(params, 10, 16);
    assertEquals(table.shape, [10, 16]);
    assertEquals(new Set((table.arraySync() as number[][]).map(String)).size, 10);
  }));

Deno.test("initialize() draws within bounds, by key and name, and zero where the bound is zero", () =>
  tf.tidy(() => {
    const specs: ParameterSpecs = {
      ...denseSpec("a", 100, 20),
      zero: { shape: [7], bound: 0 },
      wide: { shape: [1000], bound: 3 },
    };
    const drawn = initialize(random.key(1), specs);
    assertEquals(Object.keys(drawn).sort(), ["a/bias", "a/kernel", "wide", "zero"]);
    assertEquals(numbers(drawn.zero!), new Array(7).fill(0));
    const kernel = numbers(drawn["a/kernel"]!);
    assert(kernel.every((v) => Math.abs(v) <= 0.1) && kernel.some((v) => Math.abs(v) > 0.099));
    const wide = numbers(drawn.wide!);
    // Uniform in ±3: variance 3, of which 1,000 draws have a standard error of 3·√(0.8/1000).
    const variance = wide.reduce((s, v) => s + v * v, 0) / 1000;
    assertAlmostEquals(variance, 3, 4 * 3 * Math.sqrt(0.8 / 1000));
    const reversed = Object.fromEntries(Object.entries(specs).reverse());
    const again = initialize(random.key(1), reversed);
    for (const name of Object.keys(specs)) {
      assertEquals(numbers(again[name]!), numbers(drawn[name]!), name);
    }
    assert(numbers(initialize(random.key(2), specs).wide!).some((v, i) => v !== wide[i]));
    assertEquals(countParameters(specs), 2000 + 20 + 7 + 1000);
  }));

Deno.test("bounds go by all that is added up to one output, and parameters alike are drawn apart", () =>
  tf.tidy(() => {
    const bounds = (specs: ParameterSpecs) => Object.values(specs).map(({ bound }) => bound);
    // 3·3 entries of 4 channels each; a part of 4 of 25 inputs.
    assertEquals(bounds(convolutionSpec("c", 3, 4, 2)), [1 / 6, 1 / 6]);
    assertEquals(bounds(denseSpec("d", 4, 2, 25)), [0.2, 0.2]);
    assertEquals(convolutionSpec("c", 3, 4, 2)["c/kernel"]!.shape, [3, 3, 4, 2]);
    const alike = { shape: [5], bound: 1 };
    const { a, b } = initialize(random.key(1), { a: alike, b: alike });
    assert(numbers(a!).every((v, i) => v !== numbers(b!)[i]));
  }));

Deno.test("parameter() names what it does not find", () => {
  assertThrows(
    () => parameter({}, "layer1/kernel"),
    ReferenceError,
    "Cannot find parameter layer1/kernel",
  );
});

Deno.test("sinusoids() refuses numbers of features that have no frequencies or no halves", () => {
  for (const features of [2, 5, 0, 4.5]) {
    assertThrows(() => sinusoids(3, features), RangeError, "an even integer of at least 4");
  }
});
