/** The record of a finished libtensorflow: what makes a second setup take no time. */
import { join } from "node:path";
import { readJson, sizeOf, writeJson } from "./files.ts";
import { type LibraryFile, type LibraryPlan, TENSORFLOW_VERSION } from "./plan.ts";

/** Written last, after every file has its final name. */
export interface Manifest {
  readonly version: string;
  readonly wheel: string;
  readonly files: readonly LibraryFile[];
}

const NAME = "manifest.json";

/** Whether `value` is a manifest of the version that we need. */
export function isCurrentManifest(value: unknown): value is Manifest {
  const manifest = value as Manifest | undefined;
  return manifest?.version === TENSORFLOW_VERSION && Array.isArray(manifest.files) &&
    manifest.files.every((file) => typeof file?.name === "string" && file.bytes > 0);
}

/**
 * Whether `folder` holds what `plan` asks for. Sizes decide, since hashing 850 MB takes seconds: files
 * get their names only after their CRCs were checked, so a wrong size means later damage. Libraries
 * without a manifest, unpacked by hand, are accepted when their sizes are those of the wheel.
 */
export async function isComplete(folder: string, plan: LibraryPlan): Promise<boolean> {
  const manifest = await readJson(join(folder, NAME));
  const files = isCurrentManifest(manifest) && names(manifest.files) === names(plan.files)
    ? manifest.files
    : plan.files;
  for (const file of files) {
    if (await sizeOf(join(folder, file.name)) !== file.bytes) return false;
  }
  if (files === plan.files) await writeManifest(folder, plan.files, "not recorded");
  return true;
}

/** Declares the files in `folder` finished. */
export async function writeManifest(
  folder: string,
  files: readonly LibraryFile[],
  wheel: string,
): Promise<void> {
  const manifest: Manifest = { version: TENSORFLOW_VERSION, wheel, files };
  await writeJson(join(folder, NAME), manifest);
}

/** Withdraws the declaration, before files are replaced. */
export async function removeManifest(folder: string): Promise<void> {
  await Deno.remove(join(folder, NAME)).catch(() => {});
}

function names(files: readonly LibraryFile[]): string {
  return files.map((file) => file.name).join();
}
