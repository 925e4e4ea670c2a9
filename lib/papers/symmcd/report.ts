/** What the notebook shows: rows for tables and charts, and the verdict. */
import { type Interval, wilson } from "../../records/statistics.ts";
import { countParameters } from "../../nn/parameters.ts";
import type { CellRow } from "../../plots/unit_cells.ts";
import type { Agreement } from "../../plots/verdicts.ts";
import { spaceGroup, wyckoffPositions } from "../../symmetry/space_groups/mod.ts";
import type { TrainedCrystals } from "./generate.ts";
import { METHODS } from "./methods.ts";
import type { CrystalScores, Examined } from "./metrics.ts";
import { atomsRow } from "./pictures.ts";
import type { ProjectedCrystal } from "./project.ts";
import { PUBLISHED } from "./published.ts";
import type { CrystalRecord, RecordRow } from "./record.ts";

/** Scores of a method over all its seeds. */
export interface Pooled {
  readonly method: string;
  readonly seeds: number;
  readonly count: number;
  readonly asAsked: Interval & { readonly share: number };
  /** Share of the valid crystals whose group is the one asked for. */
  readonly asAskedOfValid: number;
  readonly valid: Interval & { readonly share: number };
  readonly neutral: Interval & { readonly share: number };
  /** Means over seeds, each with the spread from the smallest to the largest. */
  readonly templates: Spread;
  readonly fresh: Spread;
  readonly known: Spread;
  readonly inP1: Spread;
  readonly groupDistance: Spread;
  readonly densityDistance: Spread;
  readonly contact: Spread;
  readonly seconds: Spread | undefined;
}

/** A mean over seeds with its extremes. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const spread = (values: readonly number[]): Spread => ({
  mean: values.reduce((a, b) => a + b, 0) / values.length,
  low: Math.min(...values),
  high: Math.max(...values),
});

/** The scores of each method of a record. */
export function pool({ rows }: Pick<CrystalRecord, "rows">): Pooled[] {
  return [...new Set(rows.map(({ method }) => method))].map((method) => {
    const own = rows.filter((row) => row.method === method);
    const count = own.reduce((sum, row) => sum + row.count, 0);
    const share = (name: "asAsked" | "valid" | "neutral") => {
      const p = own.reduce((sum, row) => sum + row[name], 0) / count;
      return { share: p, ...wilson(p, count) };
    };
    const over = (f: (row: RecordRow) => number) => spread(own.map(f));
    const timed = own.flatMap(({ seconds }) => seconds === undefined ? [] : [seconds]);
    return {
      method,
      seeds: own.length,
      count,
      asAsked: share("asAsked"),
      asAskedOfValid: share("asAsked").share / share("valid").share,
      valid: share("valid"),
      neutral: share("neutral"),
      templates: over((row) => row.templates / row.count),
      fresh: over((row) => row.fresh / row.count),
      known: over((row) => row.templates ? row.known / row.templates : 0),
      inP1: over(({ inP1 }) => inP1),
      groupDistance: over(({ groupDistance }) => groupDistance),
      densityDistance: over(({ densityDistance }) => densityDistance),
      contact: over(({ contact }) => contact),
      seconds: timed.length ? spread(timed) : undefined,
    };
  });
}

