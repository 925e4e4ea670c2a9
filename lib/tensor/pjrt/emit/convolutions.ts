/** Convolutions of images, their gradients, and pooling. */
import {
  array,
  binary,
  factor,
  pairs,
  precisionOf,
  reduceWindow,
  regionOf,
  reverse,
} from "./build.ts";
import type { Call, Emitter, Emitters } from "./call.ts";
import type { Module, Value } from "./module.ts";

/** Windows along the two axes of an image. */
interface Windows {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before and after each axis. */
  readonly padding: readonly (readonly [number, number])[];
}

/** Entries before and after an axis of `size`, as TensorFlow's SAME pads. */
function samePadding(size: number, kernel: number, stride: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** The windows of a call on an image `[batch, height, width, channels]`. */
function windowsOf(
  { attribute }: Call,
  image: readonly number[],
  kernel: readonly number[],
): Windows {
  if (attribute<string>("data_format", "NHWC") !== "NHWC") {
    throw new Error("its data format must be NHWC");
  }
  const inner = (name: string) => [...attribute<number[]>(name, [1, 1, 1, 1])].slice(1, 3);
  const strides = inner("strides"), dilations = inner("dilations");
  const explicit = attribute<number[]>("explicit_paddings", []);
  const how = attribute<string>("padding");
  const padding = [0, 1].map((i) => {
    if (how === "EXPLICIT") return [explicit[2 + 2 * i]!, explicit[3 + 2 * i]!] as const;
    if (how === "VALID") return [0, 0] as const;
    return samePadding(image[i + 1]!, (kernel[i]! - 1) * dilations[i]! + 1, strides[i]!);
  });
  return { strides, dilations, padding };
}

interface Geometry {
  /** Axes of the image, the filter and the result, such as `[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]`. */
  readonly numbers: string;
  readonly strides?: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly imageDilation?: readonly number[];
  readonly filterDilation?: readonly number[];
  readonly groups?: number;
}

function convolve(m: Module, x: Value, f: Value, shape: readonly number[], g: Geometry): Value {
  const precision = precisionOf(m);
  const attributes = [
    `dimension_numbers = #stablehlo.conv<${g.numbers}>`,
    `window_strides = ${array(g.strides ?? [1, 1])}`,
    `padding = dense<${pairs(g.padding)}> : tensor<2x2xi64>`,
    `lhs_dilation = ${array(g.imageDilation ?? [1, 1])}`,
    `rhs_dilation = ${array(g.filterDilation ?? [1, 1])}`,
    `feature_group_count = ${g.groups ?? 1} : i64`,
    "batch_group_count = 1 : i64",
    `precision_config = [#stablehlo<precision ${precision}>, #stablehlo<precision ${precision}>]`,
  ].join(", ");
  return m.generic(
    "convolution",
    [factor(m, x), factor(m, f)],
    [{ shape, element: x.element }],
    attributes,
  )[0]!;
}

/** Length of an axis after windows have gone over it. */
const outSize = (size: number, kernel: number, w: Windows, i: number) =>
  Math.floor(
    (size + w.padding[i]![0] + w.padding[i]![1] - ((kernel - 1) * w.dilations[i]! + 1)) /
      w.strides[i]!,
  ) + 1;

const pooled = (call: Call, size: readonly number[]) => {
  const ksize = [...call.attribute<number[]>("ksize")];
  const w = windowsOf(call, size, ksize.slice(1, 3));
  return {
    window: ksize,
    strides: [1, ...w.strides, 1],
    padding: [[0, 0], ...w.padding, [0, 0]] as [number, number][],
  };
};

const maxPool: Emitter = (call) => {
  const { m, x: [x] } = call, { window, strides, padding } = pooled(call, x!.shape);
  return reduceWindow(m, "maximum", x!, window, strides, padding);
};

/** How many entries of the image each window of an average has. */
function windowCounts(m: Module, shape: readonly number[], p: ReturnType<typeof pooled>): Value {
  return reduceWindow(m, "add", m.fill(1, shape, "f32"), p.window, p.strides, p.padding);
}

/** Emitters of convolutions and pooling. */
export const convolutions: Emitters = {
  Conv2D(call) {
    const { m, x: [x, filter] } = call;
    const w = windowsOf(call, x!.shape, filter!.shape);
    const shape = [
      x!.shape[0]!,
      ...[0, 1].map((i) => outSize(x!.shape[i + 1]!, filter!.shape[i]!, w, i)),
      filter!.shape[3]!,
    ];
    return convolve(m, x!, filter!, shape, {
      numbers: "[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]",
      strides: w.strides,
      padding: w.padding,
      filterDilation: w.dilations,
    });
  },
  // The image's gradient: dy, spread by the strides, with the filter turned round.
  Conv2DBackpropInput(call) {
    const { m, x: [, filter, dy], numbers } = call;
    const shape = numbers(0), w = windowsOf(call, shape, filter!.shape);
    const padding = [0, 1].map((i) => {
      const kernel = (filter!.shape[i]! - 1) * w.dilations[i]! + 1;
      const spread = (dy!.shape[i + 1]! - 1) * w.strides[i]! + 1;
      const low = kernel - 1 - w.padding[i]![0];
      return [low, shape[i + 1]! + kernel - 1 - spread - low] as const;
    });
    return convolve(m, dy!, reverse(m, filter!, [0, 1]), shape, {
      numbers: "[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]",
      padding,
      imageDilation: w.strides,
      filterDilation: w.dilations,
    });
  },
  // The filter's gradient: the image with dy, spread by the strides, as filter.
  Conv2DBackpropFilter(call) {
    const { m, x: [x, , dy], numbers } = call;
    const shape = numbers(1), w = windowsOf(call, x!.shape, shape);
    const padding = [0, 1].map((i) => {
      const spread = (dy!.shape[i + 1]! - 1) * w.strides[i]! + 1, low = w.padding[i]![0];
      const reach = (shape[i]! - 1) * w.dilations[i]!;
      return [low, reach + spread - x!.shape[i + 1]! - low] as const;
    });
    return convolve(m, x!, dy!, shape, {
      numbers: "[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]",
      strides: w.dilations,
      padding,
      filterDilation: w.strides,
    });
  },
  MaxPool: maxPool,
  MaxPoolGrad(call) {
    const { m, x: [x, , dy] } = call, { window, strides, padding } = pooled(call, x!.shape);
    const attributes =
      `window_dimensions = ${array(window)}, window_strides = ${array(strides)}, ` +
      `padding = dense<${pairs(padding)}> : tensor<4x2xi64>`;
    const choose = "{ ^bb0(%a: tensor<f32>, %b: tensor<f32>): " +
      "%c = stablehlo.compare GE, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1> " +
      "stablehlo.return %c : tensor<i1> }";
    const region = `${choose}, ${regionOf("add", "f32")}`;
    const results = [{ shape: x!.shape, element: x!.element }];
    const zero = m.fill(0, [], "f32");
    return m.generic("select_and_scatter", [x!, dy!, zero], results, attributes, region)[0]!;
  },
  AvgPool(call) {
    const { m, x: [x] } = call, p = pooled(call, x!.shape);
    const sums = reduceWindow(m, "add", x!, p.window, p.strides, p.padding);
    return binary(m, "divide", sums, windowCounts(m, x!.shape, p));
  },
  // Each entry of dy, shared out over its window: windows over dy, spread by the strides.
  AvgPoolGrad(call) {
    const { m, x: [, dy], numbers } = call;
    const shape = numbers(0), p = pooled(call, shape);
    const shares = binary(m, "divide", dy!, windowCounts(m, shape, p));
    const padding = shape.map((size, i) => {
      const spread = (dy!.shape[i]! - 1) * p.strides[i]! + 1;
      const low = p.window[i]! - 1 - p.padding[i]![0];
      return [low, size + p.window[i]! - 1 - spread - low] as const;
    });
    const attributes = `window_dimensions = ${array(p.window)}, ` +
      `window_strides = ${array(shape.map(() => 1))}, base_dilations = ${array(p.strides)}, ` +
      `padding = dense<${pairs(padding)}> : tensor<4x2xi64>`;
    const zero = m.fill(0, [], "f32"), results = [{ shape, element: dy!.element }];
    const region = regionOf("add", "f32");
    return m.generic("reduce_window", [shares, zero], results, attributes, region)[0]!;
  },
};
