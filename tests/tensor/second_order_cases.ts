/** The ops whose derivatives are tested, at points away from kinks and poles. */
import { inverse, squaredNorm, swish, tf } from "lib/tensor/mod.ts";
import { type Case, spread } from "./derivatives.ts";

type Op = Case["op"];

const unary = (op: Op, low = -1.5, high = 1.5, step?: number): Case => ({
  inputs: [spread([3, 4], low, high)],
  op,
  step,
});
const binary = (op: Op, a: number[], b: number[], low = -1.5, high = 1.5): Case => ({
  inputs: [spread(a, low, high), spread(b, low, high === 1.5 ? 1.3 : high * 0.9)],
  op,
});

const image = (op: Op, ...shapes: number[][]): Case => ({
  inputs: shapes.map((shape) => spread(shape)),
  op,
});
const as4D = (x: tf.Tensor) => x as tf.Tensor4D;

/** At each entry on the given side of a kink at 0, with a margin. */
const apart = (shape: number[]) => () =>
  tf.tidy(() => {
    const x = spread(shape)();
    return tf.add(x, tf.mul(tf.sign(x), 0.2)) as tf.Tensor;
  });
const kinked = (op: Op): Case => ({ inputs: [apart([3, 4])], op });

const LABELS = () => tf.oneHot(tf.tensor1d([2, 0, 1], "int32"), 4);
const { softmaxCrossEntropy } = tf.losses;

const indices = () => tf.tensor1d([2, 0, 2, 1], "int32");

export const elementwise: Record<string, Case> = {
  Sigmoid: unary((x) => tf.sigmoid(x!)),
  "x · sigmoid (swish)": unary((x) => tf.mul(x!, tf.sigmoid(x!))),
  "swish()": unary((x) => swish(x!)),
  "1 / (1 + exp(-x))": unary((x) => tf.div(1, tf.add(1, tf.exp(tf.neg(x!))))),
  Exp: unary((x) => tf.exp(x!)),
  Expm1: unary((x) => tf.expm1(x!)),
  Tanh: unary((x) => tf.tanh(x!)),
  Softplus: unary((x) => tf.softplus(x!)),
  logSigmoid: unary((x) => tf.logSigmoid(x!)),
  Erf: unary((x) => tf.erf(x!)),
  "gelu (erf)": unary((x) => tf.mul(x!, tf.add(1, tf.erf(tf.div(x!, Math.SQRT2))))),
  Elu: kinked((x) => tf.elu(x!)),
  Selu: kinked((x) => tf.selu(x!)),
  LeakyRelu: kinked((x) => tf.leakyRelu(x!, 0.3)),
  Relu: kinked((x) => tf.relu(x!)),
  Relu6: unary((x) => tf.relu6(tf.mul(x!, 5)), 0.1, 1.15, 0.002),
  Prelu: { inputs: [apart([3, 4]), spread([4])], op: (x, a) => tf.prelu(x!, a!) },
  Abs: kinked((x) => tf.abs(x!)),
  ClipByValue: unary((x) => tf.clipByValue(x!, -0.71, 0.62), -1.5, 1.5, 0.005),
  Sqrt: unary((x) => tf.sqrt(x!), 0.5, 2),
  Rsqrt: unary((x) => tf.rsqrt(x!), 0.5, 2),
  Reciprocal: unary((x) => tf.reciprocal(x!), 0.5, 2),
  Log: unary((x) => tf.log(x!), 0.5, 2),
  Log1p: unary((x) => tf.log1p(x!), -0.4, 1.5),
  Square: unary((x) => tf.square(x!)),
  Neg: unary((x) => tf.neg(x!)),
  Sin: unary((x) => tf.sin(x!)),
  Cos: unary((x) => tf.cos(x!)),
  Atan: unary((x) => tf.atan(x!)),
  Sinh: unary((x) => tf.sinh(x!)),
  Cosh: unary((x) => tf.cosh(x!)),
  "Pow, constant exponent": unary((x) => tf.pow(x!, 3)),
  Pow: binary((a, b) => tf.pow(a!, b!), [3, 4], [3, 4], 0.6, 1.9),
  "Pow, broadcast": binary((a, b) => tf.pow(a!, b!), [3, 1], [4], 0.6, 1.9),
  "Pow, some exponents 0": unary((x) => tf.pow(x!, tf.tensor1d([0, 1, 2, 3]))),
  "Pow, bases around 0 and at it": {
    inputs: [() => tf.tensor1d([0, -0.7, 0, 0.4])],
    op: (x) => tf.pow(x!, tf.tensor1d([0, 0, 2, 3])),
  },
  Add: binary((a, b) => tf.add(a!, b!), [3, 4], [4]),
  Sub: binary((a, b) => tf.sub(a!, b!), [3, 1], [2, 1, 4]),
  Multiply: binary((a, b) => tf.mul(a!, b!), [3, 4], [4]),
  "x · x": unary((x) => tf.mul(x!, x!)),
  RealDiv: binary((a, b) => tf.div(a!, b!), [3, 4], [3, 4], 0.6, 2),
  "RealDiv, broadcast": binary((a, b) => tf.div(a!, b!), [4], [3, 1], 0.6, 2),
  "RealDiv, scalar above": unary((x) => tf.div(2, x!), 0.6, 2),
  "RealDiv, scalar below": unary((x) => tf.div(x!, 2)),
  SquaredDifference: binary((a, b) => tf.squaredDifference(a!, b!), [3, 4], [3, 4]),
  "SquaredDifference, broadcast": binary((a, b) => tf.squaredDifference(a!, b!), [3, 4], [4]),
  Maximum: { inputs: [apart([3, 4])], op: (x) => tf.maximum(x!, tf.mul(x!, -0.5)) },
  "Maximum, broadcast": { inputs: [apart([3, 4]), spread([1], -0.1, 0.1)], op: tf.maximum as Op },
  Minimum: { inputs: [apart([3, 4])], op: (x) => tf.minimum(tf.sin(x!), tf.neg(x!)) },
  "Minimum, broadcast": { inputs: [spread([], -0.1, 0.1), apart([3, 4])], op: tf.minimum as Op },
  Select: kinked((x) => tf.where(tf.greater(x!, 0), tf.square(x!), tf.exp(x!))),
};

