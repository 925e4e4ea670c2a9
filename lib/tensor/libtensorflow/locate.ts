/** Where the two shared libraries of libtensorflow are. */
import { isFile } from "../../checks/paths.ts";

const names: Partial<Record<typeof Deno.build.os, readonly [string, string]>> = {
  linux: ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"],
  darwin: ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"],
};

/** `site-packages/tensorflow` folders of the project's virtual environment (for `tensorflow[and-cuda]`). */
function sitePackages(project: string): string[] {
  try {
    return [...Deno.readDirSync(`${project}/.venv/lib`)].map((entry) =>
      `${project}/.venv/lib/${entry.name}/site-packages/tensorflow`
    );
  } catch {
    return [];
  }
}

/** The project's folder. */
export const root = decodeURIComponent(new URL("../../../", import.meta.url).pathname)
  .replace(/\/$/, "");

/** Paths of the C API library and of the framework library it needs. */
export interface LibraryPaths {
  readonly api: string;
  readonly framework: string;
  /** The folder, as one would tell it to a user: relative to the project. */
  readonly folder: string;
}

/**
 * Looks in `LIBTENSORFLOW_DIR`, then in a TensorFlow of the project's `.venv`, then in
 * `.runtime/libtensorflow`, where `deno task setup` puts it.
 *
 * @param project The project's folder
 * @returns The paths, or one sentence that says why there are none
 */
export function locateLibrary(project = root): LibraryPaths | string {
  const pair = names[Deno.build.os];
  if (!pair) return `libtensorflow cannot be loaded on ${Deno.build.os}`;
  const forced = Deno.env.get("LIBTENSORFLOW_DIR");
  const folders = forced
    ? [forced]
    : [...sitePackages(project), `${project}/.runtime/libtensorflow`];
  for (const folder of folders) {
    const [api, framework] = pair.map((name) => `${folder}/${name}`);
    if (isFile(api!) && isFile(framework!)) {
      return { api: api!, framework: framework!, folder: folder.replace(`${project}/`, "") };
    }
  }
  return forced
    ? `LIBTENSORFLOW_DIR has no ${pair[0]}: ${forced}`
    // Where the library is a package of another project, there is no such task.
    : "libtensorflow is not installed: run `deno task setup` in the library's own project, or name " +
      "a folder that has it in LIBTENSORFLOW_DIR";
}
