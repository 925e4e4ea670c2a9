/** The WebAssembly backend of TensorFlow.js: npm only, no download. */
import * as wasm from "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
import type { BackendReport } from "./backend.ts";
import { repairFallback } from "./fallback_repairs.ts";
import { tf } from "./tfjs.ts";

/** Registers the backend; `reason` says why it is used. */
export async function loadWasm(reason: string): Promise<BackendReport> {
  await tf.setBackend("wasm");
  repairFallback("wasm");
  return {
    name: "wasm",
    version: wasm.version_wasm,
    device: "CPU",
    threads: wasm.getThreadsCount(),
    reason,
  };
}
