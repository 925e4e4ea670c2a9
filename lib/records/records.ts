/** Result records: JSON files that say what was run, on what, and what came out. */
import type { PresetName, SamplerOptions } from "../papers/ired/method/options.ts";
import type { Difficulty, Task } from "../papers/ired/tasks/task.ts";
import type { CheckpointManifest } from "../training/checkpoint.ts";
import type { TrainingConfig } from "../training/config.ts";
import { describeMachine } from "../training/machine.ts";
import { checkRecord } from "./record_check.ts";

/** Names the layout of records. */
export const RECORD_FORMAT = "energy-results-1";

/** One number. */
export interface ResultRow {
  readonly method: string;
  /** Measured here by a network, published, or measured here by a rule without learning. */
  readonly kind: "ours" | "published" | "trivial";
  readonly difficulty: Difficulty;
  /** What was measured, such as "mean squared error". */
  readonly metric: string;
  readonly value: number;
  /** Over the problems; absent where it is unknown. */
  readonly standardError?: number;
  /** The ends of the 95 % confidence interval. */
  readonly low?: number;
  readonly high?: number;
  readonly problems?: number;
  readonly innerSteps?: number;
  readonly landscapes?: number;
  readonly restarts?: number;
  /** Which of the task's sets by hardness; `difficulty` is "harder" then. */
  readonly hardness?: number;
  /** Seconds of solving. */
  readonly seconds?: number;
  /** Where a published number stands. */
  readonly source?: string;
}

/** How the network was trained. */
export interface TrainingRecord {
  readonly config: TrainingConfig;
  readonly step: number;
  readonly seconds: number;
  readonly machine: string;
}

/** A run of an evaluation or a sweep. */
export interface ResultRecord {
  readonly format: typeof RECORD_FORMAT;
  readonly kind: "evaluation" | "sweep";
  readonly task: string;
  readonly network: string;
  readonly training: TrainingRecord;
  readonly preset: PresetName;
  readonly sampler: SamplerOptions;
  /** Seed of the problems and of the solver. */
  readonly seed: number;
  /** Problems per difficulty. */
  readonly problems: number;
  /** What the problems are, in words. */
  readonly data: string;
  /** Wall seconds of the evaluation. */
  readonly seconds: number;
  readonly machine: string;
  /** The commit it was run at, with "-dirty" where files differed; absent if there is no git. */
  readonly commit?: string;
  readonly rows: readonly ResultRow[];
}

/** What the caller of {@link makeRecord} knows. */
export type RecordParts =
  & Omit<
    ResultRecord,
    "format" | "machine" | "commit" | "training" | "data" | "task" | "network"
  >
  & { readonly data?: string };

/** The commit of the source, such as "997fdc0a1b2c" or "997fdc0a1b2c-dirty"; undefined without git. */
export function sourceCommit(): string | undefined {
  try {
    const { success, stdout } = new Deno.Command("git", {
      args: ["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
      cwd: new URL("../evaluation", import.meta.url),
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout).trim() || undefined : undefined;
  } catch {
    return undefined;
  }
}

/** A record of what was measured with a checkpoint, here and now. */
export function makeRecord(manifest: CheckpointManifest, parts: RecordParts): ResultRecord {
  const { config, step, seconds, machine } = manifest;
  const commit = sourceCommit();
  return checkRecord({
    format: RECORD_FORMAT,
    task: config.task,
    network: config.network,
    training: { config, step, seconds, machine },
    data: `the first ${parts.problems} problems drawn with seed ${parts.seed}, per difficulty`,
    machine: describeMachine(),
    ...(commit && { commit }),
    ...parts,
  }, "the record");
}

/** The published numbers of a task as rows. */
export function publishedRows(task: Task): ResultRow[] {
  const difficulties = ["same", "harder"] as const;
  return task.published.flatMap(({ method, source, metric = task.errorName, ...values }) =>
    difficulties.map((difficulty) => ({
      method,
      kind: "published" as const,
      difficulty,
      metric,
      value: values[difficulty],
      source,
    }))
  );
}

/** Writes a record; a reader sees the file before or the one after. Makes the folder if need be. */
export function writeRecord(path: string, record: ResultRecord): void {
  const text = JSON.stringify(checkRecord(record, path), null, 2) + "\n";
  const folder = path.replace(/[^/\\]*$/, "");
  if (folder) Deno.mkdirSync(folder, { recursive: true });
  const temporary = `${path}.tmp`;
  Deno.writeTextFileSync(temporary, text);
  Deno.renameSync(temporary, path);
}

/**
 * Reads a record.
 *
 * @throws {Error} If there is no such file
 * @throws {SyntaxError} If it is not a complete record
 */
export function readRecord(path: string): ResultRecord {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch {
    throw new Error(`Cannot read the record ${path}: there is no such file`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read the record ${path}: ${(error as Error).message}`);
  }
  return checkRecord(value, path);
}
