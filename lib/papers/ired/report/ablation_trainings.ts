/** Notebook 8's ablation with several trainings of each network: how it is measured, and what a record of it says. */
import type { ResultRow } from "../../../records/rows.ts";
import { measuredFields } from "../../../records/rows.ts";
import { meanOf, pairedRatio } from "../../../records/statistics.ts";
import { formatNumber } from "../../../plots/format.ts";
import { type MeasuredRow, withoutErrors } from "../evaluation/measure.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import { difficulties, type Difficulty } from "../tasks/mod.ts";
import { type AblationNetworks, type Line, parts, solvingLines } from "./ablations.ts";
import { rowOf } from "./findings.ts";
import { inTimes } from "./times.ts";
import { type Found, holdsOfAll, judge, type Pair, type Verdict } from "./verdict.ts";

/** What the rows of two errors are called: the first one's error divided by the second one's. */
export const RATIO = "ratio of errors";

const ired = "IRED", unrolled = "IREM, 20 steps";

/**
 * What is set against what, and what the paper says of the first one's error at both difficulties: "equal" where its
 * numbers are, "–" where it has none. The first three add a part of IRED each.
 */
export const ablationPairs: readonly Pair[] = [
  [parts[1], parts[0]],
  [parts[2], parts[1], ["equal", "lower"]],
  [ired, parts[2]],
  [ired, "IREM"],
  [ired, unrolled, ["–", "–"]],
  [ired, "diffusion, ancestral"],
  [ired, "diffusion, projection"],
  [ired, "feedforward"],
];

/** Every way to solve with the five networks of one training seed. */
export function allLines(networks: AblationNetworks, innerSteps: number): Line[] {
  const { shaped, plain, irem, diffusion, feedforward } = networks;
  return [
    ...solvingLines(plain, innerSteps),
    { method: ired, trained: shaped, sampler: { innerSteps } },
    { method: "IREM", trained: irem },
    { method: unrolled, trained: irem, sampler: { innerSteps: 4 * innerSteps } },
    { method: "diffusion, ancestral", trained: diffusion },
    { method: "diffusion, projection", trained: diffusion, sampler: { reverse: "projection" } },
    { method: "feedforward", trained: feedforward },
  ];
}

const pairName = (better: string, than: string) => `${better} / ${than}`;

/**
 * The rows of a record: errors, and, of the same problems, their ratios.
 *
 * @param rows Of {@link allLines}, of one training seed
 * @throws {RangeError} If a method of {@link ablationPairs} was not measured
 */
export function trainingRows(rows: readonly MeasuredRow[], trainingSeed: number): ResultRow[] {
  const ratios = ablationPairs.flatMap(([better, than]) =>
    difficulties.map((difficulty): ResultRow => {
      const { errors } = rowOf(rows, better, difficulty), other = rowOf(rows, than, difficulty);
      return {
        method: pairName(better, than),
        kind: "ours",
        metric: RATIO,
        at: { difficulty },
        ...measuredFields({ ...pairedRatio(errors, other.errors), n: errors.length }),
      };
    })
  );
  return [...rows.map(withoutErrors), ...ratios]
    .map((row) => ({ ...row, at: { ...row.at, trainingSeed } }));
}

const seedOf = ({ at }: ResultRow) => Number(at.trainingSeed);

/** Rows of a method and measure at a difficulty, one of each training, in the order of their seeds. */
const trainingsOf = (
  rows: readonly ResultRow[],
  method: string,
  metric: string,
  difficulty: Difficulty,
) =>
  rows.filter((row) =>
    row.kind === "ours" && row.method === method && row.metric === metric &&
    row.at.difficulty === difficulty
  ).sort((a, b) => seedOf(a) - seedOf(b));

/** A method per line: the error of each training, and their mean with its standard error. */
export function trainingLines(rows: readonly ResultRow[], metric: string) {
  const methods = new Set(
    rows.filter((row) => row.kind === "ours" && row.metric === metric).map(({ method }) => method),
  );
  return [...methods].map((method) => ({
    method,
    ...Object.fromEntries(difficulties.flatMap((difficulty) => {
      const values = trainingsOf(rows, method, metric, difficulty).map(({ value }) => value);
      const { mean, standardError } = meanOf(values);
      const where = splitNames[difficulty];
      return [
        [where, values.map((value) => formatNumber(value, 3)).join(", ")],
        [`mean ± se, ${where}`, `${formatNumber(mean, 3)} ± ${formatNumber(standardError, 1)}`],
      ];
    })),
  }));
}

/** Whether an error is surely lower; undecided where its ratio's interval has 1 in it. */
function isLower({ low = NaN, high = NaN }: ResultRow): Found["holds"] {
  return high < 1 ? true : low >= 1 ? false : "undecided";
}

/**
 * What the paper says of each pair, and whether it holds of every training: surely, of each one's
 * problems. Where it surely does not of some training, it is not reproduced.
 */
export function ablationVerdicts(rows: readonly ResultRow[]): Verdict[] {
  return ablationPairs.flatMap(([better, than, paper = ["lower", "lower"]]) =>
    difficulties.map((difficulty, i) => {
      const ratios = trainingsOf(rows, pairName(better, than), RATIO, difficulty);
      const text = ratios.map(({ value, low, high }) => inTimes(value, { low: low!, high: high! }))
        .join(", ");
      const holds = holdsOfAll(ratios.map(isLower));
      return judge(
        `${better} has a lower error than ${than}, ${splitNames[difficulty]}`,
        paper[i]!,
        ratios.length ? [{ method: "our network", text, holds }] : [],
      );
    })
  );
}
