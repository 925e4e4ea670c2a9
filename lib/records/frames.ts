/**
 * Rows as polars frames. The only file that names polars.
 *
 * @module
 */
// deno-lint-ignore no-import-prefix -- scripts outside the repository import this file too
// @ts-types="./polars.d.ts"
import polars from "npm:nodejs-polars@0.25.2";
import type { DataFrame } from "./polars.d.ts";

export type { DataFrame };

/**
 * A frame with a row per record; a field that is missing from some records is null there.
 *
 * @throws {RangeError} If there are no rows
 * @example
 * ```ts
 * import { frame } from "./frames.ts";
 * const { height, width } = frame([{ steps: 1, error: 0.5 }, { steps: 2, error: 0.1 }]).shape;
 * console.assert(height === 2 && width === 2);
 * ```
 */
export function frame(rows: readonly object[]): DataFrame {
  if (rows.length === 0) throw new RangeError("Cannot make a frame of no rows");
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const full = rows.map((row) => {
    const record = row as Readonly<Record<string, unknown>>;
    return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
  });
  // By default polars looks at a hundred rows, and loses a column that is null in all of them.
  return polars.readRecords(full, { inferSchemaLength: full.length });
}
