/** What a value is, for messages about what a function of a user gave. */

/** Such as "a number"; of what a forgotten `return` or `await` gives it says so. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "undefined, as where nothing is returned";
  if (value === null) return "null";
  if (value instanceof Promise) return "a promise";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
