/** Ctrl-C in `deno task reproduce`. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { eachLine } from "lib/setup/process.ts";
import { hasJupyter } from "./has_jupyter.ts";
import { ROOT } from "./notebooks.ts";

Deno.test({
  name: "Ctrl-C ends a run, its kernel too, and says what was finished",
  ignore: Deno.build.os === "windows" || !await hasJupyter(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "notebooks-" });
    try {
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "lib/setup/reproduce.ts",
          "--smoke",
          "--only=18,19",
          `--out=${folder}`,
        ],
        cwd: ROOT,
        env: { NO_COLOR: "1" },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      let printed = "", sent = false;
      const read = (stream: ReadableStream<Uint8Array>) =>
        eachLine(stream, (line) => {
          printed += line + "\n";
          // The second notebook has begun: the first one is finished.
          if (!sent && /^18_\S+: done/.test(line)) {
            sent = true;
            setTimeout(() => child.kill("SIGINT"), 500);
          }
        });
      const [{ code }] = await Promise.all([child.status, read(child.stdout), read(child.stderr)]);
      assert(sent, printed);
      assertEquals(code, 130, printed);
      assertMatch(
        printed,
        /^Interrupted: 1 of 2 notebooks finished \(18_\w+\.ipynb\); continue with --only=19_\w+ --smoke --out=\S+\.$/m,
      );
      // As it was called, with what is left to do.
      assertStringIncludes(printed, ` --smoke --out=${folder}.\n`);
      assert(Deno.statSync(join(folder, "18_lexicographic.ipynb")).isFile);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
