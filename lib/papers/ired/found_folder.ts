/** Where a folder that is read is. */
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exists } from "../../checks/paths.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A folder as it is seen from here, or else from the project's folder. */
export function foundFolder(folder: string): string {
  if (isAbsolute(folder)) return folder;
  return exists(folder) ? folder : join(ROOT, folder);
}
