/** Sums, maxima and their kin, running sums, sorting. */
import {
  array,
  binary,
  broadcastAlong,
  compare,
  concatenate,
  convert,
  iota,
  numberLike,
  range,
  reduce,
  reduceWindow,
  reshape,
  reverse,
  select,
  sliceAxis,
  unary,
  withNumber,
} from "./build.ts";
import type { Call, Emitter, Emitters } from "./call.ts";
import type { Module, Value } from "./module.ts";

function axesOf({ x: [x], numbers }: Call): number[] {
  return numbers(1).map((axis) => axis < 0 ? axis + x!.shape.length : axis);
}

/** With the reduced axes kept, if the op asks for it. */
function kept(call: Call, reduced: Value, axes: readonly number[]): Value {
  if (!call.attribute<boolean>("keep_dims", false)) return reduced;
  return reshape(call.m, reduced, call.x[0]!.shape.map((d, i) => axes.includes(i) ? 1 : d));
}

const by = (op: string): Emitter => (call) => {
  const axes = axesOf(call);
  return kept(call, reduce(call.m, op, call.x[0]!, axes), axes);
};

/** Where along `axis` the extreme of each row is, the first one of several. */
const argument = (op: "maximum" | "minimum"): Emitter => ({ m, x: [x], numbers }) => {
  const axis = numbers(1)[0]! < 0 ? numbers(1)[0]! + x!.shape.length : numbers(1)[0]!;
  const others = range(x!.shape.length).filter((i) => i !== axis);
  const extreme = broadcastAlong(m, reduce(m, op, x!, [axis]), x!.shape, others);
  const place = iota(m, x!.shape, axis, "i32");
  const last = numberLike(m, x!.shape[axis]! - 1, place);
  const candidates = select(m, compare(m, "EQ", x!, extreme), place, last);
  return reduce(m, "minimum", candidates, [axis]);
};

/** Running sums or products along an axis. */
const running = (op: "add" | "multiply"): Emitter => ({ m, x: [x], attribute, numbers }) => {
  const rank = x!.shape.length, first = numbers(1)[0]!, axis = first < 0 ? first + rank : first;
  const size = x!.shape[axis]!;
  if (size === 0) return x!;
  const back = attribute<boolean>("reverse", false) ? [axis] : [];
  let source = reverse(m, x!, back);
  if (attribute<boolean>("exclusive", false)) {
    const edge = m.fill(
      op === "add" ? 0 : 1,
      x!.shape.map((d, i) => i === axis ? 1 : d),
      x!.element,
    );
    source = concatenate(m, [edge, sliceAxis(m, source, axis, 0, size - 1)], axis);
  }
  const window = x!.shape.map((_, i) => i === axis ? size : 1);
  const padding = x!.shape.map((_, i) => [i === axis ? size - 1 : 0, 0] as const);
  const sums = reduceWindow(m, op, source, window, x!.shape.map(() => 1), padding);
  return reverse(m, sums, back);
};

/** Rows from the largest entry to the smallest, and where they came from; equal ones keep order. */
export function sortDescending(m: Module, x: Value): readonly Value[] {
  const axis = x.shape.length - 1, places = iota(m, x.shape, axis, "i32");
  const kind = x.element === "f32" ? "FLOAT" : "SIGNED";
  const one = `tensor<${x.element}>`;
  const region = `{ ^bb0(%a: ${one}, %b: ${one}, %i: tensor<i32>, %j: tensor<i32>): ` +
    `%c = stablehlo.compare GT, %a, %b, ${kind} : (${one}, ${one}) -> tensor<i1> ` +
    `stablehlo.return %c : tensor<i1> }`;
  const results = [x, places].map(({ shape, element }) => ({ shape, element }));
  const attributes = `dimension = ${axis} : i64, is_stable = true`;
  return m.generic("sort", [x, places], results, attributes, region);
}

const last = (x: Value) => x.shape.length - 1;

/** `reduced` repeated along the last axis of `like`. */
const alongLast = (m: Module, reduced: Value, like: Value) =>
  broadcastAlong(m, reduced, like.shape, range(last(like)));

/** x - max x, and e to that power. */
function shiftedExponential(m: Module, x: Value): { shifted: Value; powers: Value } {
  const largest = reduce(m, "maximum", x, [last(x)]);
  const shifted = binary(m, "subtract", x, alongLast(m, largest, x));
  return { shifted, powers: unary(m, "exponential", shifted) };
}