export const reductions: Record<string, Case> = {
  "squaredNorm()": { inputs: [spread([3, 2, 4])], op: (x) => squaredNorm(x!) },
  Sum: unary((x) => tf.sum(tf.square(x!))),
  "Sum, axis 0": unary((x) => tf.sum(x!, 0)),
  "Sum, axis -1, keepDims": unary((x) => tf.sum(x!, -1, true)),
  "Sum, two axes": image((x) => tf.sum(x!, [0, 2]), [2, 3, 2]),
  Mean: unary((x) => tf.mean(x!), -1.5, 1.5, 0.3),
  "Mean, axis 1": unary((x) => tf.mean(x!, 1)),
  "Mean, two axes, keepDims": image((x) => tf.mean(x!, [1, -1], true), [2, 3, 2]),
  moments: unary((x) => tf.moments(x!, 1).variance),
  Max: unary((x) => tf.max(x!, 1)),
  "Max, all": unary((x) => tf.max(tf.square(x!))),
  Min: unary((x) => tf.min(x!, 0, true)),
  Prod: unary((x) => tf.prod(x!, 1)),
  "Prod, all": { inputs: [spread([2, 3])], op: (x) => tf.prod(x!) },
  "Prod, two axes of three": image((x) => tf.prod(x!, [0, 2]), [2, 3, 2]),
  "Prod with a zero": {
    inputs: [() => tf.tensor2d([[0, 1.5, -0.7], [0.4, 0, 0.9]])],
    op: (x) => tf.prod(x!, 1),
  },
  Cumsum: unary((x) => tf.cumsum(x!, 1)),
  "Cumsum, axis 0, exclusive, reverse": image((x) => tf.cumsum(x!, 0, true, true), [3, 3]),
  Cumprod: unary((x) => tf.cumprod(x!, 1)),
  "Cumprod, axis -1": unary((x) => tf.cumprod(x!, -1)),
  "Cumprod, axis -2 of three": image((x) => tf.cumprod(x!, -2, true), [2, 3, 2]),
  "Cumprod, axis 0, exclusive, reverse": unary((x) => tf.cumprod(x!, 0, true, true)),
  Softmax: unary((x) => tf.softmax(x!)),
  "log of softmax": unary((x) => tf.log(tf.softmax(x!))),
  LogSoftmax: unary((x) => tf.logSoftmax(x!)),
  "softmax cross-entropy": unary((x) => softmaxCrossEntropy(LABELS(), x!)),
  "softmax cross-entropy, smoothed, of labels that are learned": binary(
    (labels, x) => softmaxCrossEntropy(labels!, x!, tf.tensor1d([1, 0.5, 2]), 0.1),
    [3, 4],
    [3, 4],
  ),
  logSumExp: unary((x) => tf.logSumExp(x!)),
  "logSumExp, axis 1, keepDims": unary((x) => tf.logSumExp(x!, 1, true)),
  norm: unary((x) => tf.norm(x!, 2, 1)),
};

