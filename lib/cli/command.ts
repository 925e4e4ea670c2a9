import type { FlagTable, FlagValues } from "./flags.ts";

/** A command of the CLI. */
export interface Command {
  readonly example: string;
  readonly flags: FlagTable;
  /** Further lines of its help. */
  more?(): string;
  /** Runs it and gives the exit code. Usage errors become exit code 2, others 1. */
  run(values: FlagValues): Promise<number>;
}
