/** Class posteriors of digits as tables, pictures, charts and claims. */
import type { StepsRow } from "../../../plots/error_by_steps.ts";
import type { Picture } from "../../../plots/pictures.ts";
import type { Order } from "../../../records/order.ts";
import { pairedDifference } from "../../../records/statistics.ts";
import { deeper, walksBeforeBranching } from "../deeper.ts";
import { type Finding, orderOfDifference } from "../report.ts";
import type { DigitRow, DigitSearchRow } from "./experiment.ts";
import type { DigitRecord } from "./files.ts";
import { DIGIT_STEPS, PIXELS } from "./networks.ts";

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

/** Means over classes for each seed. */
function bySeed(rows: readonly DigitRow[], value: (row: DigitRow) => number): number[] {
  return [...Map.groupBy(rows, ({ seed }) => seed).values()].map((own) => mean(own.map(value)));
}

const both = (v: readonly number[], digits: number) =>
  v.length > 1
    ? `${mean(v).toFixed(digits)} (${Math.min(...v).toFixed(digits)} – ${
      Math.max(...v).toFixed(digits)
    })`
    : v[0]!.toFixed(digits);

/** A line per method: means over classes, and over seeds with their range. */
export function digitTable(rows: readonly DigitRow[]) {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, own]) => ({
    method,
    "evaluations": own[0]!.evaluations ? own[0]!.evaluations.toLocaleString("en") : "",
    "of the class, by the judge": both(bySeed(own, (row) => row.right), 3),
    "Fréchet distance": both(bySeed(own, (row) => row.frechet), 1),
    "different samples": both(bySeed(own, (row) => row.distinct), 0),
  }));
}

