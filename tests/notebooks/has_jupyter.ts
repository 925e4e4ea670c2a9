import { placesIn } from "lib/setup/paths.ts";
import { ROOT } from "./notebooks.ts";

/** Whether the project's Python has what executes notebooks. */
export async function hasJupyter(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(placesIn(ROOT).python, {
      args: ["-c", "import nbclient, jupyterlab"],
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
