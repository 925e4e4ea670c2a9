/** Words of the emitters: small ops on values, with the shapes of their results. */
import type { Element } from "../elements.ts";
import { count, type Module, sameShape, type Value } from "./module.ts";

/** `[1, 2]` */
export const list = (numbers: readonly number[]) => `[${numbers.join(", ")}]`;

/** `array<i64: 1, 2>`, as the generic form writes lists. */
export const array = (numbers: readonly (number | boolean)[], type: "i64" | "i1" = "i64") =>
  `array<${type}${numbers.length ? `: ${numbers.join(", ")}` : ""}>`;

/** The numbers 0 … `n` - 1. */
export const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** An op on each entry. */
export function unary(m: Module, op: string, x: Value): Value {
  return m.op(op, [x], x.shape);
}

/** The entries of `x`, in their order, in another shape. */
export function reshape(m: Module, x: Value, shape: readonly number[]): Value {
  return sameShape(x.shape, shape) ? x : m.op("reshape", [x], shape);
}

/** Repeats `x`, whose axes become `dims` of `shape`. */
export function broadcastAlong(
  m: Module,
  x: Value,
  shape: readonly number[],
  dims: readonly number[],
): Value {
  if (sameShape(x.shape, shape)) return x;
  return m.op("broadcast_in_dim", [x], shape, x.element, `, dims = ${list(dims)}`);
}

/** Repeats `x` to `shape` as NumPy does: shapes are aligned at their ends. */
export function broadcast(m: Module, x: Value, shape: readonly number[]): Value {
  const missing = shape.length - x.shape.length;
  return broadcastAlong(m, x, shape, x.shape.map((_, axis) => axis + missing));
}

/**
 * The shape that several broadcast to.
 *
 * @throws {RangeError} If there is none
 */
export function commonShape(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return range(rank).map((axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)
      .filter((size) => size !== 1);
    if (sizes.some((size) => size !== sizes[0])) {
      throw new RangeError(
        `Cannot broadcast shapes ${shapes.map((shape) => `[${shape}]`).join(" and ")}`,
      );
    }
    return sizes[0] ?? 1;
  });
}

/** An op on pairs of entries, after broadcasting. */
export function binary(m: Module, op: string, a: Value, b: Value): Value {
  const shape = commonShape(a.shape, b.shape);
  return m.op(op, [broadcast(m, a, shape), broadcast(m, b, shape)], shape);
}

/** `x op value`, with a number. */
export function withNumber(m: Module, op: string, x: Value, value: number): Value {
  return m.op(op, [x, m.fill(value, x.shape, x.element)], x.shape);
}

/** The number broadcast to the shape and type of `like`. */
export const numberLike = (m: Module, value: number, like: Value): Value =>
  m.fill(value, like.shape, like.element);

/** Entries compared by `direction`, such as "EQ" or "LT", after broadcasting: i1. */
export function compare(m: Module, direction: string, a: Value, b: Value): Value {
  const shape = commonShape(a.shape, b.shape);
  const sides = [broadcast(m, a, shape), broadcast(m, b, shape)];
  const order = a.element === "f32" ? "FLOAT" : a.element === "i32" ? "SIGNED" : "UNSIGNED";
  const [x, y] = sides.map(({ name }) => name);
  const type = `tensor<${shape.map((size) => `${size}x`).join("")}${a.element}>`;
  const to = `tensor<${shape.map((size) => `${size}x`).join("")}i1>`;
  const text = `stablehlo.compare ${direction}, ${x}, ${y}, ${order} : (${type}, ${type}) -> ${to}`;
  return m.ops(text, [{ shape, element: "i1" }])[0]!;
}

/** `condition ? a : b`, all of one shape. */
export function select(m: Module, condition: Value, a: Value, b: Value): Value {
  return m.op("select", [condition, a, b], a.shape, a.element);
}

/** `x` as another type. */
export function convert(m: Module, x: Value, element: Element): Value {
  return x.element === element ? x : m.op("convert", [x], x.shape, element);
}

/** `x` with its axes in that `order`: axis i of the result is axis order[i] of `x`. */
export function transpose(m: Module, x: Value, order: readonly number[]): Value {
  if (order.every((axis, i) => axis === i)) return x;
  const shape = order.map((axis) => x.shape[axis]!);
  return m.op("transpose", [x], shape, x.element, `, dims = ${list(order)}`);
}

/** Each entry's position along `axis`. */
export function iota(m: Module, shape: readonly number[], axis: number, element: Element): Value {
  const type = `tensor<${shape.map((size) => `${size}x`).join("")}${element}>`;
  return m.ops(`stablehlo.iota dim = ${axis} : ${type}`, [{ shape, element }])[0]!;
}

/** `parts` one after the other along `axis`. */
export function concatenate(m: Module, parts: readonly Value[], axis: number): Value {
  if (parts.length === 1) return parts[0]!;
  const size = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = parts[0]!.shape.map((d, i) => i === axis ? size : d);
  return m.op("concatenate", parts, shape, parts[0]!.element, `, dim = ${axis}`);
}

/** Entries from `begin` to before `end`, every `strides`-th. */
export function slice(
  m: Module,
  x: Value,
  begin: readonly number[],
  end: readonly number[],
  strides: readonly number[] = begin.map(() => 1),
): Value {
  const shape = begin.map((b, i) => Math.max(0, Math.ceil((end[i]! - b) / strides[i]!)));
  if (sameShape(shape, x.shape)) return x;
  const attributes = `start_indices = ${array(begin)}, limit_indices = ${array(end)}, ` +
    `strides = ${array(strides)}`;
  return m.generic("slice", [x], [{ shape, element: x.element }], attributes)[0]!;
}

