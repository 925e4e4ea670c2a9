/** Fetches libtensorflow out of TensorFlow's Python wheel, without installing TensorFlow. */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Context, secondsSince } from "./context.ts";
import { explain } from "./errors.ts";
import { folderSize, formatBytes, remove, sizeOf } from "./files.ts";
import { isComplete, removeManifest, writeManifest } from "./manifest.ts";
import { downloadArguments, libraryPlan, TENSORFLOW_VERSION, wasmNotice } from "./plan.ts";
import type { LibraryPlan } from "./plan.ts";

const GUARD = fileURLToPath(new URL("./guard.py", import.meta.url));
const EXTRACT = fileURLToPath(new URL("./extract.py", import.meta.url));
const SUBJECT = `libtensorflow ${TENSORFLOW_VERSION}`;

/** The bytes that {@link setUpTensorflow} still needs on the disk. */
export async function tensorflowNeeds(context: Context): Promise<number> {
  const plan = libraryPlan(context.os, context.arch);
  if (!plan || context.env("LIBTENSORFLOW_DIR")) return 0;
  if (await isComplete(context.places.libtensorflow, plan)) return 0;
  return plan.wheelBytes + sum(plan.files.map((file) => file.bytes));
}

/**
 * Makes sure of libtensorflow: from `LIBTENSORFLOW_DIR` if that is set, from an earlier setup, or from
 * the wheel. Platforms without one get a line that says what the wasm backend costs.
 */
export async function setUpTensorflow(context: Context): Promise<void> {
  const { report, places } = context;
  const own = context.env("LIBTENSORFLOW_DIR");
  const plan = libraryPlan(context.os, context.arch);
  if (own) return await checkOwn(context, own, plan);
  if (!plan) return report.done("TensorFlow", wasmNotice(context.os, context.arch));
  if (await isComplete(places.libtensorflow, plan)) {
    return report.done("TensorFlow", `TensorFlow: ${SUBJECT} is ready.`);
  }
  const begin = performance.now();
  const total = sum(plan.files.map((file) => file.bytes));
  report.say(
    `TensorFlow: fetching ${SUBJECT} (${formatBytes(plan.wheelBytes)} to download, ` +
      `${formatBytes(total)} on disk).`,
  );
  const folder = await Deno.makeTempDir({ dir: places.temporary, prefix: "wheel-" });
  const wheel = await download(context, plan, folder);
  await removeManifest(places.libtensorflow);
  await extract(context, plan, wheel, folder);
  await writeManifest(places.libtensorflow, plan.files, basename(wheel));
  await remove(folder);
  report.done("TensorFlow", `TensorFlow: ${SUBJECT} fetched in ${secondsSince(begin)}.`);
}

async function checkOwn(context: Context, folder: string, plan?: LibraryPlan): Promise<void> {
  for (const { name } of plan?.files ?? []) {
    if (await sizeOf(join(folder, name)) === undefined) {
      throw new Error(
        `LIBTENSORFLOW_DIR is ${folder}, but there is no ${name} in it: ` +
          `unset the variable to have setup fetch it, or point it at a folder that has it.`,
      );
    }
  }
  context.report.done("TensorFlow", `TensorFlow: libtensorflow of LIBTENSORFLOW_DIR is used.`);
}

async function download(context: Context, plan: LibraryPlan, folder: string): Promise<string> {
  const python = await context.python();
  // pip shows no progress to a pipe; it downloads into TMPDIR, whose growth can be watched.
  const watch = setInterval(async () => {
    const bytes = Math.min(await folderSize(folder), plan.wheelBytes);
    const progress = `${formatBytes(bytes)} of ${formatBytes(plan.wheelBytes)} downloaded`;
    context.report.update("TensorFlow", progress);
  }, 500);
  try {
    const { code, output } = await context.run(
      python,
      [GUARD, "pip", ...downloadArguments(plan, folder)],
      { env: { TMPDIR: folder }, signal: context.signal },
    );
    if (code !== 0) throw new Error(explain(SUBJECT, output, code));
  } finally {
    clearInterval(watch);
  }
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".whl")) return join(folder, name);
  }
  throw new Error(`pip ended without a wheel of ${SUBJECT}: run the same command again.`);
}

async function extract(context: Context, plan: LibraryPlan, wheel: string, folder: string) {
  const { libtensorflow } = context.places;
  const total = formatBytes(sum(plan.files.map((file) => file.bytes)));
  const members = plan.files.map(({ name }) => `tensorflow/${name}`);
  const { code, output } = await context.run(
    await context.python(),
    [EXTRACT, wheel, folder, ...members],
    {
      signal: context.signal,
      onLine: (line) => {
        const progress = `${formatBytes(Number(line) || 0)} of ${total} unpacked`;
        context.report.update("TensorFlow", progress);
      },
    },
  );
  if (code !== 0) throw new Error(explain(SUBJECT, output, code));
  await Deno.mkdir(libtensorflow, { recursive: true });
  for (const { name, bytes } of plan.files) {
    const size = await sizeOf(join(folder, name));
    if (size !== bytes) {
      throw new Error(
        `The wheel of ${SUBJECT} holds ${name} with ${size} bytes instead of ${bytes}: ` +
          "run the same command again, and look for another package index if that repeats.",
      );
    }
    await Deno.rename(join(folder, name), join(libtensorflow, name));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
