/** Parts of the project's Markdown files, for pages of the site. */

/** What stands below a heading of the second level, up to the next one. */
export function sectionOf(markdown: string, title: string): string {
  const from = markdown.indexOf(`\n## ${title}\n`);
  if (from < 0) throw new RangeError(`There is no section "${title}"`);
  const to = markdown.indexOf("\n## ", from + 1);
  return markdown.slice(from + 1, to < 0 ? undefined : to);
}

/** What stands before the first heading of the second level. */
export function openingOf(markdown: string): string {
  const to = markdown.indexOf("\n## ");
  return to < 0 ? markdown : markdown.slice(0, to);
}
