/** Philox4x32-10 in integer ops: the bits that TensorFlow's stateless ops give for a key. */
import {
  binary,
  broadcastAlong,
  compare,
  concatenate,
  convert,
  iota,
  reshape,
  slice,
  withNumber,
} from "./build.ts";
import type { Call, Emitters } from "./call.ts";
import { count, type Module, type Value } from "./module.ts";

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const KEY_STEPS = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** Entry `i` of a vector of words, as a scalar of ui32. */
function word(m: Module, words: Value, i: number): Value {
  const flat = reshape(m, words, [count(words.shape)]);
  const bits = m.op("bitcast_convert", [reshape(m, slice(m, flat, [i], [i + 1]), [])], [], "ui32");
  return bits;
}

/** Both halves of the 64-bit products of ui32 numbers with `multiplier`. */
function multiply(m: Module, x: Value, multiplier: number): { high: Value; low: Value } {
  const product = withNumber(m, "multiply", convert(m, x, "ui64"), multiplier);
  const high = withNumber(m, "shift_right_logical", product, 32);
  return { high: convert(m, high, "ui32"), low: withNumber(m, "multiply", x, multiplier) };
}

/** `size` random words, ui32, of `key` from `counter` on (see ../../philox.ts). */
function philox(m: Module, key: Value, counter: Value, size: number): Value {
  const blocks = Math.ceil(size / 4), shape = [blocks];
  const wide = (x: Value) => broadcastAlong(m, x, shape, []);
  const index = iota(m, shape, 0, "ui32");
  const first = wide(word(m, counter, 0));
  let c0 = binary(m, "add", first, index);
  // The carry of the 128-bit sum goes up as long as a word overflows.
  let carry = compare(m, "LT", c0, first);
  const rest = [1, 2, 3].map((i) => {
    const before = wide(word(m, counter, i));
    const after = binary(m, "add", before, convert(m, carry, "ui32"));
    carry = compare(m, "LT", after, before);
    return after;
  });
  let [c1, c2, c3] = rest as [Value, Value, Value];
  let k0 = word(m, key, 0), k1 = word(m, key, 1);
  for (let round = 0; round < ROUNDS; round++) {
    const a = multiply(m, c0, MULTIPLIERS[0]), b = multiply(m, c2, MULTIPLIERS[1]);
    const mix = (x: Value, y: Value, k: Value) => binary(m, "xor", binary(m, "xor", x, y), wide(k));
    [c0, c1, c2, c3] = [mix(b.high, c1, k0), b.low, mix(a.high, c3, k1), a.low];
    k0 = withNumber(m, "add", k0, KEY_STEPS[0]);
    k1 = withNumber(m, "add", k1, KEY_STEPS[1]);
  }
  const columns = [c0, c1, c2, c3].map((c) => reshape(m, c, [blocks, 1]));
  const words = reshape(m, concatenate(m, columns, 1), [4 * blocks]);
  return slice(m, words, [0], [size]);
}

const drawn = ({ m, x: [, key, counter], numbers }: Call) => {
  const shape = numbers(0);
  return { shape, words: reshape(m, philox(m, key!, counter!, count(shape)), shape) };
};

/** Emitters of the stateless generators; the algorithm must be Philox. */
export const random: Emitters = {
  // The pairs of words that a uint64 is made of stay pairs.
  Bitcast: ({ x: [x] }) => x!,
  StatelessRandomUniformFullIntV2(call) {
    const { m } = call, { shape, words } = drawn(call);
    if (count(shape) === 0) return m.fill(0, shape, "i32");
    return m.op("bitcast_convert", [words], shape, "i32");
  },
  // low + bits mod (high - low), in unsigned words
  StatelessRandomUniformIntV2(call) {
    const { m, x } = call, { shape, words } = drawn(call);
    if (count(shape) === 0) return m.fill(0, shape, "i32");
    const [low, high] = [x[4]!, x[5]!].map((bound) => m.op("bitcast_convert", [bound], [], "ui32"));
    const width = broadcastAlong(m, binary(m, "subtract", high!, low!), shape, []);
    const within = binary(m, "remainder", words, width);
    const shifted = binary(m, "add", within, broadcastAlong(m, low!, shape, []));
    return m.op("bitcast_convert", [shifted], shape, "i32");
  },
};
