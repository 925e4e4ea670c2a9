import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { jupyterDisplay } from "lib/plots/mod.ts";
import { GALLERY } from "./gallery.ts";

const PNG_HEADER = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

for (const [name, draw] of Object.entries(GALLERY)) {
  Deno.test(`${name}() gives a standalone, small and deterministic SVG`, () => {
    const svg = draw().svg();
    assertEquals(svg, draw().svg());
    assert(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"'));
    assertStringIncludes(svg, 'fill="#ffffff"/>', "a white background");
    assertStringIncludes(svg, "font-family=");
    for (const unwanted of ["currentColor", "NaN", "undefined", "Infinity", "var(", "<style"]) {
      assert(!svg.includes(unwanted), `${unwanted} in ${name}`);
    }
    // JupyterLab does not shrink SVG, and cuts off what is wider than its column.
    assert(draw().width <= 840, `${draw().width} pixels wide`);
    assert(svg.length < 200_000, `${svg.length} bytes`);
  });

  // resvg reads strict XML, so a PNG is proof of well-formed SVG too.
  Deno.test(`${name}() gives a PNG of its size`, async () => {
    const chart = draw();
    const png = await chart.png(1);
    assertEquals([...png.slice(0, 8)], PNG_HEADER);
    const view = new DataView(png.buffer, png.byteOffset);
    assertEquals([view.getUint32(16), view.getUint32(20)], [chart.width, chart.height]);
    assert(png.length < 200_000, `${png.length} bytes`);
  });
}

Deno.test("a comparison with names above its lines fits a phone and names all in each panel", () => {
  const narrow = GALLERY.comparisonNarrow!(), svg = narrow.svg();
  assert(narrow.width <= 390, `${narrow.width} pixels wide`);
  assertEquals(svg.match(/>constant answer</g)!.length, 2);
});

Deno.test("a chart displays itself in Jupyter as SVG, PNG and a line of text", async () => {
  const chart = GALLERY["histogram"]!();
  assertEquals(jupyterDisplay, Symbol.for("Jupyter.display"));
  const bundle = await chart[jupyterDisplay]();
  assertEquals(Object.keys(bundle), ["image/svg+xml", "image/png", "text/plain"]);
  assertEquals(bundle["image/svg+xml"], chart.svg());
  assertEquals(Uint8Array.fromBase64(bundle["image/png"]!), await chart.png(1));
  assertStringIncludes(bundle["text/plain"]!, chart.title);
});

Deno.test("png() scales, and refuses a scale that is none", async () => {
  const chart = GALLERY["histogram"]!();
  const png = await chart.png();
  assertEquals(new DataView(png.buffer, png.byteOffset).getUint32(16), 2 * chart.width);
  for (const scale of [0, -1, 9, NaN]) await assertRejects(() => chart.png(scale), RangeError);
});
