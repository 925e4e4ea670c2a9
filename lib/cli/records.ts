/** `records`: every record of the shipped checkpoints, made anew or checked. */
import { usageError } from "../checks/usage.ts";
import { isFile } from "../checks/paths.ts";
import { kebabCase, suggestion } from "../checks/spelling.ts";
import { compareRecords, hasNumbersAt, measureRecord } from "../papers/ired/report/all_records.ts";
import { loadTrained } from "../papers/ired/evaluation/trained.ts";
import { presets } from "../papers/ired/method/options.ts";
import { disposeTree } from "../tensor/mod.ts";
import { formatSeconds } from "../plots/format.ts";
import { progressBar } from "../plots/progress.ts";
import { readRecord, type ResultRecord, writeRecord } from "../records/records.ts";
import type { Command } from "./command.ts";
import type { Flag, FlagValues } from "./flags.ts";
import { say, sayBackend } from "./report.ts";
import { assertWritable, ownRecord } from "./writable.ts";
import { samplerFlags } from "./solver_flags.ts";

/** The seed of the shipped records, which nothing was chosen by. */
export const REPORT_SEED = 4071;

const flags = {
  checkpoints: {
    help: "folder of the checkpoints; data/checkpoints by default",
    value: "FOLDER",
    kind: "text",
  },
  records: {
    help: "folder of the records; data/results by default",
    value: "FOLDER",
    kind: "text",
  },
  only: { help: "only checkpoints whose name has that in it", value: "TEXT", kind: "text" },
  problems: {
    help:
      "most problems of each difficulty; by default as many as the record there has, 1000 where " +
      "there is none, and with --check",
    value: "N",
    range: [1, 1e6],
  },
  seed: {
    help: `fixes the problems; ${REPORT_SEED} by default, with --check another`,
    value: "N",
    range: [-(2 ** 31), 2 ** 31 - 1],
  },
  "inner-steps": {
    help: "descent steps per landscape; 5 by default, with --check those of each record",
    value: "N",
    range: [0, 10_000],
  },
  cycles: {
    ...samplerFlags.cycles,
    help: "records NAME_hops.json with so many hops instead, of networks that can; none by default",
  },
  level: {
    ...samplerFlags.level,
    help: `${samplerFlags.level.help}, with --check that of each record`,
  },
  check: { help: "write nothing; fail where a record differs from a fresh one beyond chance" },
} as const satisfies Record<string, Flag>;

/** Folders with a checkpoint, by name; a usage error if none has `only` in its name. */
function checkpointsIn(folder: string, only: string): string[] {
  const all = checkpointNames(folder), chosen = all.filter((name) => name.includes(only));
  if (chosen.length > 0) return chosen;
  const hint = suggestion(only, [...all, ...all.map((name) => name.split("_")[0]!)], "--only=");
  if (all.length === 0) throw usageError(`There are no checkpoints in ${folder}`);
  throw usageError(`No checkpoint matches --only=${only}${hint}: there are ${all.join(", ")}`);
}

function checkpointNames(folder: string): string[] {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(folder)];
  } catch {
    throw usageError(`--checkpoints must be a folder that can be read: current value is ${folder}`);
  }
  return entries.filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => name).sort()
    .filter((name) => isFile(`${folder}/${name}/checkpoint.json`));
}

/** How many problems the record at `path` has, if there is one of this version. */
function problemsOf(path: string): number | undefined {
  try {
    return readRecord(path).n;
  } catch {
    return undefined;
  }
}

/**
 * Refuses to put a record of fewer problems in the place of one of more: what a try measured would be
 * told in the tables.
 */
function assertNoMore(path: string, problems = Infinity): void {
  const n = problemsOf(path) ?? 0;
  if (n <= problems) return;
  throw usageError(
    `${path} is a record of ${n} problems, which one of ${problems} would replace: ` +
      "give another folder by --records",
  );
}

