/** Command-line flags: `--name` and `--name=value`, anything else refused with what is accepted. */

/** The accepted flags: name → what it does; `value` is the placeholder of one that takes a value. */
export type FlagTable = Readonly<
  Record<string, { readonly help: string; readonly value?: string }>
>;

/** The flags that were given; a switch is `"true"`. */
export type Flags<T extends FlagTable> = { readonly [name in keyof T]?: string };

/**
 * Parses `args` by `table`.
 *
 * @throws TypeError for an unknown flag, a missing or superfluous value, or a bare argument.
 */
export function parseFlags<T extends FlagTable>(args: readonly string[], table: T): Flags<T> {
  const flags: Record<string, string> = {};
  for (const arg of args) {
    const match = /^--([^=]+)(?:=(.*))?$/.exec(arg);
    const written = match?.[1] ?? "";
    const name = Object.hasOwn(table, written) ? written : kebabCase(written);
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!match || !entry) {
      const near = nearest(written, Object.keys(table));
      const hint = near ? ` (did you mean --${near}?)` : "";
      throw new TypeError(`Unknown argument ${arg}${hint}: accepted are ${acceptedFlags(table)}.`);
    }
    if (name !== written) hintOnce(written, name);
    const value = match[2];
    if (entry.value ? !value : value !== undefined) {
      throw new TypeError(`Wrong use of ${arg}: it is ${usage(name, entry.value)}.`);
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
    throw new TypeError(`Unknown value ${item} in --${name}: accepted are ${accepted.join(", ")}.`);
  });
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

/** `innerSteps` and `inner_steps` as `inner-steps`. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replaceAll("_", "-").toLowerCase();
}

const hinted = new Set<string>();

function hintOnce(written: string, name: string): void {
  if (hinted.has(written)) return;
  hinted.add(written);
  console.error(`--${written} is now written --${name}.`);
}

/**
 * What was probably meant by `word`: the entry of `accepted` that differs in the fewest letters, if
 * they are a third of the word at most.
 */
export function nearest(word: string, accepted: readonly string[]): string | undefined {
  const distances = accepted.map((one) => editDistance(word.toLowerCase(), one.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(1, word.length / 3) && word !== ""
    ? accepted[distances.indexOf(least)]
    : undefined;
}

/** Letters to insert, delete or replace (Levenshtein 1966), row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