export const shapes: Record<string, Case> = {
  Concat: binary((a, b) => tf.concat([a!, b!, tf.sin(a!)], 1), [3, 4], [3, 2]),
  SplitV: unary((x) => {
    const [a, b, c] = tf.split(x!, [1, 2, 1], 1);
    return tf.mul(tf.mul(a!, b!), c!);
  }),
  "SplitV, one part unused": unary((x) => tf.square(tf.split(x!, 2, 1)[1]!)),
  "SplitV, one part": unary((x) => tf.split(x!, 1, 1)[0]!),
  Slice: unary((x) => tf.slice(x!, [1, 1], [2, 2])),
  PadV2: unary((x) => tf.pad(x!, [[1, 0], [2, 1]], 0.5)),
  "MirrorPad, reflect": unary((x) => tf.mirrorPad(x!, [[1, 0], [2, 1]], "reflect")),
  "MirrorPad, symmetric": unary((x) => tf.mirrorPad(x!, [[1, 3], [0, 0]], "symmetric")),
  Transpose: image((x) => tf.transpose(x!, [2, 0, 1]), [2, 3, 2]),
  Reshape: unary((x) => tf.mul(tf.reshape(x!, [2, 6]), tf.reshape(x!, [2, 6]))),
  Tile: unary((x) => tf.tile(x!, [2, 3])),
  "Tile, rank 5": image((x) => tf.tile(x!, [1, 2, 1, 3, 1]), [2, 1, 2, 1, 2]),
  BroadcastTo: image((x) => tf.broadcastTo(x!, [2, 3, 4]), [3, 1]),
  ExpandDims: unary((x) => tf.mul(tf.expandDims(x!, 1), tf.expandDims(x!, 0))),
  Pack: binary((a, b) => tf.stack([a!, b!, tf.cos(a!)], 1), [3, 4], [3, 4]),
  Unpack: unary((x) => {
    const [a, b, c] = tf.unstack(x!);
    return tf.mul(tf.mul(a!, b!), c!);
  }),
  "Unpack, one part": image((x) => tf.unstack(x!)[0]!, [1, 4]),
  Reverse: unary((x) => tf.reverse(x!, 1)),
  GatherV2: unary((x) => tf.gather(x!, indices())),
  "GatherV2, axis 1": unary((x) => tf.gather(x!, indices(), 1)),
  "GatherV2, matrix of indices": unary((x) =>
    tf.gather(x!, tf.tensor2d([[0, 2], [1, 2]], [2, 2], "int32"), 1)
  ),
  "GatherV2, batchDims 1": image(
    (x) => tf.gather(x!, tf.tensor2d([[2, 0], [1, 1]], [2, 2], "int32"), 1, 1),
    [2, 3, 2],
  ),
  "GatherV2, batchDims 1, axis 2": image(
    (x) => tf.gather(x!, tf.tensor2d([[1, 0, 1], [1, 1, 0]], [2, 3], "int32"), 2, 1),
    [2, 3, 2],
  ),
  UnsortedSegmentSum: image(
    (x) => tf.unsortedSegmentSum(x!, tf.tensor1d([1, 0, -1, 1], "int32"), 3),
    [4, 2],
  ),
};

