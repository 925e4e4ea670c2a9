/** Batches of crystals as tensors, with empty places filled up. */
import { type Tensor, tf } from "../../tensor/mod.ts";
import {
  AXIS_COUNT,
  type CrystalArrays,
  freeFor,
  type Nodes,
  type Statistics,
} from "./representation.ts";

/** Clean crystals of one batch. */
export interface CrystalBatch {
  readonly [name: string]: Tensor;
  /** Scaled lattice numbers, 0 where they are not free, `[batch, 6]`. */
  readonly k: Tensor;
  /** 1 where a lattice number is free, `[batch, 6]`. */
  readonly free: Tensor;
  /** `[batch, M, 3]`. */
  readonly x: Tensor;
  /** Elements less 1, `[batch, M]`, int32. */
  readonly a: Tensor;
  /** Symbols, `[batch, M, 15]`, int32. */
  readonly s: Tensor;
  /** 1 where there is a node, `[batch, M]`. */
  readonly mask: Tensor;
  /** Numbers of groups, `[batch]`, int32. */
  readonly group: Tensor;
}

/** What says how many nodes of which group are to be made. */
export interface Frame {
  readonly group: number;
  readonly nodes: number;
}

/** Group, mask and free lattice numbers of crystals that are yet to be made. */
export function frameTensors(frames: readonly Frame[], slots: number, nodes: Nodes) {
  const most = Math.max(...frames.map((one) => one.nodes));
  if (most > slots) {
    throw new RangeError(`Cannot hold ${most} nodes: the network was given ${slots} places`);
  }
  const n = frames.length;
  const mask = new Float32Array(n * slots), free = new Float32Array(n * 6);
  frames.forEach((frame, i) => {
    mask.fill(1, i * slots, i * slots + frame.nodes);
    free.set(freeFor(frame.group, nodes), i * 6);
  });
  return {
    mask: tf.tensor2d(mask, [n, slots]) as Tensor,
    free: tf.tensor2d(free, [n, 6]) as Tensor,
    group: tf.tensor1d(Int32Array.from(frames, ({ group }) => group), "int32") as Tensor,
  };
}

/**
 * A batch of crystals, of at most `slots` nodes each.
 *
 * @throws {RangeError} If a crystal has more nodes
 */
export function toBatch(
  crystals: readonly CrystalArrays[],
  slots: number,
  nodes: Nodes,
  { mean, deviation }: Pick<Statistics, "mean" | "deviation">,
): CrystalBatch {
  const n = crystals.length;
  const frames = crystals.map(({ group, a }) => ({ group, nodes: a.length }));
  const x = new Float32Array(n * slots * 3), a = new Int32Array(n * slots);
  const s = new Int32Array(n * slots * AXIS_COUNT), k = new Float32Array(n * 6);
  const tensors = frameTensors(frames, slots, nodes);
  crystals.forEach((one, i) => {
    x.set(one.x, i * slots * 3);
    a.set(one.a, i * slots);
    s.set(one.s, i * slots * AXIS_COUNT);
    const free = freeFor(one.group, nodes);
    one.k.forEach((value, j) => k[i * 6 + j] = free[j] ? (value - mean[j]!) / deviation[j]! : 0);
  });
  return {
    ...tensors,
    k: tf.tensor2d(k, [n, 6]),
    x: tf.tensor3d(x, [n, slots, 3]),
    a: tf.tensor2d(a, [n, slots], "int32"),
    s: tf.tensor3d(s, [n, slots, AXIS_COUNT], "int32"),
  };
}
