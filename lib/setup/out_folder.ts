/** Folders that a command fills: only such as can be written to, and hold nothing of other people. */
import { dirname, join } from "node:path";

/**
 * The names in `folder`; none where there is no such folder.
 *
 * @throws {TypeError} If it is a file
 */
export function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw new TypeError(`--out must be a folder: ${folder} is none.`);
  }
}

/** Some of many names. */
export const someOf = (names: readonly string[]): string =>
  names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");

/**
 * Refuses a folder in which nothing can be written; makes none.
 *
 * @param folder An absolute path
 * @throws {TypeError} If it, or what would be around it, is no folder that can be written to
 */
export function assertOutFolder(folder: string): void {
  let there = folder;
  while (!exists(there) && dirname(there) !== there) there = dirname(there);
  try {
    if (!Deno.statSync(there).isDirectory) throw new TypeError(`${there} is a file`);
    // Some systems say only of a file that is made whether it may be.
    Deno.removeSync(Deno.makeTempFileSync({ dir: there, suffix: ".tmp" }));
  } catch {
    throw new TypeError(
      `--out must be a folder that can be written to, or made: current value is ${folder}.`,
    );
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether the JSON in `path` has that name, as a package's has. */
export function isPackage(path: string, name: string): boolean {
  try {
    return JSON.parse(Deno.readTextFileSync(path)).name === name;
  } catch {
    return false;
  }
}

/**
 * Refuses a folder that has anything in it beside what the command puts there.
 *
 * @param own Which names the command gives
 * @param what Such as "an earlier pack"
 * @throws {TypeError} With some of the others
 */
export function assertOnlyOwn(folder: string, own: RegExp, what: string): void {
  const others = namesIn(folder).filter((name) => !own.test(name));
  if (others.length === 0) return;
  throw new TypeError(
    `--out must be a folder that is empty or new, or holds ${what} and nothing else: ` +
      `in ${folder} there is ${someOf(others)}.`,
  );
}

/** Whether `folder` has all of these files. */
export const hasAll = (folder: string, files: readonly string[]): boolean =>
  files.every((file) => exists(join(folder, file)));
