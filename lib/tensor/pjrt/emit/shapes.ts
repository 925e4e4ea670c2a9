/** Ops that make, move, join and cut tensors. */
import {
  broadcast,
  broadcastAlong,
  compare,
  concatenate,
  convert,
  iota,
  pad,
  range,
  reshape,
  reverse,
  select,
  slice,
  sliceAxis,
  transpose,
} from "./build.ts";
import type { Call, Emitter, Emitters } from "./call.ts";
import { count, type Module, type Value } from "./module.ts";

const positive = (axis: number, rank: number) => axis < 0 ? axis + rank : axis;

/** Repeats `x` `reps` times along each axis. */
function tile(m: Module, x: Value, reps: readonly number[]): Value {
  const shape = x.shape.map((size, i) => size * reps[i]!);
  // Axes of one entry are repeated as they are; others get an axis of repetitions before them.
  const split = x.shape.flatMap((size, i) => size === 1 || reps[i] === 1 ? [0] : [0, size]);
  if (split.length === x.shape.length) return broadcast(m, x, shape);
  const full: number[] = [], dims: number[] = [];
  x.shape.forEach((size, i) => {
    if (size !== 1 && reps[i] !== 1) full.push(reps[i]!);
    dims.push(full.length);
    full.push(size === 1 ? reps[i]! : size);
  });
  return reshape(m, broadcastAlong(m, x, full, dims), shape);
}

function split({ m, x: [x] }: Call, axis: number, sizes: readonly number[]): readonly Value[] {
  let begin = 0;
  return sizes.map((size) => sliceAxis(m, x!, axis, (begin += size) - size, size));
}

/** The sizes that a `SplitV` asks for, of which one may be -1: what the others leave. */
function splitSizes(sizes: readonly number[], total: number): number[] {
  const known = sizes.filter((size) => size >= 0).reduce((a, b) => a + b, 0);
  return sizes.map((size) => size < 0 ? total - known : size);
}

const padded = (value: (call: Call) => Value): Emitter => (call) => {
  const { m, x: [x], numbers } = call;
  const widths = numbers(1);
  const low = x!.shape.map((_, i) => widths[2 * i]!),
    high = x!.shape.map((_, i) => widths[2 * i + 1]!);
  return pad(m, x!, value(call), low, high);
};

/** Mirrors `x` beyond its ends; `edge` is 1 where the last entry itself is not repeated. */
function mirror(m: Module, x: Value, axis: number, low: number, high: number, edge: 0 | 1): Value {
  const size = x.shape[axis]!;
  const part = (begin: number, width: number) =>
    width ? [reverse(m, sliceAxis(m, x, axis, begin, width), [axis])] : [];
  return concatenate(m, [...part(edge, low), x, ...part(size - edge - high, high)], axis);
}

function stridedSlice({ m, x: [x], attribute, numbers }: Call): Value {
  const [begins, ends, steps] = [1, 2, 3].map(numbers) as [number[], number[], number[]];
  const bit = (name: string, i: number) => (attribute<number>(`${name}_mask`, 0) >> i & 1) === 1;
  const begin: number[] = [], end: number[] = [], strides: number[] = [];
  const backwards: number[] = [], shape: number[] = [];
  let axis = 0;
  const whole = () => {
    begin.push(0);
    end.push(x!.shape[axis]!);
    strides.push(1);
    shape.push(x!.shape[axis++]!);
  };
  const used =
    range(begins.length).filter((i) => !bit("new_axis", i) && !bit("ellipsis", i)).length;
  for (let i = 0; i < begins.length; i++) {
    if (bit("ellipsis", i)) {
      for (let rest = x!.shape.length - used; rest > 0; rest--) whole();
      continue;
    }
    if (bit("new_axis", i)) {
      shape.push(1);
      continue;
    }
    const size = x!.shape[axis]!,
      step = steps[i]!,
      clamp = (v: number, lo: number, hi: number) =>
        Math.min(Math.max(v < 0 ? v + size : v, lo), hi);
    if (bit("shrink_axis", i)) {
      const at = positive(begins[i]!, size);
      begin.push(at);
      end.push(at + 1);
      strides.push(1);
      axis++;
      continue;
    }
    if (step > 0) {
      const from = bit("begin", i) ? 0 : clamp(begins[i]!, 0, size);
      const to = Math.max(bit("end", i) ? size : clamp(ends[i]!, 0, size), from);
      begin.push(from);
      end.push(to);
      shape.push(Math.ceil((to - from) / step));
    } else {
      // Backwards is forwards in the mirrored axis.
      const from = bit("begin", i) ? size - 1 : clamp(begins[i]!, -1, size - 1);
      const to = Math.min(bit("end", i) ? -1 : clamp(ends[i]!, -1, size - 1), from);
      backwards.push(axis);
      begin.push(size - 1 - from);
      end.push(size - 1 - to);
      shape.push(Math.ceil((from - to) / -step));
    }
    strides.push(Math.abs(step));
    axis++;
  }
  while (axis < x!.shape.length) whole();
  return reshape(m, slice(m, reverse(m, x!, backwards), begin, end, strides), shape);
}

