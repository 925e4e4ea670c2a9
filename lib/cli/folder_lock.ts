/** The folder of a run belongs to one command at a time. */
import { usageError } from "./flags.ts";

/** Stays in the folder: were it deleted, two commands could each hold a lock on a file of its name. */
const NAME = "run.lock";

/**
 * Takes `folder`, made if need be, for this process until it ends or gives it back. Two trainings that
 * save into one folder delete each other's files, and what is left can be neither used nor resumed.
 *
 * @returns Gives it back
 * @throws {SyntaxError} With cause "usage", if another process has it, or nothing can be written there
 */
export function lockFolder(folder: string): () => void {
  let file: Deno.FsFile;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    file = Deno.openSync(`${folder}/${NAME}`, { create: true, write: true });
  } catch (error) {
    throw usageError(`--out cannot be written to ${folder}: ${(error as Error).message}`);
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
  return () => file.close();
}
