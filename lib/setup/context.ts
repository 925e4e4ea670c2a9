/** What every part of setup works with; tests replace its members. */
import type { Places } from "./paths.ts";
import type { Run } from "./process.ts";
import type { Report } from "./report.ts";

/** The world as setup sees it. */
export interface Context {
  readonly places: Places;
  readonly run: Run;
  readonly report: Report;
  /** Aborted as soon as one part fails, so that the others stop too. */
  readonly signal: AbortSignal;
  /** As `Deno.build` names them. */
  readonly os: string;
  readonly arch: string;
  /** Reads an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** The interpreter of `.venv` with pip in it, made when first asked for. */
  readonly python: () => Promise<string>;
}

/** The parts of setup, in the order in which they are reported. */
export const PARTS = ["npm", "tensorflow", "jupyter"] as const;

/** A part of setup. */
export type Part = typeof PARTS[number];

/** The seconds since `begin` (of `performance.now()`), as "12 s". */
export function secondsSince(begin: number): string {
  const seconds = (performance.now() - begin) / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
