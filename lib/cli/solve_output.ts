/** What `solve` prints. */
import type { OwnAnswer } from "../papers/ired/evaluation/own_problems.ts";
import type { Judgement, OwnCondition, OwnOptions } from "../papers/ired/tasks/own/own.ts";
import type { Task } from "../papers/ired/tasks/mod.ts";
import { formatNumber } from "../plots/format.ts";

/** An answer, what was asked, and what is right, if that is known. */
export interface Solved {
  readonly answer: OwnAnswer;
  readonly condition: OwnCondition;
  /** What can be told of it from the problem alone, where the task can. */
  readonly judgement?: Judgement;
  readonly right?: { readonly answer: unknown; readonly error: number };
}

/** Numbers in nested lists of `shape`. */
function nested(values: ArrayLike<number>, shape: readonly number[]): unknown {
  if (shape.length === 1) return Array.from(values);
  const [count, ...rest] = shape as [number, ...number[]];
  const size = values.length / count;
  const all = Array.from(values);
  return Array.from({ length: count }, (_, i) => nested(all.slice(i * size, (i + 1) * size), rest));
}

/** What {@linkcode answerJson} writes, for `--help`. */
export const JSON_HELP = `With --json an answer is an object, several are a list of them. It has:
  answer, seconds, condition: what --input reads back is the condition
  energy, gradients, cycles: where there are any
  rightAnswer, error: of random problems
  path, reached, shortest, illegalMoves: of paths
  check: what can be told of the answer from the problem alone,
    of boards: solved, board (81 digits)
    of connectivity: right, wrongPairs, pairs; with --from and --to also from, to, joined, joinedRight
    of addition and inverse: right, largestDeviation, limit; of completion: largestChangeOfShown;
    of all three: atBound, bound, where entries are at the sampler's bound`;

/** One object, or a list of several; each has the condition, so that it can be read back. */
export function answerJson(results: readonly Solved[]): string {
  const objects = results.map(({ answer, condition, right, judgement }) => ({
    answer: nested(answer.values, answer.shape),
    ...(answer.energy !== undefined && { energy: answer.energy }),
    ...(answer.gradients > 0 && { gradients: answer.gradients }),
    ...(answer.hops > 0 && { cycles: answer.hops }),
    seconds: answer.seconds,
    ...(answer.walk && {
      path: answer.walk.path,
      reached: answer.walk.reached,
      shortest: answer.walk.optimal,
      illegalMoves: answer.walk.illegal,
    }),
    ...(judgement && Object.keys(judgement.facts).length && { check: judgement.facts }),
    ...(right && { rightAnswer: right.answer, error: right.error }),
    condition: Object.fromEntries(
      Object.entries(condition).map(([name, { values, shape }]) => [name, nested(values, shape)]),
    ),
  }));
  return JSON.stringify(objects.length === 1 ? objects[0] : objects);
}

function walkText({ walk }: OwnAnswer): string[] {
  if (!walk) return [];
  const { path, reached, optimal, illegal } = walk;
  const moves = path.length - 1;
  const count = (n: number) => n === 1 ? "1 move" : `${n} moves`;
  const end = reached
    ? `${count(moves)}, the shortest path has ${optimal}`
    : `the goal was not reached in ${count(moves)}, the shortest path has ${optimal}`;
  const wrong = illegal ? `, ${count(illegal)} had no edge` : "";
  return [`${path.join(" → ")}  (${end}${wrong})`];
}

/** For people: what is not the answer itself stands behind `#`. */
export function answerText(task: Task, results: readonly Solved[], asking: OwnOptions): string {
  return results.map(({ answer, condition, right, judgement }, i) => {
    const { energy, seconds, values, hops, gradients } = answer;
    const facts = [
      ...energy === undefined ? [] : [`energy ${formatNumber(energy)}`],
      ...hops === 0 ? [] : [hops === 1 ? "1 hop" : `${hops} hops`],
      ...gradients === 0 ? [] : [`${gradients} gradients`],
      `${Number(seconds.toPrecision(2))} s`,
      ...right ? [`${task.errorName} ${formatNumber(right.error)}`] : [],
    ];
    const head = `# ${results.length > 1 ? `problem ${i + 1}: ` : ""}${facts.join(", ")}`;
    const checked = judgement?.lines.map((line) => `# ${line}`) ?? [];
    const shown = task.own?.show(values, condition, asking) ??
      JSON.stringify(nested(values, answer.shape));
    return [head, ...checked, shown, ...walkText(answer)].join("\n");
  }).join("\n\n");
}
