/**
 * Gradients of convolutions, pooling, resizing and batch normalisation.
 *
 * The kernels that compute first gradients are linear in `dy`; their own gradients are here.
 */
import { nativeBackend } from "../backend.ts";
import { tf } from "../tfjs.ts";
import { register, runKernel, unbroadcast } from "./register.ts";
import { constant } from "./tape.ts";

type Image = tf.Tensor4D;

interface Convolution {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same";
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly dilations?: number | [number, number];
}

// F = Σ x ⊗ dy is bilinear: its gradients are the two convolutions with dF as the filter.
register<Convolution>("Conv2DBackpropFilter", ["x", "dy"], (dFilter, [x, dy], attributes) => ({
  x: () =>
    runKernel("Conv2DBackpropInput", { dy: dy!, filter: dFilter }, {
      ...attributes,
      inputShape: x!.shape,
    }),
  dy: () => {
    const { strides, pad, dataFormat, dimRoundingMode } = attributes;
    return tf.conv2d(x as Image, dFilter as Image, strides, pad, dataFormat, 1, dimRoundingMode);
  },
}));

const depthwise = (x: tf.Tensor, filter: tf.Tensor, c: Convolution) =>
  tf.depthwiseConv2d(
    x as Image,
    filter as Image,
    c.strides,
    c.pad,
    "NHWC",
    c.dilations,
    c.dimRoundingMode,
  );

register<Convolution>(
  "DepthwiseConv2dNativeBackpropInput",
  ["dy", "filter"],
  (dx, [dy, filter], attributes) => ({
    dy: () => depthwise(dx, filter!, attributes),
    filter: () =>
      runKernel("DepthwiseConv2dNativeBackpropFilter", { x: dx, dy: dy! }, {
        ...attributes,
        filterShape: filter!.shape,
      }),
  }),
);
register<Convolution>(
  "DepthwiseConv2dNativeBackpropFilter",
  ["x", "dy"],
  (dFilter, [x, dy], attributes) => ({
    x: () =>
      runKernel("DepthwiseConv2dNativeBackpropInput", { dy: dy!, filter: dFilter }, {
        ...attributes,
        inputShape: x!.shape,
      }),
    dy: () => depthwise(x!, dFilter, attributes),
  }),
);

interface Pooling {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same";
}

/** Stands for an input of which a kernel reads the shape alone. */
const shapeOf = (x: tf.Tensor) => constant(() => tf.clone(x));

register<Pooling>("AvgPool", ["x"], (dy, [x], attributes) => ({
  x: () => {
    // Elsewhere the kernels of avgPool and of its gradient count the padding differently.
    if (attributes.pad !== "valid" && tf.getBackend() !== "tensorflow") {
      throw new Error(
        `Cannot differentiate avgPool with padding "${attributes.pad}" without libtensorflow, use "valid"`,
      );
    }
    return runKernel("AvgPoolGrad", { dy, input: shapeOf(x!) }, attributes);
  },
}));
register<Pooling>("AvgPoolGrad", [], (dx, _, { filterSize, strides, pad }) => ({
  dy: () => tf.avgPool(dx as Image, filterSize, strides, pad),
}));

/** The entries of `dx` where the windows of `x` have their maxima: the adjoint of MaxPoolGrad. */
function pickMaxima(dx: tf.Tensor, x: tf.Tensor, attributes: Pooling): tf.Tensor {
  const backend = nativeBackend();
  if (!backend || tf.getBackend() !== "tensorflow") {
    throw new Error("Cannot take the second derivative of maxPool without libtensorflow");
  }
  const { filterSize, strides, pad } = attributes;
  const { TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  const sides = (size: number | [number, number]) =>
    Array.isArray(size) ? [1, ...size, 1] : [1, size, size, 1];
  const settings = [
    { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: "ksize", type: TF_ATTR_INT, value: sides(filterSize) },
    { name: "strides", type: TF_ATTR_INT, value: sides(strides) },
    { name: "padding", type: TF_ATTR_STRING, value: pad.toUpperCase() },
    { name: "data_format", type: TF_ATTR_STRING, value: "NHWC" },
  ];
  const output = tf.maxPool(x as Image, filterSize, strides, pad);
  const pick = tf.customGrad((d) => ({
    value: backend.executeSingleOutput("MaxPoolGradGrad", settings, [x, output, d as tf.Tensor]),
    gradFunc: (dy) => runKernel("MaxPoolGrad", { dy, input: x, output }, attributes),
  }));
  return pick(dx);
}

register<Pooling>("MaxPool", ["x"], (dy, [x], attributes) => ({
  x: () => {
    const input = shapeOf(x!);
    const { filterSize, strides, pad } = attributes;
    const output = tf.maxPool(input as Image, filterSize, strides, pad);
    return runKernel("MaxPoolGrad", { dy, input, output }, attributes);
  },
}));
register<Pooling>("MaxPoolGrad", ["input"], (dx, [input], attributes) => ({
  dy: () => pickMaxima(dx, input!, attributes),
}));

interface Resize {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

function registerResize(
  name: "ResizeBilinear" | "ResizeNearestNeighbor",
  resize: typeof tf.image.resizeBilinear,
): void {
  register<Resize>(name, ["images"], (dy, [images], attributes) => ({
    images: () => {
      if (attributes.halfPixelCenters && tf.getBackend() === "tensorflow") {
        throw new Error(`Cannot differentiate ${name} with halfPixelCenters, which must be false`);
      }
      return runKernel(`${name}Grad`, { dy, images: shapeOf(images!) }, attributes);
    },
  }));
  register<Resize>(`${name}Grad`, ["dy"], (dImages, [dy], attributes) => ({
    dy: () => {
      const size = dy!.shape.slice(1, 3) as [number, number];
      const { alignCorners, halfPixelCenters } = attributes;
      return resize(dImages as Image, size, alignCorners, halfPixelCenters);
    },
  }));
}
registerResize("ResizeBilinear", tf.image.resizeBilinear);
registerResize("ResizeNearestNeighbor", tf.image.resizeNearestNeighbor);

// y = (x - μ) s / √(v + ε) + o
register<{ varianceEpsilon: number }>(
  "FusedBatchNorm",
  ["x", "mean", "variance", "scale"],
  (dy, [x, mean, variance, scale], { varianceEpsilon }) => {
    const { shape } = mean!;
    const inverse = tf.rsqrt(tf.add(variance!, varianceEpsilon));
    const centred = () => tf.sub(x!, mean!);
    const dx = () => tf.mul(dy, scale ? tf.mul(inverse, scale) : inverse);
    return {
      x: dx,
      mean: () => tf.neg(unbroadcast(dx(), shape)),
      variance: () => {
        const slope = tf.mul(tf.mul(centred(), -0.5), tf.square(inverse));
        return unbroadcast(tf.mul(dx(), slope), shape);
      },
      scale: () => unbroadcast(tf.mul(dy, tf.mul(centred(), inverse)), shape),
      offset: () => unbroadcast(dy, shape),
    };
  },
);
