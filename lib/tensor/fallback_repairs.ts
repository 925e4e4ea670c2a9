/** Kernels of WebAssembly and of plain JavaScript that are wrong without a word. */
import { replaceKernel } from "./kernel_repairs.ts";
import { tf } from "./tfjs.ts";

const batchOf = ({ shape }: tf.Tensor) => shape.slice(0, -2);

/**
 * Replaces the kernels that need it:
 * - BatchMatMul finds an operand's matrix by the product's place modulo their number, which is another one
 *   where a later axis is broadcast, and makes too few where axes of both are;
 * - running sums and products along an axis counted from the end are empty in JavaScript, and read beyond
 *   their tensor in WebAssembly, after which most other ops fail.
 */
export function repairFallback(backend: "wasm" | "cpu"): void {
  replaceKernel("BatchMatMul", (original) => (call) => {
    const { a, b } = call.inputs as Record<"a" | "b", tf.Tensor>;
    const batch = tf.backend_util.assertAndGetBroadcastShape(batchOf(a), batchOf(b));
    const whole = [a, b].map((x) =>
      `${batchOf(x)}` === `${batch}` ? x : tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)])
    ) as [tf.Tensor, tf.Tensor];
    const product = original({ ...call, inputs: { a: whole[0], b: whole[1] } });
    for (const x of whole) if (x !== a && x !== b) x.dispose();
    return product;
  }, backend);
  for (const name of ["Cumsum", "Cumprod"]) {
    replaceKernel(name, (original) => (call) => {
      const { axis } = call.attrs as { axis: number }, { rank } = call.inputs.x as tf.Tensor;
      return original({ ...call, attrs: { ...call.attrs, axis: axis < 0 ? axis + rank : axis } });
    }, backend);
  }
}
