/** What scripts that make records do with arguments. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { headerOf, readMakerArguments } from "lib/checks/maker_arguments.ts";
import { isUsageError } from "lib/checks/usage.ts";

const flags = {
  seed: { type: "string", default: "1" },
  force: { type: "boolean", default: false },
} as const;

Deno.test("flags are read, and have types", () => {
  const { values, positionals } = readMakerArguments(["--seed", "2", "a"], flags, 1);
  const seed: string = values.seed, force: boolean = values.force;
  assertEquals([seed, force, positionals], ["2", false, ["a"]]);
});

Deno.test("what a script does not know it refuses in a sentence", () => {
  const refusal = (...args: string[]) => {
    const error = assertThrows(() => readMakerArguments(args, flags), SyntaxError);
    assert(isUsageError(error));
    return error.message;
  };
  assertEquals(
    refusal("--sed=2"),
    "Unknown option --sed (did you mean --seed?): accepted are --seed, --force, --help",
  );
  assertEquals(
    refusal("seed=2"),
    "Cannot take seed=2 (did you mean --seed?): accepted are --seed, --force, --help",
  );
  assert(refusal("-x").startsWith("Unknown option -x: "));
  assert(refusal("--force=yes").includes("--force"));
  assert(refusal("--seed").includes("--seed"));
});

Deno.test("a script's usage is its header", () => {
  assertEquals(
    headerOf('/**\n * One:\n *\n *     two\n */\nimport "x"; /** no */'),
    "One:\n\n    two",
  );
  assertEquals(headerOf("/** Makes it: `run`. */\n"), "Makes it: `run`.");
  assertEquals(headerOf("none"), "");
});
