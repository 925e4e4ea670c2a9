/** What the notebook shows, as plain rows. */
import type { ComparisonRow } from "../../plots/comparison.ts";
import type { Agreement } from "../../plots/verdicts.ts";
import { shapeNames } from "../../datasets/mesh/mod.ts";
import { emnn } from "../../models/emnn.ts";
import { countParameters } from "../../nn/parameters.ts";
import type { MeshRow } from "./experiments.ts";
import { type MeshRecord, valuesOf } from "./record.ts";
import { type Variant, variants } from "./train.ts";

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Mean over seeds, and in brackets the least and the largest. */
export function spreadText(values: readonly number[], write: (value: number) => string): string {
  if (values.length === 0) return "–";
  const own = write(meanOf(values));
  if (values.length === 1) return own;
  return `${own} (${write(Math.min(...values))} – ${write(Math.max(...values))})`;
}

/** A share as a percentage. */
export const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

const methodsOf = (
  rows: readonly MeshRow[],
  task: MeshRow["task"],
) => [...new Set(rows.filter((row) => row.task === task).map(({ method }) => method))];

/**
 * Accuracies: a line for each network, a column for each test; parameters, and the least seconds that a step
 * of training took of all seeds, as other loads only add to it.
 */
export function accuracyTable({ rows }: MeshRecord, task: "kinds" | "few examples") {
  const tests = ["upright", "turned, moved and scaled", "vertices renamed", "triangulated anew"];
  return methodsOf(rows, task).map((method) => ({
    network: method,
    parameters: countParameters(
      emnn({ ...variants[method as Variant], outputs: shapeNames.length }).parameters,
    ),
    "seconds a step": Math.min(...valuesOf(rows, "kinds", method, "seconds per step")).toFixed(3),
    ...Object.fromEntries(
      tests.map((
        test,
      ) => [test, spreadText(valuesOf(rows, task, method, `accuracy, ${test}`), percent)]),
    ),
  }));
}

/** Accuracies as dots with the range over the seeds, a panel for each test. */
export function accuracyBars({ rows }: MeshRecord): ComparisonRow[] {
  const tests = ["upright", "turned, moved and scaled", "triangulated anew"];
  return tests.flatMap((split) =>
    methodsOf(rows, "kinds").map((method) => {
      const values = valuesOf(rows, "kinds", method, `accuracy, ${split}`);
      return {
        method,
        split,
        value: meanOf(values),
        low: Math.min(...values),
        high: Math.max(...values),
        kind: "ours" as const,
      };
    })
  );
}

/** Errors of signed volume and area. */
export function volumeTable({ rows }: MeshRecord) {
  const number = (value: number) => value.toPrecision(3);
  const of = (method: string, metric: string) =>
    spreadText(valuesOf(rows, "signed volume", method, metric), number);
  const floor = valuesOf(rows, "signed volume", "EGNN", "floor");
  return [
    ...methodsOf(rows, "signed volume").map((method) => ({
      network: method,
      "signed volume": of(method, "error of signed volume"),
      "area": of(method, "error of area"),
    })),
    {
      network: "floor of networks without face messages",
      "signed volume": spreadText(floor.slice(0, 1), number),
      "area": "0",
    },
    // In training the mean volume is 0, as every surface is there inside out, too: that errs by the floor.
    {
      network: "trivial: the mean of training",
      "signed volume": spreadText(floor.slice(0, 1), number),
      "area": "–",
    },
  ];
}

/** Vertex errors before and after denoising. */
export function denoisingTable({ rows }: MeshRecord) {
  const number = (value: number) => value.toFixed(4);
  const of = (method: string, metric: string) =>
    spreadText(valuesOf(rows, "denoising", method, metric), number);
  const before = valuesOf(rows, "denoising", "EMNN", "error before").slice(0, 1);
  return [
    { method: "trivial: leave the noise", "vertex error": spreadText(before, number) },
    ...methodsOf(rows, "denoising").map((method) => ({
      method: method.startsWith("Laplace")
        ? `${method}, tuned`
        : `descent on the energy, ${method}`,
      "vertex error": of(method, "error after"),
    })),
  ];
}

/** Exactness: a line for each change, a column for each network. */
export function exactTable(columns: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const names = Object.keys(Object.values(columns)[0]!);
  return names.map((name) => ({
    "what is done": name,
    ...Object.fromEntries(
      Object.entries(columns).map(([variant, errors]) => [variant, errors[name]!.toExponential(1)]),
    ),
  }));
}

/**
 * Accuracies of one EMNN trained here beside those of the same seed of the record, or the mean over
 * its seeds if it does not have this one. On another machine sums are rounded in another order, and
 * the network is another in the end: they agree up to 3.9 standard errors and one shape.
 *
 * @param live Accuracies by test, each over `shapes` shapes
 */
export function liveAccuracies(
  live: Readonly<Record<string, number>>,
  shapes: number,
  { rows, seeds, each }: MeshRecord,
  seed: number,
): Agreement[] {
  return Object.entries(live).map(([test, here]) => {
    const all = valuesOf(rows, "kinds", "EMNN", test);
    const record = all[seeds.indexOf(seed)] ?? meanOf(all), known = 10 * each.test;
    const p = (here * shapes + record * known) / (shapes + known);
    const error = Math.sqrt(p * (1 - p) * (1 / shapes + 1 / known));
    const agrees = Math.abs(here - record) <= 3.9 * error + 1 / shapes;
    return { number: test, here, record, agrees };
  });
}
