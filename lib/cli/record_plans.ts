/** What `records` is to make anew: of each record that is there one with its own seed, steps and hops. */
import { usageError } from "../checks/usage.ts";
import { isFile } from "../checks/paths.ts";
import { presets } from "../papers/ired/method/options.ts";
import type { RecordPlan } from "../papers/ired/report/all_records.ts";
import type { Trained } from "../papers/ired/evaluation/trained.ts";
import type { FlagValues } from "./flags.ts";

/** The seed of most shipped records, which nothing was chosen by. */
export const REPORT_SEED = 4071;

/** What is made, and where. */
export interface Planned extends Omit<RecordPlan, "trained" | "onProgress"> {
  readonly label: string;
  readonly path: string;
}

/** What a record that is there was made with; whatever it does not say is left out. */
type Before = Partial<
  Pick<RecordPlan, "seed" | "problems" | "innerSteps" | "cycles" | "level">
>;

/** What the record at `path` says of that, of any version of records; undefined where there is none. */
export function recordedThere(path: string): Before | undefined {
  if (!isFile(path)) return undefined;
  let record: { seed?: unknown; n?: unknown; settings?: Readonly<Record<string, unknown>> };
  try {
    record = JSON.parse(Deno.readTextFileSync(path));
  } catch {
    return undefined; // An empty file is none, and another than a record is refused.
  }
  const { sampler, cycles, level } = record?.settings ?? {};
  const innerSteps = (sampler as { innerSteps?: unknown } | undefined)?.innerSteps;
  const said = { seed: record?.seed, problems: record?.n, innerSteps, cycles, level };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => Number.isInteger(value)));
}

/**
 * Refuses to put a record of fewer problems in the place of one of more: what a try measured would be
 * told in the tables.
 */
export function assertNoFewer(path: string, problems: number): void {
  const n = recordedThere(path)?.problems ?? 0;
  if (n <= problems) return;
  throw usageError(
    `${path} is a record of ${n} problems, which one of ${problems} would replace: ` +
      "give another folder by --records",
  );
}

/** What a plan needs to know of a checkpoint. */
type Described = Pick<Trained, "preset" | "trainedAs" | "irem">;

/** Hops that a network can make: none, where it was not trained with an energy to compare answers by. */
export const mostHops = ({ trainedAs, irem }: Pick<Described, "trainedAs" | "irem">): number =>
  trainedAs.limits(irem).cycles;

/**
 * The records of the checkpoint `name` that are made: those that are there, as they were made but for
 * what flags say. One that is not there is only made where `--only` is the checkpoint's very name.
 */
export function plannedRecords(
  name: string,
  described: Described,
  folder: string,
  values: FlagValues,
): Planned[] {
  const own = described.preset;
  const flags = {
    seed: values.seed,
    problems: values.problems,
    innerSteps: values["inner-steps"],
    cycles: values.cycles,
    level: values.level,
  } as Before;
  const given = Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  );
  const endings = [
    ...(flags.cycles ? [] : [""]),
    ...(flags.cycles === 0 || mostHops(described) < (flags.cycles ?? 1) ? [] : ["_hops"]),
  ];
  const files = (Object.keys(presets) as (keyof typeof presets)[]).flatMap((preset) =>
    endings.map((ending) => {
      const label = `${preset === own ? name : `${name}_${preset}`}${ending}`;
      const path = `${folder}/${label}.json`;
      return { label, path, preset, ending, before: recordedThere(path) };
    })
  );
  const there = files.filter(({ before }) => before !== undefined);
  const first = files.filter(({ preset }) => preset === own).slice(0, 1);
  return (there.length === 0 && values.only === name ? first : there)
    .map(({ label, path, preset, before }) => ({
      ...{ label, path, preset, seed: REPORT_SEED, problems: 1000, innerSteps: 5 },
      ...before,
      ...given,
    }));
}
