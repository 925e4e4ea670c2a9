import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Anchors, highlightCode, pageAnchors, renderMarkdown } from "lib/pages/markdown.ts";
import { renderGallery } from "lib/pages/gallery.ts";
import { renderPage } from "lib/pages/html.ts";
import { formulaStyle } from "lib/pages/style.ts";
import { networkResources } from "./resources.ts";

Deno.test("formulas are set on lines and as blocks, and dollars in code are left alone", () => {
  const html = renderMarkdown("a $x_1$ b\n\n$$\n\\sum_i y_i\n$$\n\n`$HOME` costs 5 $");
  assertEquals(html.match(/class="katex"/g)!.length, 2);
  assertStringIncludes(html, "katex-display");
  assertStringIncludes(html, "<code>$HOME</code> costs 5 $");
});

Deno.test("a formula that cannot be set is an error, not red text", () => {
  assertThrows(() => renderMarkdown("$\\nosuchcommand{x}$"), SyntaxError, "nosuchcommand");
});

Deno.test("headings have the anchors that links within a text expect, tables scroll", () => {
  assertStringIncludes(renderMarkdown("## Your own problem"), '<h2 id="your-own-problem">');
  assertStringIncludes(renderMarkdown("| a |\n|---|\n| 1 |"), '<div class="wide text"><table>');
  assertStringIncludes(
    renderMarkdown("[x](a.md)", (address) => address.replace(".md", ".html")),
    'href="a.html"',
  );
});

Deno.test("headings of one name have anchors of their own, from their text without marks", () => {
  const ids = (text: string, anchors?: Anchors) =>
    [...renderMarkdown(text, undefined, anchors).matchAll(/<h\d id="([^"]*)"/g)].map(([, id]) =>
      id
    );
  // As GitHub has them.
  assertEquals(ids("# A\n\n## A\n\n## A-1\n\n# A"), ["a", "a-1", "a-1-1", "a-2"]);
  assertEquals(
    ids("## The _best_ one\n\n## See [this](x.md)\n\n## `a_b` **c**\n\n## snake_case"),
    ["the-best-one", "see-this", "a_b-c", "snake_case"],
  );
  const page = pageAnchors();
  assertEquals([...ids("# B", page), ...ids("# B", page), ...ids("# B")], ["b", "b-1", "b"]);
});

Deno.test("cells of tables have the heading of their column, for phones", () => {
  const html = renderMarkdown("| a | *b* c |\n|---|---|\n| 1 | 2 |\n| 3 | |");
  assertEquals(html.match(/<td data-label="a">/g)!.length, 2);
  assertEquals(html.match(/<td data-label="b c">/g)!.length, 2);
});

Deno.test("cards count what only our network reproduces; tall charts show their upper part", () => {
  const card = (verdicts: string[], height: number) =>
    renderGallery([{
      address: "a.html",
      notebook: {
        ...{ title: "A", html: "", summary: "", description: "" },
        thumbnail: `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="${height}"></svg>`,
        verdicts: verdicts.map((verdict) => ({ claim: "c", verdict })),
      },
    }]);
  const wide = card(["reproduced", "only with our network", "not reproduced"], 80);
  assertStringIncludes(wide, "Papers' claims: 1 of 3 reproduced, 1 only with our network<");
  assert(!wide.includes('class="tall"'));
  const tall = card(["reproduced"], 200);
  assertStringIncludes(tall, "<b>Papers' claims: 1 of 1 reproduced</b>");
  assertStringIncludes(tall, 'class="tall"');
});

Deno.test("code is coloured where its language is known, and always escaped", () => {
  assertStringIncludes(highlightCode("const a = 1 < 2;", "ts"), "hljs-keyword");
  assertStringIncludes(highlightCode("const a = 1 < 2;", "ts"), "&lt;");
  assertEquals(highlightCode("<b>", "no such language"), "&lt;b&gt;");
});

Deno.test("styles hold the fonts that formulas use, and no others", () => {
  const [plain, curly] = ["$x$", "$\\mathcal{N} \\in \\mathbb{R}$"].map((text) =>
    formulaStyle(renderMarkdown(text))
  );
  assertEquals(formulaStyle("<p>no formula</p>"), "");
  assertStringIncludes(plain!, "@font-face{font-display:block;font-family:KaTeX_Math");
  assert(!plain!.includes("@font-face{font-display:block;font-family:KaTeX_Caligraphic"));
  assertStringIncludes(curly!, "font-family:KaTeX_Caligraphic");
  assertStringIncludes(curly!, "font-family:KaTeX_AMS");
  assertEquals(plain!.match(/url\((?!data:)/), null);
});

Deno.test("pages escape their title; what they load is found", () => {
  const page = renderPage({ title: "a < b", body: "", style: "" });
  assertStringIncludes(page, "<title>a &lt; b</title>");
  assertStringIncludes(page, 'name="viewport"');
  assertEquals(networkResources('<img alt="" src="https://a/b.png"><a href="https://c">'), [
    "https://a/b.png",
  ]);
  assertEquals(networkResources('<script defer src="//cdn/x.js"></script>'), ["//cdn/x.js"]);
  assertEquals(networkResources("<style>@font-face{src:url(http://a/f)}</style>"), ["http://a/f"]);
});
