/** The record of the latent causal model's runs: a JSON file in `data`. */
import { fileURLToPath } from "node:url";
import { parseJson, readIfThere, writeWhole } from "../../checks/whole_file.ts";
import { sourceCommit } from "../../checks/source_commit.ts";
import { describeMachine } from "../../training/machine.ts";
import type { LatentRun } from "./experiment.ts";
import type { TrainingOptions } from "./training.ts";

/** Where the shipped record is. */
export const RECORD = "data/results/causal_abstraction.json";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What the file holds. */
export interface LatentRecord {
  readonly machine: string;
  /** The commit it was run at, with "-dirty" where files differed; absent without git. */
  readonly commit?: string;
  readonly training: Omit<TrainingOptions, "seed">;
  readonly runs: readonly LatentRun[];
}

/**
 * Reads a record.
 *
 * @param path From the project's root
 * @returns The record, or undefined where there is none
 */
export function readLatentRecord(path: string): LatentRecord | undefined {
  const text = readIfThere(`${ROOT}${path}`);
  return text === undefined ? undefined : parseJson(text, path) as LatentRecord;
}

/** Adds a run to the record. */
export function writeLatentRun(
  path: string,
  run: LatentRun,
  training: Omit<TrainingOptions, "seed">,
  commit = sourceCommit(),
): void {
  const runs = [...readLatentRecord(path)?.runs ?? [], rounded(run) as LatentRun];
  const record: LatentRecord = {
    machine: describeMachine(),
    ...(commit && { commit }),
    training,
    runs,
  };
  writeWhole(`${ROOT}${path}`, `${JSON.stringify(record, undefined, 1)}\n`);
}

/** Four decimals are more than three seeds can tell apart. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one) => typeof one === "number" ? Math.round(one * 1e4) / 1e4 : one),
  );
}
