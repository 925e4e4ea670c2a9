/** Where setup puts things. Everything lives inside the project, so that deleting the folder removes it all. */
import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder, an absolute path. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/** An absolute path as one tells it: relative to `folder` where it is in there, else as it is. */
export function pathFrom(folder: string, path: string): string {
  const within = relative(folder, path);
  return within === ".." || /^\.\.[\\/]/.test(within) || isAbsolute(within) ? path : within;
}

/** The folders and files that setup makes. */
export interface Places {
  readonly root: string;
  /** Everything fetched that is neither npm nor Python. */
  readonly runtime: string;
  /** Half-finished work: emptied at the start of each setup, so nothing in it ever counts as done. */
  readonly temporary: string;
  readonly lock: string;
  readonly libtensorflow: string;
  readonly venv: string;
  /** The Python interpreter of the virtual environment. */
  readonly python: string;
  /** The folder to put into `JUPYTER_PATH`. */
  readonly jupyter: string;
  /** The folder of the pinned Deno binary. */
  readonly deno: string;
}

/** The places inside `root`, for the operating system `os`. */
export function placesIn(root: string, os: string = Deno.build.os): Places {
  const runtime = join(root, ".runtime");
  const venv = join(root, ".venv");
  return {
    root,
    runtime,
    temporary: join(runtime, "tmp"),
    lock: join(runtime, "setup.lock"),
    libtensorflow: join(runtime, "libtensorflow"),
    venv,
    python: os === "windows" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python"),
    jupyter: join(runtime, "jupyter"),
    deno: join(runtime, "deno"),
  };
}
