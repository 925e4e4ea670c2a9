/** `records`: every record of the shipped checkpoints, made anew or checked. */
import { usageError } from "../checks/usage.ts";
import { isFile } from "../checks/paths.ts";
import { kebabCase, suggestion } from "../checks/spelling.ts";
import {
  compareRecords,
  hasNumbersAt,
  measureRecord,
  type RecordPlan,
} from "../papers/ired/report/all_records.ts";
import { describeTrained, loadTrained } from "../papers/ired/evaluation/trained.ts";
import { presets } from "../papers/ired/method/options.ts";
import { disposeTree } from "../tensor/mod.ts";
import { formatSeconds } from "../plots/format.ts";
import { progressBar } from "../plots/progress.ts";
import { readRecord, type ResultRecord, writeRecord } from "../records/records.ts";
import type { Command } from "./command.ts";
import type { Flag, FlagValues } from "./flags.ts";
import {
  assertNoFewer,
  mostHops,
  type Planned,
  plannedRecords,
  REPORT_SEED,
} from "./record_plans.ts";
import { say, sayBackend } from "./report.ts";
import { assertWritable, ownRecord } from "./writable.ts";
import { samplerFlags } from "./solver_flags.ts";

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
  only: {
    help:
      "only checkpoints whose name has that in it; of one that has no record a first one is made where " +
      "that is its whole name",
    value: "TEXT",
    kind: "text",
  },
  problems: {
    help:
      "most problems of each difficulty; by default as many as the record there has, 1000 where " +
      "there is none, and with --check",
    value: "N",
    range: [1, 1e6],
  },
  seed: {
    help:
      `fixes the problems; by default that of the record there, ${REPORT_SEED} where there is ` +
      "none, with --check another",
    value: "N",
    range: [-(2 ** 31), 2 ** 31 - 1],
  },
  "inner-steps": {
    help: "descent steps per landscape; by default those of each record, 5 where there is none",
    value: "N",
    range: [0, 10_000],
  },
  cycles: {
    ...samplerFlags.cycles,
    help:
      "makes only NAME_hops.json, with so many hops, or, with 0, only those without; by default both " +
      "that are there, with their own hops, with --check those without",
  },
  level: {
    ...samplerFlags.level,
    help: `${samplerFlags.level.help}, of a record that is there its own`,
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

/** The records that are made of these checkpoints; which of them have none is said. */
function allPlanned(
  names: readonly string[],
  checkpoints: string,
  folder: string,
  values: FlagValues,
): ReadonlyMap<string, readonly Planned[]> {
  const asked = typeof values.cycles === "number" ? values.cycles : 0;
  const all = new Map(names.map((name) => {
    const described = describeTrained(`${checkpoints}/${name}`);
    // Of one that was asked for by its name no first record could be made either.
    if (values.only === name && mostHops(described) < asked) {
      throw usageError(
        `${name} makes at most ${mostHops(described)} hops: current value of --cycles is ${asked}`,
      );
    }
    return [name, plannedRecords(name, described, folder, values)];
  }));
  const none = names.filter((name) => all.get(name)!.length === 0);
  if (none.length === names.length) {
    throw usageError(
      `There is no such record of ${none.join(", ")} in ${folder} to make anew: ` +
        "a first one is made by --only=NAME, of a checkpoint whose whole name is given",
    );
  }
  for (const name of none) {
    say(`${name}: there is no such record to make anew; --only=${name} makes a first one`);
  }
  return all;
}

/** The command. */
export const command: Command = {
  example: "deno task records --check --only=connectivity",
  flags,
  async run(values) {
    const checkpoints = (values.checkpoints ?? "data/checkpoints") as string;
    const folder = (values.records ?? "data/results") as string;
    const { cycles = 0 } = values as { cycles?: number };
    if ("level" in values && cycles === 0) {
      throw usageError("--level does nothing without --cycles");
    }
    const names = checkpointsIn(checkpoints, (values.only ?? "") as string);
    return await (values.check
      ? checkAll(names, checkpoints, folder, values)
      : makeAll(names, checkpoints, folder, values));
  },
};

/** Makes records, each where it is. */
async function makeAll(
  names: readonly string[],
  checkpoints: string,
  folder: string,
  values: FlagValues,
): Promise<number> {
  const all = allPlanned(names, checkpoints, folder, values);
  // All of them before the work, which takes hours.
  for (const { path, problems } of [...all.values()].flat()) {
    assertWritable("records", path, ownRecord);
    assertNoFewer(path, problems);
  }
  sayBackend();
  for (const [name, plans] of all) {
    if (plans.length === 0) continue;
    const trained = loadTrained(`${checkpoints}/${name}`);
    for (const { label, path, ...plan } of plans) {
      const record = await measured(label, { trained, ...plan });
      writeRecord(path, record);
      say(`${path}: ${record.n} problems, ${formatSeconds(record.seconds)}`);
    }
    disposeTree(trained.params);
  }
  return 0;
}

/** A record, with a bar while it is measured. */
async function measured(label: string, plan: RecordPlan): Promise<ResultRecord> {
  const bar = progressBar({ total: 100, unit: "%", label });
  const onProgress = (done: number, total: number) => bar.update(100 * done / total);
  const record = await measureRecord({ ...plan, onProgress });
  await bar.finish();
  return record;
}

/** Compares records with fresh ones. */
async function checkAll(
  names: readonly string[],
  checkpoints: string,
  folder: string,
  values: FlagValues,
): Promise<number> {
  const seed = (values.seed ?? REPORT_SEED + 1) as number;
  const problems = (values.problems ?? 1000) as number;
  const { cycles = 0 } = values as { cycles?: number };
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
      if (mostHops(trained) < cycles) continue;
      if (!isFile(path)) {
        say(`${path}: there is no such record to check`);
        continue;
      }
      const before = readRecord(path), at = { ...stepsOf(values, before), cycles };
      seen++;
      if (!hasNumbersAt(before, at)) {
        const absent = Object.entries(at).map(([name, value]) => `--${kebabCase(name)}=${value}`);
        say(`${path}: not compared, as it has no number of ${absent.join(" ")}`);
        continue;
      }
      const record = await measured(label, { trained, preset, seed, problems, ...at });
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
  if (compared === 0) {
    throw new Error(
      `No record was checked: ${folder} has ${seen ? "no such numbers" : "none"} of these networks`,
    );
  }
  const numbers = differ === 1 ? "1 number differs" : `${differ} numbers differ`;
  console.log(differ ? numbers : `All records agree, ${compared} numbers compared`);
  return differ ? 1 : 0;
}

/** Steps and landscape of a check: those of the record, unless flags differ. */
function stepsOf(values: FlagValues, { settings }: ResultRecord) {
  const { sampler, cycles = 0, level: old } = settings as {
    sampler?: { innerSteps?: number };
    cycles?: number;
    level?: number;
  };
  const innerSteps = (values["inner-steps"] ?? sampler?.innerSteps ?? 5) as number;
  const ofRecord = values.cycles !== undefined && cycles > 0 ? old : undefined;
  const level = values.level as number | undefined ?? ofRecord;
  return { innerSteps, ...(level !== undefined && { level }) };
}
