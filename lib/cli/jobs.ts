/** `jobs`: the independent commands of a sweep or of all seeds, for whatever runs them. */
import { resolve } from "node:path";
import { isFile } from "../checks/paths.ts";
import { usageError } from "../checks/usage.ts";
import { kebabCase } from "../checks/spelling.ts";
import { mergeRecords } from "../records/merge.ts";
import { differBySeed, mergeTrainingSeeds } from "../records/training_seeds.ts";
import { readRecord, writeRecord } from "../records/records.ts";
import type { Command } from "./command.ts";
import { deviceFlag, type Flag, type FlagValues, parseFlags } from "./flags.ts";
import { packedRun, pathFromCaller } from "./packed.ts";
import { say } from "./report.ts";
import { seedTrainings } from "./seed_jobs.ts";
import { assertWritable, ownRecord } from "./writable.ts";

const flags = {
  seeds: {
    help: "make every shipped training anew with each of these seeds, such as 0,1,2",
    value: "N,…",
    kind: "text",
  },
  command: {
    help: "or: the command that all jobs share, such as 'evaluate --checkpoint=FOLDER --cycles=16'",
    value: "TEXT",
    kind: "text",
  },
  vary: {
    help: "with --command: what differs, such as 'level=4,5,6 inner-steps=1,2'; all combinations",
    value: "TEXT",
    kind: "text",
  },
  out: {
    help: "folder of the runs or records; results/jobs by default",
    value: "FOLDER",
    kind: "text",
  },
  deno: {
    help:
      "what starts Deno in a job, such as deno or 'npx --yes deno@2.8.1'; the one that runs now",
    value: "COMMAND",
    kind: "text",
  },
  slurm: {
    help: "print a script for sbatch, with an array of the jobs, and make the folder of its logs",
  },
  merge: {
    help: "instead: make one record of those in that folder, to --record",
    value: "FOLDER",
    kind: "text",
  },
  record: {
    help: "with --merge: where that record goes, in place of an earlier one",
    value: "FILE",
    kind: "text",
  },
  data: {
    help: "with --merge: what the problems are, in words; as the records say by default",
    value: "TEXT",
    kind: "text",
  },
  device: {
    ...deviceFlag.device,
    help: "what computes in each job, by default the best that is found there",
  },
} as const satisfies Record<string, Flag>;

const MORE =
  `One command a line; a job that was cut off goes on where it was saved, one that is done
does nothing, so that all may be started again:
  deno task jobs --seeds=0,1,2 > jobs.txt
  parallel --jobs 8 < jobs.txt            # GNU parallel, on one machine
  deno task jobs --seeds=0,1,2 --slurm > jobs.sh && sbatch jobs.sh
Records of the same problems, those of a sweep, become one; so do those of one network trained from
several seeds, whose rows then say of which training they are:
  deno task jobs --merge=results/jobs --record=results/sweep.json
The --seed of evaluate draws other problems: records of several such seeds are not merged, that of
train may be varied.`;

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The words of a text, as a shell takes them apart: what stands in quotes is one word, or part of one. */
export function wordsOf(text: string): string[] {
  const words = text.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double)
  );
}

/** What all jobs share. */
interface JobOptions {
  /** Folder of the runs or records. */
  readonly out: string;
  /** What stands before the name of a command. */
  readonly start: string;
  /** The flag that says what computes, if there is one. */
  readonly device: readonly string[];
}

