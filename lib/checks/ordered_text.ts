/** Values as texts that can be compared. */

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as JSON in which the order of names does not matter: equal values have equal texts. */
export const orderedText = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, part) =>
      isPlain(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  ) ?? "undefined";