/** A share as it is written. */
export const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
/** A mean with its extremes, as it is written. */
export const written = ({ mean, low, high }: Spread, digits = 3) =>
  low === high
    ? mean.toFixed(digits)
    : `${mean.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
const withInterval = ({ share, low, high }: Interval & { readonly share: number }) =>
  `${percent(share)} (${percent(low)}–${percent(high)})`;

/** Rows of the results table. */
export const resultRows = (pooled: readonly Pooled[]) =>
  pooled.map((one) => ({
    method: one.method,
    "group as asked": withInterval(one.asAsked),
    "valid structure": withInterval(one.valid),
    "neutral": withInterval(one.neutral),
    "found in P1": percent(one.inP1.mean),
    "distance of groups": written(one.groupDistance),
    "distance of densities": written(one.densityDistance, 2),
    "closest contact": written(one.contact, 2),
  }));

/** Rows of the table of templates, per 100 crystals. */
export const templateRows = (pooled: readonly Pooled[]) =>
  pooled.map(({ method, templates, known, fresh }) => ({
    method,
    "different, per 100": (100 * templates.mean).toFixed(1),
    "of these in training": percent(known.mean),
    "new, per 100": written({
      mean: 100 * fresh.mean,
      low: 100 * fresh.low,
      high: 100 * fresh.high,
    }, 1),
  }));

/** The published numbers, in the same columns as far as there are any. */
export const publishedRows = () =>
  PUBLISHED.map((one) => ({
    method: one.method,
    "valid structure": `${one.valid.toFixed(2)} %`,
    "neutral": `${one.neutral.toFixed(2)} %`,
    "distance of groups": one.groupDistance.toFixed(3),
    "distance of densities": one.densityDistance.toFixed(2),
    "different templates, per 100": (one.templates / 100).toFixed(1),
    "of these in training": `${one.known.toFixed(1)} %`,
    "new, per 100": (one.fresh / 100).toFixed(1),
  }));

/** Points of a chart of shares. */
export const shareRows = (pooled: readonly Pooled[]) =>
  (["asAsked", "valid", "neutral"] as const).flatMap((name) =>
    pooled.map((one) => ({
      method: one.method,
      split: { asAsked: "group as asked", valid: "valid structure", neutral: "neutral" }[name],
      value: one[name].share,
      low: one[name].low,
      high: one[name].high,
      kind: one.method === METHODS.shuffled
        ? "trivial" as const
        : one.method === METHODS.data
        ? "reference" as const
        : "ours" as const,
    }))
  );

/** One trained network as a row. */
export const networkRow = ({ manifest, denoiser }: TrainedCrystals) => ({
  network: denoiser.config.nodes === "orbits" ? "orbits" : "all atoms",
  parameters: countParameters(denoiser.parameters),
  "places for nodes": manifest.options.slots,
  steps: manifest.step,
  batch: manifest.options.batch,
  minutes: Math.round(manifest.seconds / 6) / 10,
  data: manifest.data,
});

/** The losses of a run. */
export const lossRows = ({ manifest }: TrainedCrystals) =>
  (["lattice", "positions", "elements", "symbols"] as const).flatMap((part) =>
    manifest.log.filter((row) => row[part] > 0)
      .map((row) => ({ step: row.step, loss: row[part], part }))
  );

/**
 * The index of the sample with the most orbits that have free numbers, among those of right symbols and at
 * most 24 operations: worth watching.
 */
export function lively(all: readonly ProjectedCrystal[]): number {
  const liveliness = all.map(({ crystal, axes }) => {
    const positions = wyckoffPositions(spaceGroup(crystal.group));
    const free = crystal.sites.filter(({ letter }) =>
      positions.find((one) =>
        one.letter === letter
      )!.dimension > 0
    ).length;
    const order = spaceGroup(crystal.group).operations.length;
    return axes.some((wrong) => wrong > 0) || order > 24 ? -1 : free;
  });
  return liveliness.indexOf(Math.max(...liveliness));
}

/** What the projection did, in numbers. */
export function projectionRows(all: readonly ProjectedCrystal[]) {
  const moved = all.flatMap((one) => one.moved).sort((a, b) => a - b);
  const axes = all.flatMap((one) => one.axes);
  const share = (values: readonly boolean[]) =>
    percent(values.filter(Boolean).length / values.length);
  return [
    { what: "representatives", value: String(moved.length) },
    {
      what: "predicted symbols are those of a site of the group",
      value: share(axes.map((n) => n === 0)),
    },
    { what: "moved by, median", value: `${moved[Math.floor(moved.length / 2)]!.toFixed(3)} Å` },
    { what: "moved by less than 0.1 Å", value: share(moved.map((d) => d < 0.1)) },
    { what: "moved by more than 1 Å", value: share(moved.map((d) => d > 1)) },
  ];
}

/** A sample without symmetry, with what moyo found in it; of what is not valid it is not asked. */
export function plainRow({ crystal, asked, found, valid }: Examined): CellRow {
  const symbol = found ? spaceGroup(found.group).symbol : "nothing";
  const seen = valid ? `found ${symbol}` : "not valid";
  return atomsRow(crystal, `asked ${spaceGroup(asked).symbol}, ${seen}`);
}

/** A score of few samples, with the name of its method. */
export interface LiveScores extends CrystalScores {
  readonly method: string;
}

/**
 * Shares made live beside the record's. They agree where they differ by no more than four standard
 * errors and one crystal.
 */
export function liveRows(live: readonly LiveScores[], record: CrystalRecord): Agreement[] {
  const pooled = new Map(pool(record).map((one) => [one.method, one]));
  const titles = { asAsked: "group as asked", valid: "valid structure", neutral: "neutral" };
  return live.flatMap((one) =>
    (["asAsked", "valid", "neutral"] as const).map((name) => {
      const { method, count } = one, known = pooled.get(method)!;
      const [here, kept] = [one[name] / count, known[name].share];
      const error = Math.sqrt(kept * (1 - kept) * (1 / count + 1 / known.count));
      return {
        number: `${method}: ${titles[name]}, ${count} crystals`,
        here: Number(here.toFixed(3)),
        record: Number(kept.toFixed(3)),
        agrees: Math.abs(here - kept) <= 4 * error + 1 / count,
      };
    })
  );
}
