/** The arguments of scripts that make what is shipped: minutes of computing should not begin by mistake. */
import { fileURLToPath } from "node:url";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { suggestion } from "./spelling.ts";
import { isUsageError, usageError } from "./usage.ts";

/** Flags of a script, as `parseArgs` takes them. */
export type MakerFlags = NonNullable<ParseArgsConfig["options"]>;

/** What was given: flags by name, and the rest. */
export type MakerArguments<Flags extends MakerFlags> = ReturnType<
  typeof parseArgs<{ options: Flags; allowPositionals: true }>
>;

/** The text of a source's first documentation comment, which is a script's usage. */
export function headerOf(source: string): string {
  const comment = /\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "";
  return comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd()).join("\n")
    .trim();
}

/**
 * Reads arguments.
 *
 * @param args As `Deno.args`
 * @param most How many words may stand beside flags; none by default
 * @throws {SyntaxError} A usage error, if a flag is unknown, or has a value or none where it should not
 */
export function readMakerArguments<const Flags extends MakerFlags>(
  args: readonly string[],
  options: Flags,
  most = 0,
): MakerArguments<Flags> {
  const names = Object.keys(options).map((name) => `--${name}`);
  const accepted = `accepted are ${[...names, "--help"].join(", ")}`;
  for (const one of args) {
    if (one === "--") break;
    const [flag] = one.split("=") as [string];
    if (one.startsWith("-") && !names.includes(flag)) {
      throw usageError(`Unknown option ${flag}${suggestion(flag, names)}: ${accepted}`);
    }
  }
  let parsed: MakerArguments<Flags>;
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
 * The arguments of a script. With `--help` it prints the script's header and ends; what it does not know it
 * refuses, with code 2.
 *
 * @param url The script's `import.meta.url`
 */
export function makerArguments<const Flags extends MakerFlags>(
  url: string,
  options: Flags,
  most = 0,
): MakerArguments<Flags> {
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
    console.log(headerOf(Deno.readTextFileSync(fileURLToPath(url))));
    Deno.exit(0);
  }
  try {
    return readMakerArguments(Deno.args, options, most);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}

/**
 * What a script says that finds nothing to do.
 *
 * @param path The record's
 * @param part What was asked for of it, where that is not all
 */
export const completeText = (path: string, part?: string): string =>
  `${path} is complete${part === undefined ? "" : ` as to ${part}`}: move it away to make it anew`;
