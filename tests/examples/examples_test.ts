/** The scripts that a new user writes first: they run, and the README shows them. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readReadme, ROOT } from "../readme/readme.ts";

/** Runs an example in the project's folder, type-checked, as a reader would. */
async function run(name: string): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--check", `tests/examples/${name}.ts`],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const lastNumber = (text: string) => Number(text.trim().split(" ").at(-1));

Deno.test("a checkpoint solves a problem of one's own", async () => {
  assert(lastNumber(await run("solve_your_own")) < 1e-4);
});

Deno.test("a task of one's own is trained for fifty steps, and learns", async () => {
  // To answer zero has an error of 1/3.
  assert(lastNumber(await run("task_of_your_own")) < 0.2);
});

for (const name of ["solve_your_own", "task_of_your_own"]) {
  Deno.test(`the README shows ${name}, which has at most 20 lines`, () => {
    const text = Deno.readTextFileSync(new URL(`./${name}.ts`, import.meta.url));
    const code = text.slice(text.indexOf("\n") + 1).trim();
    assert(code.split("\n").length <= 20);
    assertStringIncludes(readReadme() ?? code, code.replaceAll("../../lib/mod.ts", "./lib/mod.ts"));
  });
}
