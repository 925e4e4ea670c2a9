/**
 * Random numbers by key, as in JAX: a function of a key and a shape, with no hidden state.
 *
 * A key is an int32 tensor `[2]`. Use each key once; to get more, {@link split} or {@link fold} it.
 * The generator is Philox4x32-10: on every backend, eager or compiled, the same key gives the same
 * bits, and so the same {@link uniform}, {@link integers} and {@link permutation}.
 */
import { nativeBackend } from "./backend.ts";
import { type Counter, philox } from "./philox.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

/** An int32 tensor `[2]`. */
export type Key = tf.Tensor1D;

const INT32 = 3, UINT64 = 23;

/** TensorFlow's number for the Philox generator; XLA's own default would give other numbers. */
const PHILOX = 1;

/** The counter's last word keeps apart what is drawn from a key and the keys derived from it. */
const DRAW = 0, FOLD = 1, SPLIT = 2;

const BITS_OF_UNIT = 23;

const start = (purpose: number): Counter => [0, 0, 0, purpose];

const elements = (shape: readonly number[]) => shape.reduce((n, size) => n * size, 1);

/** libtensorflow, if it computes now. */
const native = () => tf.getBackend() === "tensorflow" ? nativeBackend() : undefined;

const isInt32 = (value: number) => Number.isInteger(value) && value === (value | 0);

function assertKey(key: Key): void {
  if (typeof key?.dtype !== "string") {
    throw new TypeError(
      `Cannot use ${key} as a key: it must be an int32 tensor of shape [2], such as random.key(0)`,
    );
  }
  if (key.dtype !== "int32" || key.shape.length !== 1 || key.shape[0] !== 2) {
    throw new TypeError(
      `Cannot use a ${key.dtype} tensor of shape [${key.shape}] as a key: it must be int32 of shape [2]`,
    );
  }
}

function assertShape(shape: readonly number[]): void {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      `Cannot draw random numbers of shape [${shape}]: sizes must be integers, 0 or more`,
    );
  }
}

function assertCount(count: number, what: string, least: number): void {
  if (!isInt32(count) || count < least) {
    throw new RangeError(
      `Cannot make ${what}: the count must be an integer ≥ ${least}, got ${count}`,
    );
  }
}

