/** The list of energies of the solver pages. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { ROOT } from "lib/site/build.ts";

const browserFile = (name: string) => Deno.readTextFileSync(join(ROOT, "lib/site/browser", name));

interface Bar {
  readonly className: string;
  readonly style: { readonly width: string };
}

Deno.test("each landscape's energies are drawn on a scale of their own, from start to end", () => {
  const { document } = parseHTML('<!doctype html><html><body><ol id="e"></ol></body></html>') as {
    document: {
      getElementById(id: string): object;
      querySelectorAll(selector: string): Iterable<Bar & { textContent: string }>;
    };
  };
  const scope: { noteEnergies?: (list: object, line: object) => void } = {};
  new Function("document", "globalThis", browserFile("energies.js"))(document, scope);
  const note = (of: string, before: number, energy: number, first = false) =>
    scope.noteEnergies!(document.getElementById("e"), { of, before, energy, first });
  const widths = () =>
    [...document.querySelectorAll("b")].map((bar) => [bar.className, bar.style.width]);
  note("landscape 9", 200, 10);
  const alone = widths();
  assertEquals(alone, [["before", "100.0%"], ["after", "5.0%"]]);
  // One that rises shows it, and a higher energy elsewhere changes no other line.
  note("landscape 8", 300, 400, true);
  assertEquals(widths(), [...alone, ["before", "75.0%"], ["after", "100.0%"]]);
  assertEquals([...document.querySelectorAll("li")].map(({ textContent }) => textContent), [
    "landscape 9200.0 → 10.0",
    "landscape 8300.0 → 400.0",
  ]);
  assertEquals([...document.querySelectorAll("li.hop")].length, 1);
});

Deno.test("both solver pages say that energies of landscapes cannot be compared", () => {
  for (const name of ["solve.html", "path.html"]) {
    const text = browserFile(name).replace(/\s+/g, " ");
    assertStringIncludes(text, "energies of different landscapes cannot be compared.");
    assertStringIncludes(text, '<script src="assets/energies.js"></script>');
  }
});
