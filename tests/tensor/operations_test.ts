import { assertEquals } from "@std/assert";
import { backend, compile, disposeTree, operationsRun, tf } from "lib/tensor/mod.ts";

type Inputs = Record<string, tf.Tensor>;

/** Operations that one compiled call of `fn` counts. */
function counted(fn: (inputs: Inputs) => tf.Tensor, inputs: Inputs): number {
  const compiled = compile((given: Inputs) => ({ y: fn(given) }), { name: "counted" });
  const before = operationsRun();
  [compiled(inputs), compiled(inputs)].forEach((tree) => disposeTree(tree));
  disposeTree(inputs);
  compiled.dispose();
  return (operationsRun() - before) / 2;
}

const matrices = () => ({ a: tf.ones([3, 5, 7]), b: tf.ones([3, 7, 4]) });
const product = 2 * 3 * 5 * 7 * 4;

Deno.test({
  name: "compiled calls count the operations of products and convolutions, equal ones once",
  ignore: backend().name !== "tensorflow", // others do not record
  fn() {
    const matMul = ({ a, b }: Inputs) => tf.matMul(a!, b!);
    assertEquals(counted(matMul, matrices()), product);
    assertEquals(counted((i) => tf.add(matMul(i), matMul(i)), matrices()), product);
    assertEquals(counted(({ a }) => tf.exp(a!), { a: tf.ones([9]) }), 0);
    const transposed = { a: tf.ones([7, 5]), b: tf.ones([4, 7]) };
    const both = ({ a, b }: Inputs) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, true);
    assertEquals(counted(both, transposed), 2 * 5 * 7 * 4);
    assertEquals(counted(({ a, b }) => tf.einsum("bij,bjk->bik", a!, b!), matrices()), product);

    const image = () => ({ x: tf.ones([2, 6, 6, 3]), w: tf.ones([3, 3, 3, 5]) });
    const convolve = ({ x, w }: Inputs) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same") as tf.Tensor;
    const convolution = 2 * 2 * 6 * 6 * 5 * 3 * 3 * 3;
    assertEquals(counted(convolve, image()), convolution);
    const gradients = ({ x, w }: Inputs) => {
      const loss = (x: tf.Tensor, w: tf.Tensor) => tf.sum(convolve({ x, w }));
      const [dx, dw] = tf.grads(loss)([x!, w!]);
      return tf.add(tf.sum(dx!), tf.sum(dw!));
    };
    // The convolution itself is recorded too, though its value is not needed.
    assertEquals(counted(gradients, image()), 3 * convolution);
  },
});
