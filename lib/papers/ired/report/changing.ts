/** Which landscapes are worth a picture: those that changed something. */
import type { SolvingTrace } from "../landscapes/trace.ts";

/** A landscape of a trace. */
export type TracedLandscape = SolvingTrace["landscapes"][number];

/**
 * The landscapes of a trace, in order, after which what is shown differs from after the one before;
 * the first is always one of them.
 *
 * @param shown What is shown of the estimate when a landscape is left, as a text that can be compared
 */
export function changingLevels(
  trace: SolvingTrace,
  shown: (landscape: TracedLandscape) => string,
): number[] {
  const texts = trace.landscapes.map(shown);
  return trace.landscapes.filter((_, i) => i === 0 || texts[i] !== texts[i - 1]).map(({ t }) => t);
}

/** Small print of charts that show only those. */
export const LEFT_OUT = "Landscapes that changed nothing of this are left out.";
