import type { tf } from "./tfjs.ts";

/** Tensors by name, nested as deep as one likes: `{ params: { kernel }, step }`. */
export type TensorTree = tf.Tensor | { readonly [name: string]: TensorTree };

const isTensor = (tree: TensorTree): tree is tf.Tensor => "dataId" in tree;

function assertBranch(value: unknown, path: string): void {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Promise) && !ArrayBuffer.isView(value);
  if (isRecord) return;
  const kind = value instanceof Promise
    ? "a promise"
    : Array.isArray(value)
    ? "an array"
    : `${value}`;
  throw new TypeError(`${path || "The tree"} must be a tensor or a record of tensors, got ${kind}`);
}

/**
 * The tensors of a tree, with their paths, in an order that depends on the names alone.
 *
 * @throws {TypeError} If something in it is neither a tensor nor a record
 */
export function flatten(tree: TensorTree, path = ""): [string, tf.Tensor][] {
  assertBranch(tree, path);
  if (isTensor(tree)) return [[path, tree]];
  return Object.keys(tree).sort().flatMap((name) =>
    flatten(tree[name]!, path ? `${path}.${name}` : name)
  );
}

/** A tree of the shape of `tree` with `tensors`, in the order of {@link flatten}, as its leaves. */
export function unflatten<T extends TensorTree>(tree: T, tensors: readonly tf.Tensor[]): T {
  let next = 0;
  const build = (node: TensorTree): TensorTree => {
    if (isTensor(node)) return tensors[next++]!;
    // Built in the order of `flatten`, so that leaves meet their tensors.
    return Object.fromEntries(Object.keys(node).sort().map((name) => [name, build(node[name]!)]));
  };
  return build(tree) as T;
}

/** Disposes every tensor of a tree. */
export function disposeTree(tree: TensorTree): void {
  for (const [, tensor] of flatten(tree)) tensor.dispose();
}
