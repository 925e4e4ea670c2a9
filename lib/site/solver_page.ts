/** The pages on which problems are solved, and the scripts that they load. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dataAddress } from "../pages/html.ts";
import { solverSettings } from "../papers/ired/evaluation/solver.ts";
import { type Task, tasks } from "../papers/ired/tasks/mod.ts";
import { bundleForBrowsers } from "../tensor/browser/bundle.ts";
import { wasmKernels } from "../tensor/browser/kernels.ts";
import { readManifest } from "../training/checkpoint.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Parameters and options that a solver in a page loads. */
export interface SolverData {
  /** A safetensors file. */
  readonly weights: Uint8Array<ArrayBuffer>;
  readonly options: ReturnType<typeof solverSettings>["sampler"];
}

/** A page that solves: which checkpoint, how many steps per landscape, and what its files are called. */
interface SolverPage {
  readonly task: Task;
  readonly checkpoint: string;
  readonly innerSteps: number;
  /** Of `NAME_data.js` and of the global that it sets, in capitals. */
  readonly name: string;
  /** Global of the bundled solver. */
  readonly global: string;
  /** Of the page's own HTML, script and style. */
  readonly page: string;
}

const SUDOKU: SolverPage = {
  task: tasks.sudoku,
  checkpoint: "sudoku_own_descents",
  // Jumps alone, as its record: hops make up for steps, and a page is not to wait.
  innerSteps: 0,
  name: "sudoku",
  global: "Sudoku",
  page: "solve",
};

const PATH: SolverPage = {
  task: tasks.shortest_path,
  checkpoint: "shortest_path_relational",
  // Enough where the page asks again after each move.
  innerSteps: 2,
  name: "path",
  global: "Path",
  page: "path",
};

/** Reads parameters and options from the shipped checkpoint. */
function dataOf({ checkpoint, task, innerSteps }: SolverPage): SolverData {
  const folder = join(ROOT, "data/checkpoints", checkpoint);
  const { files, config } = readManifest(folder) as unknown as {
    files: Record<string, string>;
    config: { preset: "corrected" };
  };
  const { sampler: options } = solverSettings(task, {
    preset: config.preset,
    sampler: { innerSteps },
  });
  return { weights: Deno.readFileSync(join(folder, files.average!)), options };
}

/** What the Sudoku page loads. */
export const solverData = (): SolverData => dataOf(SUDOKU);

/** What the path page loads. */
export const plannerData = (): SolverData => dataOf(PATH);

const browserFile = (name: string) => Deno.readTextFileSync(join(ROOT, "lib/site/browser", name));

/** Writes the scripts of the pages; the kernels and the list of energies are loaded by both. */
export async function writeSolvers(write: (address: string, text: string) => void): Promise<void> {
  const kernels = dataAddress("application/wasm", wasmKernels());
  write("assets/kernels.js", `globalThis.KERNELS = ${JSON.stringify(kernels)};\n`);
  write("assets/energies.js", browserFile("energies.js"));
  for (const one of [SUDOKU, PATH]) {
    const { weights, options } = dataOf(one), { name, global, page } = one;
    const data = JSON.stringify({ weights: weights.toBase64(), options });
    write(`assets/${name}_data.js`, `globalThis.${name.toUpperCase()}_DATA = ${data};\n`);
    const bundle = await bundleForBrowsers(`lib/site/browser/${name}_solver.ts`, global);
    write(`assets/${name}_solver.js`, bundle);
    for (const file of [`${page}.js`, `${page}.css`]) write(`assets/${file}`, browserFile(file));
  }
}

/** The body of the Sudoku page. */
export const solverPage = (): string => browserFile("solve.html");

/** The body of the path page. */
export const pathPage = (): string => browserFile("path.html");
