/** What every notebook needs: its parameters, and a Stop that keeps the kernel. */
export * from "./parameters.ts";
export { Stopped } from "./interrupt.ts";
