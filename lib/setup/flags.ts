/** Command-line flags: `--name` and `--name=value`, anything else refused with what is accepted. */

import { usageError } from "../checks/usage.ts";
import { hintRenamed, kebabCase, suggestion } from "../checks/spelling.ts";

/** The accepted flags: name → what it does; `value` is the placeholder of one that takes a value. */
export type FlagTable = Readonly<
  Record<string, { readonly help: string; readonly value?: string }>
>;

/** The flags that were given; a switch is `"true"`. */
export type Flags<T extends FlagTable> = { readonly [name in keyof T]?: string };

/**
 * Parses `args` by `table`.
 *
 * @throws {SyntaxError} With cause "usage", for an unknown flag, a missing or superfluous value, a bare argument, or a flag
 * that is given twice.
 */
export function parseFlags<T extends FlagTable>(args: readonly string[], table: T): Flags<T> {
  const flags: Record<string, string> = {};
  for (const arg of args) {
    const match = /^--([^=]+)(?:=(.*))?$/.exec(arg);
    const written = match?.[1] ?? "";
    const name = Object.hasOwn(table, written) ? written : kebabCase(written);
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!match || !entry) {
      const hint = suggestion(written, Object.keys(table), "--");
      throw usageError(`Unknown argument ${arg}${hint}: accepted are ${acceptedFlags(table)}.`);
    }
    if (name !== written) hintRenamed(written, name);
    if (Object.hasOwn(flags, name)) {
      throw usageError(`--${name} is given twice: give it once.`);
    }
    const value = match[2];
    if (entry.value ? !value : value !== undefined) {
      throw usageError(`Wrong use of ${arg}: it is ${usage(name, entry.value)}.`);
    }
    flags[name] = value ?? "true";
  }
  return flags as Flags<T>;
}

/** The values of a comma-separated flag, each of them one of `accepted`. */
export function parseList<T extends string>(
  name: string,
  value: string,
  accepted: readonly T[],
): T[] {
  return value.split(",").map((item) => {
    if ((accepted as readonly string[]).includes(item)) return item as T;
    throw usageError(`Unknown value ${item} in --${name}: accepted are ${accepted.join(", ")}.`);
  });
}

/**
 * The value of a flag that is one of `accepted`, if it is given.
 *
 * @throws {SyntaxError} With cause "usage", for another one, or for several.
 */
export function parseOne<T extends string>(
  name: string,
  value: string | undefined,
  accepted: readonly T[],
): T | undefined {
  const [one, another] = value === undefined ? [] : parseList(name, value, accepted);
  if (another === undefined) return one;
  throw usageError(`--${name} takes one value: current value is ${value}.`);
}

/** The help text: one line for each flag. */
export function helpText(task: string, purpose: string, table: FlagTable): string {
  const rows = Object.entries(table).map(([name, { help, value }]) => [usage(name, value), help]);
  const width = Math.max(0, ...rows.map(([flag]) => flag.length));
  const lines = rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`);
  return [`deno task ${task}: ${purpose}`, "", ...lines].join("\n");
}

function acceptedFlags(table: FlagTable): string {
  return Object.entries(table).map(([name, { value }]) => usage(name, value)).join(", ");
}

function usage(name: string, value?: string): string {
  return value ? `--${name}=${value}` : `--${name}`;
}
