/** The library as a package: what is published, and a project elsewhere that uses it. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { makePackage, packagesIn, withDependencies } from "lib/setup/package.ts";
import { ROOT } from "lib/setup/paths.ts";
import { inFolder } from "./fake.ts";

async function deno(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  assertEquals(code, 0, text);
  return text;
}

Deno.test("packages are found in compiled code, not in examples", () => {
  const code = '/** import { x } from "lib/x.ts"; */\nimport { a } from "@a/b/c.js";\n' +
    'import d from "d";\nimport "./e.js";\nconst f = await import("node:fs");\nconst g = "from ";\n';
  assertEquals(packagesIn(code), ["@a/b", "d"]);
});

Deno.test("a package's dependencies have the versions of deno.json", () => {
  const imports = { d: "npm:d@1.2.3", "e/": "npm:/e@4.5.6/", f: "./f.ts" };
  const { dependencies } = withDependencies({ name: "n" }, ["d", "e"], imports);
  assertEquals(dependencies, { d: "1.2.3", e: "4.5.6" });
  assertThrows(() => withDependencies({}, ["f"], imports), RangeError, "no version of f");
});

Deno.test("the library could be published, with its types", async () => {
  const text = await deno(ROOT, "publish", "--dry-run", "--allow-dirty");
  assertMatch(text, /Dry run complete/);
  assert(!text.includes("lib/setup/"), "what sets the project up is left out");
});

Deno.test("a project elsewhere installs the package, type-checks, and solves a problem", () =>
  inFolder(async (folder) => {
    const archive = await makePackage(join(folder, "dist"));
    assert(Deno.statSync(archive).size < 5e6);
    const manifest = JSON.parse(Deno.readTextFileSync(join(folder, "dist/package/package.json")));
    assertEquals(manifest.dependencies["@tensorflow/tfjs"], "4.22.0");
    assert(!JSON.stringify(manifest).includes(ROOT), "no path of this machine");
    // As npm would install it, but with the packages that are here.
    const modules = join(folder, "consumer", "node_modules");
    Deno.mkdirSync(join(modules, "@reasoning"), { recursive: true });
    Deno.renameSync(join(folder, "dist/package"), join(modules, "@reasoning/energy"));
    for (const { name } of Deno.readDirSync(join(ROOT, "node_modules"))) {
      if (!name.startsWith(".")) {
        Deno.symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
      }
    }
    const consumer = join(folder, "consumer");
    const write = (name: string, text: string) =>
      Deno.writeTextFileSync(join(consumer, name), text);
    write("deno.json", '{ "nodeModulesDir": "manual" }');
    write("package.json", '{ "type": "module", "dependencies": { "@reasoning/energy": "*" } }');
    const example = Deno.readTextFileSync(join(ROOT, "tests/examples/solve_your_own.ts"));
    write(
      "main.ts",
      example.replace("../../lib/mod.ts", "@reasoning/energy")
        .replace("data/checkpoints", join(ROOT, "data/checkpoints")),
    );
    await deno(consumer, "check", "main.ts");
    const solved = await deno(consumer, "run", "-A", "main.ts");
    const off = Number(/largest entry of AY - I: (\S+)/.exec(solved)![1]);
    assert(off < 1e-4, solved);
    // A mistake is one for the type checker.
    write("bad.ts", 'import { random } from "@reasoning/energy";\nrandom.key("seed");\n');
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "bad.ts"],
      cwd: consumer,
      stderr: "null",
    }).output();
    assertEquals(code, 1, "types came along");
  }));