/** The first samples of each method, a row for each. */
export function digitPictures(
  images: Readonly<Record<string, Float32Array>>,
  methods: readonly string[],
  columns = 10,
): Picture[] {
  const short = (method: string) => method.replace(/, .*| \(.*|:.*/, "");
  return methods.flatMap((method) =>
    Array.from({ length: columns }, (_, i) => ({
      pixels: images[method]!.subarray(i * PIXELS, (i + 1) * PIXELS),
      heading: i === 0 ? short(method) : "",
    }))
  );
}

/** What the best end of a search lacks, -log p(c | x), and how often the judge disagrees. */
export function digitSearchRows(rows: readonly DigitSearchRow[]): StepsRow[] {
  const panels = {
    "-log p(class | best)": (row: DigitSearchRow) => -row.best,
    "judged to be of another class": (row: DigitSearchRow) => 1 - row.right,
  };
  return Object.entries(panels).flatMap(([split, value]) =>
    [...Map.groupBy(rows, ({ method, evaluations }) => `${method} ${evaluations}`).values()]
      .map((own) => {
        const seeds = [...Map.groupBy(own, ({ seed }) => seed).values()]
          .map((some) => mean(some.map(value)));
        return {
          ...{ method: own[0]!.method, split, steps: own[0]!.evaluations, value: mean(seeds) },
          ...{ low: Math.min(...seeds), high: Math.max(...seeds) },
        };
      })
  );
}

/** DTS* less best of N at one budget, class by class and seed by seed. */
function gainsAt(rows: readonly DigitSearchRow[], evaluations: number) {
  const all = (method: string) =>
    rows.filter((row) => row.method === method && row.evaluations === evaluations)
      .sort((a, b) => a.seed - b.seed || a.digit - b.digit);
  const [tree, plain] = [all("DTS*"), all("best of N")];
  const difference = (value: (row: DigitSearchRow) => number) =>
    pairedDifference(tree.map(value), plain.map(value));
  return {
    tree,
    plain,
    best: difference((row) => row.best),
    right: difference((row) => row.right),
  };
}

const budgetsOf = (rows: readonly DigitSearchRow[]) =>
  [...new Set(rows.map(({ evaluations }) => evaluations))].sort((a, b) => a - b);

/** Whether the tree of the search is independent rollouts still, as best of N is. */
const isRollouts = (evaluations: number) =>
  evaluations / DIGIT_STEPS <= walksBeforeBranching(deeper);

/** log p(class | best) and the judge's answer by budget; differences with intervals of 95 %. */
export function digitSearchTable(rows: readonly DigitSearchRow[]): Record<string, string>[] {
  return budgetsOf(rows).map((evaluations) => {
    const { tree, plain, best, right } = gainsAt(rows, evaluations);
    const written = ({ mean, standardError }: typeof best) =>
      `${mean.toFixed(2)} ± ${(1.96 * standardError).toFixed(2)}`;
    const log = (some: typeof tree) => mean(some.map((row) => row.best)).toFixed(2);
    const agreed = (some: typeof tree) =>
      `${some.filter((row) => row.right === 1).length} of ${some.length}`;
    return {
      evaluations: evaluations.toLocaleString("en"),
      "DTS* is": isRollouts(evaluations) ? "best of N still" : "a tree",
      "log p, DTS*": log(tree),
      "log p, best of N": log(plain),
      difference: written(best),
      "judge agrees, DTS*": agreed(tree),
      "judge agrees, best of N": agreed(plain),
      "difference of shares": written(right),
    };
  });
}

/** What the record says of the paper's claims on class posteriors. */
export function digitFindings({ rows, searches, count }: DigitRecord): Finding[] {
  const of = (method: string, value: (row: DigitRow) => number) =>
    mean(rows.filter((row) => row.method === method).map(value));
  const frechet = (method: string) => of(method, (row) => row.frechet);
  const right = (method: string) => of(method, (row) => row.right);
  const rivals = ["weighted rollouts", "DPS", "SMC", "TDS"];
  const beaten = rivals.filter((method) => frechet("DTS as printed") < frechet(method));
  const verdict = (some: number, all: number) =>
    some === all
      ? "reproduced" as const
      : some > 0
      ? "only partly" as const
      : "not reproduced" as const;
  const methods = ["DTS as printed", "tree, scouted (ours)", ...rivals];
  const best = (method: string, evaluations: number) =>
    mean(
      searches.filter((row) => row.method === method && row.evaluations === evaluations)
        .map((row) => row.best),
    );
  // Where the tree is best of N itself, chance alone differs.
  const budgets = budgetsOf(searches).filter((evaluations) => !isRollouts(evaluations));
  const orders = budgets.map((evaluations) => {
    const { mean, standardError } = gainsAt(searches, evaluations).best;
    return orderOfDifference({ mean: -mean, standardError });
  });
  const surely = (order: Order) => orders.filter((one) => one === order).length;
  const spent = rows.find(({ method }) => method === "DTS as printed")!.evaluations;
  const last = budgetsOf(searches).at(-1)!, gain = gainsAt(searches, last).best;
  return [
    {
      claim: "ours: digits, DTS is nearest to the true class's images after " +
        `${spent.toLocaleString("en")} evaluations, the paper's budget being a million`,
      verdict: verdict(beaten.length, rivals.length),
      number:
        methods.map((method) =>
          `${method} ${frechet(method).toFixed(1)} and ${(100 * right(method)).toFixed(0)} %`
        ).join("; ") +
        ` (Fréchet distance, and of the class); ${count} real digits ${
          frechet("real digits").toFixed(1)
        }, the model with 20 times the rollouts ${
          frechet("the model itself: 20 times the rollouts").toFixed(1)
        }`,
    },
    {
      claim: "ours: digits, DTS* finds better ends than best of N at equal evaluations",
      verdict: surely("lower") + surely("higher") === 0
        ? "not decided"
        : verdict(surely("lower"), budgets.length),
      number: `surely ahead at ${surely("lower")}, behind at ${surely("higher")} of the ` +
        `${budgets.length} budgets at which it has branched; mean log p(class | best) at ${last}: ${
          best("DTS*", last).toFixed(2)
        } against ${best("best of N", last).toFixed(2)}, difference ${gain.mean.toFixed(2)} ± ${
          (1.96 * gain.standardError).toFixed(2)
        } (95 %)`,
    },
  ];
}
