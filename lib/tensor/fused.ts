/**
 * Functions whose derivatives are written out, so that they pass over memory half as often as those
 * that the tape would put together. Right to any order.
 */
import "./backend.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";
import { register } from "./gradients/register.ts";

type Unary = (x: tf.Tensor) => tf.Tensor;

/** `value(x)` with the gradient `gradient(dy, x)`. */
function differentiable(
  value: Unary,
  gradient: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor,
): Unary {
  return tf.customGrad((x, save) => {
    const input = x as tf.Tensor;
    (save as tf.GradSaveFunc)([input]);
    return { value: value(input), gradFunc: (dy, [saved]) => gradient(dy, saved!) };
  });
}

if (tf.getKernel("Sigmoid", "tensorflow")) {
  tf.registerKernel({
    kernelName: "SigmoidGrad",
    backendName: "tensorflow",
    kernelFunc({ inputs: { s, d }, backend }) {
      const native = backend as NativeBackend;
      const { TF_ATTR_TYPE, TF_FLOAT } = native.binding;
      const type = { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT };
      return native.executeSingleOutput("SigmoidGrad", [type], [s!, d!]);
    },
  });
  register("SigmoidGrad", ["s", "d"], (dy, [s, d]) => ({
    s: () => tf.mul(tf.mul(dy, d!), tf.sub(1, tf.mul(s!, 2))),
    d: () => timesSlope(s!, dy),
  }));
}

/** d·s·(1 - s), which is d·σ′(z) where s = σ(z): one pass in libtensorflow. */
function timesSlope(s: tf.Tensor, d: tf.Tensor): tf.Tensor {
  return tf.getKernel("SigmoidGrad", tf.getBackend())
    ? tf.engine().runKernel("SigmoidGrad", { s, d })
    : tf.mul(d, tf.mul(s, tf.sub(1, s)));
}

// h = z·s with s = σ(z):  h′ = s + z·s′,  h″ = s′·(2 + z - 2h), since s″ = s′·(1 - 2s)
const swishSlope = differentiable((z) => {
  const s = tf.sigmoid(z);
  return tf.add(s, timesSlope(s, z));
}, (dy, z) => {
  const s = tf.sigmoid(z), h = tf.mul(z, s);
  return timesSlope(s, tf.mul(dy, tf.add(tf.sub(z, tf.add(h, h)), 2)));
});

const swishOf = differentiable(
  (z) => tf.mul(z, tf.sigmoid(z)),
  (dy, z) => tf.mul(dy, swishSlope(z)),
);

/** swish(z) = z·σ(z), entry by entry. */
export function swish<T extends tf.Tensor>(z: T): T {
  return swishOf(z) as T;
}

/**
 * Sum of the squares of each example, `[batch, …]` → `[batch]`.
 */
export function squaredNorm(x: tf.Tensor): tf.Tensor1D {
  return normOf(x) as tf.Tensor1D;
}

const perExample = (v: tf.Tensor, rank: number) =>
  tf.reshape(v, [v.shape[0]!, ...new Array<number>(rank - 1).fill(1)]);

const normOf = differentiable(
  (x) => tf.sum(tf.square(x), x.shape.map((_, axis) => axis).slice(1)),
  (dy, x) => tf.mul(x, perExample(tf.mul(dy, 2), x.rank)),
);
