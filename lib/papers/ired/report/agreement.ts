/** Whether what a notebook measures is what the records of the shipped networks say. */
import type { ResultRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { type Table, table } from "../../../plots/table.ts";
import { type Agreement, agreementTable, type ReadableTable } from "../../../plots/verdicts.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { beyondChance } from "./all_records.ts";
import { recordFiles } from "./record_files.ts";
import type { Run } from "./results.ts";

/** Standard errors of a difference that chance exceeds in one of 10,000 numbers. */
const LIMIT = 3.9;

/** What {@link besideRecords} compares. */
export interface AgreementOptions {
  /** The networks of the notebook. */
  readonly networks: readonly Trained[];
  /** How they were asked to solve. */
  readonly runs: readonly Run[];
  /** Folder of the records, relative to the project's or absolute; "data/results" by default. */
  readonly records?: string;
}

/** Whether a record is of this very network, solving in this way. */
function isOf(record: ResultRecord, { task, manifest }: Trained, run: Run): boolean {
  const { preset, sampler, cycles = 0 } = record.settings as {
    readonly preset?: string;
    readonly cycles?: number;
    readonly sampler?: { readonly innerSteps?: number };
  };
  const { subject, training, kind } = record;
  return kind === "evaluation" && subject.task === task.name &&
    subject.network === manifest.config.network && preset === run.preset &&
    cycles === 0 && sampler?.innerSteps === run.innerSteps && training?.step === manifest.step &&
    training.seconds === manifest.seconds;
}

/**
 * Each measured number that a record has, too, and whether the two agree: by no more than 3.9 standard
 * errors, which chance exceeds in one of ten thousand.
 *
 * @param compared What `compare` of results.ts measured of these networks with these runs
 */
export function agreements(
  compared: readonly ResultRow[],
  { networks, runs, records = "data/results" }: AgreementOptions,
): Agreement[] {
  const all = recordFiles(records).map(({ record }) => record);
  return networks.flatMap((trained) =>
    runs.flatMap((run) => {
      const record = all.find((one) => isOf(one, trained, run));
      const method = `${trained.title}, ${run.preset}, K = ${run.innerSteps}`;
      const live = compared.filter((row) => row.kind === "ours" && row.method === method);
      return live.flatMap((row): Agreement[] => {
        const { difficulty } = row.at as { difficulty: Difficulty };
        const old = record?.rows.find((one) =>
          one.kind === "ours" && one.metric === row.metric && one.at.difficulty === difficulty
        );
        if (!old) return [];
        const number = `${method}: ${row.metric}, ${splitNames[difficulty]}`;
        const agrees = !beyondChance(old, row, LIMIT);
        return [{ number, here: row.value, record: old.value, agrees }];
      });
    })
  );
}

/** The same as a table; networks of which there is no record, such as those trained here, are named. */
export function besideRecords(
  compared: readonly ResultRow[],
  options: AgreementOptions,
): ReadableTable | Table {
  const found = agreements(compared, options);
  if (found.length > 0) return agreementTable(found);
  const names = options.networks.map(({ title }) => title).join(", ");
  return table([{ networks: names, records: "none: they are of other networks or other steps" }]);
}
