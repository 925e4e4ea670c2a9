/** Files that a command is to write. */
import { usageError } from "./flags.ts";

/** Refuses a path where nothing can be written, before the work. */
export function assertWritable(flag: string, path: string): void {
  const folder = path.replace(/[^/\\]*$/, ""), trial = `${path}.tmp`;
  try {
    if (folder) Deno.mkdirSync(folder, { recursive: true });
    if (isFolder(path)) throw new Error("it is a folder");
    Deno.writeTextFileSync(trial, "");
    Deno.removeSync(trial);
  } catch (error) {
    throw usageError(`--${flag} cannot be written to ${path}: ${(error as Error).message}`);
  }
}

/** Whether there is a folder of that name. */
export function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
