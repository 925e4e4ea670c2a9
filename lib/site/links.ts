/** Links of a built site: whether they lead somewhere. */
import { dirname, join, relative } from "node:path";

/** All files below a folder. */
export function* filesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesBelow(path);
    else yield path;
  }
}

/** An address as it is, without a page's escapes. */
export const plain = (text: string): string =>
  text.replaceAll("&amp;", "&").replaceAll("&#x2F;", "/");

/** Addresses in a page: links, pictures, scripts, styles. */
function addressesIn(html: string): string[] {
  // Scripts and printed code may hold what looks like markup.
  const markup = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1");
  return [...markup.matchAll(/<(?:a|img|script|link)\b[^>]*?\s(?:href|src)="([^"]*)"/g)]
    .map(([, address]) => plain(address!));
}

/** Names in a page that a link can lead to. */
export const anchorsIn = (html: string): Set<string> =>
  new Set([...html.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => plain(id!)));

/**
 * Links within a site that lead nowhere, as "page: address"; those to other sites are not followed.
 *
 * @param folder The site
 * @param skip Whether a page is left out
 */
export function brokenLinks(folder: string, skip: (page: string) => boolean = () => false) {
  const files = new Set([...filesBelow(folder)]);
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (path: string) => {
    if (!anchors.has(path)) anchors.set(path, anchorsIn(Deno.readTextFileSync(path)));
    return anchors.get(path)!;
  };
  return [...files].filter((path) => path.endsWith(".html")).flatMap((path) => {
    const page = relative(folder, path);
    if (skip(page)) return [];
    return addressesIn(Deno.readTextFileSync(path)).filter((address) => {
      if (/^[a-z]+:|^\/\//.test(address)) return false;
      const [file, anchor] = address.split("#") as [string, string | undefined];
      const target = file === "" ? path : join(dirname(path), decodeURIComponent(file));
      if (!files.has(target)) return true;
      return anchor !== undefined && anchor !== "" && target.endsWith(".html") &&
        !anchorsOf(target).has(decodeURIComponent(anchor));
    }).map((address) => `${page}: ${address}`);
  });
}
