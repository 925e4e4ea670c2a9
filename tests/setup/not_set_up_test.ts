/** What a fresh clone says before `setup`: a copy of the project without packages, and no download. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { messageOf, SET_UP_FIRST } from "lib/checks/not_set_up.ts";
import { ROOT } from "lib/setup/paths.ts";

function copy(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copy(join(from, name), join(to, name));
    else Deno.copyFileSync(join(from, name), join(to, name));
  }
}

Deno.test("a missing package is told by what to do, other errors by what they say", () => {
  const deno = "Could not find a matching package for 'npm:a@1.0.0' in the node_modules directory.";
  assertEquals(messageOf(new TypeError(deno)), SET_UP_FIRST);
  assertEquals(messageOf(new Error("The disk is full")), "The disk is full");
  assertEquals(messageOf("as it is"), "as it is");
});

Deno.test("every command of a fresh clone says that setup comes first", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    copy(join(ROOT, "lib"), join(folder, "lib"));
    copy(join(ROOT, "tests/conformance"), join(folder, "tests/conformance"));
    for (const name of ["deno.json", "deno.lock"]) {
      Deno.copyFileSync(join(ROOT, name), join(folder, name));
    }
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", ...args],
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
      return { code, out: text(stdout), err: text(stderr) };
    };
    const cases = [
      ["lib/cli.ts", "train", "--task=addition", "--network=mlp"],
      ["lib/cli.ts", "solve", "--help"],
      ["lib/site/main.ts"],
      ["tests/conformance/main.ts"],
    ];
    for (const args of cases) {
      assertEquals(await run(...args), { code: 1, out: "", err: SET_UP_FIRST }, args.join(" "));
    }
    for (const main of ["lib/cli.ts", "lib/site/main.ts", "tests/conformance/main.ts"]) {
      const { code, out, err } = await run(main, "--help");
      assertEquals([code, err], [0, ""]);
      assertStringIncludes(out, "deno task");
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