/** Emitters of reductions. */
export const reductions: Emitters = {
  Sum: by("add"),
  Prod: by("multiply"),
  Max: by("maximum"),
  Min: by("minimum"),
  All: by("and"),
  Any: by("or"),
  Mean(call) {
    const axes = axesOf(call), [x] = call.x;
    const size = axes.reduce((n, axis) => n * x!.shape[axis]!, 1);
    const mean = withNumber(call.m, "divide", reduce(call.m, "add", x!, axes), size);
    return kept(call, mean, axes);
  },
  ArgMax: argument("maximum"),
  ArgMin: argument("minimum"),
  Cumsum: running("add"),
  Cumprod: running("multiply"),
  Softmax({ m, x: [x] }) {
    const { powers } = shiftedExponential(m, x!);
    return binary(m, "divide", powers, alongLast(m, reduce(m, "add", powers, [last(x!)]), x!));
  },
  LogSoftmax({ m, x: [x] }) {
    const { shifted, powers } = shiftedExponential(m, x!);
    const sum = unary(m, "log", reduce(m, "add", powers, [last(x!)]));
    return binary(m, "subtract", shifted, alongLast(m, sum, x!));
  },
  TopKV2({ m, x: [x], numbers }) {
    const k = numbers(1)[0]!;
    return sortDescending(m, x!).map((sorted) => sliceAxis(m, sorted, last(x!), 0, k));
  },
  GatherV2({ m, x: [x, indices], attribute, numbers }) {
    const rank = x!.shape.length, first = numbers(2)[0]!, axis = first < 0 ? first + rank : first;
    const batch = attribute<number>("batch_dims", 0);
    const from = convert(m, indices!, "i32");
    const inner = indices!.shape.length - batch;
    const shape = [
      ...x!.shape.slice(0, axis),
      ...indices!.shape.slice(batch),
      ...x!.shape.slice(axis + 1),
    ];
    const offsets = range(shape.length).filter((i) =>
      i >= batch && (i < axis || i >= axis + inner)
    );
    const sizes = x!.shape.map((d, i) => i === axis || i < batch ? 1 : d);
    const attributes = `dimension_numbers = #stablehlo.gather<offset_dims = [${offsets}], ` +
      `collapsed_slice_dims = [${axis}], ` +
      (batch
        ? `operand_batching_dims = [${range(batch)}], start_indices_batching_dims = [${
          range(batch)
        }], `
        : "") +
      `start_index_map = [${axis}], index_vector_dim = ${indices!.shape.length}>, ` +
      `slice_sizes = ${array(sizes)}, indices_are_sorted = false`;
    return m.generic("gather", [x!, from], [{ shape, element: x!.element }], attributes)[0]!;
  },
  GatherNd({ m, x: [x, indices] }) {
    const depth = indices!.shape[indices!.shape.length - 1]!, outer = indices!.shape.slice(0, -1);
    const shape = [...outer, ...x!.shape.slice(depth)];
    const attributes = `dimension_numbers = #stablehlo.gather<` +
      `offset_dims = [${range(shape.length).slice(outer.length)}], ` +
      `collapsed_slice_dims = [${range(depth)}], start_index_map = [${range(depth)}], ` +
      `index_vector_dim = ${outer.length}>, ` +
      `slice_sizes = ${
        array(x!.shape.map((d, i) => i < depth ? 1 : d))
      }, indices_are_sorted = false`;
    return m.generic("gather", [x!, indices!], [{ shape, element: x!.element }], attributes)[0]!;
  },
  ScatterNd({ m, x: [indices, updates], numbers }) {
    return scatterAdd(
      m,
      numbers(2),
      indices!,
      updates!,
      indices!.shape[indices!.shape.length - 1]!,
    );
  },
  UnsortedSegmentSum({ m, x: [x, ids], numbers }) {
    const shape = [numbers(2)[0]!, ...x!.shape.slice(ids!.shape.length)];
    return scatterAdd(m, shape, reshape(m, ids!, [...ids!.shape, 1]), x!, 1);
  },
};

/** Zeros of `shape` with `updates` added where `indices` say: those outside of it are left out. */
function scatterAdd(
  m: Module,
  shape: readonly number[],
  indices: Value,
  updates: Value,
  depth: number,
): Value {
  const outer = indices.shape.length - 1;
  const zeros = m.fill(0, shape, updates.element), one = `tensor<${updates.element}>`;
  const region = `{ ^bb0(%a: ${one}, %b: ${one}): %c = stablehlo.add %a, %b : ${one} ` +
    `stablehlo.return %c : ${one} }`;
  const attributes = `scatter_dimension_numbers = #stablehlo.scatter<` +
    `update_window_dims = [${range(updates.shape.length).slice(outer)}], ` +
    `inserted_window_dims = [${range(depth)}], scatter_dims_to_operand_dims = [${range(depth)}], ` +
    `index_vector_dim = ${outer}>, indices_are_sorted = false, unique_indices = false`;
  const results = [{ shape, element: updates.element }];
  return m.generic("scatter", [zeros, indices, updates], results, attributes, region)[0]!;
}
