/** Files that a command is to write. */
import { usageError } from "../checks/usage.ts";
import { assertTakesFiles, isFolder } from "../checks/paths.ts";

/** What a command may replace: what it would have written itself. */
export interface Own {
  /** Such as "a record". */
  readonly what: string;
  /** Whether a text, which holds something, is one. */
  is(text: string): boolean;
}

/** Whether `text` is JSON of an object for which `test` holds. */
function isObject(text: string, test: (value: Record<string, unknown>) => boolean): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && test(value);
  } catch {
    return false;
  }
}

/** Records of any version: those of an old one are to be made anew. */
export const ownRecord: Own = {
  what: "a record",
  is: (text) => isObject(text, ({ format }) => /^energy-results-/.test(String(format))),
};

/** Lines of JSON, a puzzle and a hop each. */
export const ownTrace: Own = {
  what: "a trace",
  is: (text) =>
    text.trimEnd().split("\n").every((line) =>
      isObject(line, (one) => ["number", "cycle", "error"].every((name) => name in one))
    ),
};

/** What `verify --write` keeps. */
export const ownReference: Own = {
  what: "a reference",
  is: (text) =>
    isObject(
      text,
      ({ device, networks }) =>
        typeof device === "string" && typeof networks === "object" && networks !== null,
    ),
};

/**
 * Refuses a path where nothing can be written, or where there is something else than what is written
 * there, before the work.
 */
export function assertWritable(flag: string, path: string, own: Own): void {
  const folder = path.replace(/[^/\\]*$/, "");
  try {
    if (isFolder(path)) throw new Error("it is a folder");
    assertReplaceable(path, own);
    if (folder) Deno.mkdirSync(folder, { recursive: true });
    assertTakesFiles(folder || ".");
  } catch (error) {
    const reason = (error as Error).message.replace(/ \(os error .*$/s, "");
    throw usageError(`--${flag} cannot be written to ${path}: ${reason}`);
  }
}

function assertReplaceable(path: string, { what, is }: Own): void {
  let text: string;
  try {
    if (!Deno.statSync(path).isFile) return; // such as /dev/stdout
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return;
    throw error;
  }
  if (text.trim() === "" || is(text)) return;
  throw new Error(`the file there is not ${what}; choose another name, or move it away`);
}
