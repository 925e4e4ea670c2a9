/** The reference: Deno's pages in the site's dress. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { leadAnchors, nameExamples } from "lib/site/anchors.ts";
import { brokenLinks, filesBelow } from "lib/site/links.ts";
import { dressed, writeReference } from "lib/site/reference.ts";

const navigation = '<nav><div><a href="../index.html">Home</a></div></nav>\n';

Deno.test("a page gets the site's links and colours, and loses what is of one machine", () => {
  const html = `<html><head><script src="../darkmode_toggle.js"></script></head>
<body>
<a href="..&#x2F;" class="contextLink">Reference</a><a href="" class="contextLink">x</a>
<a
  class="sourceButton"
  href="file:&#x2F;&#x2F;&#x2F;home&#x2F;me&#x2F;a.ts"><svg></svg></a>
<a href="https://example.org/">out</a><a href="#part">part</a><a href="b.html">b</a></body></html>`;
  const page = dressed(html, "../", navigation);
  assert(!page.includes("file:") && !page.includes("darkmode_toggle"));
  assertStringIncludes(page, '<link rel="stylesheet" href="../site.css"></head>');
  assertStringIncludes(page, '<nav class="site"><div><a href="../index.html">Home</a>');
  assertStringIncludes(page, '<a href="..&#x2F;index.html" class="contextLink">');
  assertStringIncludes(page, '<a href="index.html" class="contextLink">x');
  for (const kept of ['"https://example.org/"', '"#part"', '"b.html"']) {
    assertStringIncludes(page, `href=${kept}`);
  }
});

Deno.test("the reference of a small library: every page is dressed, no link leads nowhere", async () => {
  const root = await Deno.makeTempDir({ prefix: "reference-" });
  try {
    for (const room of ["one", "papers/two"]) {
      await Deno.mkdir(join(root, "lib", room), { recursive: true });
      await Deno.writeTextFile(
        join(root, "lib", room, "mod.ts"),
        `/**
 * A room.
 *
 * @module
 */
/**
 * Adds one to \`x\`.
 *
 * @example Two
 * \`\`\`ts
 * add(1);
 * \`\`\`
 */
export const add = (x: number): number => x + 1;
/** What has properties before its methods, which Deno numbers in two ways. */
export interface Counted {
  /** How many. */
  readonly count: number;
  /** One more. */
  next(): number;
  /** One less. */
  last(): number;
}
`,
      );
    }
    const site = join(root, "site"), folder = join(site, "api");
    await writeReference(
      root,
      folder,
      (depth) => `<nav><div><a href="${"../".repeat(depth)}index.html">Home</a></div></nav>\n`,
    );
    await Deno.writeTextFile(join(site, "index.html"), "<html></html>");
    const pages = [...filesBelow(folder)].filter((path) => path.endsWith(".html"));
    assert(pages.length >= 4, `${pages.length}`);
    for (const path of pages) {
      const html = Deno.readTextFileSync(path);
      assert(html.includes('<nav class="site">') && html.includes("site.css"), path);
      assert(!html.includes("file:&#x2F;") && !html.includes(root), path);
    }
    assertEquals(brokenLinks(site).map((one) => one.replaceAll("&#x2F;", "/")), []);
    const first = Deno.readTextFileSync(join(folder, "index.html"));
    assert(
      first.includes("A room.") && first.includes("one</a>"),
      "the first page lists all modules",
    );
    const css = Deno.readTextFileSync(join(folder, "site.css"));
    assertStringIncludes(css, "--paper: #ffffff;");
    assertStringIncludes(css, "@media (prefers-color-scheme: dark)");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("a link without its anchor leads to that of the same name, or to the page's beginning", () => {
  const anchors = new Map([["/api/a.html", new Set(["method_png_1", "here_0"])]]);
  const led = (address: string) =>
    leadAnchors(`<a href="${address}">`, "/api/b.html", (path) => anchors.get(path));
  for (
    const [address, expected] of [
      ["a.html#method_png_0", "a.html#method_png_1"],
      [".&#x2F;a.html#method_png_0", "./a.html#method_png_1"],
      ["a.html#method_svg_0", "a.html#"],
      ["a.html#here_0", "a.html#here_0"],
      ["a.html", "a.html"],
      ["c.html#x", "c.html#x"],
      ["https://example.org/#x", "https://example.org/#x"],
    ] as const
  ) assertEquals(led(address), `<a href="${expected}">`);
});

Deno.test("an example that is linked to gets the name of its link, once", () => {
  const block = '<div class="anchorable"><a href="#example_0" class="anchor"></a></div>';
  const named = block.replace('anchorable"', 'anchorable" id="example_0"');
  assertEquals(nameExamples(block + block), named + block);
  assertEquals(nameExamples(named), named);
});
