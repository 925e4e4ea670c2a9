/**
 * What the solvers of all pages share: a network's parameters from a file, and a descent that can be
 * watched, and left, between landscapes.
 *
 * @module
 */
import type { Params } from "../../nn/parameters.ts";
import { landscapeOf, type Solver, type Solving } from "../../papers/ired/method/solver.ts";
import { disposeTree, type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import { decodeSafetensors } from "../../training/safetensors.ts";

/** Parameters of a safetensors file. */
export function paramsOf(weights: Uint8Array): Params {
  const { tensors } = decodeSafetensors(weights);
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values, [...shape]),
    ]),
  );
}

/** An answer as a landscape leaves it. */
export interface Left {
  readonly t: number;
  /** y/√ᾱ_t. */
  readonly answer: Float32Array;
  /** At the end of the landscape. */
  readonly energy: number;
}

/**
 * Descends landscape by landscape, with the keys of the library's own loop, so that the answers are
 * the same.
 *
 * @param start The state before the first landscape, which is taken over
 * @param first How many landscapes to leave out
 */
export function* descent(
  solver: Solver,
  key: Key,
  solving: Solving,
  start: { readonly y: Tensor },
  first = 0,
): Generator<Left> {
  let state = start, chain = random.fold(key, 1);
  try {
    for (let k = 0; k < solver.steps; k++) {
      const [own, next] = random.split(chain) as [Key, Key];
      chain.dispose();
      chain = next;
      if (k < first) {
        own.dispose();
        continue;
      }
      const [after, info] = solver.step(own, solving, state, k);
      const answer = info.answer.dataSync<"float32">();
      const energy = info.energies!.dataSync<"float32">().at(-1)!;
      [own, state, info].forEach(disposeTree);
      state = after;
      yield { t: landscapeOf(solver, k), answer, energy };
    }
  } finally {
    [chain, state].forEach(disposeTree);
  }
}
