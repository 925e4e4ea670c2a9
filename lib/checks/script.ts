/** Scripts that make shipped files: their help, their flags, and how a mistake in their call ends. */
import { headerOf } from "./maker_arguments.ts";
import { isUsageError, usageError } from "./usage.ts";

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
    return console.log(headerOf(Deno.readTextFileSync(new URL(url))));
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
 * A count that was given as text.
 *
 * @throws {SyntaxError} With cause "usage", if it is no whole number of at least `least`
 */
export function countOf(name: string, text: string, least = 1): number {
  const count = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(count) && count >= least) return count;
  throw usageError(`${name} must be a whole number of at least ${least}: current value is ${text}`);
}
