/** Which source a record was made by. */

/** The folder of the project, where it stands as files. */
const SOURCE: URL = new URL("../../", import.meta.url);

/**
 * The commit of the source, such as "997fdc0a1b2c", or "997fdc0a1b2c-dirty" where `lib` or `deno.json`
 * differ from it: what a run wrote under `data` before says nothing about its source. Undefined
 * without git, but where `deno task pack` noted it in a file `commit`.
 *
 * @param source The folder of the project, ending in a slash; this one by default
 */
export function sourceCommit(source: URL = SOURCE): string | undefined {
  const git = (...args: string[]): string | undefined => {
    const { success, stdout } = new Deno.Command("git", { args, cwd: source, stderr: "null" })
      .outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  };
  try {
    return Deno.readTextFileSync(new URL("commit", source)).trim();
  } catch {
    // No packed program.
  }
  try {
    const commit = git("rev-parse", "--short=12", "HEAD");
    const changed = git("status", "--porcelain", "--", "lib", "deno.json");
    return commit && (changed ? `${commit}-dirty` : commit);
  } catch {
    return undefined;
  }
}
