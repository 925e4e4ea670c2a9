/** The tables that `evaluate` prints. */
import type { ResultRow } from "../records/rows.ts";
import type { SolverSettings } from "../papers/ired/evaluation/solver.ts";
import { splitNames } from "../papers/ired/evaluation/sweeps.ts";
import { formatNumber, formatSeconds } from "../plots/format.ts";
import { table } from "../plots/table.ts";
import type { Difficulty, Task } from "../papers/ired/tasks/mod.ts";

function print(rows: readonly ResultRow[], difficulties: readonly Difficulty[], caption: string) {
  const methods = [...new Set(rows.map(({ kind, method }) => `${kind}\n${method}`))];
  const cell = (row: ResultRow | undefined) => {
    if (!row) return "–";
    const error = row.standardError === undefined ? "" : ` ± ${formatNumber(row.standardError, 2)}`;
    return formatNumber(row.value) + error;
  };
  const lines = methods.map((key) => {
    const [kind, method] = key.split("\n");
    const own = rows.filter((row) => row.kind === kind && row.method === method);
    const cells = difficulties.map((difficulty) => [
      splitNames[difficulty],
      cell(own.find((row) => row.at.difficulty === difficulty)),
    ]);
    return { method, kind, ...Object.fromEntries(cells) };
  });
  console.log(table(lines, { caption }).text());
}

/** How the problems were solved, in words. */
function describe(settings: SolverSettings): string {
  const { trainedAs, preset, sampler, landscapes, restarts, cycles } = settings;
  const { innerSteps, reverse } = sampler;
  const { name, title, hasEnergy } = trainedAs;
  const from = settings.ladder?.join(", ") ?? settings.level;
  const hops = cycles > 0 ? `, ${cycles} hops from landscape ${from}` : "";
  const runs = (restarts === 1 ? "1 run" : `best of ${restarts} runs`) + hops;
  if (name === "ired") {
    return `preset ${preset}, ${innerSteps} steps on each of ${landscapes} landscapes, ${runs}`;
  }
  if (hasEnergy) return `${title}, preset ${preset}, ${innerSteps} steps, ${runs}`;
  return landscapes === 1 ? title : `${title}, preset ${preset}, ${reverse} sampling`;
}

/** What was measured. */
export interface Measured {
  readonly task: Task;
  readonly difficulties: readonly Difficulty[];
  readonly problems: number;
  readonly seed: number;
  readonly settings: SolverSettings;
  readonly seconds: number;
}

/** Prints a table of each measure. */
export function printResults(rows: readonly ResultRow[], measured: Measured): void {
  const { task, difficulties, problems, seed, settings, seconds } = measured;
  for (const metric of new Set(rows.map((row) => row.metric))) {
    print(
      rows.filter((row) => row.metric === metric),
      difficulties,
      `${task.title}, ${metric} ± its standard error, ${problems} problems of seed ${seed}, ` +
        `${describe(settings)}, ${formatSeconds(seconds)}`,
    );
  }
}
