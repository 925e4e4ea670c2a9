/** Scripts that make shipped files: their help, their flags, and how a mistake in their call ends. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { isUsageError, usageError } from "./usage.ts";

/** The text of a file's first comment. */
function firstComment(url: string): string {
  const [, text = ""] = /^\/\*\*([\s\S]*?)\*\//.exec(Deno.readTextFileSync(new URL(url))) ?? [];
  return text.split("\n").map((line) => line.replace(/^\s*\* ?/, "")).join("\n").trim();
}

/**
 * Runs a script where it is called, and not where a test imports it: `--help` shows its first comment, and
 * a mistake in its call ends with one sentence and code 2.
 */
export async function runScript(
  { main, url }: Pick<ImportMeta, "main" | "url">,
  run: (args: readonly string[]) => void | Promise<void>,
): Promise<void> {
  if (!main) return;
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
    return console.log(firstComment(url));
  }
  try {
    await run(Deno.args);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}

/** The flag by which a script replaces what it would otherwise keep. */
export const force = { force: { type: "boolean", default: false } } as const;

/**
 * Flags of a script, and what stands beside them.
 *
 * @param most How many arguments without a name it takes; none by default
 * @throws {SyntaxError} With cause "usage", for what it does not take
 */
export function scriptFlags<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: T,
  most = 0,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>> {
  const accepted = Object.keys(options).map((name) => `--${name}`).join(", ") || "none";
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    if (parsed.positionals.length <= most) return parsed;
    throw new Error(`Unexpected argument '${parsed.positionals[most]}'`);
  } catch (error) {
    const [said] = (error as Error).message.split(/\. |\n/);
    throw usageError(`${said}: accepted flags are ${accepted}; --help says more`);
  }
}

/**
 * A count that was given as text.
 *
 * @throws {SyntaxError} With cause "usage", if it is no whole number of at least `least`
 */
export function countOf(name: string, text: string, least = 1): number {
  const count = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(count) && count >= least) return count;
  throw usageError(`${name} must be a whole number of at least ${least}: current value is ${text}`);
}
