/** Tensors without entries have gradients without entries, however ops run. */
import { assertEquals } from "@std/assert";
import { compile, type Tensor, tf } from "lib/tensor/mod.ts";

const ops: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  sum: (x) => tf.sum(x, -1),
  "sum of all": (x) => tf.sum(tf.square(x)),
  mean: (x) => tf.mean(x, 0, true),
  prod: (x) => tf.prod(x, -1),
  "prod, kept": (x) => tf.prod(x, 0, true),
  cumprod: (x) => tf.cumprod(x, -1),
  softmax: (x) => tf.softmax(x as tf.Tensor2D),
  einsum: (x) => tf.einsum("ij->j", x),
  maximum: (x) => tf.maximum(x, tf.sum(x, 0, true)),
};

for (const [name, op] of Object.entries(ops)) {
  Deno.test(`${name} of no entries, and its gradient`, () => {
    for (const shape of [[0, 4], [3, 0]]) {
      const gradient = (x: Tensor) => tf.grad((z: Tensor) => tf.sum(op(z)))(x);
      const expected = op(tf.zeros(shape));
      assertEquals(gradient(tf.zeros(shape)).shape, shape);
      for (const mode of ["graph", "xla"] as const) {
        const compiled = compile(
          ({ x }: { x: Tensor }) => ({ y: op(x), dx: gradient(x) }),
          { mode },
        );
        const { y, dx } = compiled({ x: tf.zeros(shape) });
        assertEquals([y!.shape, dx!.shape], [expected.shape, shape]);
        assertEquals([...y!.dataSync()], [...expected.dataSync()]);
        compiled.dispose();
      }
    }
  });
}
