/** Executes notebooks one after the other through `run_notebook.py`. */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "./context.ts";
import { remove } from "./files.ts";
import { ENGINE_ENV, jupyterPath } from "./kernel.ts";
import { cleanNotebook, cleanText, type Notebook } from "./notebook_file.ts";

const RUNNER = fileURLToPath(new URL("./run_notebook.py", import.meta.url));

/** How the execution of a notebook ended. */
export interface Outcome {
  readonly notebook: string;
  /** Code cells that ran to their end, and how many there are. */
  readonly cells: number;
  readonly total: number;
  readonly seconds: number;
  /** What went wrong, in one sentence; undefined where all went well. */
  readonly error?: string;
}

/** A line of progress of `run_notebook.py`. */
export type RunnerEvent =
  | { event: "start"; cells: number }
  | { event: "begin"; index: number }
  | { event: "cell"; index: number; seconds: number }
  | { event: "error"; index: number; name: string; message: string }
  | { event: "done" };

/** Reads a line of the runner; `undefined` for lines that are not progress. */
export function parseEvent(line: string): RunnerEvent | undefined {
  if (!line.startsWith("@{")) return undefined;
  try {
    return JSON.parse(line.slice(1)) as RunnerEvent;
  } catch {
    return undefined;
  }
}

/** What executing one notebook needs to know. */
export interface Execution {
  /** The notebook's path; the kernel works in its folder. */
  readonly source: string;
  /** Where the executed notebook goes. */
  readonly target: string;
  /** Variables that the notebook's parameters cell reads. */
  readonly env: Record<string, string>;
}

/**
 * Executes a notebook. A failed one is kept beside its target as `*.failed.ipynb`, so that in-place
 * runs never replace good outputs by an error.
 */
export async function executeNotebook(context: Context, execution: Execution): Promise<Outcome> {
  const { places, report } = context;
  const notebook = basename(execution.source);
  const draft = join(places.runtime, `executing-${Deno.pid}-${notebook}`);
  const begin = performance.now();
  let [cells, total, current] = [0, 0, 0];
  let error: string | undefined = "";
  const show = (event: RunnerEvent | undefined) => {
    if (event?.event === "start") total = event.cells;
    if (event?.event === "begin") current = event.index;
    if (event?.event === "cell") {
      cells = event.index;
      report.say(`${notebook}: cell ${cells}/${total}, ${event.seconds.toFixed(1)} s`);
    }
    if (event?.event === "error") error = failure(notebook, event);
    if (event?.event === "done") error = undefined;
    report.update(notebook, `cell ${Math.max(current, cells)}/${total}`);
  };
  const { code, output } = await context.run(
    places.python,
    [RUNNER, execution.source, draft, join(execution.source, "..")],
    {
      env: { ...ENGINE_ENV, ...execution.env, JUPYTER_PATH: jupyterPath(context) },
      signal: context.signal,
      onLine: (line) => show(parseEvent(line)),
    },
  );
  const seconds = (performance.now() - begin) / 1000;
  if (error === "") error = `${notebook} could not be executed: ${lastLine(output, code)}`;
  const roots = [...new Set([places.root, await Deno.realPath(places.root)])];
  const failed = execution.target.replace(/(\.ipynb)?$/, ".failed.ipynb");
  if (!error) await remove(failed);
  await publish(draft, error ? failed : execution.target, roots);
  report.done(
    notebook,
    `${notebook}: ${error ? "failed after" : "done in"} ${seconds.toFixed(0)} s`,
  );
  const message = error && cleanText(error, roots);
  return { notebook, cells, total, seconds, error: message };
}

function failure(
  notebook: string,
  event: { index: number; name: string; message: string },
): string {
  const message = event.message.split("\n")[0];
  // Deno repeats the error's name at the start of its message.
  const text = message.startsWith(event.name) ? message : `${event.name}: ${message}`;
  return `${notebook} failed in code cell ${event.index}: ${text}`;
}

async function publish(draft: string, target: string, roots: readonly string[]): Promise<void> {
  const text = await Deno.readTextFile(draft).catch(() => undefined);
  if (text === undefined) return;
  // nbformat writes an indent of one space; keeping to it keeps diffs small.
  const clean = JSON.stringify(cleanNotebook(JSON.parse(text) as Notebook, roots), null, 1) + "\n";
  await Deno.mkdir(join(target, ".."), { recursive: true });
  await Deno.writeTextFile(`${draft}.clean`, clean);
  await Deno.rename(`${draft}.clean`, target);
  await Deno.remove(draft);
}

function lastLine(output: string, code: number): string {
  const lines = output.split("\n").filter((line) => line.trim() && !line.startsWith("@{"));
  return lines.at(-1) ?? `its runner ended with exit code ${code}`;
}
