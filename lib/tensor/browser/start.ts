/** How a page makes WebAssembly compute. */
export { startWasm } from "./tfjs.ts";
