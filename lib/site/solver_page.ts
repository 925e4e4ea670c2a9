/** The page on which a Sudoku is solved, and the scripts that it loads. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dataAddress } from "../pages/html.ts";
import { solverSettings } from "../papers/ired/evaluation/solver.ts";
import { tasks } from "../papers/ired/tasks/mod.ts";
import { bundleForBrowsers } from "../tensor/browser/bundle.ts";
import { wasmKernels } from "../tensor/browser/kernels.ts";
import { readManifest } from "../training/checkpoint.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CHECKPOINT = join(ROOT, "data/checkpoints/sudoku_relational");

/** Steps per landscape: one, as hops make up for more, and a page is not to wait. */
const INNER_STEPS = 1;

/** Parameters and options that the solver in the page loads. */
export interface SolverData {
  /** A safetensors file. */
  readonly weights: Uint8Array<ArrayBuffer>;
  readonly options: ReturnType<typeof solverSettings>["sampler"];
  /** The WebAssembly kernels, as an address that needs no file. */
  readonly kernels: string;
}

/** Reads them from the shipped checkpoint and from npm's packages. */
export function solverData(innerSteps: number = INNER_STEPS): SolverData {
  const { files, config } = readManifest(CHECKPOINT) as unknown as {
    files: Record<string, string>;
    config: { preset: "corrected" };
  };
  const { sampler: options } = solverSettings(tasks.sudoku, {
    preset: config.preset,
    sampler: { innerSteps },
  });
  return {
    weights: Deno.readFileSync(join(CHECKPOINT, files.average!)),
    options,
    kernels: dataAddress("application/wasm", wasmKernels()),
  };
}

/** Writes the scripts of the page. */
export async function writeSolver(write: (address: string, text: string) => void): Promise<void> {
  const { weights, options, kernels } = solverData();
  const data = { weights: weights.toBase64(), options, kernels };
  write("assets/sudoku_data.js", `globalThis.SUDOKU_DATA = ${JSON.stringify(data)};\n`);
  write(
    "assets/sudoku_solver.js",
    await bundleForBrowsers("lib/site/browser/sudoku_solver.ts", "Sudoku"),
  );
  write("assets/solve.js", Deno.readTextFileSync(join(ROOT, "lib/site/browser/solve.js")));
  write("assets/solve.css", Deno.readTextFileSync(join(ROOT, "lib/site/browser/solve.css")));
}

/** The page's body. */
export function solverPage(): string {
  return Deno.readTextFileSync(join(ROOT, "lib/site/browser/solve.html"));
}