/** The parts of `x` along `axis` from `begin` on, `size` entries long. */
export function sliceAxis(m: Module, x: Value, axis: number, begin: number, size: number): Value {
  const start = x.shape.map((_, i) => i === axis ? begin : 0);
  const end = x.shape.map((d, i) => i === axis ? begin + size : d);
  return slice(m, x, start, end);
}

/** Adds `value` around `x`; negative widths take entries away, `inner` is put between entries. */
export function pad(
  m: Module,
  x: Value,
  value: Value,
  low: readonly number[],
  high: readonly number[],
  inner: readonly number[] = low.map(() => 0),
): Value {
  const shape = x.shape.map((d, i) => d + low[i]! + high[i]! + Math.max(d - 1, 0) * inner[i]!);
  const attributes = `, low = ${list(low)}, high = ${list(high)}, interior = ${list(inner)}`;
  return m.op("pad", [x, value], shape, x.element, attributes);
}

/** `x` with its entries in reverse order along `axes`. */
export function reverse(m: Module, x: Value, axes: readonly number[]): Value {
  return axes.length ? m.op("reverse", [x], x.shape, x.element, `, dims = ${list(axes)}`) : x;
}

/** What the reductions start from. */
function neutral(op: string, element: Element): number {
  switch (op) {
    case "maximum":
      return element === "f32" ? -Infinity : element === "i1" ? 0 : -(2 ** 31);
    case "minimum":
      return element === "f32" ? Infinity : element === "i1" ? 1 : 2 ** 31 - 1;
    case "multiply":
    case "and":
      return 1;
    default:
      return 0;
  }
}

/** The first value of a reduction by `op`. */
export const neutralOf = (m: Module, op: string, element: Element): Value =>
  m.fill(neutral(op, element), [], element);

/** Reduces `axes`, which vanish. */
export function reduce(m: Module, op: string, x: Value, axes: readonly number[]): Value {
  if (axes.length === 0) return x;
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  const init = neutralOf(m, op, x.element);
  const type = (s: readonly number[]) => `tensor<${s.map((d) => `${d}x`).join("")}${x.element}>`;
  const sorted = [...axes].sort((a, b) => a - b);
  const text = `stablehlo.reduce(${x.name} init: ${init.name}) applies stablehlo.${op} across ` +
    `dimensions = ${list(sorted)} : (${type(x.shape)}, ${type([])}) -> ${type(shape)}`;
  return m.ops(text, [{ shape, element: x.element }])[0]!;
}

/** Reduces windows of `x`: of sizes `window`, `strides` apart, after padding. */
export function reduceWindow(
  m: Module,
  op: string,
  x: Value,
  window: readonly number[],
  strides: readonly number[],
  padding: readonly (readonly [number, number])[],
): Value {
  const shape = x.shape.map((d, i) =>
    Math.floor((d + padding[i]![0] + padding[i]![1] - window[i]!) / strides[i]!) + 1
  );
  const attributes = `window_dimensions = ${array(window)}, window_strides = ${array(strides)}, ` +
    `padding = dense<${pairs(padding)}> : tensor<${padding.length}x2xi64>`;
  const init = neutralOf(m, op, x.element);
  const region = regionOf(op, x.element);
  const results = [{ shape, element: x.element }];
  return m.generic("reduce_window", [x, init], results, attributes, region)[0]!;
}

/** `[[1, 2], [3, 4]]` */
export const pairs = (widths: readonly (readonly [number, number])[]) =>
  `[${widths.map(list).join(", ")}]`;

/** A region that joins two numbers by `op`. */
export function regionOf(op: string, element: Element): string {
  const type = `tensor<${element}>`;
  return `{ ^bb0(%a: ${type}, %b: ${type}): %c = stablehlo.${op} %a, %b : ${type} ` +
    `stablehlo.return %c : ${type} }`;
}

/** `x` as a product of this precision takes it: TF32 has ten bits of mantissa. */
export function factor(m: Module, x: Value): Value {
  if (m.precision !== "tf32 emulated" || x.element !== "f32") return x;
  const bits = "exponent_bits = 8 : i32, mantissa_bits = 10 : i32";
  return m.generic("reduce_precision", [x], [x], bits)[0]!;
}

/** What XLA is told of a product's precision. */
export const precisionOf = (m: Module) => m.precision === "tf32" ? "DEFAULT" : "HIGHEST";

/**
 * Sum of products over `contracted`, for each combination of the other axes: `batch` axes of both
 * first, then the other axes of `a`, then those of `b`.
 */
export function dot(
  m: Module,
  a: Value,
  b: Value,
  batch: readonly [readonly number[], readonly number[]],
  contracted: readonly [readonly number[], readonly number[]],
): Value {
  const free = (x: Value, i: 0 | 1) =>
    x.shape.filter((_, axis) => !batch[i].includes(axis) && !contracted[i].includes(axis));
  const shape = [...batch[0].map((axis) => a.shape[axis]!), ...free(a, 0), ...free(b, 1)];
  const both = ([x, y]: readonly [readonly number[], readonly number[]]) =>
    `${list(x)} x ${list(y)}`;
  const precision = precisionOf(m);
  const attributes = `${batch[0].length ? `, batching_dims = ${both(batch)}` : ""}` +
    `, contracting_dims = ${both(contracted)}, precision = [${precision}, ${precision}]`;
  return m.op("dot_general", [factor(m, a), factor(m, b)], shape, a.element, attributes);
}

/** Whether `x` has no entries. */
export const isEmpty = (x: Value) => count(x.shape) === 0;
