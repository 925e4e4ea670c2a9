/** Chooses what computes: libtensorflow if it loads, else WebAssembly. */
import { createBinding } from "./libtensorflow/binding.ts";
import { openLibrary } from "./libtensorflow/library.ts";
import { locateLibrary } from "./libtensorflow/locate.ts";
import { quietly } from "./libtensorflow/quiet.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { registerTensorflow } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

const accepted = ["tensorflow", "wasm", "cpu"] as const;

/** What computes, and why. */
export interface BackendReport {
  readonly name: typeof accepted[number];
  /** libtensorflow's version, or that of TensorFlow.js. */
  readonly version: string;
  readonly device: "CPU" | "GPU";
  readonly threads: number;
  /** One sentence: why this backend. */
  readonly reason: string;
}

let native: NativeBackend | undefined;

function threadCount(): number | undefined {
  const text = Deno.env.get("TENSOR_THREADS");
  if (text === undefined) return undefined;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 127) {
    throw new RangeError(
      `TENSOR_THREADS must be an integer from 1 to 127: current value is ${text}`,
    );
  }
  return threads;
}

/** Loads libtensorflow, or says in one sentence why it cannot. */
function loadTensorflow(threads: number | undefined): BackendReport | string {
  const paths = locateLibrary();
  if (typeof paths === "string") return paths;
  try {
    const binding = quietly(() => createBinding(openLibrary(paths), threads));
    native = registerTensorflow(binding);
    return {
      name: "tensorflow",
      version: binding.TF_Version,
      device: binding.isUsingGpuDevice() ? "GPU" : "CPU",
      threads: threads ?? navigator.hardwareConcurrency,
      reason: `libtensorflow was found in ${paths.folder}`,
    };
  } catch (error) {
    return `libtensorflow at ${paths.api} does not load (${(error as Error).message})`;
  }
}

async function loadWasm(reason: string): Promise<BackendReport> {
  const wasm = await import("./wasm_backend.ts");
  return wasm.loadWasm(reason);
}

function choose(): BackendReport | Promise<BackendReport> {
  const forced = Deno.env.get("TENSOR_BACKEND");
  if (forced !== undefined && !(accepted as readonly string[]).includes(forced)) {
    throw new RangeError(
      `TENSOR_BACKEND must be one of ${accepted.join(", ")}: current value is ${forced}`,
    );
  }
  const threads = threadCount();
  if (forced === "wasm") return loadWasm("TENSOR_BACKEND asks for it");
  if (forced === "cpu") {
    return {
      name: "cpu",
      version: tf.version.tfjs,
      device: "CPU",
      threads: 1,
      reason: "TENSOR_BACKEND asks for it",
    };
  }
  const loaded = loadTensorflow(threads);
  if (typeof loaded !== "string") return loaded;
  if (forced === "tensorflow") throw new Error(`Cannot use the tensorflow backend: ${loaded}`);
  console.error(
    `Computing with WebAssembly, many times slower and without compile, because ${loaded}.`,
  );
  return loadWasm(loaded);
}

const report = await choose();
await tf.setBackend(report.name);
await tf.ready();

/** Which backend computes, its library's version, threads, device, and why it was chosen. */
export function backend(): BackendReport {
  return report;
}

/** The native backend, if that is what computes. */
export function nativeBackend(): NativeBackend | undefined {
  return native;
}
