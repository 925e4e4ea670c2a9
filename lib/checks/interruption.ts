/** Long computations that can be stopped from outside without losing what they have. */

/** Ends a computation that was asked to stop; what it had computed is kept. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

interface State {
  requested: boolean;
}

const running = new Set<State>();

/** Asks all that is running to stop; returns how much that is. Nothing that starts later is meant. */
export function stopRunning(): number {
  running.forEach((state) => state.requested = true);
  return running.size;
}

/** A computation that can be stopped. */
export interface Stoppable {
  /**
   * Lets timers, displays and signals through, which a computation would block.
   *
   * @param state What a person is told, such as "stopped at step 3 of 10; …"
   * @throws {Stopped} If it was asked to stop
   */
  pause(state: () => string): Promise<void>;
  /** Says that it is over. */
  end(): void;
}

/**
 * Begins a computation that calls `pause` now and then and `end` at its end, in a `finally`.
 *
 * @example
 * ```ts
 * import { stoppable } from "./interruption.ts";
 * const work = stoppable();
 * try {
 *   for (let i = 0; i < 3; i++) await work.pause(() => `stopped at ${i} of 3`);
 * } finally {
 *   work.end();
 * }
 * ```
 */
export function stoppable(): Stoppable {
  const state: State = { requested: false };
  running.add(state);
  return {
    async pause(said) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (state.requested) throw new Stopped(said());
    },
    end: () => void running.delete(state),
  };
}
