/** The npm packages of deno.lock. */
import { join } from "node:path";
import { type Context, secondsSince } from "./context.ts";
import { explain } from "./errors.ts";
import { makeReadable, sizeOf } from "./files.ts";

/** Bytes that the packages take on the disk, rounded up. */
export const NPM_BYTES = 650_000_000;

function donePath(context: Context): string {
  return join(context.places.root, "node_modules", ".setup-done");
}

/** Whether no setup has fetched the packages to the end; Deno itself knows which ones are missing. */
export async function isNpmMissing(context: Context): Promise<boolean> {
  return await sizeOf(donePath(context)) === undefined;
}

/**
 * Installs exactly what deno.lock says. No package's install script is run: tfjs-node-gpu's would
 * fetch a libtensorflow too old for us. Deno prints a warning about that, which is swallowed here with
 * the rest of its output.
 */
export async function setUpNpm(context: Context): Promise<void> {
  const { report } = context;
  const begin = performance.now();
  const fresh = await isNpmMissing(context);
  if (fresh) report.say("npm: fetching the packages of deno.lock (about 190, 560 MB on disk).");
  let unpacked = 0;
  const { code, output } = await context.run(Deno.execPath(), ["install", "--frozen"], {
    cwd: context.places.root,
    env: { NO_COLOR: "1" },
    signal: context.signal,
    onLine(line) {
      if (/^Initialize /.test(line)) report.update("npm", `${++unpacked} packages unpacked`);
    },
  });
  if (code !== 0) throw new Error(explain("the npm packages", output, code));
  if (unpacked > 0 || fresh) await makeReadable(join(context.places.root, "node_modules"));
  await Deno.writeTextFile(donePath(context), "");
  const news = unpacked > 0 ? `${unpacked} installed in ${secondsSince(begin)}` : "ready";
  report.done("npm", `npm: packages of deno.lock: ${news}.`);
}
