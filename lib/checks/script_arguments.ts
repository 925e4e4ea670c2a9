/** The arguments of scripts that make what is shipped: minutes of computing should not begin by mistake. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { suggestion } from "./spelling.ts";
import { usageError } from "./usage.ts";

/** Flags of a script, as `parseArgs` takes them. */
export type ScriptFlags = NonNullable<ParseArgsConfig["options"]>;

/** What was given: flags by name, and the rest. */
export type ScriptArguments<Flags extends ScriptFlags> = ReturnType<
  typeof parseArgs<{ options: Flags; allowPositionals: true }>
>;

/** The flag by which a script replaces what it would otherwise keep. */
export const force = { force: { type: "boolean", default: false } } as const;

/**
 * Reads arguments.
 *
 * @param args As `Deno.args`
 * @param most How many words may stand beside flags; none by default
 * @throws {SyntaxError} With cause "usage", if a flag is unknown, or has a value or none where it should not
 */
export function scriptArguments<const Flags extends ScriptFlags>(
  args: readonly string[],
  options: Flags,
  most = 0,
): ScriptArguments<Flags> {
  const names = Object.keys(options).map((name) => `--${name}`);
  const accepted = `accepted are ${[...names, "--help"].join(", ")}`;
  for (const one of args) {
    if (one === "--") break;
    const [flag] = one.split("=") as [string];
    if (one.startsWith("-") && !names.includes(flag)) {
      throw usageError(`Unknown option ${flag}${suggestion(flag, names)}: ${accepted}`);
    }
  }
  let parsed: ScriptArguments<Flags>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw usageError((error as Error).message);
  }
  const more = parsed.positionals[most];
  if (more === undefined) return parsed;
  throw usageError(
    `Cannot take ${more}${suggestion(`--${more.split("=")[0]}`, names)}: ${accepted}`,
  );
}

/**
 * A number that was given as text; Infinity is one.
 *
 * @throws {SyntaxError} With cause "usage", if it is none of at least `least`
 */
export function numberFrom(name: string, text: string, least = 0): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= least) return number;
  throw usageError(`${name} must be a number of at least ${least}: current value is ${text}`);
}

/**
 * A count that was given as text.
 *
 * @throws {SyntaxError} With cause "usage", if it is no whole number of at least `least`
 */
export function countFrom(name: string, text: string, least = 1): number {
  const count = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(count) && count >= least) return count;
  throw usageError(`${name} must be a whole number of at least ${least}: current value is ${text}`);
}

/**
 * Seeds that were given as text, with commas between them.
 *
 * @throws {SyntaxError} With cause "usage", if one of them is no whole number of at least 0
 */
export const seedsFrom = (name: string, text: string): number[] =>
  text.split(",").map((one) => countFrom(name, one, 0));
