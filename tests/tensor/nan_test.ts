/** Compiled functions do to NaN what eager ones do. */
import { assert, assertEquals } from "@std/assert";
import { compile, type Tensor, tf } from "lib/tensor/mod.ts";

const cases: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  max: (x) => tf.max(x, 1),
  min: (x) => tf.min(x, 1),
  "max over all": (x) => tf.max(x),
  "max, kept": (x) => tf.max(x, 0, true),
  argMax: (x) => tf.argMax(x, 1),
  argMin: (x) => tf.argMin(x, 1),
  "norm ∞": (x) => tf.norm(x, Infinity, 1),
  softmax: (x) => tf.softmax(x as tf.Tensor2D),
  logSoftmax: (x) => tf.logSoftmax(x as tf.Tensor2D),
  logSumExp: (x) => tf.logSumExp(x, 1),
  maximum: (x) => tf.maximum(x, 0),
  minimum: (x) => tf.minimum(0, x),
  "maximum of two, NaN first": (x) =>
    tf.maximum(x, tf.neg(tf.where(tf.isNaN(x), tf.onesLike(x), x))),
  "maximum of two, NaN second": (x) => tf.maximum(tf.where(tf.isNaN(x), tf.onesLike(x), x), x),
  "minimum of two, NaN second": (x) => tf.minimum(tf.where(tf.isNaN(x), tf.onesLike(x), x), x),
  "minimum of two shapes, NaN second": (x) =>
    tf.minimum(tf.expandDims(tf.abs(x), 0), tf.sum(x, 1, true)),
  "maximum of a constant and NaN": (x) => tf.maximum(0, tf.add(x, 1)),
  "maximum of a constant NaN": (x) => tf.maximum(tf.tensor1d([NaN, 1, 2]), tf.exp(x)),
  "minimum of NaN itself": (x) => tf.minimum(NaN, tf.abs(x)),
  "maximum with a constant NaN": (x) => tf.maximum(tf.exp(x), tf.tensor1d([NaN, 1, 2])),
  clip: (x) => tf.clipByValue(x, 0, 2),
  relu: (x) => tf.relu(x),
};

const rows = [[1, NaN, 3], [NaN, 2, 1], [2, 1, 3], [NaN, NaN, NaN], [-Infinity, NaN, -5], [
  Infinity,
  4,
  4,
]];

for (const [name, fn] of Object.entries(cases)) {
  for (const mode of ["xla", "graph"] as const) {
    Deno.test(`${name} in mode ${mode} treats NaN as eager does`, () => {
      const x = tf.tensor2d(rows);
      const expected = [...fn(x).dataSync()];
      const compiled = compile(({ x }: { x: Tensor }) => ({ y: fn(x) }), { mode });
      const actual = [...compiled({ x }).y.dataSync()];
      // Values that are no NaN may differ in their last bit.
      const rounded = (values: number[]) => values.map((v) => Math.fround(+v.toPrecision(5)));
      assertEquals(rounded(actual), rounded(expected));
      compiled.dispose();
    });
  }
}

Deno.test("max of [1, NaN, 3] is NaN", () => {
  const compiled = compile(({ x }: { x: Tensor }) => ({ y: tf.max(x) }), { mode: "xla" });
  assert(Number.isNaN(compiled({ x: tf.tensor1d([1, NaN, 3]) }).y.dataSync()[0]));
  compiled.dispose();
});
