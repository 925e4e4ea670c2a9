/**
 * `help(createTraining)`: the signature and the text of what a notebook imported, which Jupyter's
 * Shift+Tab does not show on this kernel.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suggestion } from "../checks/spelling.ts";

/** One documented name. */
export interface HelpEntry {
  readonly name: string;
  /** Where it is defined, such as `lib/training/trainer.ts`. */
  readonly file: string;
  /** Signature and text, as `deno doc` writes them. */
  readonly text: string;
}

/** What {@linkcode help} shows: as text in `console.log`, and as the value of a notebook's cell. */
export interface HelpText {
  readonly text: string;
}

const SIGNATURE =
  /^(?:default |abstract |async |declare )*(?:function\*?|class|interface|enum|namespace|const|let|var|type) ([\w$]+)/;

/**
 * The entries of `deno doc`'s output: a line "Defined in file:line:column", an empty line, then a
 * signature and its indented text. Names that several files re-export appear once.
 *
 * @param output What `deno doc FILE…` printed, without colours
 * @param root The folder that paths are shown relative to, with a slash at its end
 */
export function parseDoc(output: string, root: string): HelpEntry[] {
  const entries = new Map<string, HelpEntry>();
  const parts = output.split(/^Defined in (.*?):(\d+):\d+$/m);
  for (let i = 1; i + 2 < parts.length; i += 3) {
    const [address, line, rest] = [parts[i]!, parts[i + 1]!, parts[i + 2]!];
    // The next file's name stands below the last entry of a file.
    const text = rest.replace(/^file:\/\/\S+$/gm, "").trim();
    const name = SIGNATURE.exec(text)?.[1];
    const path = address.startsWith("file:") ? fileURLToPath(address) : address;
    const file = path.startsWith(root) ? path.slice(root.length) : path;
    if (name) entries.set(`${file}:${line}:${text}`, { name, file, text });
  }
  return [...entries.values()];
}

/** Folders without anything that a notebook calls. */
const LEFT_OUT = ["setup", "cli", "pages", "site"];

function* sourcesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory && !LEFT_OUT.includes(name)) yield* sourcesBelow(path);
    else if (name.endsWith(".ts") && !name.endsWith(".d.ts")) yield path;
  }
}

/** Changes whenever a source does. */
function stampOf(files: readonly string[]): string {
  const newest = Math.max(...files.map((file) => Deno.statSync(file).mtime?.getTime() ?? 0));
  return `${files.length} files, newest ${newest}`;
}

/** Where sources, Deno and the cache are; given by tests. */
export interface HelpOptions {
  /** The folder of the library's sources. */
  readonly library?: string;
  /** Deno's program. */
  readonly deno?: string;
  /** A file that keeps what `deno doc` took seconds to find. */
  readonly cache?: string;
}

interface Cache {
  readonly stamp: string;
  readonly entries: readonly HelpEntry[];
}

function readCache(path: string, stamp: string): readonly HelpEntry[] | undefined {
  try {
    const cache = JSON.parse(Deno.readTextFileSync(path)) as Cache;
    return cache.stamp === stamp ? cache.entries : undefined;
  } catch {
    return undefined; // none yet, or cut off
  }
}

function writeCache(path: string, cache: Cache): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(`${path}.tmp`, JSON.stringify(cache));
    Deno.renameSync(`${path}.tmp`, path);
  } catch {
    // A folder that may not be written: asked again next time.
  }
}

const here = (path: string) =>
  import.meta.url.startsWith("file:") ? fileURLToPath(new URL(path, import.meta.url)) : undefined;

/**
 * All that `deno doc` says of the library.
 *
 * @returns Undefined where it cannot be asked: sources out of reach, or no program of Deno
 */
function readEntries(options: HelpOptions): readonly HelpEntry[] | undefined {
  const library = options.library ?? here("../");
  if (library === undefined) return undefined;
  const cache = options.cache ?? here("../../.runtime/help.json")!;
  try {
    const files = [...sourcesBelow(library)].sort();
    if (files.length === 0) return undefined; // compiled, as in the npm package
    const stamp = stampOf(files);
    const kept = readCache(cache, stamp);
    if (kept) return kept;
    const { success, stdout } = new Deno.Command(options.deno ?? Deno.execPath(), {
      args: ["doc", ...files],
      cwd: library,
      env: { NO_COLOR: "1" },
      stderr: "null",
    }).outputSync();
    if (!success) return undefined;
    const root = join(library, "..", "/");
    const entries = parseDoc(new TextDecoder().decode(stdout), root);
    writeCache(cache, { stamp, entries });
    return entries;
  } catch {
    return undefined;
  }
}

/** What a value is called in its source; TensorFlow.js marks the names of its operations. */
function nameOf(what: unknown): string {
  if (typeof what === "string" && what !== "") return what;
  if (typeof what === "function" && what.name !== "") return what.name;
  throw new TypeError(
    `help() takes a function, a class, or the name of anything else: current value is ${
      typeof what === "function" ? "a function without a name" : Deno.inspect(what)
    }`,
  );
}

function describe(name: string, options: HelpOptions): string {
  if (name.endsWith("__op")) {
    return `${
      name.slice(0, -4)
    } is an operation of TensorFlow.js: see its documentation, js.tensorflow.org/api.`;
  }
  const entries = readEntries(options);
  if (!entries) {
    return `There is no help on ${name} here: it is read from the library's sources by Deno's ` +
      "program, and one of the two is out of reach. The docstrings stand in the files of lib.";
  }
  const found = entries.filter((entry) => entry.name === name);
  if (found.length === 0) {
    const known = [...new Set(entries.map((entry) => entry.name))];
    return `Nothing of that name is documented: ${name}${suggestion(name, known)}.`;
  }
  return found.map(({ text, file }) => `${text}\n\nDefined in ${file}`).join("\n\n");
}

/**
 * The signature and the text of a function or class, or of anything else by its name; of several
 * things with one name, all. The first call takes some seconds, later ones none.
 *
 * @param what What is asked about, such as `createTraining` or "presets"
 * @param options Where sources, Deno and cache are, where that is not as usual
 * @throws {TypeError} If it has no name
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { help, parameters } from "lib/notebooks/mod.ts";
 * assertStringIncludes(help(parameters).text, "The parameters of a notebook");
 * ```
 */
export function help(what: unknown, options: HelpOptions = {}): HelpText {
  const text = describe(nameOf(what), options);
  return {
    text,
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text }),
    [Symbol.for("Deno.customInspect")]: () => text,
  } as HelpText;
}

// `deno task lab` asks for this in the background, so that nobody waits for it.
if (import.meta.main) readEntries({});
