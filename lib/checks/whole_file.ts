/** Files that are kept over several runs: read if they are there, and never left half written. */
import { fileURLToPath } from "node:url";
import { isFile } from "./paths.ts";

const local = (path: string | URL) => path instanceof URL ? fileURLToPath(path) : path;

/**
 * The text of a file, or undefined where there is none. A file that is there and cannot be read is no
 * missing one: who took it for that would replace it.
 *
 * @throws {Error} If it is there and cannot be read
 */
export function readIfThere(path: string | URL): string | undefined {
  try {
    return Deno.readTextFileSync(local(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read ${local(path)}: ${(error as Error).message}`);
  }
}

/**
 * The value of JSON.
 *
 * @param path Where the text is from, for the message
 * @throws {SyntaxError} If it is none, as a file that was cut off
 */
export function parseJson(text: string, path: string | URL): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot read ${local(path)}: ${(error as Error).message}; mend it or move it away`,
    );
  }
}

/** Writes a file; a reader sees the one before or the one after. Makes the folder if need be. */
export function writeWhole(path: string | URL, data: string | Uint8Array): void {
  const file = local(path), folder = file.replace(/[^/\\]*$/, "");
  if (folder) Deno.mkdirSync(folder, { recursive: true });
  const temporary = `${file}.${Deno.pid}.tmp`;
  try {
    if (typeof data === "string") Deno.writeTextFileSync(temporary, data);
    else Deno.writeFileSync(temporary, data);
    Deno.renameSync(temporary, file);
  } catch (error) {
    if (isFile(temporary)) Deno.removeSync(temporary);
    throw error;
  }
}
