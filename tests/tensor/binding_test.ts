import { assertEquals } from "@std/assert";
import { nativeBackend } from "lib/tensor/backend.ts";
import { type Tensor, tf } from "lib/tensor/mod.ts";

const binding = nativeBackend()!.binding;

/** Values of every dtype, uploaded, copied by an op, and read back. */
const copies: readonly [string, () => Tensor, unknown][] = [
  ["float32", () => tf.tensor1d([1.5, -2, 3e38]), [1.5, -2, Math.fround(3e38)]],
  ["float32 that is no number", () => tf.tensor1d([NaN, Infinity, -Infinity]), [
    NaN,
    Infinity,
    -Infinity,
  ]],
  ["int32", () => tf.tensor1d([2 ** 31 - 1, -(2 ** 31), 0], "int32"), [2 ** 31 - 1, -(2 ** 31), 0]],
  ["bool", () => tf.tensor1d([true, false, true], "bool"), [1, 0, 1]],
  ["string", () => tf.tensor1d(["", "short", "ä € 漢字", "x".repeat(100)]), [
    "",
    "short",
    "ä € 漢字",
    "x".repeat(100),
  ]],
  ["complex64", () => tf.complex([1, -2], [0.5, 4]), [1, 0.5, -2, 4]],
];

for (const [name, make, expected] of copies) {
  Deno.test(`${name} survives the way to TensorFlow and back`, () => {
    tf.tidy(() => {
      const tensor = make();
      const copied = tf.concat([tensor, tensor]).slice([0], tensor.shape as [number]);
      assertEquals(copied.dtype, tensor.dtype);
      assertEquals(Array.from(copied.dataSync<"float32">() as Iterable<unknown>), expected);
    });
  });
}

Deno.test("scalars of every dtype", () => {
  tf.tidy(() => {
    const scalars = [tf.scalar(2.5), tf.scalar(7, "int32"), tf.scalar(true), tf.scalar("word")];
    const values = scalars.map((scalar) => tf.concat([tf.reshape(scalar, [1])]).dataSync()[0]);
    assertEquals(values as unknown[], [2.5, 7, 1, "word"]);
  });
});

Deno.test("tensors without elements keep their shape and dtype", () => {
  tf.tidy(() => {
    for (const dtype of ["float32", "int32", "bool", "string", "complex64"] as const) {
      const empty = dtype === "complex64"
        ? tf.complex(tf.zeros([0, 3]), tf.zeros([0, 3]))
        : tf.tensor([], [0, 3], dtype);
      const twice = tf.concat([empty, empty], 1);
      assertEquals([twice.shape, twice.dtype, twice.dataSync().length], [[0, 6], dtype, 0]);
    }
  });
});

Deno.test("sums and products over no elements", () => {
  tf.tidy(() => {
    const empty = tf.zeros([0, 3]);
    assertEquals(Array.from(tf.sum(empty, 0).dataSync()), [0, 0, 0]);
    assertEquals(tf.prod(empty).dataSync()[0], 1);
    assertEquals(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).arraySync(), [[0, 0], [0, 0]]);
    assertEquals(tf.mean(empty, 0).shape, [3]);
  });
});

const attribute = (name: string, type: number, value: unknown) => ({
  name,
  type,
  value: value as number[],
});

/** Runs an op of the binding itself and returns shape and values of its outputs. */
function execute(
  op: string,
  attributes: ReturnType<typeof attribute>[],
  inputs: readonly [readonly number[], number, ArrayLike<number | string | boolean>][],
  outputs: number,
) {
  const ids = inputs.map(([shape, dtype, values]) => binding.createTensor(shape, dtype, values));
  const made = binding.executeOp(op, attributes, ids, outputs);
  const read = made.map(({ id, shape }) => ({ shape, values: binding.tensorDataSync(id) }));
  for (const id of [...ids, ...made.map(({ id }) => id)]) binding.deleteTensor(id);
  return read;
}

