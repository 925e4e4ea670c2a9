/** Functions that a device must compute as libtensorflow does, in groups that are compiled as one. */
import { random, type Tensor, tf } from "../../../lib/tensor/mod.ts";

/** Inputs of every case. */
export type Inputs =
  & Readonly<Record<"x" | "y" | "row" | "positive" | "image" | "filter", Tensor>>
  & {
    readonly ids: tf.Tensor1D;
    readonly key: tf.Tensor1D;
    readonly mask: Tensor;
  };

type Case = (i: Inputs) => Tensor;

/** Inputs from a seed: x, y `[3, 4]`, row `[4]`, an image `[2, 5, 6, 3]` and a filter `[3, 3, 3, 2]`. */
export function inputs(): Inputs {
  const normal = (seed: number, shape: number[]) => random.normal(random.key(seed), shape);
  const x = normal(1, [3, 4]);
  return {
    x,
    y: normal(2, [3, 4]),
    row: normal(3, [4]),
    positive: tf.add(tf.abs(x), 0.5),
    image: normal(4, [2, 5, 6, 3]),
    filter: normal(5, [3, 3, 3, 2]),
    ids: tf.tensor1d([2, 0, 1], "int32"),
    key: random.key(7),
    mask: tf.greater(x, 0),
  };
}

const ints = ({ x }: Inputs) => tf.cast(tf.mul(x, 10), "int32");
const image = ({ image }: Inputs) => image as tf.Tensor4D;
const filter = ({ filter }: Inputs) => filter as tf.Tensor4D;

const elementwise: Record<string, Case> = {
  add: ({ x, row }) => tf.add(x, row),
  sub: ({ x, y }) => tf.sub(x, y),
  mul: ({ x, row }) => tf.mul(row, x),
  div: ({ x, positive }) => tf.div(x, positive),
  divNoNan: ({ x, y }) => tf.divNoNan(x, tf.relu(y)),
  floorDiv: (i) => tf.floorDiv(ints(i), tf.scalar(-3, "int32")),
  mod: ({ x, y }) => tf.mod(x, y),
  modOfInts: (i) => tf.mod(ints(i), tf.scalar(-3, "int32")),
  pow: ({ positive, y }) => tf.pow(positive, y),
  maximum: ({ x, y }) => tf.maximum(x, y),
  minimum: ({ x, row }) => tf.minimum(x, row),
  squaredDifference: ({ x, y }) => tf.squaredDifference(x, y),
  atan2: ({ x, y }) => tf.atan2(x, y),
  less: ({ x, y }) => tf.less(x, y),
  equal: (i) => tf.equal(ints(i), tf.transpose(tf.transpose(ints(i)))),
  and: ({ x, mask }) => tf.logicalAnd(mask, tf.less(x, 1)),
  not: ({ mask }) => tf.logicalNot(mask),
  where: ({ x, y, mask }) => tf.where(mask, x, y),
  whereRow: ({ x, row }) => tf.where(tf.greater(row, 0), x, tf.zerosLike(x)),
  abs: ({ x }) => tf.abs(x),
  exp: ({ x }) => tf.exp(x),
  expm1: ({ x }) => tf.expm1(x),
  log: ({ positive }) => tf.log(positive),
  log1p: ({ positive }) => tf.log1p(positive),
  sqrt: ({ positive }) => tf.sqrt(positive),
  rsqrt: ({ positive }) => tf.rsqrt(positive),
  reciprocal: ({ x }) => tf.reciprocal(x),
  sin: ({ x }) => tf.sin(x),
  cos: ({ x }) => tf.cos(x),
  tan: ({ x }) => tf.tan(x),
  atan: ({ x }) => tf.atan(x),
  tanh: ({ x }) => tf.tanh(x),
  cosh: ({ x }) => tf.cosh(x),
  sinh: ({ x }) => tf.sinh(x),
  sinhNearZero: ({ x }) => tf.div(tf.sinh(tf.mul(x, 1e-4)), 1e-4),
  erf: ({ x }) => tf.erf(x),
  sign: ({ x }) => tf.sign(x),
  floor: ({ x }) => tf.floor(x),
  round: ({ x }) => tf.round(tf.mul(x, 2)),
  sigmoid: ({ x }) => tf.sigmoid(x),
  softplus: ({ x }) => tf.softplus(tf.mul(x, 20)),
  relu: ({ x }) => tf.relu(x),
  relu6: ({ x }) => tf.relu6(tf.mul(x, 8)),
  leakyRelu: ({ x }) => tf.leakyRelu(x, 0.1),
  elu: ({ x }) => tf.elu(x),
  selu: ({ x }) => tf.selu(x),
  prelu: ({ x, row }) => tf.prelu(x, row),
  clip: ({ x }) => tf.clipByValue(x, -0.5, 0.5),
  step: ({ x }) => tf.step(x, 0.25),
  castToInt: ({ x }) => tf.cast(tf.mul(x, 3), "int32"),
  castToBool: ({ x }) => tf.cast(tf.relu(x), "bool"),
  isNaN: ({ x }) => tf.isNaN(tf.log(x)),
};

