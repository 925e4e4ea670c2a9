/** Long computations that can be stopped from outside without losing what they have. */

/** Ends a computation that was asked to stop; what it had computed is kept. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * Milliseconds between times that others are let through: a timer takes about one, which a loop of
 * short steps would feel.
 */
const BETWEEN = 10;

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
  let paused = -Infinity;
  return {
    async pause(said) {
      if (performance.now() - paused >= BETWEEN) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        paused = performance.now();
      }
      if (state.requested) throw new Stopped(said());
    },
    end: () => void running.delete(state),
  };
}
