/** What the tests run on four devices of the CPU's plugin: a training step with its batch split. */
import { compile, random, type Tensor, type Tensor1D, tf } from "../../../lib/tensor/mod.ts";

type Inputs = {
  readonly params: { readonly w: Tensor; readonly v: Tensor };
  readonly batch: { readonly x: Tensor; readonly y: Tensor };
  readonly key: Tensor;
};

function step({ params, batch, key }: Inputs) {
  const noise = random.normal(key as Tensor1D, batch.x.shape);
  const loss = (w: Tensor, v: Tensor) => {
    const hidden = tf.tanh(tf.matMul(tf.add(batch.x, tf.mul(noise, 0.1)), w));
    return tf.mean(tf.square(tf.sub(tf.matMul(hidden, v), batch.y)));
  };
  const { value, grads: [w, v] } = tf.valueAndGrads(loss)([params.w, params.v]);
  return {
    params: {
      w: tf.sub(params.w, tf.mul(w!, 0.1)),
      v: tf.sub(params.v, tf.mul(v!, 0.1)),
    },
    loss: value,
  };
}

const compiled = compile(step, { donate: ["params"], split: ["batch"] });
const normal = (seed: number, shape: number[]) => random.normal(random.key(seed), shape);
const batch = { x: normal(1, [32, 6]), y: normal(2, [32, 3]) };
let here = { w: normal(3, [6, 16]), v: normal(4, [16, 3]) } as Inputs["params"], there = here;
let worst = 0;
for (let k = 0; k < 10; k++) {
  const key = random.key(10 + k);
  const expected = tf.tidy(() => step({ params: here, batch, key })) as ReturnType<typeof step>;
  const found = compiled({ params: there, batch, key });
  const [a, b] = [found.loss.dataSync()[0]!, expected.loss.dataSync()[0]!];
  worst = Math.max(worst, Math.abs(a - b) / Math.abs(b));
  here = expected.params;
  there = found.params;
}
const ok = worst < 1e-6;
console.log(
  JSON.stringify({ name: "losses on four devices are those of one", ok, detail: `${worst}` }),
);
Deno.exit(0);