/** Emitters of ops that move entries. */
export const shapes: Emitters = {
  Reshape({ m, x: [x], numbers }) {
    const target = numbers(1);
    const known = -count(target);
    return reshape(m, x!, target.map((size) => size < 0 ? count(x!.shape) / known : size));
  },
  ExpandDims({ m, x: [x], numbers }) {
    const axis = positive(numbers(1)[0]!, x!.shape.length + 1);
    return reshape(m, x!, [...x!.shape.slice(0, axis), 1, ...x!.shape.slice(axis)]);
  },
  Transpose: ({ m, x: [x], numbers }) => transpose(m, x!, numbers(1)),
  Fill: ({ m, x, numbers }) => broadcastAlong(m, x[1]!, numbers(0), []),
  BroadcastTo: ({ m, x: [x], numbers }) => broadcast(m, x!, numbers(1)),
  Tile: ({ m, x: [x], numbers }) => tile(m, x!, numbers(1)),
  Range({ m, x: [start], numbers }) {
    const [from, to, step] = [0, 1, 2].map((i) => numbers(i)[0]!) as [number, number, number];
    const values = range(Math.max(0, Math.ceil((to - from) / step))).map((i) => from + i * step);
    const typed = start!.element === "f32" ? Float32Array.from(values) : Int32Array.from(values);
    return m.constant(typed, [values.length], start!.element);
  },
  ConcatV2({ m, x, numbers }) {
    const parts = x.slice(0, -1), axis = numbers(x.length - 1)[0]!;
    return concatenate(m, parts, positive(axis, parts[0]!.shape.length));
  },
  Pack({ m, x, attribute }) {
    const { shape } = x[0]!, axis = positive(attribute<number>("axis", 0), shape.length + 1);
    const wider = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
    return concatenate(m, x.map((part) => reshape(m, part, wider)), axis);
  },
  Unpack({ m, x: [x], attribute }) {
    const axis = positive(attribute<number>("axis", 0), x!.shape.length);
    const shape = x!.shape.filter((_, i) => i !== axis);
    return range(x!.shape[axis]!).map((i) => reshape(m, sliceAxis(m, x!, axis, i, 1), shape));
  },
  Slice({ m, x: [x], numbers }) {
    const begin = numbers(1), size = numbers(2);
    const end = begin.map((b, i) => size[i]! < 0 ? x!.shape[i]! : b + size[i]!);
    return slice(m, x!, begin, end);
  },
  StridedSlice: stridedSlice,
  SplitV(call) {
    const { x: [x], numbers } = call;
    const axis = positive(numbers(2)[0]!, x!.shape.length);
    return split(call, axis, splitSizes(numbers(1), x!.shape[axis]!));
  },
  Pad: padded(({ m, x: [x] }) => m.fill(0, [], x!.element)),
  PadV2: padded(({ x }) => x[2]!),
  MirrorPad({ m, x: [x], attribute, numbers }) {
    const widths = numbers(1), edge = attribute<string>("mode") === "REFLECT" ? 1 : 0;
    return x!.shape.reduce(
      (result, _, axis) => mirror(m, result, axis, widths[2 * axis]!, widths[2 * axis + 1]!, edge),
      x!,
    );
  },
  ReverseV2: ({ m, x: [x], numbers }) =>
    reverse(m, x!, numbers(1).map((axis) => positive(axis, x!.shape.length))),
  OneHot({ m, x: [indices, , on, off], numbers }) {
    const depth = numbers(1)[0]!, rank = indices!.shape.length;
    const shape = [...indices!.shape, depth];
    const chosen = broadcastAlong(m, convert(m, indices!, "i32"), shape, range(rank));
    const matches = compare(m, "EQ", chosen, iota(m, shape, rank, "i32"));
    return select(
      m,
      matches,
      broadcastAlong(m, on!, shape, []),
      broadcastAlong(m, off!, shape, []),
    );
  },
};
