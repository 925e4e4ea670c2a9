/** What stands at a path, asked without exceptions: whatever cannot be read is not there. */

function info(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether there is something; a link that leads nowhere is nothing. */
export const exists = (path: string): boolean => info(path) !== undefined;

/** Whether there is a file. */
export const isFile = (path: string): boolean => info(path)?.isFile ?? false;

/** Whether there is a folder. */
export const isFolder = (path: string): boolean => info(path)?.isDirectory ?? false;

/** The names in a folder, sorted; none where there is no folder that can be read. */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

/**
 * Makes a file in `folder` and removes it, as some systems say only of a file that is made whether it
 * may be.
 *
 * @throws {Error} The system's reason, if none can be made
 */
export function assertTakesFiles(folder: string): void {
  Deno.removeSync(Deno.makeTempFileSync({ dir: folder, suffix: ".tmp" }));
}
