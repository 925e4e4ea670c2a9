/**
 * Notebooks of a folder as pages of their own that need no network, and an index of them.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { isFile } from "../checks/paths.ts";
import { type GalleryEntry, renderGallery } from "./gallery.ts";
import { dataAddress, renderPage } from "./html.ts";
import { renderNotebook } from "./notebook.ts";
import { formulaStyle, pageStyle } from "./style.ts";

/** A page's own styles, with those of its formulas. */
export const styleOf = (body: string): string => pageStyle + formulaStyle(body);

const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  svg: "image/svg+xml",
};

/** Links between notebooks lead to pages; pictures beside them become part of the page. */
function relinkIn(folder: string) {
  return (address: string): string => {
    if (/^[\w.]+\.ipynb(#.*)?$/.test(address)) return address.replace(".ipynb", ".html");
    const type = TYPES[/\.(\w+)$/.exec(address)?.[1] ?? ""];
    if (!type || /^[a-z]+:/.test(address)) return address;
    const path = join(folder, decoded(address));
    // A picture that is missing here is no reason to show nothing of the notebook.
    return isFile(path) ? dataAddress(type, Deno.readFileSync(path)) : address;
  };
}

/** The name of the file at an address, in which a space is `%20`. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // escapes of no text
  }
}

/** What {@linkcode exportNotebooks} is told beside the files. */
export interface ExportOptions {
  /** Stands at the top of every page, such as that the numbers mean nothing. */
  readonly banner?: string;
  /** What pictures in the notebooks' texts are relative to; the notebook's own folder by default. */
  readonly pictures?: string;
}

/**
 * Writes `NAME.html` for each notebook, and `index.html`, into `folder`.
 *
 * @param notebooks Paths of executed `.ipynb` files
 * @param folder Where the pages go
 * @returns The paths of the pages, the index last
 */
export function exportNotebooks(
  notebooks: readonly string[],
  folder: string,
  { banner, pictures }: ExportOptions = {},
): string[] {
  Deno.mkdirSync(folder, { recursive: true });
  const warning = banner ? `<p class="banner">${banner}</p>\n` : "";
  const entries = notebooks.map((path): GalleryEntry => {
    const notebook = renderNotebook(
      Deno.readTextFileSync(path),
      relinkIn(pictures ?? dirname(path)),
    );
    const address = basename(path).replace(/\.ipynb$/, ".html");
    const { title, description, html } = notebook;
    const navigation = '<nav><div><a href="index.html">All notebooks</a></div></nav>\n';
    const body = warning + html;
    Deno.writeTextFileSync(
      join(folder, address),
      renderPage({ title, description, body, style: styleOf(html), navigation }),
    );
    return { address, notebook };
  });
  const title = "Reasoning by energy minimisation: notebooks";
  const body = `<h1>${title}</h1>\n${warning}${renderGallery(entries)}`;
  Deno.writeTextFileSync(
    join(folder, "index.html"),
    renderPage({ title, body, style: styleOf(body) }),
  );
  return [...entries.map(({ address }) => address), "index.html"].map((name) => join(folder, name));
}
