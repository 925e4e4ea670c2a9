/**
 * Checks of the rows that a chart is given, with errors of one sentence.
 *
 * @module
 */

import { assertOptionNames } from "../checks/spelling.ts";
import type { ChartOptions } from "./chart.ts";

/** What a field must hold; "gap" is a number, or NaN where there is none. */
export type FieldKind = "number" | "gap" | "string" | "boolean";

/**
 * Checks that there are rows and that each has the fields that the chart draws.
 *
 * @param chart Name of the chart, for the message
 * @param rows The rows
 * @param fields Required fields and their kinds; numbers must be finite
 * @param optional Fields that may be missing but must fit where they are given
 * @throws {RangeError} If there are no rows, or a number is not finite
 * @throws {TypeError} If a field is missing or of another kind
 */
export function checkRows(
  chart: string,
  rows: readonly object[],
  fields: Readonly<Record<string, FieldKind>>,
  optional: Readonly<Record<string, FieldKind>> = {},
): void {
  if (!Array.isArray(rows)) {
    throw new TypeError(`Cannot draw ${chart} as rows must be an array: current value is ${rows}`);
  }
  if (rows.length === 0) {
    throw new RangeError(`Cannot draw ${chart} as there are no rows: at least one is needed`);
  }
  rows.forEach((row, index) => {
    const record = row as Readonly<Record<string, unknown>>;
    for (const [field, kind] of Object.entries(fields)) {
      checkField(chart, index, field, kind, record?.[field]);
    }
    for (const [field, kind] of Object.entries(optional)) {
      const value = record[field];
      if (value !== undefined) checkField(chart, index, field, kind, value);
    }
  });
}

/**
 * Refuses options that the chart would ignore, as notebooks have no type check.
 *
 * @param own The chart's own options, all of them, besides those of every chart
 * @throws {RangeError} If an option's name is unknown
 */
export function checkOptions<Options extends ChartOptions>(
  options: Options,
  own: Readonly<Record<Exclude<keyof Options, keyof ChartOptions>, true>>,
): void {
  assertOptionNames(options, [...Object.keys(own), "title", "caption"], true);
}

function checkField(
  chart: string,
  index: number,
  field: string,
  kind: FieldKind,
  value: unknown,
): void {
  const type = kind === "gap" ? "number" : kind;
  if (kind === "gap" && Number.isNaN(value)) return;
  // deno-lint-ignore valid-typeof -- the type of `kind` allows only what typeof gives
  if (typeof value !== type) {
    throw new TypeError(
      `Cannot draw ${chart} as "${field}" of row ${index} must be a ${type}: current value is ${value}`,
    );
  }
  if (type === "number" && !Number.isFinite(value)) {
    throw new RangeError(
      `Cannot draw ${chart} as "${field}" of row ${index} must be finite: current value is ${value}`,
    );
  }
}

/** The distinct values of a field, in order of appearance. */
export function distinct<Row, Value>(
  rows: readonly Row[],
  field: (row: Row) => Value,
): Value[] {
  return [...new Set(rows.map(field))];
}

/** The landscapes in the order in which a solver visits them, the smoothest first. */
export function landscapes(rows: readonly { readonly t: number }[]): number[] {
  return distinct(rows, (row) => row.t).sort((a, b) => b - a);
}

/** The least and greatest of many values; `Math.min(...values)` overflows the stack at some 1e5. */
export function extent(values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
