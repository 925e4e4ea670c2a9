/** `evaluate --puzzles`: a checkpoint on the problems of a file. */
import { evaluateFile, type FileScores } from "../papers/ired/evaluation/problem_file.ts";
import { measuredFields, type ResultRow } from "../records/rows.ts";
import type { EvaluateOptions } from "../papers/ired/evaluation/solve.ts";
import { solverSettings } from "../papers/ired/evaluation/solver.ts";
import type { Trained } from "../papers/ired/evaluation/trained.ts";
import { formatNumber } from "../plots/format.ts";
import { interval95, type Measured } from "../records/statistics.ts";
import { progressBar } from "../plots/progress.ts";
import { table } from "../plots/table.ts";
import type { ProblemFile, Task } from "../papers/ired/tasks/mod.ts";
import { usageError } from "./flags.ts";
import { say } from "./report.ts";

/** Reads the puzzles at `path`. */
export function readPuzzles(task: Task, path: string): ProblemFile {
  if (task.readProblems) return task.readProblems(Deno.readTextFileSync(path));
  throw usageError(`--puzzles is not for ${task.name}: it has no file format`);
}

/** Measures, prints a table, and returns the rows of a record, the whole file last. */
export async function evaluatePuzzles(
  trained: Trained,
  file: ProblemFile,
  options: Omit<EvaluateOptions, "task" | "network" | "params" | "problems" | "difficulty">,
): Promise<ResultRow[]> {
  const { task, title } = trained;
  for (const one of file.rejected) say(`Left out: ${one}`);
  const bar = progressBar({ total: file.size, label: `${task.name}, puzzles of a file` });
  const rows = await evaluateFile({
    ...trained,
    ...options,
    file,
    onRow: (_, done) => bar.update(done),
  });
  await bar.finish();
  print(
    rows,
    `${task.title}, ${title}: measures with 95 % intervals on ${file.size} puzzles`,
    trained,
  );
  const { sampler, landscapes, restarts } = solverSettings(task, { ...trained, ...options });
  return rows.flatMap(({ hardness, problems, scores, seconds }) =>
    scores.map((score): ResultRow => ({
      method: title,
      kind: "ours",
      metric: score.metric,
      ...measuredFields({ ...score, n: problems }),
      seconds,
      at: {
        difficulty: "harder",
        ...(hardness !== "all" && { hardness }),
        innerSteps: sampler.innerSteps,
        landscapes,
        restarts,
      },
    }))
  );
}

/** Such as "0.98 (0.96 to 0.99)". */
function withInterval(score: Measured): string {
  const interval = interval95(score);
  const ends = interval && [interval.low, interval.high].map((end) => formatNumber(end, 2));
  return formatNumber(score.mean) + (ends ? ` (${ends.join(" to ")})` : "");
}

function print(rows: readonly FileScores[], caption: string, { task }: Trained): void {
  const name = task.hardness?.name ?? "hardness";
  const lines = rows.map(({ hardness, problems, scores, seconds }) => ({
    [name]: String(hardness),
    problems,
    ...Object.fromEntries(scores.map((score) => [score.metric, withInterval(score)])),
    "seconds per problem": seconds / problems,
  }));
  console.log(table(lines, { caption }).text());
}