const shapes: Record<string, Case> = {
  transpose: ({ image }) => tf.transpose(image, [3, 0, 2, 1]),
  reshape: ({ x }) => tf.reshape(x, [2, -1]),
  expandDims: ({ x }) => tf.expandDims(x, -1),
  concat: ({ x, y }) => tf.concat([x, y], 1),
  stack: ({ x, y }) => tf.stack([x, y], 1),
  unstack: ({ x }) => tf.add(tf.unstack(x, 1)[1]!, tf.unstack(x, 1)[3]!),
  slice: ({ x }) => tf.slice(x, [1, 1], [2, -1]),
  stridedSlice: ({ image }) => tf.stridedSlice(image, [1, 4, 0], [2, 0, 6], [1, -2, 2]),
  split: ({ x }) => tf.split(x, [1, 3], 1)[1]!,
  tile: ({ x }) => tf.tile(x, [2, 3]),
  broadcast: ({ row }) => tf.broadcastTo(tf.reshape(row, [4, 1]), [4, 3]),
  pad: ({ x }) => tf.pad(x, [[1, 0], [2, 1]], 3),
  mirrorPad: ({ x }) => tf.mirrorPad(x, [[1, 1], [2, 0]], "reflect"),
  symmetricPad: ({ x }) => tf.mirrorPad(x, [[1, 1], [2, 0]], "symmetric"),
  reverse: ({ x }) => tf.reverse(x, [1]),
  oneHot: ({ ids }) => tf.oneHot(ids, 4),
  gather: ({ x, ids }) => tf.gather(x, ids),
  gatherAxis: ({ x, ids }) => tf.gather(x, ids, 1),
  gatherBatch: ({ x }) =>
    tf.gather(x, tf.tensor2d([[0, 3], [1, 1], [2, 0]], [3, 2], "int32"), 1, 1),
  gatherNd: ({ x }) => tf.gatherND(x, tf.tensor2d([[0, 3], [2, 1]], [2, 2], "int32")),
  scatterNd: ({ row }) =>
    tf.scatterND(tf.tensor2d([[1], [0], [1], [4]], [4, 1], "int32"), row, [5]),
  segmentSum: ({ x, ids }) => tf.unsortedSegmentSum(x, ids, 4),
  fill: ({ x }) => tf.add(tf.fill([3, 4], 2.5), x),
  range: ({ row }) => tf.mul(tf.range(0, 8, 2), row),
  constant: ({ x }) => tf.add(x, tf.tensor1d([0.1, -0, 1e-30, Infinity])),
};

const reductions: Record<string, Case> = {
  sum: ({ image }) => tf.sum(image, [1, 3]),
  sumAll: ({ image }) => tf.sum(image),
  sumKept: ({ x }) => tf.sum(x, 1, true),
  mean: ({ image }) => tf.mean(image, [0, 2]),
  max: ({ image }) => tf.max(image, 2),
  min: ({ image }) => tf.min(image, [1, 2]),
  maxOfNaN: ({ x }) => tf.max(tf.log(x), 1),
  prod: ({ x }) => tf.prod(x, 0),
  any: ({ mask }) => tf.any(mask, 1),
  all: ({ mask }) => tf.all(mask, 0),
  argMax: ({ x }) => tf.argMax(x, 1),
  argMin: ({ image }) => tf.argMin(image, 2),
  cumsum: ({ x }) => tf.cumsum(x, 1),
  cumsumBack: ({ x }) => tf.cumsum(x, 0, true, true),
  cumprod: ({ x }) => tf.cumprod(x, 1),
  softmax: ({ x }) => tf.softmax(x),
  logSoftmax: ({ x }) => tf.logSoftmax(x),
  logSumExp: ({ x }) => tf.logSumExp(x, 1),
  topk: ({ x }) => tf.topk(x, 2).values,
  topkPlaces: ({ x }) => tf.topk(tf.round(x), 4).indices,
  norm: ({ x }) => tf.norm(x),
};