/** Runs one of TensorFlow's stateless ops; `counter` is an int32 tensor of its four words. */
function stateless(
  backend: NativeBackend,
  op: string,
  shape: readonly number[],
  key: Key,
  counter: tf.Tensor,
  bounds: readonly tf.Tensor[] = [],
): tf.Tensor {
  const { binding } = backend;
  const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
  const [shapeId, keyId, counterId, algorithm, ...limits] = backend.getInputTensorIds([
    tf.tensor1d(shape as number[], "int32"),
    tf.reshape(key, [1, 2]),
    tf.reshape(counter, [2, 2]),
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
}

/** The words of a key at `counter`, on the host. */
function hostWords(key: Key, counter: Counter, count: number): Uint32Array<ArrayBuffer> {
  const [low, high] = key.dataSync();
  return philox([low!, high!], counter, count);
}

/** 32-bit words as an int32 tensor. */
const toTensor = (words: Uint32Array<ArrayBuffer>, shape: readonly number[]) =>
  tf.tensor(new Int32Array(words.buffer), shape as number[], "int32");

/** Random words, those that start at the counter of `purpose`. */
function words(key: Key, shape: readonly number[], purpose: number): tf.Tensor {
  assertKey(key);
  assertShape(shape);
  return tf.tidy(() => {
    const backend = native();
    const counter = start(purpose);
    if (!backend) return toTensor(hostWords(key, counter, elements(shape)), shape);
    const counterTensor = tf.tensor1d([...counter], "int32");
    return stateless(backend, "StatelessRandomUniformFullIntV2", shape, key, counterTensor);
  });
}

/**
 * The key of a seed.
 *
 * @param seed An integer from -2^31 to 2^31 - 1
 * @throws {RangeError} If it is none
 */
export function key(seed: number): Key {
  if (!isInt32(seed)) {
    throw new RangeError(`Cannot make a key: the seed must be a 32-bit integer, got ${seed}`);
  }
  return tf.tensor1d([seed, 0], "int32");
}

/**
 * A key for the `i`-th use of `key`, such as the step of a training run: `fold(key, step)`.
 *
 * @param i A 32-bit integer, or an int32 scalar (which may be an input of a compiled function)
 * @throws {RangeError} If it is neither
 */
export function fold(key: Key, i: number | tf.Tensor): Key {
  assertKey(key);
  if (typeof i === "number" ? !isInt32(i) : i.dtype !== "int32" || i.size !== 1) {
    const got = typeof i === "number" ? i : `a ${i.dtype} tensor of shape [${i.shape}]`;
    throw new RangeError(`Cannot fold a key: the index must be a 32-bit integer, got ${got}`);
  }
  return tf.tidy(() => {
    const backend = native();
    if (!backend) {
      const index = typeof i === "number" ? i : i.dataSync()[0]!;
      return toTensor(hostWords(key, [index, 0, 0, FOLD], 2), [2]) as Key;
    }
    const counter = typeof i === "number"
      ? tf.tensor1d([i, 0, 0, FOLD], "int32")
      : tf.concat([tf.reshape(i, [1]), tf.tensor1d([0, 0, FOLD], "int32")]);
    return stateless(backend, "StatelessRandomUniformFullIntV2", [2], key, counter) as Key;
  });
}

/**
 * A seed for a generator on the host, from a key; not while recording, as it reads the key.
 *
 * @returns An integer from 0 to 2^53 - 1
 */
export function seedOf(key: Key): number {
  assertKey(key);
  const [high, low] = key.dataSync();
  return (high! >>> 0) * 2 ** 21 + (low! >>> 11);
}

/** Splits a key into `count` independent ones. */
export function split(key: Key, count = 2): Key[] {
  assertCount(count, "keys", 1);
  return tf.tidy(() => tf.unstack(words(key, [count, 2], SPLIT)) as Key[]);
}

/** Uniform integers over the whole range of int32. */
export function bits(key: Key, shape: readonly number[]): tf.Tensor {
  return words(key, shape, DRAW);
}

/**
 * Uniform multiples of 2^-23 in [0, 1), float32.
 *
 * Made from bits by exact operations: TensorFlow's and XLA's own uniform numbers differ.
 */
function unit(key: Key, shape: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const mask = 2 ** BITS_OF_UNIT - 1;
    const random = bits(key, shape);
    const backend = native();
    if (!backend) {
      const numbers = Float32Array.from(random.dataSync(), (word) => (word & mask) / (mask + 1));
      return tf.tensor(numbers, shape as number[]);
    }
    const type = { name: "T", type: backend.binding.TF_ATTR_TYPE, value: INT32 };
    const masked = [random, tf.scalar(mask, "int32")];
    const low = backend.executeSingleOutput("BitwiseAnd", [type], masked);
    return tf.mul(tf.cast(low, "float32"), 1 / (mask + 1));
  });
}

/**
 * Standard normal numbers, float32 (Box and Muller's transform:
 * √(-2 log u) cos 2πv and √(-2 log u) sin 2πv).
 *
 * Under XLA, and on other backends, they may differ in the last bits, as logarithms and cosines do.
 */
