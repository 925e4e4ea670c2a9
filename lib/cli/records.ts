/** `records`: every record of the shipped checkpoints, made anew or checked. */
import { suggestion } from "../checks/spelling.ts";
import { disagreements, measureRecord } from "../papers/ired/report/all_records.ts";
import { loadTrained } from "../papers/ired/evaluation/trained.ts";
import { presets } from "../papers/ired/method/options.ts";
import { disposeTree } from "../tensor/mod.ts";
import { formatSeconds } from "../plots/format.ts";
import { progressBar } from "../plots/progress.ts";
import { readRecord, writeRecord } from "../records/records.ts";
import type { Command } from "./command.ts";
import { type Flag, usageError } from "./flags.ts";
import { say, sayBackend } from "./report.ts";
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
    help: "most problems of each difficulty; 1000 by default",
    value: "N",
    range: [1, 1e6],
  },
  seed: {
    help: `fixes the problems; ${REPORT_SEED} by default, with --check another`,
    value: "N",
    range: [-(2 ** 31), 2 ** 31 - 1],
  },
  "inner-steps": {
    help: "descent steps per landscape; 5 by default",
    value: "N",
    range: [0, 10_000],
  },
  cycles: {
    ...samplerFlags.cycles,
    help: "records NAME_hops.json with so many hops instead, of networks that can; none by default",
  },
  level: samplerFlags.level,
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
    .map(({ name }) => name).sort().filter((name) => {
      try {
        return Deno.statSync(`${folder}/${name}/checkpoint.json`).isFile;
      } catch {
        return false;
      }
    });
}

/** The command. */
export const command: Command = {
  example: "deno task records --check --only=connectivity",
  flags,
  async run(values) {
    const checkpoints = (values.checkpoints ?? "data/checkpoints") as string;
    const folder = (values.records ?? "data/results") as string;
    const seed = (values.seed ?? (values.check ? REPORT_SEED + 1 : REPORT_SEED)) as number;
    const problems = (values.problems ?? 1000) as number;
    const innerSteps = (values["inner-steps"] ?? 5) as number;
    const { cycles = 0, level } = values as { cycles?: number; level?: number };
    if (level !== undefined && cycles === 0) {
      throw usageError("--level does nothing without --cycles");
    }
    const names = checkpointsIn(checkpoints, (values.only ?? "") as string);
    sayBackend();
    let differ = 0, compared = 0;
    for (const name of names) {
      const trained = loadTrained(`${checkpoints}/${name}`);
      for (const preset of Object.keys(presets) as (keyof typeof presets)[]) {
        const sampler = preset === trained.preset ? name : `${name}_${preset}`;
        const label = cycles > 0 ? `${sampler}_hops` : sampler;
        const path = `${folder}/${label}.json`;
        // Of other samplers than that of the training only what there is a record of.
        if (preset !== trained.preset && !exists(path)) continue;
        // Only networks with landscapes to hop between hop.
        if (trained.trainedAs.limits(trained.irem).cycles < cycles) continue;
        const bar = progressBar({ total: 100, unit: "%", label });
        const record = await measureRecord({
          trained,
          preset,
          seed,
          problems,
          innerSteps,
          cycles,
          ...(level !== undefined && { level }),
          onProgress: (done, total) => bar.update(100 * done / total),
        });
        await bar.finish();
        if (!values.check) {
          writeRecord(path, record);
          say(`${path}: ${record.n} problems, ${formatSeconds(record.seconds)}`);
          continue;
        }
        if (!exists(path)) {
          say(`${path}: there is no such record to check`);
          continue;
        }
        compared++;
        const found = disagreements(readRecord(path), record);
        differ += found.length;
        for (const { metric, at, before, now } of found) {
          console.log(`${label}: ${metric}, ${at}: ${before} in the record, ${now} now`);
        }
      }
      disposeTree(trained.params);
    }
    if (!values.check) return 0;
    if (compared === 0) {
      throw new Error(`No record was checked: ${folder} has none of these networks`);
    }
    const numbers = differ === 1 ? "1 number differs" : `${differ} numbers differ`;
    console.log(differ ? numbers : "All records agree");
    return differ ? 1 : 0;
  },
};

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
