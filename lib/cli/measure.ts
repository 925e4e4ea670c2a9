/** Timing of repeated calls. */

/** What a measurement found; times in milliseconds. */
export interface Measurement {
  /** The first call, where compile records and XLA compiles. */
  readonly first: number;
  readonly median: number;
  readonly best: number;
  /** Median of the yardstick's time around a call, divided by the call's, if there is a yardstick. */
  readonly relative?: number;
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

/** How often to call what is measured. */
export interface Effort {
  readonly rounds: number;
  /** After so many seconds there are no further rounds. */
  readonly seconds: number;
  /** Work that is timed between calls, as a machine's speed may change from second to second. */
  readonly yardstick?: (() => void) | undefined;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

/**
 * Calls `fn` once, then once more to warm up, then up to `rounds` times, at least once, until
 * `seconds` are over.
 */
export function measure(fn: () => void, { rounds, seconds, yardstick }: Effort): Measurement {
  const time = (timed: () => void) => {
    const started = performance.now();
    timed();
    return performance.now() - started;
  };
  const first = time(fn);
  time(fn);
  resetPeak();
  const times: number[] = [], relative: number[] = [];
  const until = performance.now() + 1000 * seconds;
  do {
    const before = yardstick && time(yardstick);
    const taken = time(fn);
    times.push(taken);
    if (before !== undefined) relative.push((before + time(yardstick!)) / 2 / taken);
  } while (times.length < rounds && performance.now() < until);
  const peakMegabytes = readPeak();
  return {
    first,
    median: median(times),
    best: Math.min(...times),
    ...(yardstick && { relative: median(relative) }),
    ...(peakMegabytes !== undefined && { peakMegabytes }),
  };
}
