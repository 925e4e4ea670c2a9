/**
 * What is used of polars. Its own types bring Node's along, which would replace Deno's everywhere.
 *
 * @module
 */

/** A table by columns; polars' own documentation says what else it can do. */
export interface DataFrame {
  /** Rows and columns. */
  readonly shape: { readonly height: number; readonly width: number };
  /** Names of the columns. */
  readonly columns: string[];
  /** The rows, a record each. */
  toRecords(): Record<string, unknown>[];
  /** The frame as comma-separated values, with a header. */
  writeCSV(): { toString(): string };
  /** The first rows. */
  head(length?: number): DataFrame;
  /** Some columns. */
  select(...columns: string[]): DataFrame;
  /** Sorted by a column. */
  sort(by: string, descending?: boolean): DataFrame;
}

/** A frame of rows, the type of each column told by its first `inferSchemaLength` values. */
export function readRecords(
  rows: readonly object[],
  options?: { readonly inferSchemaLength?: number },
): DataFrame;

declare const polars: { readRecords: typeof readRecords };
export default polars;
