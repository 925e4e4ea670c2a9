/** Scripts that make shipped files: their help, and how a mistake in their call ends. */
import { isUsageError } from "./usage.ts";

/** The text of a source's first documentation comment, which is a script's usage. */
export function headerOf(source: string): string {
  const comment = /\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? "";
  return comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd()).join("\n")
    .trim();
}

/** Whether `error` is about a value that was given, such as "--seed must be one of 1, 2". */
const isOfFlag = (error: unknown): error is Error =>
  error instanceof RangeError && error.message.startsWith("--");

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
    if (!isUsageError(error) && !isOfFlag(error)) throw error;
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
