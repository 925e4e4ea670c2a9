/**
 * Markdown to HTML without a network: formulas by KaTeX, code coloured by highlight.js.
 *
 * @module
 */
import MarkdownIt from "markdown-it";
import katexPlugin from "@vscode/markdown-it-katex";
import hljs from "highlight.js";
import { escapeHtml } from "./html.ts";

/** Code as HTML, coloured where the language is known: typescript, ts, json, bash, sh. */
export function highlightCode(code: string, language: string): string {
  if (!hljs.getLanguage(language)) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

/** Changes the address of a link or an image. */
export type Relink = (address: string) => string;

/** Gives the text of a heading an anchor that no earlier heading of its page has. */
export type Anchors = (title: string) => string;

/** The anchors of one page, as GitHub gives them, so that links within a text stay right. */
export function pageAnchors(): Anchors {
  /** How often each was asked for once more. */
  const given = new Map<string, number>();
  return (title) => {
    const name = title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").trim().replaceAll(" ", "-");
    let anchor = name;
    while (given.has(anchor)) {
      given.set(name, given.get(name)! + 1);
      anchor = `${name}-${given.get(name)}`;
    }
    given.set(anchor, 0);
    return anchor;
  };
}

/** A colour that no formula asks for. */
const ERROR_COLOUR = "#cc0001";

type KatexPlugin = (md: MarkdownIt, options: Record<string, unknown>) => void;

type Token = ReturnType<MarkdownIt["parse"]>[number];

/** Gives cells of tables the heading of their column as `data-label`: phones show it above them. */
function labelCells(tokens: readonly Token[]): void {
  let labels: string[] = [], column = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.type === "table_open") labels = [];
    else if (token.type === "tr_open") column = 0;
    else if (token.type === "th_open") labels.push(plainText(tokens[i + 1]!));
    else if (token.type === "td_open") token.attrSet("data-label", labels[column++] ?? "");
  }
}

/** The text of a heading without marks. */
const plainText = ({ children, content }: Token): string =>
  children?.map((child) => child.content).join("") ?? content;

/**
 * Markdown as HTML: tables, `$…$` and `$$…$$`, headings with GitHub's anchors. HTML within it is
 * kept, as in Jupyter.
 *
 * @param text Markdown
 * @param relink Changes addresses of links and images
 * @param anchors Names the headings; that of the page where the text is a part of one
 * @returns HTML, with the class names of KaTeX and highlight.js
 * @throws {SyntaxError} If a formula cannot be set, with KaTeX's reason
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { renderMarkdown } from "lib/pages/markdown.ts";
 * assertStringIncludes(renderMarkdown("the *energy* $E_\\theta$"), 'class="katex"');
 * ```
 */
export function renderMarkdown(
  text: string,
  relink: Relink = (address) => address,
  anchors: Anchors = pageAnchors(),
): string {
  const md = new MarkdownIt({ html: true, highlight: highlightCode });
  // The package is CommonJS: its function is the namespace's default, or the namespace itself.
  const plugin = katexPlugin as unknown as { default?: KatexPlugin };
  md.use((plugin.default ?? plugin) as KatexPlugin, {
    throwOnError: false,
    errorColor: ERROR_COLOUR,
    enableBareBlocks: true,
  });
  md.core.ruler.push("addresses", ({ tokens }) => {
    for (const [i, token] of tokens.entries()) {
      if (token.type === "heading_open") token.attrSet("id", anchors(plainText(tokens[i + 1]!)));
      for (const child of token.children ?? []) {
        for (const name of ["href", "src"]) {
          const address = child.attrGet(name);
          if (address) child.attrSet(name, relink(address));
        }
      }
    }
  });
  md.core.ruler.push("labels", ({ tokens }) => labelCells(tokens));
  md.renderer.rules.table_open = () => '<div class="wide text"><table>';
  md.renderer.rules.table_close = () => "</table></div>";
  const html = md.render(text);
  // Unknown commands become coloured text, other mistakes the whole formula, with a reason.
  const error = /class="katex-error" title="([^"]*)"/.exec(html)?.[1] ??
    new RegExp(`mathcolor="${ERROR_COLOUR}"><mtext>([^<]*)`).exec(html)?.[1];
  if (error) throw new SyntaxError(`A formula cannot be set: ${error}`);
  return html;
}
