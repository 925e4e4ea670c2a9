/** A training of one arm, and what it leaves behind: its parameters alone. */
import type { Params } from "../../nn/parameters.ts";
import { disposeTree, type TensorTree } from "../../tensor/mod.ts";

/**
 * Runs a training, and counts its seconds.
 *
 * @param taken Freed in the end, also where the training throws
 * @param frozen What is returned beside the parameters, and so freed only where the training throws
 */
export function trainedArm(
  train: () => Params,
  { taken, frozen = {} }: { readonly taken: readonly TensorTree[]; readonly frozen?: Params },
): { readonly params: Params; readonly seconds: number } {
  const started = performance.now();
  try {
    const params = train();
    return { params, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    disposeTree(frozen);
    throw error;
  } finally {
    taken.forEach(disposeTree);
  }
}
