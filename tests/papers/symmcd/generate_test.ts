/** What a sampler's state says in numbers. */
import { assertEquals } from "@std/assert";
import { readState } from "lib/papers/symmcd/generate.ts";
import { AXIS_COUNT, ELEMENTS, SYMBOL_COUNT } from "lib/papers/symmcd/representation.ts";
import { disposeTree, tf } from "lib/tensor/mod.ts";

Deno.test("a state is read as atomic numbers from 1, unscaled lattices, symbols, and no empty places", () => {
  const slots = 2, axes = Array.from({ length: AXIS_COUNT }, (_, axis) => axis % SYMBOL_COUNT);
  // Two crystals of two places each, of which the second is empty; an entry of ½ is its letter.
  const letters = (indices: readonly number[], size: number) =>
    tf.mul(tf.oneHot(tf.tensor1d([...indices], "int32"), size), 0.5);
  const state = {
    k: tf.tensor2d([[1, 1, 1, 1, 1, 1], [0, 1, 2, 3, -1, -2]]),
    x: tf.tensor3d([[[0.5, 0.25, 0], [9, 9, 9]], [[0.125, 0, 0.75], [0.25, 0.5, 0.625]]]),
    a: tf.reshape(letters([10, 7, 0, 93], ELEMENTS), [2, slots, ELEMENTS]),
    s: tf.reshape(
      letters(
        [axes, axes.map(() => 1), axes.map(() => 12), axes.toReversed()].flat(),
        SYMBOL_COUNT,
      ),
      [2, slots, AXIS_COUNT, SYMBOL_COUNT],
    ),
  };
  const statistics = {
    ...{ mean: [2, 2, 2, 2, 2, -4], deviation: [3, 3, 3, 3, 3, 0.5] },
    ...{ elements: [], symbols: {}, sizes: [] },
  };
  const frames = [{ group: 225, nodes: 1 }, { group: 62, nodes: 2 }];
  // k = deviation·k + mean on each of the six; the entry of index i is element i + 1.
  assertEquals(readState(state, frames, slots, statistics), [
    {
      ...{ group: 225, k: [5, 5, 5, 5, 5, -3.5] },
      ...{ x: [[0.5, 0.25, 0]], elements: [11], codes: [axes] },
    },
    {
      ...{ group: 62, k: [2, 5, 8, 11, -1, -5] },
      x: [[0.125, 0, 0.75], [0.25, 0.5, 0.625]],
      elements: [1, 94],
      codes: [axes.map(() => 12), axes.toReversed()],
    },
  ]);
  disposeTree(state);
});
