/** The folder of a run belongs to one command at a time. */
import { dirname, resolve } from "node:path";
import { usageError } from "../checks/usage.ts";
import { exists } from "../checks/paths.ts";

/** Stays in the folder of a run: one that was deleted is no lock, see below. */
const NAME = "run.lock";

/**
 * Takes `folder`, made if need be, for this process until it ends or gives it back. Two trainings that
 * save into one folder delete each other's files, and what is left can be neither used nor resumed.
 *
 * @returns Gives it back
 * @throws {SyntaxError} With cause "usage", if another process has it, or nothing can be written there
 */
export function lockFolder(folder: string, tries = 3): () => void {
  let file: Deno.FsFile;
  const made = firstMissing(folder), path = `${folder}/${NAME}`;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    file = Deno.openSync(path, { create: true, write: true });
  } catch (error) {
    const reason = (error as Error).message.replace(/ \(os error .*$/s, "");
    throw usageError(`--out cannot be written to ${folder}: ${reason}`);
  }
  let free: boolean;
  try {
    free = file.tryLockSync(true);
  } catch {
    free = true; // a file system without locks
  }
  if (!free) {
    file.close();
    throw usageError(
      `Another command is training in ${folder}: wait until it ends, or choose another --out`,
    );
  }
  // Another command took its folder away again between the two lines above that open and lock.
  if (tries > 1 && !isThere(path, file)) {
    file.close();
    return lockFolder(folder, tries - 1);
  }
  return () => {
    if (made) removeEmpty(folder, made);
    file.close();
  };
}

/** The outermost folder that would have to be made for this one, if any. */
function firstMissing(folder: string): string | undefined {
  let missing: string | undefined;
  for (let one = resolve(folder); !exists(one); one = dirname(one)) missing = one;
  return missing;
}

function isThere(path: string, file: Deno.FsFile): boolean {
  return exists(path) && Deno.statSync(path).ino === file.statSync().ino;
}

/** Removes folders that were made for a run that was refused, from `folder` out to `made`. */
function removeEmpty(folder: string, made: string): void {
  if ([...Deno.readDirSync(folder)].some(({ name }) => name !== NAME)) return;
  try {
    Deno.removeSync(`${folder}/${NAME}`);
    for (let one = resolve(folder); one.length >= made.length; one = dirname(one)) {
      Deno.removeSync(one);
    }
  } catch {
    // Something else is there by now.
  }
}