/** Every combination of `NAME=a,b` words, as flags. */
export function combinations(text: string): Record<string, string>[] {
  const axes = text.split(/\s+/).filter(Boolean).map((word): [string, string[]] => {
    const [, name, values] = /^-{0,2}([\w-]+)=(.+)$/.exec(word) ?? [];
    if (!name || !values) {
      throw usageError(`--vary must be words such as level=4,5,6: current value is ${text}`);
    }
    const each = values.split(",");
    if (each.includes("") || new Set(each).size < each.length) {
      throw usageError(
        `--vary must have each value once, and none empty: current value is ${text}`,
      );
    }
    return [kebabCase(name), each];
  });
  return axes.reduce<Record<string, string>[]>(
    (made, [name, values]) =>
      made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** The flags that `--vary` varies. */
const namesOf = (vary: string) => Object.keys(combinations(vary)[0]!);

/**
 * The commands that make a record each, or a training run; none that is done is done again.
 *
 * @throws {SyntaxError} With cause "usage", if one of them would be refused, or two would write one file
 */
async function sweepJobs(
  command: string,
  { vary, out, start, device }: JobOptions & { readonly vary: string },
): Promise<string[]> {
  const [name = "", ...words] = wordsOf(command);
  const given = [...words, ...device];
  if (name !== "train" && name !== "evaluate") {
    throw usageError(`--command must begin with train or evaluate: current value is ${command}`);
  }
  const taken = [...words.map((word) => word.split("=")[0]!.replace(/^--/, "")), ...namesOf(vary)]
    .find((flag) => (name === "train" ? ["out", "resume"] : ["record"]).includes(flag));
  if (taken !== undefined) {
    throw usageError(
      `--${taken} is set by jobs, for each job its own: leave it out; --out of jobs says where all go`,
    );
  }
  const { flags: accepted } = name === "train"
    ? (await import("./train.ts")).command
    : (await import("./evaluate.ts")).command;
  const check: (values: FlagValues) => unknown = name === "train"
    ? (await import("./asked_run.ts")).askedRun
    : (await import("./evaluate_checks.ts")).checkEvaluation;
  const paths = new Set<string>(), all: FlagValues[] = [];
  const jobs = combinations(vary).map((varied) => {
    const flags = Object.entries(varied).map(([flag, value]) => `--${flag}=${value}`);
    const label = Object.entries(varied).map(([flag, value]) => flag + value).join("_") || name;
    const path = `${out}/${label.replace(/[^\w.-]/g, "-")}`;
    if (paths.has(path)) {
      throw usageError(`Two jobs would write to ${path}: vary what tells them apart`);
    }
    paths.add(path);
    const own = name === "train" ? [`--out=${path}`, "--resume"] : [`--record=${path}.json`];
    // A mistake is better found here than in the log of each job.
    const { device: _, ...values } = parseFlags([...given, ...flags, ...own], {
      ...accepted,
      ...deviceFlag,
    });
    all.push(values);
    const line = `${start} ${[name, ...given, ...flags].map(quoted).join(" ")}`;
    if (name === "train") return `${line} --out=${quoted(path)} --resume`;
    const record = quoted(`${path}.json`);
    return `test -e ${record} || ${line} --record=${record}`;
  });
  for (const values of all) await check(values);
  const made = name === "evaluate" ? [...paths].filter((path) => isFile(`${path}.json`)) : [];
  if (made.length > 0) {
    say(
      `${made.length} of these ${paths.size} records are in ${out} already and are not made again; ` +
        "if they are of another command, give another folder by --out",
    );
  }
  return jobs;
}

/** A training of every shipped checkpoint with each seed. */
const seedJobs = (seeds: string, { out, start, device }: JobOptions): string[] =>
  seedTrainings(seeds).map(({ label, flags }) => {
    const folder = `--out=${quoted(`${out}/${label}`)}`;
    return [`${start} train`, ...flags, ...device, folder, "--resume"].join(" ");
  });

/** A script for sbatch: job N of its array runs line N. */
export function slurmScript(jobs: readonly string[], out: string): string {
  return [
    "#!/bin/bash",
    "#SBATCH --job-name=energy",
    `#SBATCH --array=1-${jobs.length}`,
    "#SBATCH --cpus-per-task=2",
    `#SBATCH --output=${/\s/.test(out) ? `"${out}/slurm-%a.log"` : `${out}/slurm-%a.log`}`,
    "# Submit in the project's folder. A training that is cut off loses a minute at most.",
    "job=$(sed -n \"${SLURM_ARRAY_TASK_ID}p\" <<'JOBS'",
    ...jobs,
    "JOBS",
    ")",
    'echo "$job"',
    'eval "$job"',
  ].join("\n");
}

function merge(folder: string, values: FlagValues): number {
  if (values.record === undefined) throw usageError("--merge needs --record: say where it goes");
  let names: string[];
  try {
    // What was merged into the same folder is none of its parts.
    const own = resolve(values.record as string);
    names = [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((one) => one.endsWith(".json") && resolve(folder, one) !== own);
  } catch {
    throw usageError(`--merge must be a folder that can be read: current value is ${folder}`);
  }
  if (names.length === 0) {
    throw usageError(`--merge: ${folder} has no records, which evaluate --record=FILE makes`);
  }
  const records = names.sort().map((name) => readRecord(`${folder}/${name}`));
  const record = differBySeed(records) && records.length > 1
    ? mergeTrainingSeeds(records)
    : mergeRecords(records);
  const { data = record.data } = values as { data?: string };
  assertWritable("record", values.record as string, ownRecord);
  writeRecord(values.record as string, { ...record, data });
  say(`${values.record}: ${record.rows.length} rows of ${names.length} records`);
  return 0;
}

/** Which flags go with which. */
const together = {
  merge: ["merge", "record", "data"],
  seeds: ["seeds", "command", "out", "deno", "device", "slurm"],
  command: ["command", "seeds", "vary", "out", "deno", "device", "slurm"],
};

/** Refuses flags that do nothing together. */
function assertUseful(values: FlagValues): void {
  const main = (["merge", "seeds", "command"] as const).find((name) => name in values);
  if (main === undefined) return; // said later
  const idle = Object.keys(values).find((name) => !together[main].includes(name));
  if (idle) throw usageError(`--${idle} does nothing with --${main}: leave it out`);
}

/** The command. */
export const command: Command = {
  example: "deno task jobs --command='evaluate --checkpoint=data/checkpoints/inverse_symmetric " +
    "--problems=256' --vary='inner-steps=1,2,5 restarts=1,4'",
  more: () => MORE,
  flags,
  async run(values) {
    assertUseful(values);
    if (values.merge !== undefined) return merge(values.merge as string, values);
    const { seeds, command, vary = "" } = values as Record<string, string | undefined>;
    if ((seeds === undefined) === (command === undefined)) {
      throw usageError("Give either --seeds, or --command and what it varies");
    }
    // A job's shell may have another Deno, or none.
    const { out = pathFromCaller("results/jobs"), deno = quoted(Deno.execPath()) } =
      values as Record<"out" | "deno", string | undefined>;
    const run = packedRun();
    if (run !== undefined && values.deno !== undefined) {
      throw usageError("A pack brings its own Deno: leave --deno out");
    }
    const start = run === undefined ? `${deno} task` : quoted(run);
    const device = "device" in values ? [`--device=${values.device}`] : [];
    const jobs = seeds === undefined
      ? await sweepJobs(command!, { vary, out, start, device })
      : seedJobs(seeds, { out, start, device });
    // Slurm opens a job's log before the job begins, and ends it without a word where it cannot.
    if (values.slurm) Deno.mkdirSync(out, { recursive: true });
    console.log(values.slurm ? slurmScript(jobs, out) : jobs.join("\n"));
    return 0;
  },
};
