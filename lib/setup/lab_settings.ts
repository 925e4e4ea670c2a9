/** What JupyterLab begins with in the project's environment. */
import { join } from "node:path";

/** Its question about news, and its look for newer versions, which would ask a server at each start. */
const SETTINGS = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** Writes them into the environment, unless there are settings already: those are the user's. */
export async function quietLab(venv: string): Promise<void> {
  const folder = join(venv, "share", "jupyter", "lab", "settings");
  await Deno.mkdir(folder, { recursive: true });
  try {
    const text = `${JSON.stringify(SETTINGS, null, 2)}\n`;
    await Deno.writeTextFile(join(folder, "overrides.json"), text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}
