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

/** What trees of one kind have in common: names in the order of {@link flatten}, shapes and dtypes. */
export type TreeForm =
  | { readonly shape: readonly number[]; readonly dtype: tf.DataType }
  | { readonly names: readonly string[]; readonly parts: readonly TreeForm[] };

/** The form of a tree. */
export function formOf(tree: TensorTree): TreeForm {
  if (isTensor(tree)) return { shape: [...tree.shape], dtype: tree.dtype };
  const names = Object.keys(tree).sort();
  return { names, parts: names.map((name) => formOf(tree[name]!)) };
}

/** Adds the leaves of `tree` to `leaves`; false if it is not of that form, or one was disposed. */
function collect(tree: TensorTree | undefined, form: TreeForm, leaves: tf.Tensor[]): boolean {
  if (typeof tree !== "object" || tree === null) return false;
  if ("names" in form) {
    if (isTensor(tree)) return false;
    const { names, parts } = form;
    for (let i = 0; i < names.length; i++) {
      if (!collect(tree[names[i]!], parts[i]!, leaves)) return false;
    }
    return Object.keys(tree).length === names.length;
  }
  if (!isTensor(tree) || tree.isDisposed || tree.dtype !== form.dtype) return false;
  const { shape } = tree, wanted = form.shape;
  if (shape.length !== wanted.length) return false;
  for (let i = 0; i < shape.length; i++) if (shape[i] !== wanted[i]) return false;
  leaves.push(tree);
  return true;
}

/**
 * The tensors of a tree in the order of {@link flatten}, or undefined if the tree is not of that
 * form or one of them was disposed: in a fraction of the time, since no path is written.
 */
export function leavesOf(tree: TensorTree, form: TreeForm): tf.Tensor[] | undefined {
  const leaves: tf.Tensor[] = [];
  return collect(tree, form, leaves) ? leaves : undefined;
}

/** A tree of that form with `tensors`, in the order of {@link flatten}, as its leaves. */
export function treeOf<T extends TensorTree>(form: TreeForm, tensors: readonly tf.Tensor[]): T {
  let next = 0;
  const build = (node: TreeForm): TensorTree => {
    if (!("names" in node)) return tensors[next++]!;
    const made: Record<string, TensorTree> = {};
    node.names.forEach((name, i) => made[name] = build(node.parts[i]!));
    return made;
  };
  return build(form) as T;
}

/** A tree of the names of `tree` with `tensors`, in the order of {@link flatten}, as its leaves. */
export function unflatten<T extends TensorTree>(tree: T, tensors: readonly tf.Tensor[]): T {
  return treeOf(formOf(tree), tensors);
}

function dispose(tree: TensorTree, path: string): void {
  assertBranch(tree, path);
  if (isTensor(tree)) return tree.dispose();
  for (const name of Object.keys(tree)) dispose(tree[name]!, path ? `${path}.${name}` : name);
}

/** Disposes every tensor of a tree. */
export function disposeTree(tree: TensorTree): void {
  dispose(tree, "");
}
