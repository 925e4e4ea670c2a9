/** TensorFlow.js in a browser: its core and the WebAssembly kernels; stands in for `../tfjs.ts`. */
import "npm:@tensorflow/tfjs-core@4.22.0/dist/register_all_gradients.js";
import * as core from "npm:@tensorflow/tfjs-core@4.22.0";
import * as wasm from "npm:@tensorflow/tfjs-backend-wasm@4.22.0";

/** Errors name the version as the whole package does. */
export const tf = { ...core, version: { tfjs: core.version_core } };

/**
 * Makes WebAssembly compute.
 *
 * @param address Of the kernels with SIMD; a page opened as a file needs a `data:` address
 */
export async function startWasm(address: string): Promise<void> {
  // Threads would need a worker's file of their own, and headers that only a server can send.
  core.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  // All three are asked for, and one is used.
  wasm.setWasmPaths({
    "tfjs-backend-wasm.wasm": address,
    "tfjs-backend-wasm-simd.wasm": address,
    "tfjs-backend-wasm-threaded-simd.wasm": address,
  });
  if (!await core.setBackend("wasm")) {
    throw new Error("WebAssembly with SIMD does not start in this browser");
  }
}
