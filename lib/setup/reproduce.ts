/** `deno task reproduce`: sets up, executes the notebooks headlessly, ends with a table. */
import { join, resolve } from "node:path";
import { usageError } from "../checks/usage.ts";
import { suggestion } from "../checks/spelling.ts";
import { allAgree, formatFindings, type NotebookFindings, readFindings } from "./claims.ts";
import { runMain } from "./errors.ts";
import { helpText, parseFlags } from "./flags.ts";
import { inLanes } from "./lanes.ts";
import { hasParameter } from "./notebook_file.ts";
import { assertOutFolder } from "./out_folder.ts";
import { pathFrom, ROOT } from "./paths.ts";
import { createReport, standardScreen } from "./report.ts";
import { executeNotebook, type Outcome } from "./runner.ts";
import { setUp } from "./setup.ts";
import { formatTable } from "./table.ts";
import { recordTimes, TIMES } from "./times.ts";

const FLAGS = {
  only: {
    value: "WHICH,…",
    help: "execute only notebooks of these numbers, or with one of these texts in their name",
  },
  out: {
    value: "FOLDER",
    help: "where the executed notebooks go (default: results, or results/smoke)",
  },
  "in-place": { help: "write the outputs into notebooks/ instead, and how long each took" },
  smoke: { help: "the quick profile, for checking that all runs (sets PROFILE=smoke)" },
  full: { help: "all sweeps live, for as long as that takes (sets PROFILE=full)" },
  train: {
    help: "train anew instead of loading the shipped checkpoints (sets TRAIN=1), in notebooks " +
      "that have a parameter `train`",
  },
  "at-once": {
    value: "N",
    help: "notebooks executed at the same time (default: 1, or 2 with --smoke)",
  },
  html: { help: "write HTML pages that need no network, and an index of them" },
  help: { help: "show this help" },
} as const;

/**
 * The names of `all` notebooks that are meant by the comma-separated texts, sorted: a number is that
 * of a notebook, anything else is part of a name.
 *
 * @throws {SyntaxError} With cause "usage", if one of the texts means none
 * @throws {Error} If there are no notebooks
 */
export function chooseNotebooks(all: readonly string[], only = ""): string[] {
  if (all.length === 0) {
    throw new Error(
      "There are no notebooks in notebooks/: restore them with `git checkout notebooks`.",
    );
  }
  const sorted = [...all].sort(), chosen = new Set<string>();
  if (only === "") return sorted;
  for (const text of only.split(",")) {
    const number = /^\d+$/.test(text) ? Number(text) : undefined;
    const found = number === undefined
      ? sorted.filter((name) => text !== "" && name.includes(text))
      : sorted.filter((name) => parseInt(name) === number);
    if (found.length === 0) {
      throw usageError(
        `No notebook matches --only=${text}${meant(text, all)}: there are ${sorted.join(", ")}.`,
      );
    }
    for (const name of found) chosen.add(name);
  }
  return sorted.filter((name) => chosen.has(name));
}

/** Names without their number, as people remember them. */
const meant = (only: string, all: readonly string[]) =>
  suggestion(only, all.map((name) => name.replace(/^\d+_|\.ipynb$/g, "")), "--only=");

/** Where executed notebooks go: those of the quick profile never lie where results are looked for. */
export const defaultOutput = (smoke: boolean) => smoke ? "results/smoke" : "results";

/**
 * How many notebooks are executed at the same time. A quick check mostly starts kernels and compiles,
 * which takes one core; more than that would slow each other down.
 *
 * @throws {SyntaxError} With cause "usage", if `asked` is no number of notebooks
 */
export function atOnce(asked: string | undefined, smoke: boolean): number {
  if (asked === undefined) return smoke ? Math.min(2, navigator.hardwareConcurrency) : 1;
  const lanes = Number(asked);
  if (Number.isInteger(lanes) && lanes > 0) return lanes;
  throw usageError(`--at-once must be an integer from 1 on: current value is ${asked}.`);
}

/** What stands before and after a run of the quick profile. */
export const SMOKE_BANNER = "Quick check: the numbers mean nothing.";

/**
 * What an interrupted run had finished, and the flags that go on with it, in a sentence.
 *
 * @param flags What the run was called with
 */
export function describeInterruption(
  finished: readonly string[],
  chosen: readonly string[],
  flags: Readonly<Record<string, string>> = {},
): string {
  const left = chosen.filter((name) => !finished.includes(name));
  const done = finished.length ? finished.join(", ") : "none";
  const only = `--only=${left.map((name) => name.replace(/\.ipynb$/, "")).join(",")}`;
  const table: Readonly<Record<string, { readonly help: string; readonly value?: string }>> = FLAGS;
  const others = Object.entries(flags).filter(([name]) => name !== "only")
    .map(([name, value]) => table[name]?.value ? `--${name}=${value}` : `--${name}`);
  return `Interrupted: ${finished.length} of ${chosen.length} notebooks finished (${done}); ` +
    `continue with ${[only, ...others].join(" ")}.`;
}

/** The table at the end of a run. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => [
    outcome.notebook,
    `${outcome.cells}/${outcome.total}`,
    outcome.seconds.toFixed(0),
    outcome.error ? "failed" : "ok",
  ]);
  return formatTable(["notebook", "cells", "seconds", "status"], rows);
}

async function listNotebooks(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".ipynb") && !name.includes(".failed.")) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names;
}

/**
 * Pages of all executed notebooks of `folder`, and an index. Their packages are there only once
 * setup has run, hence the import.
 */
async function exportHtml(folder: string, pages: string, smoke: boolean): Promise<string> {
  const { exportNotebooks } = await import("../pages/export.ts");
  const executed = (await listNotebooks(folder)).sort().map((name) => join(folder, name));
  const banner = smoke ? SMOKE_BANNER : undefined;
  return exportNotebooks(executed, pages, { banner, pictures: join(ROOT, "notebooks") }).at(-1)!;
}

