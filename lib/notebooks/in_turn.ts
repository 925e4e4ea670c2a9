/** Runs that follow each other, as a notebook shows them. */
import { stoppable } from "../checks/interruption.ts";
import { type NotebookDisplay, progressBar } from "../plots/progress.ts";

/** How runs are shown. */
export interface InTurnOptions {
  /** What they do, such as "sampling". */
  readonly label: string;
  /** `Deno.jupyter.display`, which keeps the bar within the notebook. */
  readonly display?: NotebookDisplay;
  /** Where the bar's lines go outside a notebook; default: standard error. */
  readonly write?: (text: string) => void;
}

/**
 * Runs one after the other, with a progress bar; Jupyter's Stop ends them between two of them.
 *
 * @param runs What is to be run, in this order
 * @returns What they return, in this order
 * @throws {Stopped} If they are stopped; what a run throws is passed on
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inTurn } from "lib/notebooks/mod.ts";
 * const squares = await inTurn([2, 3].map((x) => () => x ** 2), {
 *   label: "squaring",
 *   write: () => {},
 * });
 * assertEquals(squares, [4, 9]);
 * ```
 */
export async function inTurn<T>(
  runs: readonly (() => T | Promise<T>)[],
  options: InTurnOptions,
): Promise<T[]> {
  if (runs.length === 0) return [];
  const results: T[] = [], total = runs.length;
  const bar = progressBar({ ...options, total }), work = stoppable();
  try {
    for (const run of runs) {
      await work.pause(() => `stopped after ${results.length} of ${total}`);
      results.push(await run());
      bar.update(results.length);
    }
  } finally {
    work.end();
    await bar.finish();
  }
  return results;
}