const products: Record<string, Case> = {
  matMul: ({ x, y }) => tf.matMul(x, y, false, true),
  matMulOther: ({ x, y }) => tf.matMul(x, y, true, false),
  batched: ({ image }) => tf.matMul(image, image, true, false),
  rightMatrix: ({ image, x }) => tf.matMul(image, tf.slice(x, [0, 0], [3, 2])),
  rightTransposed: ({ image, x }) =>
    tf.matMul(image, tf.reshape(tf.concat([x, x]), [6, 4]), true, false),
  leftMatrix: ({ image, x }) =>
    tf.matMul(tf.reshape(tf.concat([x, x]), [1, 4, 6]), tf.reshape(image, [10, 6, 3])),
  leftTransposed: ({ image, x }) =>
    tf.matMul(tf.reshape(tf.concat([x, x]), [1, 6, 4]), tf.reshape(image, [10, 6, 3]), true),
  einsum: ({ x, y }) => tf.einsum("ij,kj->ik", x, y),
  einsumBatch: ({ image }) => tf.einsum("abcd,abce->acde", image, image),
  einsumOuter: ({ row, x }) => tf.einsum("i,jk->kij", row, x),
  einsumSum: ({ image }) => tf.einsum("abcd->db", image),
  conv: (i) => tf.conv2d(image(i), filter(i), 1, "same"),
  convStrided: (i) => tf.conv2d(image(i), filter(i), 2, "valid"),
  convDilated: (i) => tf.conv2d(image(i), filter(i), 1, "same", "NHWC", [2, 1]),
  maxPool: (i) => tf.maxPool(image(i), 2, 2, "same"),
  avgPool: (i) => tf.avgPool(image(i), 3, 2, "same"),
};

const draws: Record<string, Case> = {
  bits: ({ key }) => random.bits(key, [3, 5]),
  uniform: ({ key }) => random.uniform(key, [7], -2, 3),
  normal: ({ key }) => random.normal(key, [2, 3]),
  integers: ({ key }) => random.integers(key, [9], -5, 1000),
  permutation: ({ key }) => random.permutation(key, 10),
  fold: ({ key, ids }) => random.fold(key, tf.slice(ids, 0, 1)),
  foldNegative: ({ key }) => random.fold(key, -1),
  split: ({ key }) => tf.stack(random.split(key, 3)),
};

/** First gradients, and gradients of the gradients' squares. */
function derivatives(): Record<string, Case> {
  const of: Record<string, [Case, keyof Inputs]> = {
    exp: [elementwise.exp!, "x"],
    tanh: [elementwise.tanh!, "x"],
    sigmoid: [elementwise.sigmoid!, "x"],
    softplus: [({ x }) => tf.softplus(x), "x"],
    erf: [elementwise.erf!, "x"],
    pow: [elementwise.pow!, "positive"],
    div: [elementwise.div!, "positive"],
    relu: [({ x, y }) => tf.mul(tf.relu(x), tf.mul(x, y)), "x"],
    abs: [({ x }) => tf.mul(tf.abs(x), x), "x"],
    elu: [elementwise.elu!, "x"],
    sqrt: [elementwise.sqrt!, "positive"],
    softmax: [({ x }) => tf.square(tf.softmax(x)), "x"],
    logSumExp: [reductions.logSumExp!, "x"],
    max: [({ x }) => tf.square(tf.max(x, 1)), "x"],
    mean: [({ x }) => tf.square(tf.mean(x, 0)), "x"],
    prod: [reductions.prod!, "x"],
    cumsum: [({ x }) => tf.square(tf.cumsum(x, 1)), "x"],
    matMul: [({ x, y }) => tf.square(tf.matMul(x, y, false, true)), "x"],
    einsum: [({ image }) => tf.einsum("abcd,abce->acde", image, image), "image"],
    gather: [({ x, ids }) => tf.square(tf.gather(x, ids, 1)), "x"],
    concat: [({ x, y }) => tf.square(tf.concat([x, y, x], 1)), "x"],
    tile: [({ x }) => tf.square(tf.tile(x, [2, 3])), "x"],
    transpose: [({ image }) => tf.square(tf.transpose(image, [3, 0, 2, 1])), "image"],
    conv: [(i) => tf.square(tf.conv2d(image(i), filter(i), 1, "same")), "image"],
    convFilter: [(i) => tf.square(tf.conv2d(image(i), filter(i), 2, "same")), "filter"],
    avgPool: [(i) => tf.square(tf.avgPool(image(i), 3, 2, "same")), "image"],
  };
  const made: Record<string, Case> = {};
  for (const [name, [fn, input]] of Object.entries(of)) {
    const first = (i: Inputs) => (t: Tensor) => tf.grad((s) => tf.sum(fn({ ...i, [input]: s })))(t);
    made[`${name} first`] = (i) => first(i)(i[input]);
    made[`${name} second`] = (i) => tf.grad((t) => tf.sum(tf.square(first(i)(t))))(i[input]);
  }
  return made;
}

/** Cases by group. */
export const groups: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  elementwise,
  shapes,
  reductions,
  products,
  draws,
  derivatives: derivatives(),
};
