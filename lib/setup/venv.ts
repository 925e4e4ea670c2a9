/** The project's Python environment: JupyterLab, what executes notebooks, and safetensors. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pluginsIn } from "./accelerator.ts";
import { type Context, secondsSince } from "./context.ts";
import { explain } from "./errors.ts";
import { readJson, remove, writeJson } from "./files.ts";
import { findPython } from "./python.ts";

const GUARD = fileURLToPath(new URL("./guard.py", import.meta.url));

/** What pip installs into `.venv`. */
export const PYTHON_PACKAGES: readonly string[] = [
  "jupyterlab==4.6.4",
  "nbclient==0.11.0",
  "nbconvert==7.17.1",
  "safetensors==0.8.0", // with which the tests read our checkpoints
];

/** Bytes that the packages take on the disk, rounded up. */
export const PYTHON_BYTES = 300_000_000;

/**
 * How far the environment got: `created` (pip works), `installing` (packages may be half there) or
 * `ready`. A folder without this note was cut off while being created.
 */
interface State {
  readonly step: "created" | "installing" | "ready";
  readonly packages: readonly string[];
}

function statePath(context: Context): string {
  return join(context.places.venv, "setup-state.json");
}

async function stateOf(context: Context): Promise<State | undefined> {
  const state = await readJson(statePath(context)) as State | undefined;
  if (!state || state.packages?.join() !== PYTHON_PACKAGES.join()) return undefined;
  // The interpreter may be gone: it is a link to a Python that the system can remove.
  const { code } = await context.run(context.places.python, ["-c", "import pip"]);
  return code === 0 ? state : undefined;
}

/** Whether pip may build on this: packages cut off half-way can confuse it. */
function isUsable(state: State | undefined): boolean {
  return state !== undefined && state.step !== "installing";
}

async function note(context: Context, step: State["step"]): Promise<void> {
  const state: State = { step, packages: PYTHON_PACKAGES };
  await writeJson(statePath(context), state);
}

/** Whether nothing is left for {@link setUpJupyter} to install. */
export async function isVenvReady(context: Context): Promise<boolean> {
  return (await stateOf(context))?.step === "ready";
}

/** Makes sure, before anything is fetched, that {@link ensureVenv} will find a Python if it needs one. */
export async function checkPython(context: Context): Promise<void> {
  if (!isUsable(await stateOf(context))) await findPython(context.run, context.os);
}

/** The path of a Python with pip in `.venv`; an environment left half-made is made anew. */
export async function ensureVenv(context: Context): Promise<string> {
  const { venv, python } = context.places;
  if (isUsable(await stateOf(context))) return python;
  const command = await findPython(context.run, context.os);
  if (await exists(venv)) {
    context.report.say("Python: .venv is incomplete or outdated; making it anew.");
    const plugins = pluginsIn(venv);
    if (plugins.length > 0) {
      context.report.say(
        `Python: what an accelerator needs (${
          plugins.join(", ")
        }) was in .venv and goes with it; ` +
          "`deno task setup --accelerator=NAME` installs it again.",
      );
    }
    await remove(venv);
  }
  context.report.update("Python", "making .venv");
  const { code, output } = await context.run(
    command[0],
    [...command.slice(1), GUARD, "venv", venv],
    { signal: context.signal },
  );
  if (code !== 0) throw new Error(explain("the virtual environment .venv", output, code));
  await note(context, "created");
  context.report.done("Python", "Python: .venv is made.");
  return python;
}

/** Installs {@link PYTHON_PACKAGES} into `.venv`. */
export async function setUpJupyter(context: Context): Promise<void> {
  const { report } = context;
  const names = PYTHON_PACKAGES.map((name) => name.replace("==", " ")).join(", ");
  if (await isVenvReady(context)) return report.done("Jupyter", `Jupyter: ${names}: ready.`);
  const begin = performance.now();
  report.say(`Jupyter: fetching ${names} (about 60 MB to download, 250 MB on disk).`);
  const python = await context.python();
  await note(context, "installing");
  let packages = 0;
  const { code, output } = await context.run(
    python,
    [GUARD, "pip", ...installArguments()],
    {
      // A user-wide "install for me only" would be refused inside an environment.
      env: { PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0" },
      signal: context.signal,
      onLine(line) {
        if (/^(Collecting|Processing) /.test(line)) packages++;
        const installing = line.startsWith("Installing");
        report.update("Jupyter", installing ? "installing" : `${packages} packages found`);
      },
    },
  );
  if (code !== 0) throw new Error(explain("JupyterLab", output, code));
  await note(context, "ready");
  report.done("Jupyter", `Jupyter: ${names}: installed in ${secondsSince(begin)}.`);
}

function installArguments(): string[] {
  return [
    "install",
    "--prefer-binary",
    // Most modules are never imported: compiling them all would take half of the time.
    "--no-compile",
    "--retries=2",
    "--no-input",
    "--disable-pip-version-check",
    ...PYTHON_PACKAGES,
  ];
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
