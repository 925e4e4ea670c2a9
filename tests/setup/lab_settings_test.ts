/** Lab's first settings, which leave those that are there alone. */
import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { assertPort, quietLab } from "../../lib/setup/lab_settings.ts";
import { withFolder } from "../support/cli.ts";

Deno.test("Lab asks nobody for news, unless its settings say otherwise", () =>
  withFolder(async (venv) => {
    const path = join(venv, "share", "jupyter", "lab", "settings", "overrides.json");
    const written = () => JSON.parse(Deno.readTextFileSync(path));
    await quietLab(venv);
    // The names are those of JupyterLab's schema apputils-extension/notification.json.
    assertEquals(written(), {
      "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
    });
    Deno.writeTextFileSync(path, '{"of": "the user"}');
    await quietLab(venv);
    assertEquals(written(), { of: "the user" });
  }));

Deno.test("a port that is none is refused", () => {
  for (const args of [[], ["--port=8888"], ["--port", "0"], ["--port=65535", "--no-browser"]]) {
    assertPort(args);
  }
  for (
    const [args, current] of [
      [["--port=abc"], "abc"],
      [["--port", "-1"], "-1"],
      [["--port=65536"], "65536"],
      [["--port=1.5"], "1.5"],
      [["--no-browser", "--port"], "missing"],
    ] as const
  ) {
    const message = `--port must be a whole number from 0 to 65535: current value is ${current}`;
    assertThrows(() => assertPort(args), SyntaxError, message);
  }
});
