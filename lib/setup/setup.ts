/** Sets up what is missing, side by side, and knows when nothing is. */
import { type Accelerator, setUpAccelerator } from "./accelerator.ts";
import { type Context, type Part, PARTS, secondsSince } from "./context.ts";
import { formatBytes, freeBytes, remove } from "./files.ts";
import { setUpKernel } from "./kernel.ts";
import { isNpmMissing, NPM_BYTES, setUpNpm } from "./npm.ts";
import { type Places, placesIn, ROOT } from "./paths.ts";
import { run } from "./process.ts";
import { createReport, standardScreen } from "./report.ts";
import { setUpTensorflow, tensorflowNeeds } from "./tensorflow.ts";
import { checkPython, ensureVenv, isVenvReady, PYTHON_BYTES, setUpJupyter } from "./venv.ts";

/** A little more than the parts need, for pip's and npm's own caches. */
const SPARE_BYTES = 200_000_000;

/** The world as it is, for the project at `root`. */
export function realContext(stop: AbortController, root: string = ROOT): Context {
  let python: Promise<string> | undefined;
  const context: Context = {
    places: placesIn(root),
    run,
    report: createReport(standardScreen()),
    signal: stop.signal,
    os: Deno.build.os,
    arch: Deno.build.arch,
    env: (name) => Deno.env.get(name) || undefined,
    python: () => python ??= ensureVenv(context),
  };
  return context;
}

/**
 * Sets up `parts`: npm packages, libtensorflow, Jupyter with the project's kernel. A part that is
 * ready is left alone; whatever an earlier setup left half-finished is done again. The plugin of an
 * accelerator comes last.
 *
 * @throws Error of one sentence that says what happened and what to do.
 */
export async function setUp(
  parts: readonly Part[] = PARTS,
  accelerator?: Accelerator,
): Promise<Context> {
  const begin = performance.now();
  const stop = new AbortController();
  const context = realContext(stop);
  try {
    await Deno.mkdir(context.places.runtime, { recursive: true });
    using _lock = await takeLock(context);
    await remove(context.places.temporary);
    await Deno.mkdir(context.places.temporary);
    await checkNeeds(context, parts);
    await allOrNone(stop, parts.map((part) => TASKS[part](context)));
    if (accelerator) await setUpAccelerator(context, accelerator);
    context.report.say(`Setup is complete (${secondsSince(begin)}).`);
  } catch (error) {
    throw inOneSentence(error, context.places);
  } finally {
    context.report.close();
  }
  return context;
}

const TASKS: Readonly<Record<Part, (context: Context) => Promise<void>>> = {
  npm: setUpNpm,
  tensorflow: setUpTensorflow,
  async jupyter(context) {
    await setUpJupyter(context);
    await setUpKernel(context);
  },
};

/** Waits for all; the first to fail stops the others, and its error is the one that counts. */
export async function allOrNone(stop: AbortController, work: Promise<void>[]): Promise<void> {
  let first: unknown;
  await Promise.all(work.map((part) =>
    part.catch((error) => {
      first ??= error;
      stop.abort();
    })
  ));
  if (first !== undefined) throw first;
}

async function takeLock(context: Context): Promise<Deno.FsFile> {
  const file = await Deno.open(context.places.lock, { create: true, write: true });
  // The system drops the lock with the process, however that ends.
  if (!await file.tryLock(true)) {
    context.report.say("Another setup is at work in this folder; waiting for it to end.");
    await file.lock(true);
  }
  return file;
}

/** Refuses, before anything is fetched, what could not be finished. */
async function checkNeeds(context: Context, parts: readonly Part[]): Promise<void> {
  const needs: Record<Part, () => Promise<number>> = {
    npm: async () => await isNpmMissing(context) ? NPM_BYTES : 0,
    tensorflow: () => tensorflowNeeds(context),
    jupyter: async () => await isVenvReady(context) ? 0 : PYTHON_BYTES,
  };
  const bytes = await Promise.all(PARTS.map((part) => parts.includes(part) ? needs[part]() : 0));
  const [npm, tensorflow, jupyter] = bytes;
  if (tensorflow + jupyter > 0) await checkPython(context);
  const needed = npm + tensorflow + jupyter;
  const free = await freeBytes(context.places.root);
  if (needed > 0 && free < needed + SPARE_BYTES) {
    throw new Error(diskSentence(needed + SPARE_BYTES, free));
  }
}

/** The sentence for a disk that is too full. */
export function diskSentence(needed: number, free: number): string {
  return `Setup needs ${formatBytes(needed)} of disk space here and finds only ${
    formatBytes(free)
  }: ` +
    "free some and run the same command again.";
}

function inOneSentence(error: unknown, places: Places): unknown {
  if (error instanceof Deno.errors.PermissionDenied || /os error 30\b/.test(String(error))) {
    return new Error(
      `Setup may not write into ${places.root}: make the folder writable and run the same command again.`,
      { cause: error },
    );
  }
  return error;
}
