/** How long each notebook takes, kept as a record: the README's minutes are read from it. */
import { dirname } from "node:path";
import { availableParallelism, cpus } from "node:os";
import type { Outcome } from "./runner.ts";

/** Where the record lies. */
export const TIMES = "data/results/notebook_times.json";

/** How long a notebook took, and where. */
export interface NotebookTime {
  readonly seconds: number;
  /** Such as "AMD EPYC, 2 threads". */
  readonly machine: string;
}

/** Times by the notebook's name, such as "02_addition". */
export type NotebookTimes = Readonly<Record<string, NotebookTime>>;

/** This machine, in words. */
export function thisMachine(): string {
  const model = cpus()[0]?.model.trim() || Deno.build.arch;
  const threads = availableParallelism();
  return `${model}, ${threads} ${threads === 1 ? "thread" : "threads"}`;
}

/** The record at `path`; empty where there is none yet. */
export function readTimes(path: string): NotebookTimes {
  try {
    return JSON.parse(Deno.readTextFileSync(path)) as NotebookTimes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** Adds the times of notebooks that ran to their end; those of others stay. */
export function recordTimes(
  path: string,
  outcomes: readonly Outcome[],
  machine: string = thisMachine(),
): void {
  const fresh = outcomes.filter(({ error }) => !error).map(({ notebook, seconds }) =>
    [notebook.replace(/\.ipynb$/, ""), { seconds: Math.round(seconds), machine }] as const
  );
  const all = { ...readTimes(path), ...Object.fromEntries(fresh) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => a < b ? -1 : 1));
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`);
}
