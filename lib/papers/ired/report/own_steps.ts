/** Whether steps matter more to networks that learned from their own descents: records in lines. */
import type { ResultRow } from "../../../records/rows.ts";

const stepsOf = ({ at }: ResultRow) => (at.innerSteps ?? 0) as number;

/** Measures that say most about an answer: of errors, and of shares. */
const SHOWN = [
  "mean squared error",
  "balanced accuracy",
  "first action accuracy",
] as const;

const shown = (row: ResultRow) => {
  const digits = (value: number) => value.toPrecision(3);
  return `${digits(row.value)} (${digits(row.low!)} to ${digits(row.high!)})`;
};

/** A line per training, difficulty and measure; the columns are steps on each landscape. */
export function ownStepLines(rows: readonly ResultRow[]) {
  const ours = rows.filter(({ kind, metric }) =>
    kind === "ours" && (SHOWN as readonly string[]).includes(metric)
  );
  const keyOf = ({ method, metric, at }: ResultRow) => `${method}\n${metric}\n${at.difficulty}`;
  return [...new Set(ours.map(keyOf))].map((key) => {
    const found = ours.filter((row) => keyOf(row) === key)
      .sort((a, b) => stepsOf(a) - stepsOf(b));
    const { method, metric, at, n } = found[0]!;
    const least = stepsOf(found[0]!), most = stepsOf(found.at(-1)!);
    return {
      network: method,
      difficulty: at.difficulty,
      measure: metric,
      ...Object.fromEntries(found.map((row) => [`K = ${stepsOf(row)}`, shown(row)])),
      [`K = ${most} against ${least}`]: gain(found[0]!, found.at(-1)!),
      problems: n,
    };
  });
}

/** Whether the most steps are better than none, by intervals of 95 % that do not overlap. */
function gain(none: ResultRow, most: ResultRow): "better" | "worse" | "open" {
  const lower = most.high! < none.low!, higher = most.low! > none.high!;
  if (!lower && !higher) return "open";
  return higher === (most.metric !== "mean squared error") ? "better" : "worse";
}
