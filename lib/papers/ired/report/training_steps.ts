/** Errors on the way of one training, from a record. */
import type { Reference, StepsRow } from "../../../plots/error_by_steps.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { recordedRows } from "./hopping_curves.ts";

/** A chart of errors by training steps, and the published rules in it. */
export interface TrainingSteps {
  readonly rows: StepsRow[];
  readonly references: Reference[];
}

const splitOf = ({ at }: ResultRow) => splitNames[at.difficulty as Difficulty];

/**
 * What a record of `make_training_steps.ts` says of one measure.
 *
 * @param name Of the record in `data/results`, or its path without ending
 * @throws {RangeError} If it has no such measure by training steps
 */
export function trainingSteps(name: string, metric: string): TrainingSteps {
  const all = recordedRows(name).filter((row) => row.metric === metric);
  const ours = all.filter(({ at }) => typeof at.trainingSteps === "number");
  if (ours.length === 0) throw new RangeError(`${name} has no ${metric} by training steps`);
  const rows = ours.map((row) => ({
    steps: Number(row.at.trainingSteps),
    ...{ value: row.value, method: row.method, split: splitOf(row) },
    ...(row.low !== undefined && row.high !== undefined && { low: row.low, high: row.high }),
  }));
  const references = all.filter(({ kind, method }) => kind === "published" && method === "IRED")
    .map((row) => ({ label: "published IRED", value: row.value, split: splitOf(row) }));
  return { rows, references };
}