/** Pairs of flags that contradict each other: numbers of the quick profile mean nothing. */
const APART = [["smoke", "full"], ["smoke", "in-place"], ["in-place", "out"]] as const;

/**
 * Refuses flags that contradict each other.
 *
 * @throws {SyntaxError} With cause "usage", with their names
 */
export function assertTogether(flags: Readonly<Record<string, unknown>>): void {
  const found = APART.find((pair) => pair.every((name) => flags[name] !== undefined));
  if (found) {
    throw usageError(`${found.map((name) => `--${name}`).join(" and ")} do not go together.`);
  }
}

/**
 * Refuses the notebooks' own folder as that of the executed ones: only `--in-place` writes there.
 *
 * @throws {SyntaxError} With cause "usage", if `out` is that folder, under whatever name
 */
export function assertApart(out: string, notebooks: string): void {
  const real = (folder: string) => {
    try {
      return Deno.realPathSync(folder);
    } catch {
      return folder; // there is none yet
    }
  };
  if (real(out) !== real(notebooks)) return;
  throw usageError("--out must not be the notebooks' own folder: --in-place writes there.");
}

/**
 * What `--train` leaves as it is, in a sentence; empty where all of the notebooks train by it.
 *
 * @param notebooks The chosen ones, by name, as they are in their files
 * @throws {SyntaxError} With cause "usage", if none of them does
 */
export function describeUntrained(
  notebooks: Readonly<Record<string, Parameters<typeof hasParameter>[0]>>,
): string {
  const names = Object.keys(notebooks);
  const without = names.filter((name) => !hasParameter(notebooks[name]!, "train"));
  if (without.length === 0) return "";
  const listed = without.join(", ");
  if (without.length === names.length) {
    throw usageError(`--train does nothing: there is no parameter \`train\` in ${listed}.`);
  }
  return `--train changes nothing in these, which have no parameter \`train\`: ${listed}.`;
}

async function main(): Promise<number> {
  const flags = parseFlags(Deno.args, FLAGS);
  if (flags.help) {
    console.log(helpText("reproduce", "executes the notebooks and keeps their results", FLAGS));
    return 0;
  }
  assertTogether(flags);
  const notebooks = join(ROOT, "notebooks");
  const folder = flags["in-place"]
    ? notebooks
    : resolve(ROOT, flags.out ?? defaultOutput(flags.smoke !== undefined));
  if (!flags["in-place"]) assertApart(folder, notebooks);
  const chosen = chooseNotebooks(await listNotebooks(notebooks), flags.only);
  if (flags.train) {
    const read = (name: string) => JSON.parse(Deno.readTextFileSync(join(notebooks, name)));
    const said = describeUntrained(Object.fromEntries(chosen.map((name) => [name, read(name)])));
    if (said) console.log(said);
  }
  assertOutFolder(folder);
  if (flags.smoke) console.log(SMOKE_BANNER);
  const lanes = atOnce(flags["at-once"], flags.smoke !== undefined);
  const stop = new AbortController();
  const context = {
    ...await setUp(),
    report: createReport(standardScreen()),
    signal: stop.signal,
  };
  // The signal ends the notebook's runner, which ends its kernel.
  const interrupt = () => stop.abort();
  Deno.addSignalListener("SIGINT", interrupt);
  const env: Record<string, string> = {};
  if (flags.smoke) env.PROFILE = "smoke";
  if (flags.full) env.PROFILE = "full";
  if (flags.train) env.TRAIN = "1";
  const outcomes: Outcome[] = [];
  await inLanes(chosen, lanes, async (name) => {
    if (stop.signal.aborted) return;
    const execution = { source: join(notebooks, name), target: join(folder, name), env };
    const outcome = await executeNotebook(context, execution);
    if (!stop.signal.aborted) outcomes.push(outcome);
  });
  outcomes.sort((a, b) => chosen.indexOf(a.notebook) - chosen.indexOf(b.notebook));
  Deno.removeSignalListener("SIGINT", interrupt);
  context.report.close();
  // Only runs as people get them count: the shipped checkpoints, the notebooks' own numbers, alone.
  const usual = lanes === 1 && !flags.smoke && !flags.full && !flags.train &&
    !Deno.env.get("NB_PARAMS");
  // An interrupted run, too, has timed what it finished.
  if (flags["in-place"] && usual) recordTimes(join(ROOT, TIMES), outcomes);
  if (stop.signal.aborted) {
    const finished = outcomes.map(({ notebook }) => notebook);
    console.error(describeInterruption(finished, chosen, flags));
    return 130;
  }
  const good = outcomes.filter(({ error }) => !error);
  if (flags.html) {
    const pages = flags["in-place"] ? join(ROOT, "results/html") : folder;
    const index = await exportHtml(folder, pages, flags.smoke !== undefined);
    console.log(`The pages begin with ${pathFrom(ROOT, index)}.`);
  }
  console.log(`\n${formatOutcomes(outcomes)}`);
  for (const { error } of outcomes) if (error) console.error(error);
  const findings: Record<string, NotebookFindings> = {};
  for (const { notebook } of good) findings[notebook] = await readFindings(join(folder, notebook));
  if (flags.smoke) console.log(SMOKE_BANNER);
  else for (const line of formatFindings(findings)) console.log(line);
  console.log(`Results are in ${pathFrom(ROOT, folder)}/.`);
  const agreed = flags.smoke !== undefined || allAgree(findings);
  return good.length === outcomes.length && agreed ? 0 : 1;
}

if (import.meta.main) await runMain(main);
