/**
 * The index of a folder of notebooks: a card each, with its first chart and its verdicts.
 *
 * @module
 */
import { countClaims, describeCounts } from "./counts.ts";
import { escapeHtml, svgAddress } from "./html.ts";
import type { NotebookVerdict, RenderedNotebook } from "./notebook.ts";

/** A notebook and where its page lies. */
export interface GalleryEntry {
  readonly address: string;
  readonly notebook: RenderedNotebook;
}

const kindOf = (verdict: string) =>
  verdict === "reproduced"
    ? "reproduced"
    : verdict.startsWith("not") && !verdict.startsWith("not decided")
    ? "not"
    : "partly";

/** What {@linkcode describeCounts} says of them; a sentence where nothing was judged. */
export function countVerdicts(verdicts: readonly NotebookVerdict[]): string {
  if (verdicts.length === 0) return "no verdict yet: its last cell was not executed";
  const text = describeCounts(countClaims(verdicts));
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

function claims(verdicts: readonly NotebookVerdict[]): string {
  if (verdicts.length === 0) return "";
  const items = verdicts.map(({ claim, verdict }) =>
    `<li>${escapeHtml(claim)}: <span class="verdict ${kindOf(verdict)}">${
      escapeHtml(verdict)
    }</span></li>`
  );
  return `<details><summary>${countVerdicts(verdicts)}</summary><ul class="claims">${
    items.join("")
  }</ul></details>`;
}

/** Whether a chart is so tall that its upper part says more than all of it made small. */
function isTall(svg: string): boolean {
  const [width, height] = ["width", "height"].map((name) =>
    Number(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1])
  ) as [number, number];
  return height > 1.15 * width;
}

function card({ address, notebook }: GalleryEntry): string {
  const { title, summary, thumbnail, verdicts } = notebook;
  // The chart is a picture of the page that the heading's link leads to.
  const picture = thumbnail
    ? `<a class="thumb" href="${address}" tabindex="-1" aria-hidden="true"><img alt=""${
      isTall(thumbnail) ? ' class="tall"' : ""
    } src="${svgAddress(thumbnail)}"></a>`
    : "";
  return `<li class="card">${picture}<div class="text">
<h2><a href="${address}">${escapeHtml(title)}</a></h2>
<p class="summary">${summary}</p>
${claims(verdicts) || `<p class="muted">${countVerdicts(verdicts)}</p>`}
</div></li>`;
}

/** The cards of all notebooks, below a count of their claims. */
export function renderGallery(entries: readonly GalleryEntry[]): string {
  const all = entries.flatMap(({ notebook }) => notebook.verdicts);
  return `<p><b>${countVerdicts(all)}</b>, in ${entries.length} ${
    entries.length === 1 ? "notebook" : "notebooks"
  }.</p>
<ul class="cards">
${entries.map(card).join("\n")}
</ul>`;
}
