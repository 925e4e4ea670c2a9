/** The log of a run: JSON lines, each with means over the steps since the line before. */
import type { StepRecord } from "./trainer.ts";

/** A line of the log: what {@link StepRecord} has, averaged. */
export interface LogRow extends Readonly<Record<string, number>> {
  /** The last step that the line covers. */
  readonly step: number;
  readonly loss: number;
  /** Seconds of training so far, over all sessions. */
  readonly seconds: number;
}

/** A log that is being written. */
export interface TrainingLog {
  /** Adds a step; `seconds` of training so far. */
  add(record: StepRecord, seconds: number): void;
  /** Writes the steps that still wait for their line. */
  flush(): void;
}

/** The first steps have a line each. */
const SINGLE_STEPS = 5;

/** Nine digits keep a float32 exactly. */
const rounded = (value: number) => Number(value.toPrecision(9));

/** Opens a log for appending, a line every `every` steps; the file appears with the first line. */
export function openLog(path: string, every = 20): TrainingLog {
  let waiting: StepRecord[] = [];
  let seconds = 0;
  function flush(): void {
    const last = waiting.at(-1);
    if (!last) return;
    const { step, seconds: _, ...metrics } = last;
    const mean = (name: string) =>
      rounded(waiting.reduce((sum, record) => sum + record[name]!, 0) / waiting.length);
    const row = {
      step,
      ...Object.fromEntries(Object.keys(metrics).map((name) => [name, mean(name)])),
      seconds: Number(seconds.toFixed(2)),
    };
    Deno.writeTextFileSync(path, JSON.stringify(row) + "\n", { append: true });
    waiting = [];
  }
  return {
    add(record, secondsSoFar) {
      waiting.push(record);
      seconds = secondsSoFar;
      if (record.step <= SINGLE_STEPS || record.step % every === 0) flush();
    },
    flush,
  };
}

/** The complete lines of a log, in order; none if there is no file. */
export function readLog(path: string): LogRow[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      const row = JSON.parse(line);
      return typeof row?.step === "number" ? [row as LogRow] : [];
    } catch {
      return []; // a line that a killed run left half-written
    }
  });
}

/** Drops what a log says of steps after `step`, so that it agrees with the checkpoint of it. */
export function cutLog(path: string, step: number): void {
  const rows = readLog(path);
  const kept = rows.filter((row) => row.step <= step);
  const text = kept.map((row) => JSON.stringify(row) + "\n").join("");
  Deno.writeTextFileSync(`${path}.tmp`, text);
  Deno.renameSync(`${path}.tmp`, path);
}
