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

/**
 * Lets every user read, run and enter what its owner can below `folder`: some npm packages
 * carry files of mode 0640, which made a checkout of root's useless to anybody else. Files of other
 * owners and systems without modes are left as they are; links are not followed.
 */
export async function makeReadable(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const open = async (path: string) => {
    const { mode } = await Deno.lstat(path);
    if (mode === null) return;
    const missing = mode & 0o100 ? 0o055 : 0o044;
    if ((mode & missing) === missing) return;
    await Deno.chmod(path, (mode & 0o7777) | missing).catch((error) => {
      if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    });
  };
  await open(folder);
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) await makeReadable(path);
    else if (isFile) await open(path);
  }
}
