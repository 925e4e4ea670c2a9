/** Results of the latent causal model as rows for charts and tables. */
import type { LabelledCell } from "../../plots/labelled_matrices.ts";
import { type BlockRow, type LatentRun, VARIANTS } from "./experiment.ts";

/** All orders of 0 … n − 1. */
function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)])
  );
}

/**
 * The learned latents in the order that fits the true noises best, among the orders under which the
 * family stays the same: names of latents that the family does not tell apart mean nothing.
 *
 * @returns For each true noise the number of its latent
 */
export function matching({ family, noise }: Pick<LatentRun, "family" | "noise">): number[] {
  const name = (sets: readonly (readonly number[])[]) =>
    sets.map((set) => [...set].sort((a, b) => a - b).join()).sort().join(";");
  const own = name(family);
  const allowed = permutations(noise.length)
    .filter((order) => name(family.map((set) => set.map((k) => order[k]!))) === own);
  const score = (order: readonly number[]) =>
    order.reduce((sum, latent, k) => sum + noise[latent]![k]!, 0);
  return allowed.reduce((best, order) => score(order) > score(best) ? order : best);
}

/** R² of a run as a labelled matrix, latents in the order of {@link matching}; blocks are framed. */
export function matrixCells(
  run: LatentRun,
  which: "noise" | "variables",
  panel: string,
  blocks: readonly number[],
): LabelledCell[] {
  const order = matching(run), sign = which === "noise" ? "ε" : "z";
  const together = (a: number, b: number) =>
    blocks.some((block) => block & (1 << a) && block & (1 << b));
  return order.flatMap((latent, i) =>
    order.map((_, k) => ({
      panel,
      row: `learned ${i}`,
      column: `${sign}${k}`,
      value: run[which][latent]![k]!,
      framed: together(i, k),
    }))
  );
}

/** What a run shows: how well blocks are found, and how much crosses between them. */
export interface RunSummary {
  readonly family: string;
  readonly seed: number;
  readonly loss: number;
  /** Share of pairs whose set is inferred. */
  readonly "sets inferred": number;
  /** Least R² between a learned block of noises and the true one, larger blocks both ways. */
  readonly "noise blocks": number;
  /** Greatest R² of a true noise given a learned one of another block. */
  readonly "noise across": number;
  /** The same for variables. */
  readonly "variable blocks": number;
  /** Least best R² of a single true noise given a single latent: 1 if none is mixed. */
  readonly "single noises": number;
}

/** Summaries of runs. A set of the family is a block here, as in each shipped family. */
export function summaries(runs: readonly LatentRun[]): RunSummary[] {
  return runs.map((run) => {
    const order = matching(run), { noise, family, blocks } = run;
    const blockOf = (k: number) => family.findIndex((set) => set.includes(k));
    // A single latent may have another's name; a larger block keeps its own in each shipped family.
    const blockScores = ({ members, ...both }: BlockRow, which: "noise" | "variables") =>
      members.length > 1 ? both[which] : [run[which][order[members[0]!]!]![members[0]!]!];
    const across = order.flatMap((latent, i) =>
      order.flatMap((_, k) => blockOf(i) === blockOf(k) ? [] : [noise[latent]![k]!])
    );
    return {
      family: run.name,
      seed: run.seed,
      loss: run.loss,
      "sets inferred": family.reduce((sum, set, i) => {
        const renamed = set.map((k) => order[k]!).sort((a, b) => a - b).join();
        const own = family.findIndex((one) => [...one].sort((a, b) => a - b).join() === renamed);
        return sum + run.sets[i]![own]!;
      }, 0),
      "noise blocks": Math.min(...blocks.flatMap((one) => blockScores(one, "noise"))),
      "noise across": Math.max(...across),
      "variable blocks": Math.min(...blocks.flatMap((one) => blockScores(one, "variables"))),
      "single noises": Math.min(...order.map((_, k) => Math.max(...noise.map((row) => row[k]!)))),
    };
  });
}

/**
 * R² from which on one block counts as a function of another. Ours: far above what blocks share by
 * themselves, 0 between noises and about half at most between variables (remainders.ts).
 */
export const FUNCTION_OF = 0.9;

/** R² below which nothing of a noise counts as known from another block. Ours; its floor is 0. */
const UNKNOWN = 0.1;

/** Whether a run found its blocks of noises: R² above 0.9 within, none above 0.1 across. */
export const identified = (row: RunSummary): boolean =>
  row["noise blocks"] > FUNCTION_OF && row["noise across"] < UNKNOWN;

/** Mean, least and largest of a number over runs, as "0.98 (0.95 – 0.99)". */
export function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const text = (x: number) => (x > -5e-4 ? Math.abs(x) : x).toFixed(3);
  return `${text(mean)} (${text(Math.min(...values))} – ${text(Math.max(...values))})`;
}

/** Each family over its seeds: how many runs are identified, and the spread of their numbers. */
export function spreadRows(runs: readonly LatentRun[]) {
  const rows = summaries(runs);
  return [...new Set(rows.map(({ family }) => family))].map((family) => {
    const own = rows.filter((row) => row.family === family);
    const of = (name: "sets inferred" | "noise blocks" | "noise across" | "variable blocks") =>
      spread(own.map((row) => row[name]));
    return {
      family,
      "identified": `${own.filter(identified).length} of ${own.length}`,
      "sets inferred": of("sets inferred"),
      "noise blocks": of("noise blocks"),
      "noise across": of("noise across"),
      "variable blocks": of("variable blocks"),
    };
  });
}

/**
 * What is left of a family's runs where a part of the training is left out, on the seeds that every
 * training has.
 */
export function variantRows(runs: readonly LatentRun[]) {
  const names = Object.keys(VARIANTS).filter((name) => runs.some((run) => run.variant === name));
  const of = (variant: string) => runs.filter((run) => run.variant === variant);
  const has = (variant: string, { name, seed }: LatentRun) =>
    of(variant).some((run) => run.name === name && run.seed === seed);
  return names.map((variant) => {
    const own = of(variant).filter((run) => names.every((other) => has(other, run)));
    const rows = summaries(own);
    return {
      training: variant,
      runs: own.length,
      identified: rows.filter(identified).length,
      "sets inferred": spread(rows.map((row) => row["sets inferred"])),
      "loss": spread(rows.map((row) => row.loss)),
    };
  });
}
