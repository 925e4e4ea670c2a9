/** Solvers landscape by landscape: what `run` does, with everything in between to be looked at. */
import { type Key, random, type Tensor } from "../../lib/tensor/mod.ts";
import {
  landscapeOf,
  type Solver,
  type SolverInfo,
  type Solving,
} from "../../lib/papers/ired/method/solver.ts";

/** A state with the landscape that comes next, -1 at the end, and the chain of keys of `run`. */
export interface SteppingState {
  readonly t: number;
  readonly y: Tensor;
  readonly key: Key;
}

/** What happened on landscape t; energies and moves of methods that have them. */
export type SteppingInfo = Required<SolverInfo> & { readonly t: number };

/** A solver that is stepped by hand, from any landscape. */
export function stepping(solver: Solver) {
  return {
    encode: solver.encode,
    init: (key: Key, shape: readonly number[]): SteppingState => ({
      t: landscapeOf(solver, 0),
      y: solver.init(key, undefined as unknown as Solving, shape).y,
      key: random.fold(key, 1),
    }),
    step(solving: Solving, { t, y, key }: SteppingState): [SteppingState, SteppingInfo] {
      const [own, next] = random.split(key) as [Key, Key];
      const [state, info] = solver.step(own, solving, { y }, solver.steps - 1 - t);
      own.dispose();
      return [{ t: t - 1, y: state.y, key: next }, { ...info, t } as SteppingInfo];
    },
    answer: ({ y }: SteppingState) => solver.result({ y }),
  };
}
