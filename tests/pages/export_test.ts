/** The notebooks as pages that need no network. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exportNotebooks } from "lib/pages/export.ts";
import { escapeHtml } from "lib/pages/html.ts";
import { renderNotebook } from "lib/pages/notebook.ts";
import { pageStyle } from "lib/pages/style.ts";
import { ROOT } from "../architecture/sources.ts";
import { networkResources } from "./resources.ts";

const folder = join(ROOT, "notebooks");
const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb") && !name.includes(".failed.")).sort();

Deno.test("every notebook becomes a page that asks nothing of a network", async (t) => {
  const out = await Deno.makeTempDir({ prefix: "pages-" });
  try {
    const paths = exportNotebooks(names.map((name) => join(folder, name)), out);
    assertEquals(
      paths.map((path) => path.slice(out.length + 1)),
      [...names.map((name) => name.replace(".ipynb", ".html")), "index.html"],
    );
    for (const path of paths) {
      await t.step(path.slice(out.length + 1), () => {
        const html = Deno.readTextFileSync(path);
        assertEquals(networkResources(html), []);
        assert(!html.includes("katex-error"), "a formula could not be set");
        // Formulas are set, not left for a script; `$` in code and printed text is none.
        const prose = html.replace(/<(pre|code|annotation|style)[\s\S]*?<\/\1>/g, "");
        assertEquals(prose.match(/\$[^$<{]*\\[a-z]+[^$<]*\$/), null);
        const ids = [...html.matchAll(/<(?:h\d|section)[^>]* id="([^"]*)"/g)].map(([, id]) => id!);
        assertEquals(ids.filter((id, i) => ids.indexOf(id) !== i), [], "ids given twice");
        assert(html.length < 3e6, `${html.length} characters`);
      });
    }
    const index = Deno.readTextFileSync(paths.at(-1)!);
    let pictures = 0;
    for (const name of names) {
      const address = name.replace(".ipynb", ".html");
      assertStringIncludes(index, `<h2><a href="${address}">`);
      const { thumbnail, verdicts } = renderNotebook(Deno.readTextFileSync(join(folder, name)));
      pictures += thumbnail ? 1 : 0;
      for (const { claim } of verdicts) {
        assertStringIncludes(index, escapeHtml(claim));
      }
    }
    // Those that were not executed yet have none.
    assertEquals(index.match(/<img /g)!.length, pictures);
    assert(pictures >= 8, `${pictures} notebooks have a chart`);
    // Formulas come with their fonts.
    const first = Deno.readTextFileSync(paths[0]!);
    assertStringIncludes(first, 'class="katex"');
    assert(first.includes("@font-face{font-display:block;font-family:KaTeX_Math"));
    assertStringIncludes(first, "url(data:font/woff2;base64,");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

const code = (source: string, ...outputs: unknown[]) => ({
  cell_type: "code",
  id: "c",
  source: [source],
  outputs,
});
const shown = (data: Record<string, string>) => ({ output_type: "execute_result", data });
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="2"></svg>';
const table = "<table><thead><tr><th>claim</th><th>ours</th><th>verdict</th></tr></thead><tbody>" +
  "<tr><td>a &lt; b</td><td>1</td><td>reproduced</td></tr>" +
  "<tr><td>c</td><td>2</td><td>not reproduced</td></tr></tbody></table>";

const notebook = JSON.stringify({
  cells: [
    { cell_type: "markdown", source: ["# 3 · A *title*\n", "\n", "Energy $E$ in [text](x.md).\n"] },
    code('import { a } from "b";'),
    code("a < b", {
      output_type: "stream",
      name: "stdout",
      text: ["\x1b[31m1 < 2\x1b[0m"],
    }, shown({ "image/svg+xml": svg, "image/png": "AAAA", "text/plain": "[a chart]" })),
    code("v", shown({ "text/html": table, "text/plain": "claim" })),
    code(
      "w",
      shown({
        "text/html": table,
        // Other outputs are texts.
        "application/vnd.energy.claims+json": {
          claims: [{ claim: "d", verdict: "only partly" }],
        } as unknown as string,
      }),
    ),
    code("f()", { output_type: "error", ename: "RangeError", evalue: "<too> large" }),
  ],
});

Deno.test("a notebook's title, opening, first chart and verdicts are found", () => {
  const { title, description, summary, thumbnail, verdicts, html } = renderNotebook(notebook);
  assertEquals(title, "3 · A title");
  assertEquals(description, "Energy E in text.");
  assertStringIncludes(summary, 'class="katex"');
  assertEquals(thumbnail, svg);
  assertEquals(verdicts, [
    { claim: "a < b", verdict: "reproduced" },
    { claim: "c", verdict: "not reproduced" },
    { claim: "d", verdict: "only partly" },
  ]);
  assertStringIncludes(html, "<summary>imports</summary>");
  assertStringIncludes(html, '<pre class="printed">1 &lt; 2</pre>');
  assertStringIncludes(html, "RangeError: &lt;too&gt; large");
  assert(!html.includes("AAAA"), "of two pictures of one chart the sharper is taken");
});

Deno.test("headings of one name have anchors of their own in all of a notebook's page", () => {
  const cells = ["# A\n\n## Results", "## Results"].map((source) => (
    { cell_type: "markdown", source }
  ));
  const output = code("x", shown({ "text/markdown": "## Results" }));
  const { html } = renderNotebook(JSON.stringify({ cells: [...cells, output] }));
  const ids = [...html.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id);
  assertEquals(ids, ["results", "results-1", "results-2"]);
});

Deno.test("pictures of every type are shown, and raw cells as they are", () => {
  const types = ["image/png", "image/jpeg", "image/gif", "image/webp"];
  const outputs = types.map((type) => shown({ [type]: "AA\nAA", "text/plain": "[a picture]" }));
  const raw = { cell_type: "raw", source: "---\n# *not* <Markdown>" };
  const { html } = renderNotebook(JSON.stringify({ cells: [code("x", ...outputs), raw] }));
  for (const type of types) assertStringIncludes(html, `src="data:${type};base64,AAAA"`);
  assert(!html.includes("[a picture]"));
  assertStringIncludes(html, "# *not* &lt;Markdown&gt;</pre>");
});

Deno.test("charts keep a readable size, and leave their panel to a box that shows it scrolls", () => {
  assertStringIncludes(
    renderNotebook(notebook).html,
    '<div class="wide"><div class="chart"><svg style="width: clamp(560px, min(100vw - 2.5rem, 53.5rem), 700px)"',
  );
  // The shadows, and the covers that move with the content.
  const box = /^:is\(\.wide, pre, [^{]*\{[^}]*\}/m.exec(pageStyle)![0];
  assertEquals(box.match(/no-repeat local/g)?.length, 2);
  assertEquals(box.match(/var\(--shade\)[^\n]* no-repeat,/g)?.length, 2);
  // A white panel would hide them, and glare where the page is dark.
  assertStringIncludes(pageStyle, ".chart > svg > title + rect {\n  fill: transparent;");
  const [light, dark] = [...pageStyle.matchAll(/--chart: (#\w+);/g)].map(([, colour]) => colour!);
  assertEquals(light, "#ffffff");
  assert(parseInt(dark!.slice(1, 3), 16) < 0xd8, dark);
  for (const name of names) {
    const { thumbnail } = renderNotebook(Deno.readTextFileSync(join(folder, name)));
    if (thumbnail) assert(/^<svg[^>]*><title>[^<]*<\/title><rect [^>]*\/>/.test(thumbnail), name);
  }
});

Deno.test("wide tables take the room beside the column of a wide window", () => {
  const wide = /^@media \(width >= 60rem\) \{\n[\s\S]*?^\}/m.exec(pageStyle)![0];
  assertStringIncludes(wide, "margin-inline: calc(-1 * var(--room))");
  // No wider than that: what does not fit breaks its cells, and is not hidden behind an edge.
  assertStringIncludes(wide, "grid-template-columns: minmax(0, 1fr) fit-content(100%)");
  assertStringIncludes(wide, ".wide table {\n    width: auto;");
});

Deno.test("pages link to each other, hold their pictures, and carry the banner", async () => {
  const out = await Deno.makeTempDir({ prefix: "pages-" });
  try {
    Deno.writeTextFileSync(join(out, "p.svg"), svg);
    const source = ["# A\n\n[next](02_b.ipynb#x) ![p](p.svg) [site](https://example.org)"];
    Deno.writeTextFileSync(
      join(out, "01_a.ipynb"),
      JSON.stringify({ cells: [{ cell_type: "markdown", source }] }),
    );
    const [page, index] = exportNotebooks([join(out, "01_a.ipynb")], out, { banner: "Beware." });
    const html = Deno.readTextFileSync(page!);
    assertStringIncludes(html, 'href="02_b.html#x"');
    assertStringIncludes(html, 'src="data:image/svg+xml;base64,');
    assertStringIncludes(html, 'href="https://example.org"');
    assertEquals(networkResources(html), []);
    for (const path of [page!, index!]) {
      assertStringIncludes(Deno.readTextFileSync(path), "Beware.");
    }
    assertStringIncludes(Deno.readTextFileSync(index!), "no verdict yet");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("pictures with a space in their name are found, and missing ones stop nothing", async () => {
  const out = await Deno.makeTempDir({ prefix: "pages-" });
  try {
    Deno.writeTextFileSync(join(out, "a b.svg"), svg);
    const source = "# A\n\n![p](<a b.svg>) ![q](a%20b.svg)\n\n![none](none.png) ![r](%ff.png)";
    const path = join(out, "01_a.ipynb");
    Deno.writeTextFileSync(path, JSON.stringify({ cells: [{ cell_type: "markdown", source }] }));
    const html = Deno.readTextFileSync(exportNotebooks([path], out)[0]!);
    assertEquals(html.match(/src="data:image\/svg\+xml;base64,/g)?.length, 2);
    assertStringIncludes(html, 'src="none.png"');
    assertStringIncludes(html, 'src="%ff.png"');
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("links of a notebook's summary lead from the index to where they should", async () => {
  const source = "# A\n\nAfter [the first](01_a.ipynb#x), see [this](x.md).";
  const text = JSON.stringify({ cells: [{ cell_type: "markdown", source }] });
  const { html, summary } = renderNotebook(
    text,
    (address) => `../${address}`,
    (address) => `up/${address}`,
  );
  assertStringIncludes(html, 'href="../x.md"');
  assertStringIncludes(summary, 'href="up/x.md"');
  const out = await Deno.makeTempDir({ prefix: "pages-" });
  try {
    Deno.writeTextFileSync(join(out, "02_b.ipynb"), text);
    const index = exportNotebooks([join(out, "02_b.ipynb")], out).at(-1)!;
    assertStringIncludes(Deno.readTextFileSync(index), 'href="01_a.html#x"');
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