Deno.test("attributes that are lists: integers", () => {
  const { TF_ATTR_INT, TF_ATTR_TYPE, TF_ATTR_STRING, TF_FLOAT } = binding;
  const [pooled] = execute(
    "MaxPool",
    [
      attribute("T", TF_ATTR_TYPE, TF_FLOAT),
      attribute("ksize", TF_ATTR_INT, [1, 2, 2, 1]),
      attribute("strides", TF_ATTR_INT, [1, 2, 2, 1]),
      attribute("padding", TF_ATTR_STRING, "VALID"),
      attribute("explicit_paddings", TF_ATTR_INT, []),
    ],
    [[[1, 2, 2, 1], TF_FLOAT, Float32Array.of(1, 5, 3, 2)]],
    1,
  );
  assertEquals(pooled, { shape: [1, 1, 1, 1], values: Float32Array.of(5) });
});

Deno.test("attributes that are lists: types, and inputs that are lists", () => {
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = binding;
  const outputs = execute(
    "IdentityN",
    [attribute("T", TF_ATTR_TYPE, [TF_FLOAT, TF_INT32])],
    [[[1], TF_FLOAT, Float32Array.of(1.5)], [[2], TF_INT32, Int32Array.of(1, 2)]],
    2,
  );
  assertEquals(outputs, [
    { shape: [1], values: Float32Array.of(1.5) },
    { shape: [2], values: Int32Array.of(1, 2) },
  ]);
});

Deno.test("attributes that are lists: floats", () => {
  const { TF_ATTR_FLOAT, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const [bucket] = execute(
    "Bucketize",
    [attribute("T", TF_ATTR_TYPE, TF_FLOAT), attribute("boundaries", TF_ATTR_FLOAT, [0, 10, 100])],
    [[[3], TF_FLOAT, Float32Array.of(-5, 50, 500)]],
    1,
  );
  assertEquals(bucket!.values, Int32Array.of(0, 2, 3));
});

Deno.test("attributes that are shapes", () => {
  const { TF_ATTR_SHAPE, TF_ATTR_TYPE, TF_FLOAT } = binding;
  const [ensured] = execute(
    "EnsureShape",
    [attribute("T", TF_ATTR_TYPE, TF_FLOAT), attribute("shape", TF_ATTR_SHAPE, [2, 1])],
    [[[2, 1], TF_FLOAT, Float32Array.of(1, 2)]],
    1,
  );
  assertEquals(ensured, { shape: [2, 1], values: Float32Array.of(1, 2) });
});

Deno.test("int64 values arrive as numbers, as pairs of halves, and as big integers", () => {
  const { TF_ATTR_TYPE, TF_INT64, TF_INT32 } = binding;
  for (
    const values of [[5, -1], Int32Array.of(5, 0, -1, -1), BigInt64Array.of(5n, -1n)] as ArrayLike<
      number
    >[]
  ) {
    const [cast] = execute(
      "Cast",
      [attribute("SrcT", TF_ATTR_TYPE, TF_INT64), attribute("DstT", TF_ATTR_TYPE, TF_INT32)],
      [[[2], TF_INT64, values]],
      1,
    );
    assertEquals(cast!.values, Int32Array.of(5, -1));
  }
});

Deno.test("rounding leaves integers as they are", () => {
  tf.tidy(() => {
    assertEquals(Array.from(tf.round(tf.tensor1d([-7, 3], "int32")).dataSync()), [-7, 3]);
    assertEquals(Array.from(tf.round(tf.tensor1d([-1.5, 2.4])).dataSync()), [-2, 2]);
  });
});

Deno.test("a tensor of another backend moves here when an op needs it", async () => {
  const here = tf.getBackend();
  await tf.setBackend("cpu");
  const there = tf.add(tf.tensor1d([1, 2]), 1);
  await tf.setBackend(here);
  assertEquals(Array.from(tf.mul(there, 2).dataSync()), [4, 6]);
  there.dispose();
});
