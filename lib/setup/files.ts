/** Small file helpers: sizes, and JSON that is either whole or absent. */
import { join } from "node:path";
import { statfs } from "node:fs/promises";

/** The size of a file in bytes, or `undefined` where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const info = await Deno.stat(path);
    return info.isFile ? info.size : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of all files below `folder`; 0 where there is none. */
export async function folderSize(folder: string): Promise<number> {
  let total = 0;
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = join(folder, entry.name);
      total += entry.isDirectory ? await folderSize(path) : await sizeOf(path) ?? 0;
    }
  } catch {
    // The folder may vanish while a download moves its files.
  }
  return total;
}

/** The parsed JSON of a file, or `undefined` where it is missing or damaged. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch {
    return undefined;
  }
}

/** Writes JSON to a temporary name and renames it, so that a reader never sees half a file. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${Deno.pid}.tmp`;
  await Deno.writeTextFile(temporary, JSON.stringify(value, null, 2) + "\n");
  await Deno.rename(temporary, path);
}

/** Removes a file or folder; it need not exist. */
export async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Free bytes on the disk that holds `folder`, as far as this user may use them. */
export async function freeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

/** Bytes in words: `formatBytes(273829956)` is "274 MB". */
export function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
