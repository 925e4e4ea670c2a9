/** The sources of the project as data: files, lines, imports. */
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** One import or re-export. */
export interface Import {
  readonly specifier: string;
  /** Whether it vanishes at run time. */
  readonly typeOnly: boolean;
}

/** A source file of `lib`. */
export interface Source {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Text without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Comments replaced by nothing; strings that look like comments may go too. */
export function withoutComments(text: string): string {
  return text
    .replace(/(^|[\s{(,])\/\*[\s\S]*?\*\//g, "$1")
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** Imports and re-exports, static and dynamic, of code without comments. */
export function importsOf(code: string): Import[] {
  const found: Import[] = [];
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([^"';]*?)\bfrom\s+)?"([^"]+)"/gm;
  for (const [, type, clause, specifier] of code.matchAll(statement)) {
    const names = /^\s*\{([^}]*)\}\s*$/.exec(clause ?? "")?.[1]?.split(",").map((n) => n.trim())
      .filter((n) => n !== "");
    const typeOnly = Boolean(type) ||
      (names !== undefined && names.length > 0 && names.every((n) => n.startsWith("type ")));
    found.push({ specifier: specifier!, typeOnly });
  }
  for (const [, specifier] of code.matchAll(/\bimport\(\s*"([^"]+)"/g)) {
    found.push({ specifier: specifier!, typeOnly: false });
  }
  return found;
}

/** All files below `folder` with that ending, from the root, with forward slashes, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
  const files: string[] = [];
  for (const { name, isDirectory, isFile } of Deno.readDirSync(join(ROOT, folder))) {
    if (isDirectory) files.push(...filesBelow(`${folder}/${name}`, ending));
    else if (isFile && name.endsWith(ending)) files.push(`${folder}/${name}`);
  }
  return files.sort();
}

/** Reads a source. */
export function readSource(path: string): Source {
  const text = Deno.readTextFileSync(join(ROOT, path));
  const code = withoutComments(text);
  return { path, text, code, imports: importsOf(code) };
}

/** The path from the root that a relative specifier in `path` means. */
export function resolveImport(path: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(path), specifier));
}

/** The folder of `lib` that a file is in; files of `lib` itself have their name. */
export const roomOf = (path: string) => path.split("/")[1]!.replace(/\.ts$/, "");

/** Files that git tracks, or undefined where there is no git or no checkout. */
export function trackedFiles(): string[] | undefined {
  try {
    const { success, stdout } = new Deno.Command("git", {
      args: ["ls-files", "-z"],
      cwd: ROOT,
      stderr: "null",
    }).outputSync();
    if (!success) return undefined;
    return new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
  } catch {
    return undefined;
  }
}
