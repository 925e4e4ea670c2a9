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

/** Calls `stop` at the first Ctrl-C (or SIGTERM); a second one ends the process at once. */
export function onInterrupt(stop: () => void): () => void {
  let stopping = false;
  const handler = () => {
    if (stopping) Deno.exit(130);
    stopping = true;
    say("\nStopping after this step; press Ctrl-C again to stop at once.");
    stop();
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  signals.forEach((signal) => Deno.addSignalListener(signal, handler));
  return () => signals.forEach((signal) => Deno.removeSignalListener(signal, handler));
}
