/** What the notebook shows, as plain rows. */
import type { PlaneMark } from "../../plots/plane_maps.ts";
import type { ComparisonRow } from "../../plots/comparison.ts";
import type { CurvePoint } from "../../plots/curves.ts";
import { chiSquared } from "../../records/chi_squared.ts";
import type { CutRow, SquareRun, TurnedRun } from "./experiments.ts";
import { asymmetry, descend, type OrbitEnergy, visits } from "./orbit_energy.ts";
import { C4, type Corners, SQUARE } from "./square.ts";
import type { TheoremRow } from "./theorem_cases.ts";

/** A quadrilateral as a closed line for `planeMaps`. */
export function outline(panel: string, group: string, y: Corners): PlaneMark[] {
  return [0, 1, 2, 3, 0].map((i) => (
    { panel, group, mark: "line", x: y[2 * i]!, y: y[2 * i + 1]! }
  ));
}

/** Corners of many quadrilaterals as crosses. */
export function cornerCrosses(panel: string, group: string, ys: readonly Corners[]): PlaneMark[] {
  return ys.flatMap((y) =>
    [0, 1, 2, 3].map((i) => (
      { panel, group, mark: "cross" as const, x: y[2 * i]!, y: y[2 * i + 1]! }
    ))
  );
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Values over seeds: their mean, and the least and the largest. */
export function spread(values: readonly number[]): { value: number; low: number; high: number } {
  return { value: meanOf(values), low: Math.min(...values), high: Math.max(...values) };
}

const scientific = (value: number) =>
  value === 0 ? "0" : value < 1e-3 ? value.toExponential(1) : value.toPrecision(4);

/** Mean over seeds and, in brackets, least and largest, as text. */
export function spreadText(values: readonly number[], write = scientific): string {
  const { value, low, high } = spread(values);
  return values.length > 1 ? `${write(value)} (${write(low)} – ${write(high)})` : write(value);
}

const methodsOf = <R extends { readonly method: string }>(runs: readonly R[]) =>
  [...new Set(runs.map(({ method }) => method))].map((method) => (
    { method, own: runs.filter((run) => run.method === method) }
  ));

/** Loss by training step, mean over seeds, and the floor beside it; not below 1e-9, for the axis. */
export function lossPoints(runs: readonly SquareRun[], floor: number): CurvePoint[] {
  const steps = [...new Set(runs.flatMap(({ curve }) => curve.map(({ step }) => step)))];
  const ends = [Math.min(...steps), Math.max(...steps)];
  return [
    ...methodsOf(runs).flatMap(({ method, own }) =>
      own[0]!.curve.map(({ step }, i) => ({ step, i })).filter(({ step }) =>
        ends.includes(step) || step % 50 === 1
      ).map(({ step, i }) => {
        const { value } = spread(own.map(({ curve }) => Math.max(1e-9, curve[i]!.loss)));
        return { x: step, y: value, curve: method };
      })
    ),
    ...ends.map((x) => ({ x, y: floor, curve: "floor", mark: "dashed" as const })),
  ];
}

/** A line for each method: its loss at the end, and its error of relaxed equivariance. */
export function squareTable(runs: readonly SquareRun[]) {
  return methodsOf(runs).map(({ method, own }) => ({
    method,
    "loss at the end": spreadText(own.map(({ loss }) => loss)),
    "relaxed-equivariance error": scientific(Math.max(...own.map(({ relaxed }) => relaxed))),
  }));
}

/** A line for each method on lying and on turned rectangles. */
export function turnedTable(runs: readonly TurnedRun[]) {
  return methodsOf(runs).map(({ method, own }) => ({
    method,
    "as in training": spreadText(own.map(({ lying }) => lying)),
    "turned by 90°": spreadText(own.map(({ turned }) => turned)),
    "relaxed-equivariance error": scientific(Math.max(...own.map(({ relaxed }) => relaxed))),
  }));
}

/** A line for each case of the theorem. */
export function theoremTable(rows: readonly TheoremRow[]) {
  return rows.map(({ dimensions, ...row }) => ({
    group: row.group,
    "acts on": row.acts,
    "K": row.subgroup,
    representatives: row.representatives,
    "dim W": dimensions.all,
    "equivariant": dimensions.equivariant,
    "Theorem 5": dimensions.relaxed,
    "symmetries kept": `${row.kept} of ${row.symmetries}`,
    "relaxed error": scientific(row.relaxedError),
  }));
}

/**
 * A line for each graph: shares of the largest cut in percent, networks over seeds, with the least and
 * the largest where they differ, and rules over starts.
 */
export function cutTable(rows: readonly CutRow[]) {
  const percent = (share: number) => (100 * share).toFixed(0);
  const over = (shares: readonly number[]) => {
    const ends = [Math.min(...shares), Math.max(...shares)].map(percent);
    return ends[0] === ends[1] ? ends[0]! : spreadText(shares, percent);
  };
  return rows.map(({ graph, automorphisms, edges, largest, bound, shares, rules }) => ({
    graph,
    automorphisms,
    edges,
    "largest cut": largest,
    "equivariant, at most": percent(bound),
    "nothing": over(shares.nothing),
    "noise": over(shares.noise),
    "labels": over(shares["canonical labels"]),
    "greedy": percent(rules.greedy.mean),
    "local search": percent(rules["local search"].mean),
  }));
}

/** Shares of the largest cut with their range over seeds: a line for each graph. */
export function cutBars(rows: readonly CutRow[]): ComparisonRow[] {
  const panels = {
    nothing: "told nothing",
    noise: "told noise",
    "canonical labels": "told labels",
  };
  return (Object.keys(panels) as (keyof typeof panels)[]).flatMap((kind) =>
    rows.map(({ graph, automorphisms, shares }) => (
      {
        method: `${graph} (${automorphisms})`,
        split: panels[kind],
        ...spread(shares[kind]),
        kind: "ours" as const,
      }
    ))
  );
}

/** Walks on one energy: what is left of symmetry along a quiet one, and where noisy ones end. */
export function walkRows(
  name: string,
  energy: OrbitEnergy,
  images: readonly Corners[],
  { runs, innerSteps, seed }: { runs: number; innerSteps: number; seed: number },
) {
  const common = { innerSteps, seed, start: SQUARE };
  const quiet = descend(energy, { ...common, runs: 1, noise: "off" });
  const exact = descend(energy, { ...common, runs: 1, noise: "off", project: C4 });
  const noisy = descend(energy, { ...common, runs, noise: "on" });
  const ends = noisy.at(-1)!.y;
  const { counts, error } = visits(ends, images);
  const { statistic, degrees, p } = chiSquared(counts);
  return {
    name,
    asymmetry: quiet.map(({ step, y }) => ({ step, value: asymmetry(C4, y) })),
    quiet: quiet.at(-1)!.y[0]!,
    exact: exact.at(-1)!.y[0]!,
    exactError: visits(exact.at(-1)!.y, images).error,
    ends,
    counts,
    error,
    statistic,
    degrees,
    p,
  };
}

/** A finding of {@link walkRows}. */
export type Walk = ReturnType<typeof walkRows>;

/** Asymmetry along the quiet walks, not below 1e-9, for the axis. */
export function asymmetryPoints(walks: readonly Walk[]): CurvePoint[] {
  return walks.flatMap(({ name, asymmetry }) =>
    asymmetry.filter(({ step }) => step % 4 === 0).map(({ step, value }) => (
      { x: step, y: Math.max(1e-9, value), curve: name }
    ))
  );
}

/** A line for each energy: where noisy walks end. */
export function walkTable(walks: readonly Walk[]) {
  return walks.map(({ name, counts, error, statistic, p, exactError }) => ({
    energy: name,
    "ends at each image": counts.join(" / "),
    "χ²": statistic.toFixed(2),
    "p": p.toFixed(3),
    "noisy walks, error": scientific(error),
    "quiet walk, error": scientific(exactError),
  }));
}
