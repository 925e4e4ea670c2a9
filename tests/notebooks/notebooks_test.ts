/** What every notebook keeps to, without running it. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { moduleOf, readNotebooks, ROOT } from "./notebooks.ts";

const notebooks = readNotebooks();

Deno.test("the notebooks are numbered, each with a number of its own", () => {
  const numbers = notebooks.map(({ name }) => Number(/^(\d\d)_[a-z0-9_]+$/.exec(name)?.[1]));
  assert(numbers.every((number) => number >= 1));
  assertEquals(new Set(numbers).size, numbers.length);
});

Deno.test("all cells are type-correct", async () => {
  const folder = await Deno.makeTempDir({ prefix: "notebook-cells-" });
  try {
    const files = notebooks.map((notebook) => {
      const file = join(folder, `${notebook.name}.ts`);
      Deno.writeTextFileSync(file, moduleOf(notebook));
      return file;
    });
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", `--config=${join(ROOT, "deno.json")}`, ...files],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

for (const { name, kernel, cells } of notebooks) {
  const code = cells.filter(({ type }) => type === "code");

  Deno.test(`${name} has the project's kernel and cells with ids of their own`, () => {
    assertEquals([kernel.name, kernel.language], ["deno", "typescript"]);
    const ids = cells.map(({ id }) => id);
    assertEquals(new Set(ids).size, ids.length, `repeated ids among ${ids}`);
    for (const id of ids) assert(/^[a-z][a-z0-9-]*$/.test(id), `${id} is no id given by hand`);
  });

  Deno.test(`${name} has at most a dozen lines in each cell`, () => {
    for (const { id, source } of code) {
      const lines = source.trimEnd().split("\n").length;
      assert(lines <= 12, `${lines} lines in cell ${id}`);
    }
  });

  Deno.test(`${name} has the shape of all notebooks`, () => {
    const [first, second] = [cells[0]!, code[0]!];
    assert(/^# \d+ · \S/.test(first.source), "a numbered title first");
    assert(second.source.startsWith("import "), "imports next");
    assert(second.source.includes('"lib/notebooks/mod.ts"'), "among them what outlives Stop");
    const parameters = cells.filter(({ tags }) => tags.includes("parameters"));
    assertEquals(parameters.length, 1, "one parameters cell");
    assertEquals(parameters[0], code[1], "right after the imports");
    assert(/^const P = parameters\(\{/m.test(parameters[0]!.source), "made by parameters()");
    const last = cells.at(-1)!;
    assert(/^## Differences from the paper\n\n1\. /.test(last.source), "numbered differences last");
  });

  Deno.test(`${name} says what to try, near its end`, () => {
    const last = cells.slice(-3).map(({ source }) => source).join("\n");
    const at = last.toLowerCase().indexOf("try this");
    assert(at >= 0, 'there is no "try this"');
    assert(last.slice(at).includes("`"), "nothing is named that could be changed");
  });

  Deno.test(`${name} imports by the import map, and never computes in the import cell`, () => {
    for (const { id, source } of code) {
      const imports = source.match(/from "[^"]+"/g) ?? [];
      for (const one of imports) assert(one.startsWith('from "lib/'), `${one} in cell ${id}`);
      if (imports.length) assert(/^(import [^;]+;\s*)+$/.test(source), `${id} also computes`);
    }
  });

  Deno.test(`${name} awaits what it starts`, () => {
    const started =
      /(?<!await )(?<![\w.])(taskNetworks|compare|sweep(?:InnerSteps|Landscapes|Restarts|Networks)|evaluate)\(/;
    for (const { id, source } of code) {
      assert(!started.test(source), `${started.exec(source)?.[0]} in cell ${id} is not awaited`);
    }
  });

  Deno.test(`${name} carries no paths, times, escape codes or errors in its outputs`, () => {
    // Images are base64, in which anything may seem to occur.
    const unwanted = {
      "an absolute path":
        /(?:^|[\s"'(=])(?:file:\/\/|\/(?:home|root|tmp|work|Users|usr)\/)|[A-Z]:\\\\/,
      "a date": /\b20\d\d-\d\d-\d\d|\b\d\d:\d\d:\d\d\b/,
      "an escape code": /\\u001b/,
      "an error": /"output_type":"error"/,
    };
    for (const { id, outputs } of code) {
      const text = outputs.replace(/"image\/png":"[^"]*"/g, "");
      for (const [what, pattern] of Object.entries(unwanted)) {
        assert(!pattern.test(text), `${what} in cell ${id}: ${pattern.exec(text)?.[0]}`);
      }
    }
  });
}
