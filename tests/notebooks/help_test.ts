import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { help, parseDoc } from "lib/notebooks/help.ts";
import { createTrainer } from "lib/training/trainer.ts";
import { tf } from "lib/tensor/mod.ts";
import { hasJupyter } from "./has_jupyter.ts";
import { jupyter } from "./jupyter.ts";

/** A library of one file, and a cache beside it. */
async function withLibrary(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "help-" });
  try {
    Deno.mkdirSync(join(folder, "lib"));
    Deno.writeTextFileSync(
      join(folder, "lib", "a.ts"),
      "/** Adds one. */\nexport function plusOne(n: number): number {\n  return n + 1;\n}\n",
    );
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const optionsIn = (folder: string) => ({
  library: join(folder, "lib", "/"),
  cache: join(folder, "cache", "help.json"),
});

Deno.test("help() shows signature and text of a function, from the sources", () => {
  const { text } = help(createTrainer);
  assertMatch(text, /^function createTrainer</);
  assertStringIncludes(text, "Makes a trainer");
  assertStringIncludes(text, "@throws {RangeError}");
  assertMatch(text, /\n\nDefined in lib\/training\/trainer\.ts$/);
  assertEquals(text.match(/^function createTrainer/gm)!.length, 1, "once, however often exported");
});

Deno.test("help() is asked by a name where a value has none", () => {
  assertMatch(help("TrainingProblem").text, /^interface TrainingProblem</);
  assertThrows(() => help({ a: 1 }), TypeError, "takes a function, a class, or the name");
  assertThrows(() => help(() => 1), TypeError, "a function without a name");
});

Deno.test("help() says whose an operation is, and what was probably meant", () => {
  assertStringIncludes(help(tf.matMul).text, "matMul is an operation of TensorFlow.js");
  assertStringIncludes(help("createTrainr").text, "(did you mean createTrainer?)");
});

Deno.test("help() keeps what it read, until a source changes", () =>
  withLibrary((folder) => {
    const options = optionsIn(folder);
    assertStringIncludes(help("plusOne", options).text, "Adds one.");
    // From the cache, as this program documents nothing.
    assertStringIncludes(help("plusOne", { ...options, deno: "no-deno" }).text, "Adds one.");
    const file = join(folder, "lib", "a.ts");
    Deno.writeTextFileSync(file, "/** Adds 1. */\nexport const plusOne = (n: number) => n + 1;\n");
    Deno.utimeSync(file, new Date(), new Date(Date.now() + 5000));
    assertStringIncludes(help("plusOne", options).text, "Adds 1.");
  }));

Deno.test("help() says in a sentence that Deno's program is out of reach", () =>
  withLibrary((folder) => {
    const { text } = help("plusOne", { ...optionsIn(folder), deno: "/no/such/deno" });
    assertStringIncludes(text, "There is no help on plusOne here");
  }));

Deno.test("help() says that there is nothing to read where the library is compiled, as in its package", () =>
  withLibrary((folder) => {
    Deno.renameSync(join(folder, "lib", "a.ts"), join(folder, "lib", "a.js"));
    Deno.writeTextFileSync(
      join(folder, "lib", "a.d.ts"),
      "export declare const plusOne: number;\n",
    );
    assertStringIncludes(
      help("plusOne", optionsIn(folder)).text,
      "There is no help on plusOne here",
    );
  }));

Deno.test("parseDoc() takes names apart", () => {
  const output =
    "Title of a module\n\nDefined in file:///p/lib/a.ts:1:1\n\nasync function f(): void\n" +
    "  Does f.\n\nfile:///p/lib/b.ts\n\nDefined in file:///p/lib/b.ts:9:1\n\nconst g: number\n";
  assertEquals(parseDoc(output, "/p/"), [
    { name: "f", file: "lib/a.ts", text: "async function f(): void\n  Does f." },
    { name: "g", file: "lib/b.ts", text: "const g: number" },
  ]);
});

Deno.test({
  name: "in Jupyter a cell that ends with help() shows it",
  ignore: !await hasJupyter(),
  async fn() {
    const [, shown] = await jupyter([
      { code: 'import { help, parameters } from "lib/notebooks/mod.ts";' },
      { code: "help(parameters)" },
    ]);
    assertEquals(shown!.status, "ok");
    assert(shown!.text.includes("function parameters<"), shown!.text);
    assertStringIncludes(shown!.text, "PROFILE=smoke");
  },
});
