/** The paper's ablations and baselines: what is trained, and how each line of its tables solves. */
import type { SamplerOptions } from "../method/options.ts";
import type { ResultRow } from "../../../records/rows.ts";
import { type MeasuredRow, networkRows, publishedRows } from "../evaluation/measure.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { type NotebookDisplay, progressBar } from "../../../plots/progress.ts";
import { difficulties, type Difficulty, type Task } from "../tasks/mod.ts";
import type { IredConfig } from "../config.ts";
import { rowOf, verdict } from "./findings.ts";
import { type NetworkOptions, type NotebookNetwork, notebookNetwork } from "./networks.ts";
import { type MeasureOptions, measuring } from "./results.ts";

/** All trainings have as many steps of as many problems, minutes on one core. */
const small = { batch: 16, steps: 2500, learningRate: 1e-3 } as const;

/** The trainings, which differ in nothing but what is named. */
export const ablations = {
  shaped: small,
  plain: { ...small, contrast: "off" },
  irem: { ...small, method: "irem", iremStep: 0.3, learningRate: 2e-4, warmupSteps: 500 },
  diffusion: { ...small, method: "diffusion" },
  feedforward: { ...small, method: "feedforward" },
} as const satisfies Record<string, Partial<IredConfig>>;

/** The names of {@link ablations}. */
export type Ablation = keyof typeof ablations;

/** What the trainings are called, and their folders behind task and network. */
const names: Readonly<Record<Ablation, { readonly title: string; readonly suffix: string }>> = {
  shaped: { title: "IRED", suffix: "" },
  plain: { title: "without contrastive shaping", suffix: "_plain" },
  irem: { title: "IREM", suffix: "_irem" },
  diffusion: { title: "diffusion", suffix: "_diffusion" },
  feedforward: { title: "feedforward", suffix: "_feedforward" },
};

/** The networks of the ablations, by name. */
export type AblationNetworks = Readonly<Record<Ablation, NotebookNetwork>>;

/** What {@link ablationNetworks} reads of a notebook's parameters. */
export interface AblationOptions extends NetworkOptions {
  /** Of the trainings; 0, of those that the notebook measures, by default. */
  readonly trainingSeed?: number;
}

/** IREM's training with seed 2 diverged after 1,463 steps; the third that is shipped has seed 3. */
const seedOf = (name: Ablation, seed: number) => name === "irem" && seed === 2 ? 3 : seed;

/** The seeds that each network was trained with, by its title, in the order of the trainings. */
export function networkSeeds(
  trainings: readonly number[],
): Readonly<Record<string, readonly number[]>> {
  const all = Object.keys(ablations) as Ablation[];
  return Object.fromEntries(
    all.map((name) => [names[name].title, trainings.map((seed) => seedOf(name, seed))]),
  );
}

/** A training's folder: `ablations` has those of seed 0, `training_seeds` the others. */
function folderOf(run: string, seed: number): string {
  return seed === 0 ? `ablations/${run}` : `training_seeds/${run}_${seed}`;
}

/**
 * The networks of the ablations, loaded or trained.
 *
 * @param display `Deno.jupyter.display`, for the progress of training
 */
export async function ablationNetworks(
  task: Task,
  network: string,
  { trainingSeed: seed = 0, ...options }: AblationOptions,
  display?: NotebookDisplay,
): Promise<AblationNetworks> {
  const networks: Partial<Record<Ablation, NotebookNetwork>> = {};
  for (const name of Object.keys(ablations) as Ablation[]) {
    const { title, suffix } = names[name];
    const own = seedOf(name, seed);
    const folder = folderOf(`${task.name}_${network}${suffix}`, own);
    const run = { network, folder, changes: { ...ablations[name], seed: own } };
    const trained = await notebookNetwork(task, run, options, display);
    // One and the same, so that what is compiled for one serves all.
    const shared = networks.shaped?.network ?? trained.network;
    networks[name] = { ...trained, title, network: shared };
  }
  return networks as AblationNetworks;
}

/** A line of a table: a network, and how it solves. */
export interface Line {
  readonly method: string;
  readonly trained: Trained;
  readonly sampler?: Partial<SamplerOptions>;
}

/** What the lines of tables 3, 5 and 7 are called, from none of the three parts to all of them. */
export const parts = [
  "noisy reverse process",
  "gradient descent",
  "several steps per landscape",
  "contrastive shaping",
] as const;

/**
 * The first lines of an ablation: the reverse process with noise, the same without, and with
 * descent on each landscape. Only solving differs.
 *
 * @param suffix Added to the lines' names
 */
export function solvingLines(trained: Trained, innerSteps: number, suffix = ""): Line[] {
  return [
    { sampler: { innerSteps: 0, posteriorNoise: "on" as const } },
    { sampler: { innerSteps: 0 } },
    { sampler: { innerSteps } },
  ].map((line, i) => ({ method: parts[i]! + suffix, trained, ...line }));
}

/** What is measured. */
export interface MeasureLinesOptions extends MeasureOptions {
  /** `Deno.jupyter.display`, for a progress bar. */
  readonly display?: NotebookDisplay;
}

/** Every line at both difficulties, on the same problems, with the corrected sampler. */
export async function measureLines(
  lines: readonly Line[],
  { display, ...set }: MeasureLinesOptions,
): Promise<MeasuredRow[]> {
  if (lines.length === 0) return [];
  const rounds = lines.flatMap((line) => difficulties.map((difficulty) => ({ line, difficulty })));
  const bar = progressBar({ total: rounds.length, label: "solving", display });
  const rows: MeasuredRow[] = [];
  for (const [i, { line, difficulty }] of rounds.entries()) {
    const { method, trained, sampler } = line;
    rows.push(
      ...await networkRows(trained, {
        ...measuring(set),
        method,
        difficulty,
        preset: "corrected",
        ...(sampler && { sampler }),
      }),
    );
    bar.update(i + 1, `${method}, ${splitNames[difficulty]}`);
  }
  await bar.finish("done");
  return rows;
}

/** A measured number as a table shows it. */
export function measuredLine({ method, at, metric, value, low, high }: ResultRow) {
  return { method, problems: splitNames[at.difficulty as Difficulty], metric, value, low, high };
}

/** The published lines of an ablation, `[same, harder]` each, in the order of {@link parts}. */
export function publishedParts(
  metric: string,
  source: string,
  values: readonly (readonly [number, number])[],
): ResultRow[] {
  return values.flatMap(([same, harder], i) =>
    difficulties.map((difficulty) => ({
      method: parts[i]!,
      kind: "published" as const,
      at: { difficulty },
      metric,
      source,
      value: { same, harder }[difficulty],
    }))
  );
}

/** Published numbers of some methods of a task. */
export function publishedOf(task: Task, methods: readonly string[]): ResultRow[] {
  return publishedRows(task).filter(({ method }) => methods.includes(method));
}

/** What one part is worth. */
export interface PartWorth {
  readonly "error of": string;
  readonly "divided by that of": string;
  readonly "same difficulty": string;
  readonly harder: string;
}

/** Ratios of errors of two lines, problem by problem, and whether they are sure. */
export function worth(
  rows: readonly MeasuredRow[],
  pairs: readonly (readonly [string, string])[],
): PartWorth[] {
  const ratio = (a: string, b: string, difficulty: Difficulty) =>
    verdict(rowOf(rows, a, difficulty), rowOf(rows, b, difficulty));
  return pairs.map(([a, b]) => ({
    "error of": a,
    "divided by that of": b,
    "same difficulty": ratio(a, b, "same"),
    harder: ratio(a, b, "harder"),
  }));
}
