/**
 * 10,000 steps of a training of 360 kB of weights, on whatever device this process has: by how many
 * megabytes the process grew after the first 2,000.
 */
import { backend, compile, type Tensor, tf } from "../../../lib/tensor/mod.ts";

const step = compile(({ w, x }: { readonly w: Tensor; readonly x: Tensor }) => {
  const { value, grad } = tf.valueAndGrad((w) =>
    tf.mean(tf.square(tf.tanh(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)))) as tf.Scalar
  )(w);
  return { w: tf.sub(w, tf.mul(grad, 0.1)), loss: value };
});
const x = tf.ones([16, 300]);
let w: Tensor = tf.ones([300, 300]);
const run = (times: number) => {
  for (let i = 0; i < times; i++) {
    const next = step({ w, x });
    if (i % 100 === 0) next.loss.dataSync();
    tf.dispose([w, next.loss]);
    w = next.w;
  }
  w.dataSync();
};
run(2000); // Pools and caches fill.
const before = Deno.memoryUsage().rss;
run(8000);
const grown = (Deno.memoryUsage().rss - before) / 2 ** 20;
// One leaked copy of the weights a step would be 2,900 MB, one scalar with its bookkeeping some 10.
console.log(JSON.stringify({ name: backend().name, ok: grown < 30, detail: `${grown} MB` }));
Deno.exit(0);
