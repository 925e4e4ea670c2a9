/** Inputs of compiled functions that options name. */
import { suggestion } from "../checks/spelling.ts";
import type { tf } from "./tfjs.ts";
import type { TensorTree } from "./tree.ts";

/** Places of the leaves that are, or are parts of, one of `names`. */
export function placesIn(
  leaves: readonly [string, tf.Tensor][],
  names: readonly string[] = [],
): number[] {
  const isIn = (path: string) => names.some((name) => path === name || path.startsWith(`${name}.`));
  return leaves.flatMap(([path], i) => isIn(path) ? [i] : []);
}

/** The names in a tree, which a tensor has none of. */
const namesOf = (tree: TensorTree): string[] =>
  typeof tree !== "object" || tree === null || "dataId" in tree ? [] : Object.keys(tree);

/**
 * Refuses names, such as `state.w`, of inputs that there are not: nothing would be donated, or split.
 * Parts without tensors have a name, too, as the state of some optimizers is empty.
 *
 * @throws {RangeError} With what was meant, or what is accepted
 */
export function assertInputNames(
  inputs: TensorTree,
  option: string,
  names: readonly string[] = [],
): void {
  for (const name of names) {
    let part = inputs;
    for (const word of name.split(".")) {
      const accepted = namesOf(part);
      if (!accepted.includes(word)) {
        throw new RangeError(
          `Unknown input ${name} to ${option}${suggestion(word, accepted)}: accepted are ${
            accepted.join(", ") || "none"
          }`,
        );
      }
      part = (part as Readonly<Record<string, TensorTree>>)[word]!;
    }
  }
}
