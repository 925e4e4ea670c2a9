/**
 * Random numbers by key, as in JAX: a function of a key and a shape, with no hidden state.
 *
 * A key is an int32 tensor `[2]`. Use each key once; to get more, {@link split} it.
 */
import { nativeBackend } from "./backend.ts";
import { tf } from "./tfjs.ts";

/** An int32 tensor `[2]`. */
export type Key = tf.Tensor1D;

const INT32 = 3, UINT64 = 23;

/** TensorFlow's number for the Philox generator; XLA's own default would give other numbers. */
const PHILOX = 1;

function stateless(
  op: string,
  shape: readonly number[],
  key: Key,
  bounds: readonly tf.Tensor[] = [],
): tf.Tensor {
  const backend = nativeBackend();
  if (!backend) throw new Error("Cannot draw random numbers without libtensorflow yet");
  const { binding } = backend;
  return tf.tidy(() => {
    const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
    const [shapeId, keyId, counterId, algorithm, ...limits] = backend.getInputTensorIds([
      tf.tensor1d(shape as number[], "int32"),
      tf.reshape(key, [1, 2]),
      tf.zeros([2, 2], "int32"),
      tf.scalar(PHILOX, "int32"),
      ...bounds,
    ]);
    // The generator takes uint64, which TensorFlow.js has no tensors for. Seeds are not scrambled
    // by TensorFlow's own op for that, since XLA scrambles them in another way.
    const state = [keyId!, counterId!].map((id) =>
      binding.executeOp("Bitcast", [type("T", INT32), type("type", UINT64)], [id], 1)[0]!
    );
    const attributes = [type("dtype", INT32), type("Tshape", INT32)];
    const inputs = [shapeId!, state[0]!.id, state[1]!.id, algorithm!, ...limits];
    const [numbers] = binding.executeOp(op, attributes, inputs, 1);
    state.forEach(({ id }) => binding.deleteTensor(id));
    return backend.createOutputTensor(numbers!);
  });
}

/**
 * The key of a seed.
 *
 * @param seed An integer from -2^31 to 2^31 - 1
 */
export function key(seed: number): Key {
  if (!Number.isInteger(seed) || seed !== (seed | 0)) {
    throw new RangeError(`Cannot make a key: the seed must be a 32-bit integer, got ${seed}`);
  }
  return tf.tensor1d([seed, 0], "int32");
}

/** A key for the `i`-th use of `key`, such as the step of a training run: `fold(key, step)`. */
export function fold(key: Key, i: number | tf.Tensor): Key {
  return tf.tidy(() => {
    const index = typeof i === "number" ? tf.scalar(i, "int32") : i;
    const mixed = tf.add(key, tf.stack([index, tf.scalar(0, "int32")]));
    return bits(mixed as Key, [2]) as Key;
  });
}

/** Splits a key into `count` independent ones. */
export function split(key: Key, count = 2): Key[] {
  return tf.tidy(() => tf.unstack(bits(key, [count, 2])) as Key[]);
}

/** Uniform 32-bit integers over the whole range. */
export function bits(key: Key, shape: readonly number[]): tf.Tensor {
  return stateless("StatelessRandomUniformFullIntV2", shape, key);
}

/**
 * Uniform multiples of 2^-23 in [0, 1), float32.
 *
 * Made from bits by exact operations: TensorFlow's and XLA's own uniform numbers differ.
 */
function unit(key: Key, shape: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const backend = nativeBackend()!;
    const type = { name: "T", type: backend.binding.TF_ATTR_TYPE, value: INT32 };
    const mask = tf.scalar(2 ** 23 - 1, "int32");
    const low = backend.executeSingleOutput("BitwiseAnd", [type], [bits(key, shape), mask]);
    return tf.mul(tf.cast(low, "float32"), 2 ** -23);
  });
}

/**
 * Standard normal numbers, float32 (Box and Muller's transform).
 *
 * Under XLA they may differ in the last bits, as its logarithm and cosine do.
 */
export function normal(key: Key, shape: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const count = shape.reduce((n, d) => n * d, 1);
    const pairs = Math.ceil(count / 2);
    const [u, v] = tf.unstack(unit(key, [2, pairs]));
    const radius = tf.sqrt(tf.mul(-2, tf.log(tf.add(u!, 2 ** -24))));
    const angle = tf.mul(v!, 2 * Math.PI);
    const both = tf.concat([tf.mul(radius, tf.cos(angle)), tf.mul(radius, tf.sin(angle))]);
    return tf.reshape(count % 2 ? tf.slice(both, 0, count) : both, shape as number[]);
  });
}

/** Uniform numbers in [`low`, `high`), float32. */
export function uniform(key: Key, shape: readonly number[], low = 0, high = 1): tf.Tensor {
  return tf.tidy(() => tf.add(tf.mul(unit(key, shape), high - low), low));
}

/** Uniform integers in [`low`, `high`), int32. */
export function integers(key: Key, shape: readonly number[], low: number, high: number): tf.Tensor {
  return tf.tidy(() =>
    stateless("StatelessRandomUniformIntV2", shape, key, [
      tf.scalar(low, "int32"),
      tf.scalar(high, "int32"),
    ])
  );
}

/** A uniform permutation of 0 … `count` - 1, int32. */
export function permutation(key: Key, count: number): tf.Tensor1D {
  return tf.tidy(() => {
    const order = tf.topk(uniform(key, [count]), count).indices;
    return order as tf.Tensor1D;
  });
}
