/** A table as Markdown writes it. */
export const markdown = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n") + "\n";

/** A link to a record, as seen from docs/results.md. */
export const recordLink = (name: string): string => `[${name}](../data/results/${name}.json)`;
