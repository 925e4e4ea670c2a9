/**
 * Stop in Jupyter: ends what runs, keeps the kernel and what was computed.
 *
 * Jupyter interrupts a kernel by SIGINT, which ends a process that does not listen, and with it all
 * variables. Importing this listens; the cell then ends with a {@linkcode Stopped} that says how far
 * it came, and the next cell runs.
 *
 * @module
 */
import { stopRunning } from "../checks/interruption.ts";

export { Stopped } from "../checks/interruption.ts";

/** Listens to interrupts; returns how to end that. */
export function listenToInterrupts(): () => void {
  const handler = () => void stopRunning();
  Deno.addSignalListener("SIGINT", handler);
  return () => Deno.removeSignalListener("SIGINT", handler);
}

/** Whether this process listens: importing the module twice, from two cells, listens once. */
const LISTENING = Symbol.for("interrupts are listened to");
const shared = globalThis as { [LISTENING]?: true };
if (!shared[LISTENING] && Deno.build.os !== "windows") {
  shared[LISTENING] = true;
  listenToInterrupts();
}
