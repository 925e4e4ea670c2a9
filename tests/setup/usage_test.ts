/** Mistakes in the call of a command: one sentence, and code 2, as the command line's. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "lib/setup/paths.ts";

const mistakes: readonly (readonly [string[], string])[] = [
  [["lib/setup/main.ts", "--acelerator=cuda13"], "(did you mean --accelerator?)"],
  [["lib/setup/lab.ts", "--port=70000"], "--port must be a whole number from 0 to 65535"],
  [["lib/setup/reproduce.ts", "--only=99"], "No notebook matches --only=99"],
  [["lib/setup/test.ts", "tensr"], "No test file matches tensr (did you mean tensor?)"],
  [["lib/setup/pack.ts", "--checkpoints=foo"], "--checkpoints must be folders of"],
  [["lib/setup/package.ts", "--out=README.md"], "--out must be a folder"],
  [["lib/site/main.ts", "--out=README.md"], "--out must be a folder"],
  [["lib/cli.ts", "train", "--task=adition"], "(did you mean addition?)"],
];

Deno.test("a mistake in the call of any command ends it with code 2, after one sentence", async () => {
  for (const [args, message] of mistakes) {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", ...args],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    assertEquals([code, out], [2, ""], `${args.join(" ")}: ${err}`);
    assertStringIncludes(err!, message);
    assertEquals(err!.split("\n").length, 1, err);
  }
});
