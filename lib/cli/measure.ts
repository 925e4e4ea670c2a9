/** Timing of repeated calls. */

/** What a measurement found; times in milliseconds. */
export interface Measurement {
  /** The first call, where compile records and XLA compiles. */
  readonly first: number;
  readonly median: number;
  readonly best: number;
  /** Largest resident memory during the calls, where the system tells. */
  readonly peakMegabytes?: number;
}

/** Starts a new high-water mark of resident memory (Linux). */
function resetPeak(): void {
  try {
    Deno.writeTextFileSync("/proc/self/clear_refs", "5");
  } catch {
    // elsewhere there is none to reset, and none is read
  }
}

function readPeak(): number | undefined {
  try {
    const kilobytes = Deno.readTextFileSync("/proc/self/status").match(/VmHWM:\s*(\d+)/)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/**
 * Calls `fn` once, then once more to warm up, then up to `rounds` times, at least once, until
 * `seconds` are over.
 */
export function measure(fn: () => void, rounds: number, seconds = Infinity): Measurement {
  const time = () => {
    const started = performance.now();
    fn();
    return performance.now() - started;
  };
  const first = time();
  time();
  resetPeak();
  const times = [time()];
  const until = performance.now() + 1000 * seconds;
  while (times.length < rounds && performance.now() < until) times.push(time());
  times.sort((a, b) => a - b);
  const peakMegabytes = readPeak();
  return {
    first,
    median: times[times.length >> 1]!,
    best: times[0]!,
    ...(peakMegabytes !== undefined && { peakMegabytes }),
  };
}
