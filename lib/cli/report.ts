/** What the commands say while they work; results go to standard output, this to standard error. */
import { backend, onRecording } from "../tensor/mod.ts";
import { formatSeconds } from "../plots/format.ts";

/** Writes a line. */
export function say(line: string): void {
  console.error(line);
}

/** What computes, in one line. */
export function sayBackend(): void {
  const { name, version, device, threads } = backend();
  say(`Computing with ${name} ${version} on the ${device}, ${threads} threads.`);
}

/** Says what was compiled, if it took a while; returns how to end that. */
export function sayRecordings(): () => void {
  return onRecording(({ name, nodes, recordSeconds, firstRunSeconds }) => {
    const seconds = recordSeconds + firstRunSeconds;
    if (seconds < 1) return;
    const ops = nodes.toLocaleString("en-US");
    say(`Compiled ${name} (${ops} ops) in ${formatSeconds(seconds)}.`);
  });
}

/** Exit codes of processes that a signal ended, as shells have them. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Where signals are listened to. */
export interface Interruption {
  /** What a process that was interrupted ends with, so that schedulers see it unfinished; 0 if it was not. */
  code(): number;
  /** Listens no more. */
  end(): void;
}

/** Calls `stop` at the first Ctrl-C (or SIGTERM); a second one ends the process at once. */
export function onInterrupt(stop: () => void): Interruption {
  let code = 0;
  const handle = (signal: keyof typeof CODES) => () => {
    if (code) Deno.exit(code);
    code = CODES[signal];
    say("\nStopping after this step; press Ctrl-C again to stop at once.");
    stop();
  };
  const signals: (keyof typeof CODES)[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  const handlers = signals.map((signal) => [signal, handle(signal)] as const);
  handlers.forEach(([signal, handler]) => Deno.addSignalListener(signal, handler));
  return {
    code: () => code,
    end: () => handlers.forEach(([signal, handler]) => Deno.removeSignalListener(signal, handler)),
  };
}
