/**
 * An executed notebook as HTML, and what an index shows of it.
 *
 * @module
 */
import { parseHTML } from "linkedom";
import { escapeHtml } from "./html.ts";
import { highlightCode, pageAnchors, type Relink, renderMarkdown } from "./markdown.ts";

/** A claim and what became of it, as the notebook's last table says. */
export interface NotebookVerdict {
  readonly claim: string;
  /** "reproduced", "only with our network", "only partly", "not reproduced: …" and so on. */
  readonly verdict: string;
}

/** A notebook, rendered. */
export interface RenderedNotebook {
  /** The first heading, without its markup. */
  readonly title: string;
  /** The first paragraph below it, as HTML. */
  readonly summary: string;
  /** The same as plain text, with formulas as they were written. */
  readonly description: string;
  readonly html: string;
  /** The first chart; undefined where nothing was drawn. */
  readonly thumbnail?: string;
  /** Empty where the cell of the verdict was not executed. */
  readonly verdicts: readonly NotebookVerdict[];
}

type Text = string | readonly string[];

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: Text;
  readonly data?: Readonly<Record<string, Text>>;
  readonly ename?: string;
  readonly evalue?: string;
}

interface Cell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: Text;
  readonly outputs?: readonly Output[];
}

const join = (text: Text | undefined) => typeof text === "string" ? text : text?.join("") ?? "";

// deno-lint-ignore no-control-regex
const plain = (text: string) => text.replace(/\x1b\[[0-9;]*m/g, "");

/** Charts shrink to the page's column, and to a size at which they can be read; then they scroll. */
function chart(content: string): string {
  const width = Number(/^<svg[^>]*\swidth="(\d+)/.exec(content)?.[1] ?? 0);
  const size = width > 560
    ? `clamp(560px, min(100vw - 2.5rem, 53.5rem), ${width}px)`
    : `${width}px`;
  const sized = content.replace(/^<svg /, `<svg style="width: ${width ? size : "auto"}" `);
  return `<div class="wide"><div class="chart">${sized}</div></div>`;
}

/** Pictures that browsers show, the sharpest first. */
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Renders Markdown as a part of the notebook's page. */
type Render = (markdown: string) => string;

/** The richest form of an output that a page without scripts can show. */
function renderOutput(output: Output, render: Render): string {
  if (output.output_type === "stream") {
    return `<pre class="printed">${escapeHtml(plain(join(output.text)))}</pre>`;
  }
  if (output.output_type === "error") {
    return `<pre class="error">${escapeHtml(`${output.ename}: ${output.evalue}`)}</pre>`;
  }
  const data = output.data ?? {};
  if (data["text/html"]) return `<div class="wide">${join(data["text/html"])}</div>`;
  if (data["image/svg+xml"]) return chart(join(data["image/svg+xml"]));
  const picture = PICTURES.find((type) => data[type]);
  if (picture) {
    const bytes = join(data[picture]).replaceAll("\n", "");
    return chart(`<img alt="" src="data:${picture};base64,${bytes}">`);
  }
  if (data["text/markdown"]) return render(join(data["text/markdown"]));
  const text = join(data["text/plain"]);
  return text === "" ? "" : `<pre class="printed">${escapeHtml(plain(text))}</pre>`;
}

function renderCell(cell: Cell, render: Render): string {
  const source = join(cell.source);
  if (cell.cell_type === "raw") return `<pre class="printed">${escapeHtml(source)}</pre>`;
  if (cell.cell_type !== "code") return render(source);
  const code = `<pre><code>${highlightCode(source, "typescript")}</code></pre>`;
  const onlyImports = /^(import [^;]+;\s*)+$/.test(source);
  const shown = onlyImports
    ? `<details class="code"><summary>imports</summary>${code}</details>`
    : code;
  return [shown, ...(cell.outputs ?? []).map((output) => renderOutput(output, render))].join("\n");
}

interface Element {
  readonly textContent: string;
  readonly innerHTML: string;
  querySelectorAll(selector: string): Iterable<Element>;
}

const elements = (html: string): Element =>
  (parseHTML(`<!doctype html><html><body>${html}</body></html>`) as unknown as {
    document: Element;
  }).document;

const cellsOf = (row: Element, selector: string) =>
  [...row.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

/** Under which type tables of claims keep their rows for programs. */
const CLAIMS = "application/vnd.energy.claims+json";

/** A cell's claims: kept for programs, or else the rows of tables with "claim" and "verdict". */
function verdictsOf({ data = {} }: Output): readonly NotebookVerdict[] {
  const kept = data[CLAIMS] as unknown as { claims: NotebookVerdict[] } | undefined;
  return kept?.claims ?? verdictsIn(join(data["text/html"]));
}

function verdictsIn(html: string): NotebookVerdict[] {
  if (!/<th[^>]*>verdict</.test(html)) return [];
  return [...elements(html).querySelectorAll("table")].flatMap((table) => {
    const heads = cellsOf(table, "th");
    const [claim, verdict] = [heads.indexOf("claim"), heads.indexOf("verdict")];
    if (claim < 0 || verdict < 0) return [];
    return [...table.querySelectorAll("tbody tr")].map((row) => {
      const cells = cellsOf(row, "td");
      return { claim: cells[claim]!, verdict: cells[verdict]! };
    });
  });
}

/**
 * Renders a notebook file.
 *
 * @param text The `.ipynb` file
 * @param relink Changes the addresses of links and images in its texts
 * @param relinkSummary The same for the summary, which an index shows that may lie elsewhere
 * @throws {SyntaxError} If the file is no JSON
 */
export function renderNotebook(
  text: string,
  relink?: Relink,
  relinkSummary: Relink | undefined = relink,
): RenderedNotebook {
  const { cells } = JSON.parse(text) as { cells: readonly Cell[] };
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  const anchors = pageAnchors();
  const render = (markdown: string) => renderMarkdown(markdown, relink, anchors);
  const html = cells.map((cell) =>
    // Headings have the plain names, as on GitHub, and cells are often called like them.
    `<section id="cell-${escapeHtml(cell.id ?? "")}">\n${renderCell(cell, render)}\n</section>`
  ).join("\n");
  const opening = join(cells[0]?.source);
  const first = elements(renderMarkdown(opening, relinkSummary));
  const paragraph = first.querySelectorAll("p")[Symbol.iterator]().next().value;
  const svg = outputs.map(({ data }) => join(data?.["image/svg+xml"])).find((one) => one !== "");
  return {
    title: cellsOf(first, "h1")[0] ?? "Notebook",
    summary: paragraph?.innerHTML ?? "",
    description: opening.replace(/^#.*\n/, "").trim().split("\n\n")[0]!
      .replaceAll(/[$*`]|\]\([^)]*\)|\[/g, "").replaceAll(/\s+/g, " "),
    html,
    ...svg && { thumbnail: svg },
    verdicts: outputs.flatMap(verdictsOf),
  };
}
