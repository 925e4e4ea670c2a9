/** Rows as charts and tables show them, and what they say of the paper's claims. */
import type { StepsRow } from "../../plots/error_by_steps.ts";
import { type Order, orderOf } from "../../records/order.ts";
import { type Mean, meanOf, pairedDifference } from "../../records/statistics.ts";
import type { CoinRow } from "./coins.ts";
import { DEEPER } from "./deeper.ts";
import type { PlaneRow } from "./plane.ts";
import type { SearchRow } from "./search.ts";
import type { ValueRow } from "./values.ts";

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;

/** Rows with the same method, panel and budget, in order of appearance. */
function grouped<R extends { method: string; evaluations: number }>(
  rows: readonly R[],
  split: (row: R) => string,
): R[][] {
  const key = (row: R) => `${split(row)} ${row.method} ${row.evaluations}`;
  return [...Map.groupBy(rows, key).values()];
}

/** Means over seeds, with the range of all seeds as band. */
export function overSeeds<R extends { method: string; evaluations: number }>(
  rows: readonly R[],
  value: (row: R) => number,
  split: (row: R) => string = () => "",
): StepsRow[] {
  return grouped(rows, split).map((own) => {
    const [first] = own as [R], values = own.map(value);
    return {
      method: first.method,
      split: split(first),
      steps: first.evaluations,
      value: mean(values),
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
}

/** Where values below it are drawn, as a logarithmic axis has no zero. */
export const LEAST = 1e-4;

/** Squared MMD against evaluations; an unbiased estimate may fall below 0, and is drawn at 10⁻⁴. */
export function mmdRows(rows: readonly PlaneRow[]): StepsRow[] {
  const raised = (v: number) => Math.max(LEAST, v);
  return overSeeds(rows, ({ mmd }) => mmd, ({ problem }) => problem).map((row) => ({
    ...row,
    value: raised(row.value),
    low: raised(row.low!),
    high: raised(row.high!),
  }));
}

/** Root mean square error of values by noise level, drawn from .01 up. */
export function valueRows(rows: readonly ValueRow[]): StepsRow[] {
  const drawn = (error: number) => Math.max(error, 0.01);
  return rows.map(({ t, rmse, within, method, problem }) => ({
    ...{ steps: t, value: drawn(rmse), method, split: problem },
    ...{ low: drawn(rmse - within), high: drawn(rmse + within) },
  }));
}

/** Errors of the value by problem and method, a column for each time: root mean square ± 95 %, and bias. */
export function valueTable(rows: readonly ValueRow[]): Record<string, string>[] {
  const methods = Map.groupBy(rows, ({ problem, method }) => `${problem} ${method}`);
  return [...methods.values()].map((own) => ({
    problem: own[0]!.problem,
    method: own[0]!.method,
    ...Object.fromEntries(own.map(({ t, rmse, within, bias }) => [
      `t = ${t}`,
      `${rmse.toFixed(2)} ± ${within.toFixed(2)}, bias ${bias.toFixed(2)}`,
    ])),
  }));
}

/** exp(root value) over the truth, with two standard errors. */
export function coinRows(rows: readonly CoinRow[]): StepsRow[] {
  return rows.map(({ method, evaluations, ratio, standardError: s }) => (
    { method, split: "", steps: evaluations, value: ratio, low: ratio - 2 * s, high: ratio + 2 * s }
  ));
}

/** How far the best end is from the best there is, -r: means over seeds, with two standard errors. */
export function searchRows(rows: readonly SearchRow[]): StepsRow[] {
  return grouped(rows, () => "").map((own) => {
    const { mean, standardError: s } = meanOf(own.map(({ best }) => -best));
    const [{ method, evaluations }] = own as [SearchRow];
    // On a logarithmic axis there is no zero; of one seed there is no error.
    const ends = s > 0 ? { low: Math.max(mean - 2 * s, mean / 10), high: mean + 2 * s } : {};
    return { method, split: "", steps: evaluations, value: mean, ...ends };
  });
}

/** The last budget's table: everything about every method. */
export function finalTable(rows: readonly PlaneRow[]) {
  const most = Math.max(...rows.map(({ evaluations }) => evaluations));
  const last = rows.filter(({ evaluations }) => evaluations === most);
  return grouped(last, ({ problem }) => problem).map((own) => {
    const [first] = own as [PlaneRow];
    const { mean: m, standardError } = meanOf(own.map(({ mmd }) => mmd));
    // The standard deviation over seeds; one seed has none.
    const spread = own.length > 1 ? (standardError * Math.sqrt(own.length)).toFixed(4) : "–";
    const heaviest = first.heaviest === undefined
      ? "–"
      : mean(own.map((r) => r.heaviest!)).toFixed(3);
    return {
      problem: first.problem,
      method: first.method,
      // An unbiased estimate may be a little below 0, which is no "-0.0000".
      "squared MMD": m.toFixed(4).replace(/^-(0\.0*)$/, "$1"),
      "± over seeds": spread,
      "share of the heaviest mode": heaviest,
      seconds: mean(own.map(({ seconds }) => seconds)).toFixed(2),
    };
  });
}

/** One claim and what was found. */
export interface Finding {
  readonly claim: string;
  readonly verdict: "reproduced" | "only partly" | "not reproduced" | "not decided";
  readonly number: string;
}

/** How a mean difference lies to 0, where lower is better: "undecided" if its 95 % interval holds 0. */
export function orderOfDifference({ mean, standardError }: Mean): Order {
  if (!(Math.abs(mean) > 1.96 * standardError)) return "undecided";
  return mean < 0 ? "lower" : "higher";
}

/**
 * Values: trees against Tweedie, and against rollouts at equal cost, at the two highest levels. What is judged
 * is the deeper tree: with the printed constants so few walks make no tree. Squared errors are compared
 * state by state, problem by problem and level by level.
 */
export function valueFinding(rows: readonly ValueRow[]): Finding {
  const high = rows.filter(({ t }) => t >= 80);
  const own = high.filter(({ method }) => method === `DTS, ${DEEPER}`);
  const squares = ({ errors }: ValueRow) => errors.map((error) => error ** 2);
  const against = (rival: string) => {
    const orders = own.map((row) => {
      const other = high.find(({ method, problem, t }) =>
        method === rival && problem === row.problem && t === row.t
      )!;
      return orderOfDifference(pairedDifference(squares(row), squares(other)));
    });
    const count = (order: Order) => orders.filter((one) => one === order).length;
    const [better, worse] = [count("lower"), count("higher")];
    const best = better === own.length, text = `surely better at ${better}, worse at ${worse}`;
    return { better, worse, best, text };
  };
  const [tweedie, plain] = [against("Tweedie"), against("rollouts")];
  const some = tweedie.better + plain.better > 0, worse = tweedie.worse + plain.worse > 0;
  const of = (method: string) => mean(high.filter((r) => r.method === method).map((r) => r.rmse));
  return {
    claim: "a tree values noisy states better than Tweedie's estimate and rollouts of equal cost",
    verdict: tweedie.best && plain.best
      ? "reproduced"
      : some
      ? "only partly"
      : worse
      ? "not reproduced"
      : "not decided",
    number:
      `mean error at t ≥ 80: tree, deeper ${of(`DTS, ${DEEPER}`).toFixed(2)}, as printed ${
        of("DTS as printed").toFixed(2)
      }, Tweedie ${of("Tweedie").toFixed(2)}, rollouts at equal cost ${
        of("rollouts").toFixed(2)
      }; in ${own.length} comparisons the deeper tree is, beside Tweedie, ${tweedie.text}; ` +
      `beside rollouts, ${plain.text}`,
  };
}

/**
 * Samples: DTS as printed against the others at the largest budget, problem by problem; a rival is
 * beaten, or ahead, where the ranges over seeds part.
 *
 * @param floors What exact samples stay below, by problem
 */
export function sampleFindings(
  rows: readonly PlaneRow[],
  floors: Readonly<Record<string, number>>,
): Finding[] {
  const most = Math.max(...rows.map(({ evaluations }) => evaluations));
  return [...Map.groupBy(rows, ({ problem }) => problem)].map(([problem, own]) => {
    const last = own.filter(({ evaluations }) => evaluations === most);
    const methods = [...new Set(last.map(({ method }) => method))];
    const all = (method: string) => last.filter((r) => r.method === method).map((r) => r.mmd);
    const of = (method: string) => mean(all(method));
    const printed = of("DTS as printed");
    const rivals = methods.filter((m) => !/DTS|ours/.test(m));
    const named = (order: Order) => {
      const some = rivals.filter((m) => orderOf(all("DTS as printed"), all(m)) === order);
      return { count: some.length, names: some.join(", ") || "none" };
    };
    const [better, behind, unclear] = [named("lower"), named("higher"), named("undecided")];
    const best = rivals.reduce((a, b) => of(a) < of(b) ? a : b);
    const floor = floors[problem]!;
    // Within the floor, nothing can be told from exact samples.
    const first = better.count === rivals.length || printed < floor;
    return {
      claim: `${problem}: DTS is nearest to the target after ${
        most.toLocaleString("en")
      } evaluations`,
      verdict: first ? "reproduced" : behind.count > 0 ? "not reproduced" : "not decided",
      number:
        `squared MMD ${printed.toFixed(4)}; best competitor, ${best}, ${of(best).toFixed(4)}; ` +
        `exact samples stay below ${floor.toFixed(4)}; better than ${better.names}` +
        `, behind ${behind.names}` + (unclear.count > 0 ? `, not told from ${unclear.names}` : ""),
    };
  });
}

/** The target's heaviest mode: what the tree gives it, as printed and corrected. */
export function convergenceFinding(rows: readonly PlaneRow[], truth: number): Finding {
  const most = Math.max(...rows.map(({ evaluations }) => evaluations));
  const of = (method: string) => {
    const own = rows.filter((r) => r.method === method && r.evaluations === most);
    // A share of 0 counts; undefined is another problem's.
    const values = own.flatMap((r) => r.heaviest ?? []), m = mean(values);
    const deviation = Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
    return { m, error: 2 * deviation / Math.sqrt(Math.max(1, values.length - 1)) };
  };
  const printed = of("DTS as printed"), scouted = of("tree, scouted (ours)");
  const within = Math.abs(printed.m - truth) < Math.max(0.02, printed.error);
  return {
    claim: "the tree's samples become exact as the budget grows",
    verdict: within ? "reproduced" : "not reproduced",
    number: `share of the heaviest mode ${printed.m.toFixed(3)} ± ${printed.error.toFixed(3)}, ` +
      `scouted (ours) ${scouted.m.toFixed(3)} ± ${scouted.error.toFixed(3)}, true ${
        truth.toFixed(3)
      }`,
  };
}

/**
 * Search: with which budget DTS* has come to where best of N ends, seed by seed: on average, and surely (1.96
 * standard errors).
 */
export function searchFinding(rows: readonly SearchRow[]): Finding {
  const most = Math.max(...rows.map(({ evaluations }) => evaluations));
  const of = (method: string, evaluations: number) =>
    rows.filter((r) => r.method === method && r.evaluations === evaluations)
      .sort((a, b) => a.seed - b.seed).map((r) => r.best);
  const budgets = [...new Set(rows.map(({ evaluations }) => evaluations))].sort((a, b) => a - b);
  const wanted = of("best of N", most);
  const reached = (method: string) => {
    const gains = budgets.map((b) => ({ b, ...pairedDifference(of(method, b), wanted) }));
    const first = (errors: number) =>
      gains.find((one) => one.mean - (errors && errors * one.standardError) >= 0)?.b ?? Infinity;
    return { mean: first(0), surely: first(1.96) };
  };
  const own = reached("DTS*"), deeper = reached(`DTS*, ${DEEPER}`);
  const factor = (b: number) => b === Infinity ? "never" : `${Number((most / b).toPrecision(2))}`;
  const both = ({ mean, surely }: { mean: number; surely: number }) =>
    `${factor(mean)} times fewer (surely ${factor(surely)})`;
  return {
    claim: "DTS* needs up to five times fewer evaluations than best of N",
    verdict: Math.min(own.surely, deeper.surely) <= most / 5
      ? (own.surely <= most / 5 ? "reproduced" : "only partly")
      : "not reproduced",
    number:
      `to best-of-N's level at ${
        most.toLocaleString("en")
      }, ${wanted.length} seeds: with the printed ` +
      `constants ${both(own)}, deeper ${both(deeper)}; steered particles ${
        both(reached("steered particles"))
      }`,
  };
}