export const products: Record<string, Case> = {
  BatchMatMul: binary((a, b) => tf.matMul(a!, b!), [3, 4], [4, 2]),
  "BatchMatMul, transposeA": binary((a, b) => tf.matMul(a!, b!, true), [4, 3], [4, 2]),
  "BatchMatMul, transposeB": binary((a, b) => tf.matMul(a!, b!, false, true), [3, 4], [2, 4]),
  "BatchMatMul, both": binary((a, b) => tf.matMul(a!, b!, true, true), [4, 3], [2, 4]),
  "BatchMatMul, batch": binary((a, b) => tf.matMul(a!, b!), [2, 3, 4], [2, 4, 2]),
  "BatchMatMul, broadcast": binary((a, b) => tf.matMul(a!, b!), [2, 3, 4], [1, 4, 2]),
  "BatchMatMul, broadcast, both": binary(
    (a, b) => tf.matMul(a!, b!, true, true),
    [2, 1, 4, 3],
    [3, 2, 4],
  ),
  "A · A": image((a) => tf.matMul(a!, a!), [3, 3]),
  "inverse(A)": image((a) => inverse(tf.add(a!, tf.mul(4, tf.eye(3)))), [2, 3, 3]),
  "inverse(A) · B": image(
    (a, b) => tf.matMul(inverse(tf.add(a!, tf.mul(4, tf.eye(3)))), b!),
    [2, 3, 3],
    [2, 3, 3],
  ),
  "fused matMul": {
    inputs: [spread([3, 4]), spread([4, 2]), spread([2])],
    op: (a, b, bias) =>
      tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation: "elu" }),
  },
  "Einsum ab,bc->ac": binary((a, b) => tf.einsum("ab,bc->ac", a!, b!), [3, 4], [4, 2]),
  "Einsum bij,bjk->bik": binary((a, b) => tf.einsum("bij,bjk->bik", a!, b!), [2, 3, 2], [2, 2, 3]),
  "Einsum ij->ji": unary((x) => tf.einsum("ij->ji", x!)),
  "Einsum ij->i": unary((x) => tf.einsum("ij->i", x!)),
  "Einsum ij,k->k": binary((a, b) => tf.einsum("ij,k->k", a!, b!), [3, 4], [2]),
  "Einsum i,j->ij": binary((a, b) => tf.einsum("i,j->ij", a!, b!), [3], [4]),
};

export const images: Record<string, Case> = {
  Conv2D: image(
    (x, f) => tf.conv2d(as4D(x!), as4D(f!), 1, "same"),
    [1, 4, 4, 2],
    [3, 3, 2, 2],
  ),
  "Conv2D, strides": image(
    (x, f) => tf.conv2d(as4D(x!), as4D(f!), [2, 1], "valid"),
    [2, 5, 4, 1],
    [2, 2, 1, 2],
  ),
  conv2dTranspose: image(
    (x, f) => tf.conv2dTranspose(as4D(x!), as4D(f!), [1, 4, 4, 2], 2, "same"),
    [1, 2, 2, 2],
    [3, 3, 2, 2],
  ),
  DepthwiseConv2dNative: image(
    (x, f) => tf.depthwiseConv2d(as4D(x!), as4D(f!), 1, "same"),
    [1, 3, 3, 2],
    [2, 2, 2, 2],
  ),
  AvgPool: image((x) => tf.avgPool(as4D(x!), 2, 1, "same"), [1, 4, 4, 2]),
  "AvgPool, strides": image((x) => tf.avgPool(as4D(x!), [3, 2], [2, 1], "valid"), [2, 5, 4, 1]),
  MaxPool: image((x) => tf.maxPool(as4D(tf.sin(x!)), 2, 2, "valid"), [1, 4, 4, 2]),
  ResizeBilinear: image((x) => tf.image.resizeBilinear(as4D(x!), [5, 7]), [1, 3, 4, 2]),
  "ResizeBilinear, alignCorners": image(
    (x) => tf.image.resizeBilinear(as4D(x!), [2, 3], true),
    [1, 4, 4, 1],
  ),
  ResizeNearestNeighbor: image(
    (x) => tf.image.resizeNearestNeighbor(as4D(x!), [6, 8]),
    [1, 3, 4, 2],
  ),
  FusedBatchNorm: {
    inputs: [
      spread([2, 2, 2, 3]),
      spread([3]),
      spread([3], 0.6, 2),
      spread([3], 0.5, -1),
      spread([3]),
    ],
    op: (x, mean, variance, offset, scale) =>
      tf.batchNorm4d(
        as4D(x!),
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
  },
  "FusedBatchNorm, no scale": {
    inputs: [spread([3, 4]), spread([4]), spread([4], 0.6, 2)],
    op: (x, mean, variance) =>
      tf.batchNorm2d(x as tf.Tensor2D, mean as tf.Tensor1D, variance as tf.Tensor1D),
  },
};
