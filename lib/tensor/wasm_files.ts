/** Where the WebAssembly files of TensorFlow.js lie, for pages that serve them. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with `tfjs-backend-wasm*.wasm`. */
export const wasmFolder = (): string =>
  dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")));
