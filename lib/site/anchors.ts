/**
 * Anchors of Deno's reference, some of which lead nowhere: it numbers the methods of a type once
 * among all members and once among the methods, and links to examples that it gives no name.
 */
import { dirname, join } from "node:path";
import { anchorsIn, plain } from "./links.ts";

const withoutNumber = (anchor: string) => anchor.replace(/_\d+$/, "");

/** A name for each example that is linked to and has none: that of the link beside its title. */
export function nameExamples(html: string): string {
  const there = anchorsIn(html);
  return html.replace(
    /<div class="anchorable">(?=<a href="#([^"]+)" class="anchor")/g,
    (block, anchor: string) => {
      if (there.has(plain(anchor))) return block;
      there.add(plain(anchor));
      return `<div class="anchorable" id="${anchor}">`;
    },
  );
}

/**
 * Leads each link to what it means: to the anchor of the same name with another number where its own
 * is not there, else to the page's beginning.
 *
 * @param html A page
 * @param path Its file
 * @param anchorsOf The anchors of the page in a file; none where there is no such page
 */
export function leadAnchors(
  html: string,
  path: string,
  anchorsOf: (path: string) => ReadonlySet<string> | undefined,
): string {
  return html.replace(/href="([^":]+)"/g, (link, written: string) => {
    const [file, anchor] = decodeURIComponent(plain(written)).split("#") as [string, string?];
    if (!anchor) return link;
    const there = anchorsOf(file === "" ? path : join(dirname(path), file));
    if (there === undefined || there.has(anchor)) return link;
    const other = [...there].find((one) => withoutNumber(one) === withoutNumber(anchor));
    return `href="${file}#${other ?? ""}"`;
  });
}
