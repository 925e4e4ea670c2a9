/** Lab's first settings, which leave those that are there alone. */
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { quietLab } from "../../lib/setup/lab_settings.ts";
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
