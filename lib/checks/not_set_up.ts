/** What is said where the packages are not there, instead of what Deno says. */

/** How Deno says that a package is not in node_modules. */
const MISSING = /Could not find a matching package for .npm:/;

/** What to do then. */
export const SET_UP_FIRST =
  "Packages that this needs are not there: run `deno task setup` first, or " +
  "`npx --yes deno@2.8.1 task setup` where Deno is not installed.";

/** An error as a command ends with it: its message, or what to do where nothing was set up. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return MISSING.test(message) ? SET_UP_FIRST : message;
}
