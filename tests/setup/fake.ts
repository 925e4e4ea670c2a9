/** A world without network for the tests of setup. */
import { join } from "node:path";
import type { Context } from "lib/setup/context.ts";
import { libraryPlan } from "lib/setup/plan.ts";
import { placesIn } from "lib/setup/paths.ts";
import type { Run, RunOptions } from "lib/setup/process.ts";

/** A context in `root` whose programs are played by `run`; the report's lines end up in `lines`. */
export function fakeContext(
  root: string,
  run: Run,
  changes: Partial<Context> = {},
): { context: Context; lines: string[] } {
  const lines: string[] = [];
  const context: Context = {
    places: placesIn(root, "linux"),
    run,
    report: {
      say: (line) => void lines.push(line),
      update: () => {},
      done: (_, line) => void lines.push(line),
      close: () => {},
    },
    signal: new AbortController().signal,
    os: "linux",
    arch: "x86_64",
    env: () => undefined,
    python: () => Promise.resolve("python"),
    ...changes,
  };
  return { context, lines };
}

/** Runs `test` in a new folder that is removed afterwards. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(placesIn(folder).temporary, { recursive: true });
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A file that claims `bytes` and takes no room on the disk. */
export async function sparseFile(path: string, bytes: number): Promise<void> {
  await Deno.writeTextFile(path, "");
  await Deno.truncate(path, bytes);
}

/** Plays pip and the unpacking: `libraries` are the sizes of the files that come out. */
export function fakePip(libraries: readonly number[]): { run: Run; calls: string[] } {
  const calls: string[] = [];
  const plan = libraryPlan("linux", "x86_64")!;
  const run = async (_: string, args: readonly string[], options?: RunOptions) => {
    const folder = args.find((arg) => arg.startsWith("--dest="))?.slice("--dest=".length);
    if (folder) {
      calls.push("download");
      await Deno.writeTextFile(join(folder, "tensorflow_cpu-2.21.0.whl"), "wheel");
    } else {
      calls.push("extract");
      for (const [index, { name }] of plan.files.entries()) {
        if (index < libraries.length) await sparseFile(join(args[2], name), libraries[index]);
      }
      options?.onLine?.("853308936");
    }
    return { code: 0, output: "" };
  };
  return { run, calls };
}
