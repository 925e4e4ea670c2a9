/**
 * Chooses what computes. Compiled functions run on an accelerator if a PJRT plugin for one is
 * installed, else through libtensorflow, else on a PJRT plugin for the CPU; eager ops run on
 * libtensorflow if it loads, else on WebAssembly, which is also what is left without any of them.
 */
import { suggestion } from "../checks/spelling.ts";
import { repairFallback } from "./fallback_repairs.ts";
import { createBinding } from "./libtensorflow/binding.ts";
import { openLibrary } from "./libtensorflow/library.ts";
import { locateLibrary } from "./libtensorflow/locate.ts";
import { quietly } from "./libtensorflow/quiet.ts";
import type { NativeBackend } from "./tensorflow_backend.ts";
import { keepLoaded } from "./pjrt/api.ts";
import { openDevice, type PjrtDevice } from "./pjrt/backend.ts";
import { locatePlugin, namesPlugin, type PluginPath } from "./pjrt/locate.ts";
import { createBackend, registerNative } from "./tensorflow_backend.ts";
import { tf } from "./tfjs.ts";

const accepted = ["pjrt", "tensorflow", "wasm", "cpu"] as const;

/** What computes, and why. */
export interface BackendReport {
  readonly name: typeof accepted[number];
  /** libtensorflow's version, that of TensorFlow.js, or the plugin's and its C API's. */
  readonly version: string;
  /** "CPU", "GPU", or what a plugin calls its device. */
  readonly device: string;
  readonly threads: number;
  /** One sentence: why this backend. */
  readonly reason: string;
  /** What runs eager ops, where it is not what runs compiled functions. */
  readonly eager?: string;
}

let native: NativeBackend | undefined;
let device: PjrtDevice | undefined;

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
    native = registerNative(createBackend(binding));
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

/** Opens a PJRT plugin, or says in one sentence why it cannot. */
function loadPlugin(plugin: PluginPath | string, reason: string): BackendReport | string {
  if (typeof plugin === "string") return plugin;
  try {
    device = quietly(() => openDevice(plugin));
  } catch (error) {
    if (error instanceof RangeError) throw error; // of a variable that a person set
    return `the PJRT plugin ${plugin.shown} does not start (${(error as Error).message}); ` +
      "its libraries must be of its own CUDA or ROCm version, as `deno task setup --accelerator` installs them";
  }
  const { client } = device.binding;
  return {
    name: "pjrt",
    version: `${client.api.version.join(".")}, ${client.platformVersion.replaceAll("\n", ", ")}`,
    device: client.devices[0] === undefined || client.platform === "cpu"
      ? "CPU"
      : client.devices[0],
    threads: navigator.hardwareConcurrency,
    reason,
  };
}

/** Compiled functions on the plugin's device, eager ops on the best of what else there is. */
async function withEager(report: BackendReport, threads: number | undefined) {
  const loaded = loadTensorflow(threads);
  const library = locateLibrary();
  // Both have threads at work when the program ends.
  if (typeof library !== "string") [library.api, library.framework].forEach(keepLoaded);
  const eager = typeof loaded === "string" ? await loadWasm(loaded) : loaded;
  // The kernels look their constants up in the backend of this name.
  if (!native) registerNative(device!.backend);
  return { ...report, eager: eager.name };
}

function choose(): BackendReport | Promise<BackendReport> {
  const forced = Deno.env.get("TENSOR_BACKEND");
  if (forced !== undefined && !(accepted as readonly string[]).includes(forced)) {
    throw new RangeError(
      `TENSOR_BACKEND must be one of ${accepted.join(", ")}: current value is ${forced}${
        suggestion(forced, accepted)
      }`,
    );
  }
  const threads = threadCount();
  const plugin = locatePlugin();
  if (forced === "pjrt") {
    const opened = loadPlugin(plugin, "TENSOR_BACKEND asks for it");
    if (typeof opened === "string") throw new Error(`Cannot use the pjrt backend: ${opened}`);
    return withEager(opened, threads);
  }
  if (forced === undefined && typeof plugin !== "string" && plugin.accelerator) {
    const opened = loadPlugin(plugin, `the accelerator's plugin ${plugin.shown} was found`);
    if (typeof opened !== "string") return withEager(opened, threads);
    console.error(`Computing on the CPU, because ${opened}.`);
  }
  if (forced === undefined && typeof plugin === "string" && namesPlugin()) {
    console.error(`Computing without a PJRT plugin, because ${plugin}.`);
  }
  if (forced === "wasm") return loadWasm("TENSOR_BACKEND asks for it");
  if (forced === "cpu") {
    repairFallback("cpu");
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
  const opened = loadPlugin(plugin, `${loaded}, but the plugin of the CPU was found`);
  if (typeof opened !== "string") return withEager(opened, threads);
  console.error(
    `Computing with WebAssembly, many times slower and without compile, because ${loaded}.`,
  );
  return loadWasm(loaded);
}

const report = await choose();
await tf.setBackend(report.eager ?? report.name);
await tf.ready();

/** Which backend computes, its library's version, threads, device, and why it was chosen. */
export function backend(): BackendReport {
  return report;
}

/** The backend that runs or records TensorFlow's ops now, if one does. */
export function nativeBackend(): NativeBackend | undefined {
  return device?.binding.recording() ? device.backend : native;
}

/** Whether {@linkcode compile} is recording: until it has ended, no value can be read. */
export const isRecording = (): boolean => nativeBackend()?.binding.recording() !== undefined;

/** The PJRT device that compiled functions run on, if they do. */
export function pjrtDevice(): PjrtDevice | undefined {
  return device;
}
