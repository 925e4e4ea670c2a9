/** Records of IRED's results. */
import {
  makeRecord,
  type RecordParts,
  type ResultRecord,
  trainingRecord,
} from "../../../records/records.ts";
import type { SolverSettings } from "./solver.ts";
import type { Trained } from "./trained.ts";

/** What the caller of {@link resultRecord} knows. */
export type ResultParts =
  & Pick<RecordParts, "kind" | "seed" | "n" | "seconds" | "rows">
  & Partial<Pick<RecordParts, "data">>;

/** How a record names the settings of a solver. */
export function recordedSettings(
  { preset, sampler, cycles, level, ladder, patience, select, stop, enough }: SolverSettings,
): ResultRecord["settings"] {
  // Steps of fixed length are not named, as records from before there were others do not, either.
  const { stepLength, ...constants } = sampler;
  return {
    preset,
    sampler: stepLength === "fixed" ? constants : sampler,
    ...(cycles > 0 && {
      cycles,
      ...(ladder ? { ladder } : { level }),
      ...(patience !== undefined && { patience }),
      stop,
      ...(enough !== undefined && { enough }),
    }),
    ...(select !== "energy" && { select }),
  };
}

/** A record of what was measured with a checkpoint, here and now. */
export function resultRecord(
  { manifest }: Pick<Trained, "manifest">,
  settings: SolverSettings,
  parts: ResultParts,
): ResultRecord {
  const { task, network } = manifest.config;
  return makeRecord({
    paper: "ired",
    subject: { task, network },
    training: trainingRecord(manifest),
    settings: recordedSettings(settings),
    data: `the first ${parts.n} problems drawn with seed ${parts.seed}, per difficulty`,
    ...parts,
  });
}
