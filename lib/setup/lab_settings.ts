/** What JupyterLab begins with in the project's environment. */
import { join } from "node:path";
import { usageError } from "../checks/usage.ts";

/**
 * Refuses a port that Lab could not listen on, before minutes of setting up.
 *
 * @param args Those of JupyterLab, as `--port=8888` or `--port 8888`
 * @throws {SyntaxError} With cause "usage", if it is no whole number from 0 to 65535
 */
export function assertPort(args: readonly string[]): void {
  args.forEach((arg, i) => {
    const given = arg === "--port" ? args[i + 1] ?? "" : /^--port=(.*)$/.exec(arg)?.[1];
    if (given === undefined || (/^\d+$/.test(given) && Number(given) <= 65535)) return;
    const current = given === "" ? "missing" : given;
    throw usageError(`--port must be a whole number from 0 to 65535: current value is ${current}`);
  });
}

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
