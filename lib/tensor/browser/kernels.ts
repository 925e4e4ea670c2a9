/** The WebAssembly kernels as a file's bytes, for pages that carry them along. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Those with SIMD, which every browser of the last years has; without threads. */
export function wasmKernels(): Uint8Array<ArrayBuffer> {
  const entry = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
  return Deno.readFileSync(join(dirname(fileURLToPath(entry)), "tfjs-backend-wasm-simd.wasm"));
}
