/** The Jupyter kernel: a kernelspec of our own that points at the Deno that this project pins. */
import { join } from "node:path";
import type { Context } from "./context.ts";
import { remove, sizeOf, writeJson } from "./files.ts";

/** The Deno that runs notebooks and gates: newer ones lose cell outputs in headless runs. */
export const DENO_VERSION = "2.8.1";

/** What the kernel and the tests run with. */
export const ENGINE_ENV: Readonly<Record<string, string>> = {
  NO_COLOR: "1",
  // Matrix products are 1.5 to 1.9 times faster on processors without AVX-512.
  TF_ENABLE_ONEDNN_OPTS: "1",
  TF_CPP_MIN_LOG_LEVEL: "3",
};

/** The contents of kernel.json for a Deno binary. */
export function kernelspec(deno: string): Record<string, unknown> {
  return {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: `Deno ${DENO_VERSION}`,
    language: "typescript",
    env: ENGINE_ENV,
  };
}

/** The value of `JUPYTER_PATH` that makes Jupyter find our kernelspec before any other. */
export function jupyterPath(context: Context): string {
  const others = context.env("JUPYTER_PATH");
  const separator = context.os === "windows" ? ";" : ":";
  return others ? context.places.jupyter + separator + others : context.places.jupyter;
}

/** Writes the kernelspec; done at every setup, because the project folder may have moved. */
export async function setUpKernel(context: Context): Promise<void> {
  const folder = join(context.places.jupyter, "kernels", "deno");
  const deno = await pinnedDeno(context);
  await Deno.mkdir(folder, { recursive: true });
  await writeJson(join(folder, "kernel.json"), kernelspec(deno));
}

/**
 * The path of a Deno {@link DENO_VERSION} that stays: npx's cache is emptied now and then and
 * `deno upgrade` replaces a binary in its place, so the binary is linked (or copied) into `.runtime`.
 */
export async function pinnedDeno(context: Context): Promise<string> {
  const name = `deno-${DENO_VERSION}${context.os === "windows" ? ".exe" : ""}`;
  const path = join(context.places.deno, name);
  if (Deno.version.deno === DENO_VERSION) {
    if (await sizeOf(path) !== await sizeOf(Deno.execPath())) await place(Deno.execPath(), path);
  } else if (!await isPinned(context, path)) {
    context.report.say(
      `Deno: this is ${Deno.version.deno}, the project pins ${DENO_VERSION}; fetching that through npx.`,
    );
    await place(await denoOfNpx(context), path);
  }
  return path;
}

async function isPinned(context: Context, path: string): Promise<boolean> {
  const { code, output } = await context.run(path, ["--version"]);
  return code === 0 && output.startsWith(`deno ${DENO_VERSION} `);
}

async function denoOfNpx(context: Context): Promise<string> {
  const npx = context.os === "windows" ? "npx.cmd" : "npx";
  const args = ["--yes", `deno@${DENO_VERSION}`, "eval", "console.log('at:' + Deno.execPath())"];
  const { code, output } = await context.run(npx, args, { signal: context.signal });
  const path = /^at:(.+)$/m.exec(output)?.[1];
  if (code === 0 && path) return path;
  throw new Error(
    `This is Deno ${Deno.version.deno}, but the notebooks need ${DENO_VERSION}, and npx could not ` +
      `fetch it: install Node.js or run \`deno upgrade --version ${DENO_VERSION}\`, then run the same command again.`,
  );
}

async function place(binary: string, path: string): Promise<void> {
  const temporary = `${path}.${Deno.pid}.tmp`;
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await remove(temporary);
  // A link costs nothing, but cannot cross disks.
  await Deno.link(binary, temporary).catch(() => Deno.copyFile(binary, temporary));
  await Deno.rename(temporary, path);
}
