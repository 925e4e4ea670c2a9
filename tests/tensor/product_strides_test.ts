/** Products that compile has read along rows give what the plain ones give. */
import { assert, assertEquals } from "@std/assert";
import { backend, compile, disposeTree, random, type Tensor2D, tf } from "lib/tensor/mod.ts";
import { readsUnfavourably } from "lib/tensor/product_strides.ts";

Deno.test("products with rows of 512 numbers, read down a column, are those that are reordered", () => {
  const of = (shape: number[], dtype: tf.DataType = "float32") =>
    ({ shape, dtype, dataId: {} }) as tf.TensorInfo;
  const plain = { transposeA: false, transposeB: false };
  assert(readsUnfavourably(of([256, 512]), of([512, 512]), plain));
  assert(readsUnfavourably(of([2048, 400]), of([2048, 512]), { ...plain, transposeA: true }));
  assert(readsUnfavourably(of([2048, 512]), of([2048, 400]), { ...plain, transposeA: true }));
  // The product's entries count: 2¹⁸ at most, whichever side of a matrix they are along.
  assert(readsUnfavourably(of([512, 512]), of([512, 512]), plain));
  assert(!readsUnfavourably(of([513, 512]), of([512, 512]), plain));
  const both = { transposeA: true, transposeB: true };
  assert(readsUnfavourably(of([2048, 512]), of([400, 2048]), both));
  // Read along rows as it is, rows of another length, a large one, integers, a stack.
  assert(!readsUnfavourably(of([256, 512]), of([512, 512]), { ...plain, transposeB: true }));
  assert(!readsUnfavourably(of([256, 512]), of([512, 400]), plain));
  assert(!readsUnfavourably(of([2048, 512]), of([512, 512]), plain));
  assert(!readsUnfavourably(of([256, 512], "int32"), of([512, 512], "int32"), plain));
  assert(!readsUnfavourably(of([1, 256, 512]), of([1, 512, 512]), plain));
});

/** Largest |x - y|, beside the largest |x|. */
const difference = (x: tf.Tensor, y: tf.Tensor) =>
  tf.tidy(() => tf.div(tf.max(tf.abs(tf.sub(x, y))), tf.max(tf.abs(x))).dataSync()[0]!);

Deno.test("they and their gradients are what they were", () => {
  for (const [transposeA, transposeB] of [[false, false], [true, false], [true, true]] as const) {
    const inputs = {
      a: random.normal(random.key(1), [512, 512]) as Tensor2D,
      b: random.normal(random.key(2), [512, 512]) as Tensor2D,
    };
    const fn = ({ a, b }: typeof inputs) => {
      const square = (a: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.square(tf.matMul(a, b, transposeA, transposeB))) as tf.Scalar;
      const [da, db] = tf.grads(square)([a, b]);
      return { product: tf.matMul(a, b, transposeA, transposeB), da: da!, db: db! };
    };
    const compiled = compile(fn, { mode: "graph" });
    const eager = compiled.eager(inputs), graph = compiled(inputs);
    for (const name of ["product", "da", "db"] as const) {
      const error = difference(eager[name], graph[name]);
      assert(error < 1e-5, `${name} of ${[transposeA, transposeB]}: ${error}`);
    }
    [inputs, eager, graph].forEach(disposeTree);
    compiled.dispose();
  }
});

Deno.test({
  name: "a matrix is transposed once for all products of a recording",
  ignore: backend().name !== "tensorflow",
  fn() {
    const nodesOf = (products: number, columns: number) => {
      const inputs: Record<string, Tensor2D> = { b: tf.zeros([512, columns]) };
      for (let i = 0; i < products; i++) inputs[`a${i}`] = tf.zeros([4, 512]);
      const compiled = compile(({ b, ...rows }: typeof inputs) => ({
        y: tf.addN(Object.values(rows).map((a) => tf.matMul(a, b!))),
      }), { mode: "graph" });
      disposeTree(compiled(inputs));
      disposeTree(inputs);
      const { nodes } = compiled.recordings[0]!;
      compiled.dispose();
      return nodes;
    };
    // Transpose, and the order of axes that it takes.
    assertEquals(nodesOf(3, 512) - nodesOf(3, 400), 2);
    assertEquals(nodesOf(9, 512) - nodesOf(9, 400), 2);
  },
});
