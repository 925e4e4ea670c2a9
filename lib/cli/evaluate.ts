/** `evaluate`: the errors of a checkpoint, beside published numbers and trivial baselines. */
import { baselineErrors } from "../evaluation/baselines.ts";
import { BLOCK } from "../evaluation/problems.ts";
import { makeRecord, publishedRows, type ResultRow, writeRecord } from "../evaluation/records.ts";
import { evaluate } from "../evaluation/solve.ts";
import { solverSettings } from "../evaluation/solver.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import { loadTrained, type Trained } from "../evaluation/trained.ts";
import { formatNumber, formatSeconds } from "../plots/format.ts";
import { progressBar } from "../plots/progress.ts";
import { table } from "../plots/table.ts";
import type { Difficulty } from "../tasks/mod.ts";
import { type Flag, type FlagValues, usageError } from "./flags.ts";
import type { Command } from "./command.ts";
import { say, sayBackend, sayRecordings } from "./report.ts";
import { samplerFlags, solverOptions } from "./solver_flags.ts";

const flags = {
  checkpoint: { help: "folder of the checkpoint", value: "FOLDER", kind: "text" },
  difficulty: {
    help: "of the problems; both by default",
    value: "NAME",
    choices: ["same", "harder", "both"],
  },
  problems: { help: "how many per difficulty; 1024 by default", value: "N", range: [1, 1e7] },
  batch: { help: `solved at once; ${BLOCK} by default`, value: "N", range: [1, BLOCK] },
  ...samplerFlags,
  record: { help: "write a result record (JSON) there", value: "FILE", kind: "text" },
} as const satisfies Record<string, Flag>;

interface Plan {
  readonly difficulties: readonly Difficulty[];
  readonly problems: number;
  readonly batch: number;
  readonly seed: number;
}

function planOf(values: FlagValues): Plan {
  const { difficulty = "both", problems = 1024, batch = BLOCK, seed = 0 } = values;
  return {
    difficulties: difficulty === "both" ? ["same", "harder"] : [difficulty as Difficulty],
    problems: problems as number,
    batch: batch as number,
    seed: seed as number,
  };
}

/** Rows of one difficulty: what is trivial, and ours. */
async function measure(
  trained: Trained,
  plan: Plan,
  difficulty: Difficulty,
  options: ReturnType<typeof solverOptions>,
): Promise<ResultRow[]> {
  const { task, title } = trained;
  const { problems, seed } = plan;
  const common = { difficulty, problems };
  const trivial = baselineErrors(task, { difficulty, problems, seed }).flatMap(({ name, scores }) =>
    scores.map((score) => ({ method: name, kind: "trivial" as const, ...common, ...score }))
  );
  const bar = progressBar({ total: problems, label: `${task.name}, ${splitNames[difficulty]}` });
  const found = await evaluate({
    ...trained,
    ...options,
    ...plan,
    difficulty,
    onProgress: (done) => bar.update(done),
  });
  await bar.finish();
  const { sampler, landscapes, restarts } = found.settings;
  const ours = found.scores.map((score): ResultRow => ({
    method: title,
    kind: "ours",
    ...common,
    ...score,
    innerSteps: sampler.innerSteps,
    landscapes,
    restarts,
    seconds: found.seconds,
  }));
  return [...trivial, ...ours];
}

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
      cell(own.find((row) => row.difficulty === difficulty)),
    ]);
    return { method, kind, ...Object.fromEntries(cells) };
  });
  console.log(table(lines, { caption }).text());
}

/** The command. */
export const command: Command = {
  example: "deno task evaluate --checkpoint=runs/addition_symmetric_seed0 --inner-steps=20",
  flags,
  async run(values) {
    if (values.checkpoint === undefined) {
      throw usageError("--checkpoint is missing: give the folder of one");
    }
    const plan = planOf(values);
    const trained = loadTrained(values.checkpoint as string);
    const { task, title, manifest } = trained;
    const options = solverOptions(values, manifest.config.preset);
    const settings = solverSettings(task, options);
    sayBackend();
    say(`${task.title}, ${title}, trained for ${manifest.step} steps. Compiling the solver.`);
    const quiet = sayRecordings();
    const started = performance.now();
    const rows: ResultRow[] = publishedRows(task).filter((row) =>
      plan.difficulties.includes(row.difficulty)
    );
    for (const difficulty of plan.difficulties) {
      rows.push(...await measure(trained, plan, difficulty, options));
    }
    quiet();
    const order = ["published", "trivial", "ours"];
    rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    const seconds = (performance.now() - started) / 1000;
    const { sampler, preset, restarts, landscapes } = settings;
    for (const metric of new Set(rows.map((row) => row.metric))) {
      print(
        rows.filter((row) => row.metric === metric),
        plan.difficulties,
        `${task.title}, ${metric} ± its standard error, ${plan.problems} problems of seed ${plan.seed}, ` +
          `preset ${preset}, ${sampler.innerSteps} steps on each of ${landscapes} landscapes, ` +
          `${restarts === 1 ? "1 run" : `best of ${restarts} runs`}, ${formatSeconds(seconds)}`,
      );
    }
    if (values.record !== undefined) {
      const record = makeRecord(manifest, {
        kind: "evaluation",
        preset,
        sampler,
        seed: plan.seed,
        problems: plan.problems,
        seconds,
        rows,
      });
      writeRecord(values.record as string, record);
      say(`Recorded in ${values.record}.`);
    }
    return 0;
  },
};
