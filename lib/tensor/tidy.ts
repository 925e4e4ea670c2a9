import { tf } from "./tfjs.ts";
import type { TensorTree } from "./tree.ts";

/** What {@link tidy} may return: a tree of tensors, several, or nothing. */
type Kept = TensorTree | readonly TensorTree[] | void;

/** `tf.tidy` for trees: frees every tensor made inside `compute` but those that it returns. */
export function tidy<T extends Kept>(compute: () => T): T {
  return tf.tidy(compute as unknown as () => tf.TensorContainer) as unknown as T;
}
