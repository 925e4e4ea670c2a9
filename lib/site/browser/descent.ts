/**
 * What the solvers of all pages share: a network's parameters from a file, and a descent that can be
 * watched, and left, between landscapes.
 *
 * @module
 */
import { levelsAt } from "../../diffusion/levels.ts";
import { holdObserved } from "../../diffusion/noising.ts";
import type { Schedule } from "../../diffusion/schedule.ts";
import type { EnergyNetwork } from "../../energy/energy_network.ts";
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
  /** With which the state arrives on the landscape, before its jump. */
  readonly before: number;
  /** With which it leaves, on the same landscape. */
  readonly energy: number;
}

/** What descends, and where. */
export interface Descending {
  readonly solver: Solver;
  readonly network: EnergyNetwork;
  readonly schedule: Schedule;
}

/** The energy of a state as it arrives on landscape t, with what was observed in its place. */
function arriving(
  { network, schedule }: Descending,
  { params, encoded, observed }: Solving,
  y: Tensor,
  t: number,
): number {
  return tf.tidy(() => {
    const level = tf.tensor1d([t], "int32");
    const held = holdObserved(y, observed, levelsAt(schedule, level, y.rank));
    return network.energy(params, encoded, held, level).dataSync<"float32">()[0]!;
  });
}

/**
 * Descends landscape by landscape, with the keys of the library's own loop, so that the answers are
 * the same.
 *
 * @param descending The solver, the energy that it descends and its landscapes
 * @param key Of the way down
 * @param solving The problem
 * @param start The state before the first landscape, which is taken over
 * @param first How many landscapes to leave out
 */
export function* descent(
  descending: Descending,
  key: Key,
  solving: Solving,
  start: { readonly y: Tensor },
  first = 0,
): Generator<Left> {
  const { solver } = descending;
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
      const t = landscapeOf(solver, k), before = arriving(descending, solving, state.y, t);
      const [after, info] = solver.step(own, solving, state, k);
      const answer = info.answer.dataSync<"float32">();
      const energy = info.energies!.dataSync<"float32">().at(-1)!;
      [own, state, info].forEach(disposeTree);
      state = after;
      yield { t, answer, before, energy };
    }
  } finally {
    [chain, state].forEach(disposeTree);
  }
}
