/** What runs say of the claims of table A1. */
import type { Claim } from "../../plots/verdicts.ts";
import { nearerBy, type Order, ORDER_WORDS, orderOf } from "../../records/order.ts";
import { competitors } from "./competitors.ts";
import { accumulatedCells, type FkcCell, fkcCells, flowCells } from "./fkc.ts";
import { type FkcMetrics, MATCHED } from "./fkc_metrics.ts";
import { awayFrom, common, type FkcRow, nameOf, spreadOf } from "./report.ts";

/** What W₁ and W₂ have beside TV and MMD, which are measured as the published ones were. */
const MATCHED_BY_US = `; ours of ${MATCHED.toLocaleString("en")} points a run, theirs of all`;

/** Exact samples, as rows name them. */
const exact = { scheme: "exact", corrector: "none" };

/** The claims of table A1, judged by runs: differences count where the ranges of runs part. */
export function fkcClaims(rows: readonly FkcRow[]): Claim[] {
  const value = (cell: FkcCell, metric: keyof FkcMetrics) => spreadOf(rows, cell, metric).mean;
  const schemes = ["target score", "tempered noise"] as const;
  type Cell = { readonly scheme: string; readonly corrector: string };
  const values = (cell: Cell, metric: keyof FkcMetrics) =>
    rows.filter((row) => nameOf(row) === nameOf(cell)).map((row) => row.metrics[metric]);
  /** Of two samplers, by one metric, exact samples being the floor. */
  const order = (one: Cell, other: Cell, metric: keyof FkcMetrics) =>
    orderOf(...[one, other, exact].map((cell) => values(cell, metric)) as [number[], number[]]);
  const better = schemes.flatMap((scheme) =>
    (["tv", "w1", "w2"] as const).map((metric) =>
      order({ scheme, corrector: "systematic" }, { scheme, corrector: "none" }, metric)
    )
  );
  const metrics = ["tv", "w1", "w2", "mmd"] as const;
  const has = (cell: FkcCell) => rows.some((row) => nameOf(row) === nameOf(cell));
  const bestOf = (cells: readonly FkcCell[]) =>
    metrics.map((metric) => {
      const all = cells.map((cell) => ({ cell, at: value(cell, metric) }));
      return nameOf(all.reduce((a, b) => b.at < a.at ? b : a).cell);
    });
  const best = bestOf(fkcCells),
    ofAll = bestOf([...fkcCells, ...accumulatedCells, ...flowCells].filter(has));
  /** Whether a published mean and ours, of so few runs, cannot be told apart. */
  const near = (metric: keyof typeof common) =>
    fkcCells.map((cell) => !awayFrom(rows, cell, metric).sure);
  const count = (all: readonly boolean[]) => all.filter(Boolean).length;
  const verdict = (all: readonly boolean[]) =>
    count(all) === all.length ? true : count(all) > 0 ? "partly" as const : false;
  /** Whether one sampler is nearer to exact samples than another, by all metrics. */
  const compared = (one: FkcCell, other: Cell) => {
    const pairs = metrics.map((metric) =>
      [value(one, metric), spreadOf(rows, other, metric).mean] as const
    );
    const orders = metrics.map((metric) => order(one, other, metric));
    return {
      holds: nearerBy(orders),
      evidence: metrics.map((metric, i) => {
        const [own, others] = pairs[i]!.map((number) => number.toPrecision(3));
        return `${common[metric]} ${own} against ${others}, ${ORDER_WORDS[orders[i]!]}`;
      }).join("; "),
    };
  };
  const corrected: FkcCell = { scheme: "target score", corrector: "systematic" };
  /** Whether it is nearer than each other published sampler: no more than its rivals allow. */
  const first = metrics.map((metric): Order => {
    const orders = fkcCells.filter((cell) => nameOf(cell) !== nameOf(corrected))
      .map((cell) => order(corrected, cell, metric));
    return orders.find((one) => one === "higher") ?? orders.find((one) => one !== "lower") ??
      "lower";
  });
  return [
    {
      claim: "systematic resampling lowers TV, W₁ and W₂ of both samplers",
      holds: nearerBy(better),
      evidence: `${
        count(better.map((one) => one === "lower"))
      } of ${better.length} comparisons, run by run`,
    },
    {
      claim: "of the published samplers, target score with systematic resampling is best",
      holds: nearerBy(first),
      evidence: "by means " +
        metrics.map((metric, i) =>
          `${common[metric]}: ${best[i]}${
            first[i] === "undecided" ? ", ranges of runs overlap" : ""
          }`
        ).join("; ") +
        `; of all that were run: ${[...new Set(ofAll)].join(", ")}`,
    },
    ...(["tv", "w1", "w2", "mmd"] as const).map((metric) => ({
      claim: `each published ${
        common[metric]
      } and ours, means of five runs, have no sure difference`,
      holds: verdict(near(metric)),
      evidence: `${count(near(metric))} of 6 cells` +
        (metric === "w1" || metric === "w2" ? MATCHED_BY_US : ""),
    })),
    ...Object.keys(competitors).filter((scheme) => rows.some((row) => row.scheme === scheme))
      .map((scheme) => ({
        claim: `ours: target score with systematic resampling is better than ${scheme}`,
        ...compared(corrected, { scheme, corrector: "none" }),
      })),
    ...(flowCells.every(has)
      ? [{
        claim: "ours: along the probability flow weights lead nearer than with the target score",
        ...compared(flowCells[2]!, corrected),
      }]
      : []),
  ];
}
