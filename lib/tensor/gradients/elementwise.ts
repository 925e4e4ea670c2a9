/** Gradients of ops that act on each entry by itself. */
import { tf } from "../tfjs.ts";
import { type Gradient, register, registerElementwise, unbroadcast } from "./register.ts";
import { constant } from "./tape.ts";

const SELU_SCALE = 1.0507009873554805, SELU_ALPHA = 1.6732632423543772;

/** 1 where `x` > 0, else `otherwise`, as a constant. */
const slope = (x: tf.Tensor, otherwise: number) =>
  constant(() => {
    const positive = tf.cast(tf.greater(x, 0), "float32");
    return otherwise === 0
      ? positive
      : tf.add(tf.mul(positive, 1 - otherwise), otherwise) as tf.Tensor;
  });

/** e^min(x, 0), which does not overflow where x is large. */
const expOfNegative = (x: tf.Tensor) => tf.exp(tf.minimum(x, 0));

// σ′ = σ (1 - σ),  (e^x)′ = (e^x - 1)′ = e^x,  tanh′ = 1 - tanh²
registerElementwise("Sigmoid", (x) => {
  const s = tf.sigmoid(x);
  return tf.mul(s, tf.sub(1, s));
});
registerElementwise("Exp", (x) => tf.exp(x));
registerElementwise("Expm1", (x) => tf.exp(x));
registerElementwise("Tanh", (x) => tf.sub(1, tf.square(tf.tanh(x))));

registerElementwise("Relu", (x) => slope(x, 0));
registerElementwise<{ alpha: number }>("LeakyRelu", (x, { alpha }) => slope(x, alpha));
registerElementwise("Abs", (x) => slope(x, -1));
registerElementwise(
  "Relu6",
  (x) => constant(() => tf.cast(tf.logicalAnd(tf.greater(x, 0), tf.lessEqual(x, 6)), "float32")),
);
registerElementwise<{ clipValueMin: number; clipValueMax: number }>(
  "ClipByValue",
  (x, { clipValueMin, clipValueMax }) =>
    constant(() => {
      const inside = tf.logicalAnd(
        tf.greaterEqual(x, clipValueMin),
        tf.lessEqual(x, clipValueMax),
      );
      return tf.cast(inside, "float32");
    }),
);

// elu′ = e^min(x, 0),  selu′ = s α e^x below 0, s above
registerElementwise("Elu", expOfNegative);
registerElementwise("Selu", (x) => {
  const scale = constant(() => tf.mul(slope(x, SELU_ALPHA), SELU_SCALE));
  return tf.mul(scale, expOfNegative(x));
});

register("Prelu", ["x", "alpha"], (dy, [x, alpha]) => ({
  x: () => {
    const positive = slope(x!, 0);
    const negative = constant(() => tf.sub(1, positive));
    return tf.mul(dy, tf.add(positive, tf.mul(negative, alpha!)));
  },
  alpha: () => unbroadcast(tf.mul(dy, tf.minimum(x!, 0)), alpha!.shape),
}));

// (x^-1)′ = -x^-2,  (x^-½)′ = -½ (x^-½)³
registerElementwise("Reciprocal", (x) => tf.neg(tf.square(tf.reciprocal(x))));
registerElementwise("Rsqrt", (x) => {
  const root = tf.rsqrt(x);
  return tf.mul(tf.mul(root, -0.5), tf.square(root));
});

/** (a / b)′ = a′ / b - (a / b) b′ / b, which squares no denominator. */
const ofQuotient: Gradient<unknown> = (dy, [a, b]) => {
  const divisor = tf.cast(b!, "float32");
  const share = tf.div(dy, divisor);
  return {
    a: () => unbroadcast(share, a!.shape),
    b: () => unbroadcast(tf.neg(tf.mul(share, tf.div(a!, divisor))), b!.shape),
  };
};
register("RealDiv", ["a", "b"], ofQuotient);

// Piecewise constant, where the engine's own is that of a quotient. Of integers, which tf.div hands
// over too, it stays that: their gradients stand for those of the numbers that were meant.
register("FloorDiv", ["a", "b"], (dy, saved, attributes) => {
  const [a, b] = saved;
  if (a!.dtype !== "float32") return ofQuotient(dy, saved, attributes);
  return { a: () => tf.fill(a!.shape, 0), b: () => tf.fill(b!.shape, 0) };
});

// (a^b)′ = b a^(b-1) a′ + a^b log(a) b′; the latter is 0 where a ≤ 0, as in TensorFlow.
register("Pow", ["a", "b"], (dy, [a, b]) => {
  const exponent = tf.cast(b!, "float32");
  return {
    a: () => {
      // 0^0 does not change with its base, though b a^(b-1) is 0 · ∞ there.
      const flat = tf.logicalAnd(tf.equal(exponent, 0), tf.equal(a!, 0));
      const lower = tf.sub(exponent, 1);
      const power = tf.pow(a!, tf.where(flat, tf.zerosLike(lower), lower));
      return unbroadcast(tf.mul(dy, tf.mul(exponent, power)), a!.shape);
    },
    b: () => {
      const base = tf.where(tf.greater(a!, 0), tf.cast(a!, "float32"), tf.onesLike(a!));
      return unbroadcast(tf.mul(dy, tf.mul(tf.pow(base, exponent), tf.log(base))), b!.shape);
    },
  };
});

register("SquaredDifference", ["a", "b"], (dy, [a, b]) => {
  const da = tf.mul(dy, tf.mul(tf.sub(a!, b!), 2));
  return { a: () => unbroadcast(da, a!.shape), b: () => unbroadcast(tf.neg(da), b!.shape) };
});

/** At a tie the gradient goes to `a`. */
function registerChoice(kernelName: string, prefersA: typeof tf.greaterEqual): void {
  register(kernelName, ["a", "b"], (dy, [a, b]) => {
    const chosen = constant(() => tf.cast(prefersA(a!, b!), "float32"));
    const other = () => constant(() => tf.sub(1, chosen));
    return {
      a: () => unbroadcast(tf.mul(dy, chosen), a!.shape),
      b: () => unbroadcast(tf.mul(dy, other()), b!.shape),
    };
  });
}
registerChoice("Maximum", tf.greaterEqual);
registerChoice("Minimum", tf.lessEqual);

// Not dy times 0: what is not chosen may be infinite.
register("Select", ["condition"], (dy, [condition]) => {
  const zero = () => constant(() => tf.zerosLike(dy));
  return {
    condition: () => tf.fill(condition!.shape, 0),
    t: () => tf.where(condition!, dy, zero()),
    e: () => tf.where(condition!, zero(), dy),
  };
});
