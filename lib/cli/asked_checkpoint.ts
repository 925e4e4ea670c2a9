/** Folders of checkpoints that are asked for: what is said where they are none. */
import { usageError } from "../checks/usage.ts";
import { isFile, namesIn } from "../checks/paths.ts";
import { foundFolder } from "../papers/ired/found_folder.ts";
import { readManifest } from "../training/checkpoint.ts";

/** Names of the folders in `folder` that hold a file of that name. */
function foldersWith(file: string, folder: string): string[] {
  return namesIn(folder).filter((name) => isFile(`${folder}/${name}/${file}`));
}

/** What the folder is instead, if that is known. */
function instead(folder: string): string | undefined {
  if (isFile(folder)) return "but a file";
  const inside = foldersWith("checkpoint.json", folder);
  if (inside.length > 0) return `but holds some: give one of ${inside.join(", ")} in it`;
  const { length: others } = foldersWith("run.json", folder);
  if (others === 0 && !isFile(`${folder}/run.json`)) return undefined;
  return "but one of SymmCD's, which notebooks/17_crystals.ipynb samples from";
}

/**
 * Refuses a folder without a checkpoint; what a checkpoint holds is looked at where it is loaded.
 *
 * @param flag Which names the folder
 * @throws {SyntaxError} With cause "usage"
 */
export function assertCheckpoint(flag: "checkpoint" | "from", asked: string): void {
  const folder = foundFolder(asked);
  if (isFile(`${folder}/checkpoint.json`)) return;
  const other = instead(folder);
  if (other) {
    throw usageError(
      `--${flag} must be the folder of a checkpoint of IRED: ${asked} is none, ${other}`,
    );
  }
  try {
    readManifest(folder);
  } catch (error) {
    // As it was asked for, though it was looked for in the project's folder, too.
    const before = folder.endsWith(asked) ? folder.slice(0, -asked.length) : "";
    throw usageError((error as Error).message.replaceAll(before, ""));
  }
}
