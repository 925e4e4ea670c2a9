/** What can be told of an answer that is a matrix, from the problem alone. */
import { formatNumber } from "../../../../plots/format.ts";
import type { Judgement, OwnCondition } from "./own.ts";

/**
 * The largest entry of what is over, up to which an answer counts as right: the symmetric networks
 * stay below it on problems of either difficulty, where the paper's MLPs exceed it.
 */
export const MATRIX_LIMIT = 0.1;

/** Of the bound, since float32 rounds. */
const AT_BOUND = 1 - 1e-5;

/** Whether entries of the answer were cut off at the sampler's bound. */
export function judgeBound(answer: Float32Array, bound: number): Judgement {
  const atBound = answer.reduce((n, v) => n + Number(Math.abs(v) >= AT_BOUND * bound), 0);
  if (atBound === 0) return { lines: [], facts: {} };
  const are = atBound === 1 ? "entries is" : "entries are";
  const line = `${atBound} of ${answer.length} ${are} at the sampler's bound of ` +
    `±${formatNumber(bound)}: the right answer may lie beyond`;
  return { lines: [line], facts: { atBound, bound } };
}

/** How far a completion leaves the entries that were shown: nothing holds them where they were. */
export function judgeCompletion(
  answer: Float32Array,
  { x, observed }: OwnCondition,
  bound: number,
): Judgement {
  const largest = answer.reduce(
    (most, v, i) => observed!.values[i] === 1 ? Math.max(most, Math.abs(v - x!.values[i]!)) : most,
    0,
  );
  const { lines, facts } = judgeBound(answer, bound);
  return {
    lines: [`largest change of a shown entry: ${formatNumber(largest)}`, ...lines],
    facts: { largestChangeOfShown: largest, ...facts },
  };
}

function judge(
  rest: Float64Array,
  names: { readonly right: string; readonly rest: string },
  answer: Float32Array,
  bound: number,
): Judgement {
  const largest = rest.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const right = largest <= MATRIX_LIMIT;
  const line = `${right ? "" : "not "}${names.right}: largest entry of ${names.rest} is ` +
    `${formatNumber(largest)}, ${MATRIX_LIMIT} or less is taken as right`;
  const { lines, facts } = judgeBound(answer, bound);
  return {
    lines: [line, ...lines],
    facts: { right, largestDeviation: largest, limit: MATRIX_LIMIT, ...facts },
  };
}

/** Whether Y is the inverse of A, by the largest entry of AY - I. */
export function judgeInverse(
  answer: Float32Array,
  { x }: OwnCondition,
  bound: number,
): Judgement {
  const a = x!.values, n = x!.shape[1]!;
  const rest = Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n), j = at % n;
    let sum = i === j ? -1 : 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k]! * answer[k * n + j]!;
    return sum;
  });
  return judge(rest, { right: "an inverse", rest: "AY - I" }, answer, bound);
}

/** Whether the answer is the sum of both matrices, by its largest difference from it. */
export function judgeSum(answer: Float32Array, { x }: OwnCondition, bound: number): Judgement {
  const summands = x!.values, size = answer.length;
  const rest = Float64Array.from(answer, (v, i) => v - summands[i]! - summands[size + i]!);
  return judge(rest, { right: "the sum", rest: "answer - sum" }, answer, bound);
}
