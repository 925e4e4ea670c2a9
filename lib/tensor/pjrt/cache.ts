/** Compiled programs, kept between processes as files, so that a second start takes a second. */
import { createHash } from "node:crypto";

/** Files are dropped, oldest first, beyond this many bytes. */
const LARGEST = 512 * 2 ** 20;

/** Programs by the text that they were compiled from. */
export interface ProgramCache {
  read(text: string): Uint8Array<ArrayBuffer> | undefined;
  write(text: string, program: () => Uint8Array): void;
  forget(text: string): void;
}

const nothing: ProgramCache = { read: () => undefined, write: () => {}, forget: () => {} };

/** Drops the oldest programs of `folder` beyond {@link LARGEST}. */
function prune(folder: string): void {
  const files = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".pjrt"))
    .map(({ name }) => ({ path: `${folder}/${name}`, info: Deno.statSync(`${folder}/${name}`) }))
    .sort((a, b) => (b.info.mtime?.getTime() ?? 0) - (a.info.mtime?.getTime() ?? 0));
  let bytes = 0;
  for (const { path, info } of files) {
    bytes += info.size;
    if (bytes > LARGEST) Deno.removeSync(path);
  }
}

/**
 * Opens the cache in `folder`. The variable TENSOR_PJRT_CACHE names another folder, or turns it
 * off (`off`); a folder that cannot be written means no cache.
 *
 * @param depends All that a program depends on beside its text: plugin, its version, the device
 */
export function openCache(folder: string, depends: readonly unknown[]): ProgramCache {
  const asked = Deno.env.get("TENSOR_PJRT_CACHE");
  if (asked === "off") return nothing;
  const chosen = asked ?? folder;
  try {
    Deno.mkdirSync(chosen, { recursive: true });
    prune(chosen);
  } catch {
    return nothing;
  }
  const salt = depends.join("\n");
  const pathOf = (text: string) =>
    `${chosen}/${createHash("sha256").update(salt).update(text).digest("hex").slice(0, 32)}.pjrt`;
  return {
    read(text) {
      try {
        return Deno.readFileSync(pathOf(text));
      } catch {
        return undefined;
      }
    },
    write(text, program) {
      try {
        // Under another name first: a process that reads at this moment sees all of it or nothing.
        const draft = Deno.makeTempFileSync({ dir: chosen });
        try {
          Deno.writeFileSync(draft, program());
          Deno.renameSync(draft, pathOf(text));
        } catch (error) {
          Deno.removeSync(draft);
          throw error;
        }
      } catch {
        // Not every plugin can save a program; then it is compiled anew.
      }
    },
    forget(text) {
      try {
        Deno.removeSync(pathOf(text));
      } catch {
        // Somebody else did.
      }
    },
  };
}
