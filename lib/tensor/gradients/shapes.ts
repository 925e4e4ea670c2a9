/** Gradients of ops that move entries. */
import { tf } from "../tfjs.ts";
import { register } from "./register.ts";
import { constant } from "./tape.ts";

const product = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1);

// Sums over the repetitions at once; the engine's own slices and adds each.
register<{ reps: number[] }>("Tile", ["x"], (dy, [x], { reps }) => ({
  x: () => {
    const { shape } = x!;
    const split = shape.flatMap((size, i) => reps[i] === 1 ? [size] : [reps[i]!, size]);
    const axes = shape.map((_, i) => i).filter((i) => reps[i] !== 1)
      .map((i, earlier) => i + earlier);
    return axes.length ? tf.sum(tf.reshape(dy, split), axes) : tf.clone(dy);
  },
}));

// The engine hands over a bare tensor where there is one part.
const asList = (dy: tf.Tensor | tf.Tensor[]) => Array.isArray(dy) ? dy : [dy];
register<{ axis: number }>("SplitV", [], (dy, _, { axis }) => ({
  x: () => tf.concat(asList(dy), axis),
}));
register<{ axis: number }>("Unpack", [], (dy, _, { axis }) => ({
  value: () => tf.stack(asList(dy), axis),
}));

/** Sums of the rows of `x` by `ids`; the WebAssembly backend has no kernel for it. */
function segmentSum(x: tf.Tensor, ids: tf.Tensor1D, count: number): tf.Tensor {
  return tf.getKernel("UnsortedSegmentSum", tf.getBackend())
    ? tf.unsortedSegmentSum(x, ids, count)
    : tf.matMul(tf.oneHot(ids, count), x, true);
}

/** Where the entries of `dy`, gathered along `axis` at `indices`, came from: their sum there. */
function scatter(
  dy: tf.Tensor,
  indices: tf.Tensor,
  shape: readonly number[],
  axis: number,
  batchDims: number,
): tf.Tensor {
  const batch = product(shape.slice(0, batchDims));
  const outer = product(shape.slice(batchDims, axis));
  const inner = product(shape.slice(axis + 1));
  const size = shape[axis]!, count = indices.size / batch;
  const values = tf.transpose(tf.reshape(dy, [batch, outer, count, inner]), [0, 2, 1, 3]);
  const rows = tf.reshape(indices, [batch, count]);
  const starts = () => tf.tensor2d(Array.from({ length: batch }, (_, b) => [b * size]));
  const ids = batch === 1 ? rows : tf.add(rows, tf.cast(starts(), "int32"));
  const sums = segmentSum(
    tf.reshape(values, [batch * count, outer * inner]),
    tf.reshape(ids, [batch * count]) as tf.Tensor1D,
    batch * size,
  );
  const ordered = tf.transpose(tf.reshape(sums, [batch, size, outer, inner]), [0, 2, 1, 3]);
  return tf.reshape(ordered, shape as number[]);
}

register<{ axis: number; batchDims: number }>(
  "GatherV2",
  ["x", "indices"],
  (dy, [x, indices], { axis, batchDims }) => ({
    x: () => scatter(dy, indices!, x!.shape, tf.util.parseAxisParam(axis, x!.shape)[0]!, batchDims),
    indices: () => tf.fill(indices!.shape, 0),
  }),
);

// Entries with a negative segment are in no sum.
register("UnsortedSegmentSum", ["segmentIds"], (dy, [ids]) => ({
  x: () => {
    const gathered = tf.gather(dy, tf.maximum(ids!, tf.scalar(0, "int32")) as tf.Tensor1D);
    const inside = constant(() => tf.cast(tf.greaterEqual(ids!, 0), "float32"));
    const rest = Array<number>(gathered.rank - ids!.rank).fill(1);
    return tf.mul(gathered, tf.reshape(inside, [...ids!.shape, ...rest]));
  },
}));

/** Along one axis, the source of each entry after mirroring. */
function mirrored(size: number, [before, after]: [number, number], edge: number): number[] {
  return Array.from({ length: before + size + after }, (_, i) => {
    const source = i - before;
    if (source < 0) return -source - 1 + edge;
    return source < size ? source : 2 * size - 1 - edge - source;
  });
}

// The engine's own drops the mirrored part.
register<{ paddings: [number, number][]; mode: "reflect" | "symmetric" }>(
  "MirrorPad",
  ["x"],
  (dy, [x], { paddings, mode }) => ({
    x: () =>
      paddings.reduce<tf.Tensor>((sum, padding, axis) => {
        if (padding[0] + padding[1] === 0) return sum;
        const size = x!.shape[axis]!;
        const sources = mirrored(size, padding, mode === "reflect" ? 1 : 0);
        const shape = sum.shape.map((s, i) => i === axis ? size : s);
        return scatter(sum, tf.tensor1d(sources, "int32"), shape, axis, 0);
      }, tf.clone(dy)),
  }),
);