export function normal(key: Key, shape: readonly number[]): tf.Tensor {
  assertShape(shape);
  return tf.tidy(() => {
    const count = elements(shape);
    if (count === 0) return tf.zeros(shape as number[]);
    const [u, v] = tf.unstack(unit(key, [2, Math.ceil(count / 2)]));
    const radius = tf.sqrt(tf.mul(-2, tf.log(tf.add(u!, 2 ** -(BITS_OF_UNIT + 1)))));
    const angle = tf.mul(v!, 2 * Math.PI);
    const both = tf.concat([tf.mul(radius, tf.cos(angle)), tf.mul(radius, tf.sin(angle))]);
    return tf.reshape(count % 2 ? tf.slice(both, 0, count) : both, shape as number[]);
  });
}

/** The largest float32 below `x`. */
function below(x: number): number {
  const value = new Float32Array([x]);
  if (value[0]! < x) return value[0]!;
  const bits = new Int32Array(value.buffer);
  if (value[0] === 0) return -(2 ** -149);
  bits[0]! += value[0]! > 0 ? -1 : 1;
  return value[0]!;
}

/**
 * Uniform numbers in [`low`, `high`), float32: low + (high - low) u.
 *
 * @throws {RangeError} If `low` is not below `high`, one is not finite, or the shape is impossible
 */
export function uniform(key: Key, shape: readonly number[], low = 0, high = 1): tf.Tensor {
  const width = Math.fround(high - low);
  if (!(low < high) || !Number.isFinite(width)) {
    throw new RangeError(
      `Cannot draw uniform numbers: low must be below high, and both finite, got ${low} and ${high}`,
    );
  }
  return tf.tidy(() => {
    const u = unit(key, shape);
    if (low === 0 && high === 1) return u;
    // Never binding, but it keeps XLA from rounding product and sum at once.
    const product = tf.minimum(tf.mul(u, width), width);
    return tf.minimum(tf.add(product, low), below(high));
  });
}

/**
 * Uniform integers in [`low`, `high`), int32: low + bits mod (high - low).
 *
 * The remainder makes the first numbers more likely than the others by at most one part in
 * 2^32 / (high - low).
 *
 * @throws {RangeError} If `low` is not below `high`, or one of them or the shape is impossible
 */
export function integers(key: Key, shape: readonly number[], low: number, high: number): tf.Tensor {
  if (!isInt32(low) || !isInt32(high) || low >= high) {
    throw new RangeError(
      `Cannot draw integers: low must be below high, and both 32-bit integers, got ${low} and ${high}`,
    );
  }
  assertKey(key);
  assertShape(shape);
  return tf.tidy(() => {
    const backend = native();
    if (!backend) {
      const drawn = hostWords(key, start(DRAW), elements(shape));
      return toTensor(drawn.map((word) => low + word % (high - low)), shape);
    }
    const bounds = [tf.scalar(low, "int32"), tf.scalar(high, "int32")];
    const counter = tf.tensor1d([...start(DRAW)], "int32");
    return stateless(backend, "StatelessRandomUniformIntV2", shape, key, counter, bounds);
  });
}

/** Positions of the entries from the largest to the smallest; of equal ones, the first comes first. */
function descending(x: tf.Tensor): tf.Tensor1D {
  if (native()) return tf.topk(x, x.size).indices as tf.Tensor1D;
  const values = x.dataSync();
  const order = Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  return tf.tensor1d(order, "int32");
}

/**
 * A uniform permutation of 0 … `count` - 1, int32: the order of random words, taken so often that
 * equal words, which keep their order, bias which of any two entries comes first by no more than
 * about one part in `count`³. A permutation as a whole, such as the one that moves nothing, may be
 * more likely than others by about one part in 2 · `count`.
 */
export function permutation(key: Key, count: number): tf.Tensor1D {
  assertKey(key);
  assertCount(count, "a permutation", 0);
  return tf.tidy(() => {
    if (count < 2) return tf.zeros([count], "int32") as tf.Tensor1D;
    const rounds = Math.ceil(3 * Math.log2(count) / 32);
    const [first, ...others] = split(key, rounds).map((k) => descending(bits(k, [count])));
    return others.reduce((order, shuffle) => tf.gather(order, shuffle), first!);
  });
}
