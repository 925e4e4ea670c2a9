/** What is other where a pack's `run` starts this program: its name, and from where paths are seen. */
import { isAbsolute, join } from "node:path";
import { exists } from "../checks/paths.ts";

/** Where `./run` of a pack was called, which goes on to the folder of the program; undefined elsewhere. */
const calledFrom = (): string | undefined => Deno.env.get("ENERGY_CALLED_FROM");

/** How a command is called here, such as `deno task` before its name. */
export const program = (): string => calledFrom() === undefined ? "deno task" : "./run";

/** The file that starts the program of a pack, whatever folder one is in; undefined elsewhere. */
export const packedRun = (): string | undefined =>
  calledFrom() === undefined ? undefined : join(Deno.cwd(), "..", "run");

/**
 * A path as the program has to open it: in a pack relative ones are seen from where `./run` is called,
 * but for what stands in the pack only, such as `data/checkpoints`.
 */
export function pathFromCaller(path: string): string {
  const folder = calledFrom();
  // - is standard input, and none is no folder.
  if (folder === undefined || isAbsolute(path) || path === "-" || path === "none") return path;
  const seen = join(folder, path);
  return exists(path) && !exists(seen) ? path : seen;
}
