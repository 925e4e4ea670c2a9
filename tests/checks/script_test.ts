/** What scripts that make what is shipped do with arguments. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { headerOf } from "lib/checks/script.ts";
import { countFrom, numberFrom, scriptArguments, seedsFrom } from "lib/checks/script_arguments.ts";
import { isUsageError } from "lib/checks/usage.ts";

const flags = {
  seed: { type: "string", default: "1" },
  force: { type: "boolean", default: false },
} as const;

Deno.test("flags are read, and have types", () => {
  const { values, positionals } = scriptArguments(["--seed", "2", "a"], flags, 1);
  const seed: string = values.seed, force: boolean = values.force;
  assertEquals([seed, force, positionals], ["2", false, ["a"]]);
});

Deno.test("what a script does not know it refuses in a sentence", () => {
  const refusal = (...args: string[]) => {
    const error = assertThrows(() => scriptArguments(args, flags), SyntaxError);
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

Deno.test("values that a script cannot use it refuses in a sentence", () => {
  assertEquals(numberFrom("--minutes", "1e9"), 1e9);
  assertEquals(numberFrom("--minutes", "Infinity"), Infinity);
  assertEquals(countFrom("--reference", "1e7"), 10_000_000);
  assertEquals(seedsFrom("--seeds", "4071,0"), [4071, 0]);
  const refused: readonly [() => unknown, string][] = [
    [() => numberFrom("--minutes", "ten"), "--minutes must be a number of at least 0: "],
    [() => numberFrom("--quantile", "-1"), "--quantile must be a number of at least 0: "],
    [() => numberFrom("--known", ""), "--known must be a number of at least 0: "],
    [() => countFrom("--steps", "1.5"), "--steps must be a whole number of at least 1: "],
    [() => countFrom("--steps", "0"), "--steps must be a whole number of at least 1: "],
    [() => seedsFrom("--seeds", "1,,2"), "--seeds must be a whole number of at least 0: "],
  ];
  for (const [read, message] of refused) {
    const error = assertThrows(read, SyntaxError);
    assert(isUsageError(error) && error.message.startsWith(message), error.message);
  }
});

Deno.test("a script's usage is its header", () => {
  assertEquals(
    headerOf('/**\n * One:\n *\n *     two\n */\nimport "x"; /** no */'),
    "One:\n\n    two",
  );
  assertEquals(headerOf("/** Makes it: `run`. */\n"), "Makes it: `run`.");
  assertEquals(headerOf("none"), "");
});