/** The command. */
export const command: Command = {
  example: "deno task records --check --only=connectivity",
  flags,
  async run(values) {
    const checkpoints = (values.checkpoints ?? "data/checkpoints") as string;
    const folder = (values.records ?? "data/results") as string;
    const seed = (values.seed ?? (values.check ? REPORT_SEED + 1 : REPORT_SEED)) as number;
    const asked = values.problems as number | undefined;
    const { cycles = 0 } = values as { cycles?: number };
    if ("level" in values && cycles === 0) {
      throw usageError("--level does nothing without --cycles");
    }
    const names = checkpointsIn(checkpoints, (values.only ?? "") as string);
    if (!values.check) {
      const ending = cycles > 0 ? "_hops.json" : ".json";
      for (const name of names) {
        const path = `${folder}/${name}${ending}`;
        assertWritable("records", path, ownRecord);
        assertNoMore(path, asked);
      }
    }
    sayBackend();
    let differ = 0, compared = 0, seen = 0;
    for (const name of names) {
      const trained = loadTrained(`${checkpoints}/${name}`);
      for (const preset of Object.keys(presets) as (keyof typeof presets)[]) {
        const sampler = preset === trained.preset ? name : `${name}_${preset}`;
        const label = cycles > 0 ? `${sampler}_hops` : sampler;
        const path = `${folder}/${label}.json`;
        // Of other samplers than that of the training only what there is a record of.
        if (preset !== trained.preset && !isFile(path)) continue;
        // Only networks with landscapes to hop between hop.
        if (trained.trainedAs.limits(trained.irem).cycles < cycles) continue;
        if (values.check && !isFile(path)) {
          say(`${path}: there is no such record to check`);
          continue;
        }
        const before = values.check ? readRecord(path) : undefined;
        const { innerSteps, level } = stepsOf(values, before);
        if (before) {
          seen++;
          const at = { innerSteps, cycles, ...(level !== undefined && { level }) };
          if (!hasNumbersAt(before, at)) {
            const absent = Object.entries(at).map(([name, value]) =>
              `--${kebabCase(name)}=${value}`
            );
            say(`${path}: not compared, as it has no number of ${absent.join(" ")}`);
            continue;
          }
        }
        const bar = progressBar({ total: 100, unit: "%", label });
        const record = await measureRecord({
          trained,
          preset,
          seed,
          problems: asked ?? (values.check ? 1000 : problemsOf(path) ?? 1000),
          innerSteps,
          cycles,
          ...(level !== undefined && { level }),
          onProgress: (done, total) => bar.update(100 * done / total),
        });
        await bar.finish();
        if (!before) {
          writeRecord(path, record);
          say(`${path}: ${record.n} problems, ${formatSeconds(record.seconds)}`);
          continue;
        }
        const found = compareRecords(before, record);
        if (found.compared === 0) {
          say(`${path}: not compared, as it has other measures, or options`);
        }
        compared += found.compared;
        differ += found.disagreements.length;
        for (const { metric, at, before: old, now } of found.disagreements) {
          console.log(`${label}: ${metric}, ${at}: ${old} in the record, ${now} now`);
        }
      }
      disposeTree(trained.params);
    }
    if (!values.check) return 0;
    if (compared === 0) {
      throw new Error(
        `No record was checked: ${folder} has ${
          seen ? "no such numbers" : "none"
        } of these networks`,
      );
    }
    const numbers = differ === 1 ? "1 number differs" : `${differ} numbers differ`;
    console.log(differ ? numbers : `All records agree, ${compared} numbers compared`);
    return differ ? 1 : 0;
  },
};

/** Steps and landscape of what is measured: a check is of what the record has, unless flags differ. */
function stepsOf(values: FlagValues, before: ResultRecord | undefined) {
  const { sampler, cycles = 0, level: old } = (before?.settings ?? {}) as {
    sampler?: { innerSteps?: number };
    cycles?: number;
    level?: number;
  };
  const innerSteps = (values["inner-steps"] ?? sampler?.innerSteps ?? 5) as number;
  const ofRecord = values.cycles !== undefined && cycles > 0 ? old : undefined;
  const level = values.level as number | undefined ?? ofRecord;
  return { innerSteps, ...(level !== undefined && { level }) };
}
