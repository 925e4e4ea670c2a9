import { assert, assertEquals } from "@std/assert";
import {
  disposeTree,
  flatten,
  type Tensor,
  type TensorTree,
  tf,
  unflatten,
} from "lib/tensor/mod.ts";
import fc from "fast-check";

/** Trees of scalars, whose leaves are numbered in the order they were made. */
const trees = fc.letrec<{ tree: TensorTree; leaf: TensorTree; branch: TensorTree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("branch")),
  leaf: fc.integer({ min: 0, max: 1000 }).map((n) => tf.scalar(n, "int32")),
  branch: fc.dictionary(
    fc.stringMatching(/^[a-z0-9/]{1,6}$/).filter((name) => name !== "dataId"),
    tie("tree"),
    { maxKeys: 4, noNullPrototype: true },
  ),
})).tree;

const isTensor = (tree: TensorTree): tree is Tensor => tree instanceof tf.Tensor;

Deno.test("a leaf alone is a tree without a path", () => {
  tf.tidy(() => {
    const leaf = tf.scalar(1);
    assertEquals(flatten(leaf).map(([path]) => path), [""]);
    assertEquals(unflatten<TensorTree>(leaf, [leaf]), leaf as TensorTree);
  });
});

Deno.test("paths are joined by dots and sorted by name", () => {
  tf.tidy(() => {
    const [a, b, c] = [tf.scalar(1), tf.scalar(2), tf.scalar(3)];
    const leaves = flatten({ z: a, params: { "block1/kernel": b, bias: c } });
    assertEquals(leaves.map(([path]) => path), ["params.bias", "params.block1/kernel", "z"]);
    assertEquals(leaves.map(([, leaf]) => leaf.id), [c.id, b.id, a.id]);
  });
});

Deno.test("unflatten puts every leaf back where flatten found it", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const leaves = flatten(tree);
      const again = flatten(unflatten(tree, leaves.map(([, tensor]) => tensor)));
      assertEquals(again.map(([path]) => path), leaves.map(([path]) => path));
      assert(again.every(([, tensor], i) => tensor === leaves[i]![1]));
      disposeTree(tree);
    }),
    { numRuns: 50 },
  );
});

Deno.test("a tree of other tensors keeps the names", () => {
  tf.tidy(() => {
    const tree = { b: tf.scalar(1), a: { c: tf.scalar(2) } };
    const doubled = unflatten(tree, flatten(tree).map(([, x]) => tf.mul(x, 2)));
    assertEquals([doubled.a.c.dataSync()[0], doubled.b.dataSync()[0]], [4, 2]);
  });
});

Deno.test("disposeTree disposes every leaf", () => {
  const tree = { a: tf.scalar(1), b: { c: tf.scalar(2) } };
  disposeTree(tree);
  assert(flatten(tree).every(([, leaf]) => isTensor(leaf) && leaf.isDisposed));
});
