/** What every notebook needs: its parameters, help, and a Stop that keeps the kernel. */
export * from "./in_turn.ts";
export * from "./parameters.ts";
export { help, type HelpEntry, type HelpOptions, type HelpText } from "./help.ts";
export { Stopped } from "./interrupt.ts";
