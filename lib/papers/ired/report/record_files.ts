/** IRED's records in a folder. */
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRecord, type RecordFile } from "../../../records/records.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The paper that a file of results is of; other papers may keep files of their own. */
function paperOf(path: string): unknown {
  try {
    return JSON.parse(Deno.readTextFileSync(path)).paper;
  } catch (error) {
    throw new SyntaxError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

/**
 * All records of IRED in a folder, by name.
 *
 * @param folder Relative to the project's or absolute
 * @throws {SyntaxError} If a file is no JSON
 */
export function recordFiles(folder = "data/results"): RecordFile[] {
  const full = isAbsolute(folder) ? folder : join(ROOT, folder);
  return [...Deno.readDirSync(full)].map(({ name }) => join(full, name))
    .filter((path) => path.endsWith(".json") && paperOf(path) === "ired").sort()
    .map((path) => ({ path, record: readRecord(path) }));
}
