/** Small parts of HTML. */

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An SVG as the address of an image, which needs no file and shares no names with the page. */
export function svgAddress(svg: string): string {
  return dataAddress("image/svg+xml", new TextEncoder().encode(svg));
}

/** Bytes as an address. */
export function dataAddress(type: string, bytes: Uint8Array<ArrayBuffer>): string {
  return `data:${type};base64,${bytes.toBase64()}`;
}

/** A whole page. */
export interface Page {
  readonly title: string;
  /** What stands in its `<body>`. */
  readonly body: string;
  /** Its styles, inlined. */
  readonly style: string;
  /** A sentence for search engines and previews. */
  readonly description?: string;
  /** Links at the top, where the page belongs to a site. */
  readonly navigation?: string;
  /** Further elements of `<head>`. */
  readonly head?: string;
}

/** An energy with two wells. Without an icon in the page browsers ask the server for one. */
const ICON = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 4C6 40 12 26 16 16S26 26 30 4" ` +
    `fill="none" stroke="#0072b2" stroke-width="4"/></svg>`,
);

/** A page that asks nothing of a network, in the reader's colours, readable on a phone. */
export function renderPage(page: Page): string {
  const { title, body, style, description, navigation = "", head = "" } = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,${ICON}">
<title>${escapeHtml(title)}</title>
${
    description
      ? `<meta name="description" content="${escapeHtml(description)}">\n`
      : ""
  }${head}<style>
${style}</style>
</head>
<body>
${navigation}<main>
${body}
</main>
</body>
</html>
`;
}
