/** Runs of the six cells as tables, pictures and claims. */
import { fileURLToPath } from "node:url";
import type { Points } from "../../metrics/mod.ts";
import { type CompetitorOptions, competitors } from "./competitors.ts";
import { welch, type WelchDifference } from "../../records/statistics.ts";
import { accumulatedCells, type FkcCell, fkcCells, flowCells } from "./fkc.ts";
import { type FkcMetrics, fkcMetrics, type FkcReference, publishedFkc } from "./fkc_metrics.ts";

/** One run in numbers. */
export interface FkcRow {
  /** "exact" for exact samples against exact samples: the floor. */
  readonly scheme: string;
  readonly corrector: string;
  readonly seed: number;
  readonly seconds?: number;
  readonly survivors?: number;
  readonly metrics: FkcMetrics;
}

/** A record of `make.ts`. */
export interface FkcRecord {
  readonly machine: string;
  readonly commit?: string;
  readonly particles: number;
  /** Parts that resample among themselves only; one by default. */
  readonly populations?: number;
  readonly steps: number;
  readonly rows: readonly FkcRow[];
}

/**
 * Reads a shipped record, by default of the six cells.
 *
 * @throws {Deno.errors.NotFound} If there is none
 */
export function readFkcRecord(name = "fkc"): FkcRecord {
  const url = new URL(`../../../data/papers/pita/${name}.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(fileURLToPath(url)));
}

/** A cell in words. */
export const nameOf = ({ scheme, corrector }: { scheme: string; corrector: string }) =>
  scheme === "exact"
    ? "exact samples (floor)"
    : scheme in competitors
    ? scheme
    : `${scheme}, ${corrector}`;

/** Both plain competitors for one seed. */
export function runCompetitors(
  options: CompetitorOptions,
  reference: FkcReference,
  compared: number,
): { readonly row: FkcRow; readonly points: Points }[] {
  return Object.entries(competitors).map(([scheme, draw]) => {
    const started = performance.now(), points = draw(options), { seed } = options;
    const seconds = (performance.now() - started) / 1000;
    const metrics = fkcMetrics(points, reference, seed, compared);
    return { row: { scheme, corrector: "none", seed, seconds, metrics }, points };
  });
}

/** Mean and standard deviation over seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
}

/** A metric of a cell over its seeds. */
export function spreadOf(
  rows: readonly FkcRow[],
  cell: { scheme: string; corrector: string },
  metric: keyof FkcMetrics,
): Spread {
  const all = rows.filter((row) => row.scheme === cell.scheme && row.corrector === cell.corrector)
    .map((row) => row.metrics[metric]);
  if (all.length === 0) throw new RangeError(`Cannot find runs of ${nameOf(cell)}`);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const square = all.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(square / Math.max(1, all.length - 1)), n: all.length };
}

const written = ({ mean, deviation, n }: Spread) =>
  n > 1 ? `${mean.toPrecision(3)} ± ${deviation.toPrecision(2)}` : mean.toPrecision(3);

/** Names of the metrics that the published table has too. */
export const common = { tv: "TV", w1: "W₁", w2: "W₂", mmd: "MMD" } as const;

/** The floor, what needs no corrector, and the cells of the published table, as far as they were run. */
const lines = [
  { scheme: "exact", corrector: "none" },
  ...Object.keys(competitors).map((scheme) => ({ scheme, corrector: "none" })),
  ...fkcCells.filter(({ scheme }) => scheme === "target score"),
  accumulatedCells[0]!,
  ...fkcCells.filter(({ scheme }) => scheme === "tempered noise"),
  accumulatedCells[1]!,
  ...flowCells,
];

/** The published cell of ours, if it has one. */
export const publishedOf = ({ scheme, corrector }: FkcCell) =>
  publishedFkc.find((one) => one.scheme === scheme && one.corrector === corrector);

/** Runs behind each published mean, and half a unit of its last digit. */
const PUBLISHED_RUNS = 5, ROUNDING = 0.0005;

/** How a published mean and ours differ, both of a few runs. */
export function awayFrom(
  rows: readonly FkcRow[],
  cell: FkcCell,
  metric: keyof typeof common,
): WelchDifference {
  const [mean, deviation] = publishedOf(cell)![metric];
  const published = { mean, deviation, n: PUBLISHED_RUNS };
  return welch(published, spreadOf(rows, cell, metric), ROUNDING);
}

/** One row for each cell: ours over seeds, and the published value in brackets. */
export function fkcTable(rows: readonly FkcRow[]) {
  return lines.flatMap((cell) => {
    const own = rows.filter((row) => nameOf(row) === nameOf(cell));
    if (own.length === 0) return [];
    const published = publishedOf(cell as FkcCell);
    const metrics = Object.entries(common).map(([key, name]) => {
      const ours = written(spreadOf(rows, cell, key as keyof FkcMetrics));
      const theirs = published?.[key as keyof typeof common].join(" ± ");
      return [name, theirs ? `${ours} [${theirs}]` : ours];
    });
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return [{
      sampler: nameOf(cell),
      ...Object.fromEntries(metrics),
      "shares of modes, TV": written(spreadOf(rows, cell, "modeTv")),
      "lineages left": own[0]!.survivors === undefined
        ? ""
        : Math.round(mean(own.map((r) => r.survivors!))),
      runs: own.length,
    }];
  });
}

/** Energies: ours against the target's, as released against five of them, and what is published. */
export function energyTable(rows: readonly FkcRow[]) {
  return fkcCells.map((cell) => {
    const mean = (metric: keyof FkcMetrics) => spreadOf(rows, cell, metric).mean.toPrecision(2);
    return {
      sampler: nameOf(cell),
      "W₂, exact samples": written(spreadOf(rows, cell, "energyW2")),
      "W₂² to five exact ones, median (5 – 95 %)": `${mean("energyOfFive")} (${
        mean("energyOfFiveLow")
      } – ${mean("energyOfFiveHigh")})`,
      published: publishedOf(cell)!.energyW2.join(" ± "),
    };
  });
}

/** {@link awayFrom} of all cells and metrics, in standard errors. */
export function nearnessTable(rows: readonly FkcRow[]) {
  return fkcCells.map((cell) => ({
    sampler: nameOf(cell),
    ...Object.fromEntries(
      Object.entries(common).map(([key, name]) => {
        const { t, sure } = awayFrom(rows, cell, key as keyof typeof common);
        return [name, `${t.toFixed(1)}${sure ? ", sure" : ""}`];
      }),
    ),
  }));
}

/**
 * Whether runs made here agree with a record of several, metric by metric: within twelve deviations of
 * the difference, which of eight comparisons, with five runs to tell a deviation by, one leaves by chance
 * in several hundred notebooks. Only of samplers that do not resample: which lineages survive is a
 * matter of luck with long tails, of which five runs say too little.
 *
 * @throws {Error} If one does not
 */
export function assertAgreement(record: readonly FkcRow[], live: readonly FkcRow[]): string {
  let most = 0;
  for (const cell of fkcCells.filter(({ corrector }) => corrector === "none")) {
    for (const metric of Object.keys(common) as (keyof typeof common)[]) {
      const { mean, deviation, n } = spreadOf(record, cell, metric);
      const own = spreadOf(live, cell, metric);
      const away = Math.abs(own.mean - mean) / (deviation * Math.sqrt(1 / own.n + 1 / n));
      most = Math.max(most, away);
      if (away > 12) {
        throw new Error(
          `${nameOf(cell)}, ${common[metric]}: ${own.mean} here, ${mean} ± ${deviation} on record`,
        );
      }
    }
  }
  return `Without correctors, the largest of 8 differences is ${
    most.toFixed(1)
  } of their own deviations.`;
}

/** How far runs made here are from the mean on record, in its deviations. */
export function liveTable(record: readonly FkcRow[], live: readonly FkcRow[]) {
  return fkcCells.map((cell) => {
    const away = (metric: keyof typeof common) => {
      const { mean, deviation } = spreadOf(record, cell, metric);
      return Number(((spreadOf(live, cell, metric).mean - mean) / deviation).toFixed(1));
    };
    const keys = Object.keys(common) as (keyof typeof common)[];
    const names = Object.fromEntries(keys.map((key) => [common[key], away(key)]));
    return { sampler: nameOf(cell), ...names };
  });
}
