/** Folders that a command fills: only such as can be written to, and hold nothing of other people. */
import { dirname, join } from "node:path";
import { usageError } from "../checks/usage.ts";
import { assertTakesFiles, exists, isFolder } from "../checks/paths.ts";

/**
 * The names in a folder that may be emptied; none where there is nothing.
 *
 * @throws {SyntaxError} With cause "usage", if it is a file, or cannot be read: what is not seen must not count as nothing
 */
export function namesInOut(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw usageError(`--out must be a folder that can be read: ${folder} is none.`);
  }
}

/** Some of many names. */
export const someOf = (names: readonly string[]): string =>
  names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");

/**
 * Refuses a folder in which nothing can be written; makes none.
 *
 * @param folder An absolute path
 * @throws {SyntaxError} With cause "usage", if it, or what would be around it, is no folder that can
 * be written to
 */
export function assertOutFolder(folder: string): void {
  let there = folder;
  while (!exists(there) && dirname(there) !== there) there = dirname(there);
  try {
    if (!isFolder(there)) throw new Deno.errors.NotADirectory();
    assertTakesFiles(there);
  } catch {
    throw usageError(
      `--out must be a folder that can be written to, or made: current value is ${folder}.`,
    );
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
 * @throws {SyntaxError} With cause "usage", with some of the others
 */
export function assertOnlyOwn(folder: string, own: RegExp, what: string): void {
  const others = namesInOut(folder).filter((name) => !own.test(name));
  if (others.length === 0) return;
  throw usageError(
    `--out must be a folder that is empty or new, or holds ${what} and nothing else: ` +
      `in ${folder} there is ${someOf(others)}.`,
  );
}

/** Whether `folder` has all of these files. */
export const hasAll = (folder: string, files: readonly string[]): boolean =>
  files.every((file) => exists(join(folder, file)));
