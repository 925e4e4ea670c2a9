/**
 * What own descents, hidden clues, the time input and untied layers are worth, and what an energy is
 * worth beside a plain recurrence of the same network, all at equal floating-point operations:
 * `deno run -A lib/papers/ired/make_sudoku_ablation.ts [--arm=NAME,…] [--tera=4] [--width=32]
 * [--layers=6] [--batch=16] [--learning-rate=.002] [--seed=4071] [--choose] [--to=FILE]`.
 *
 * Each arm trains one small network from scratch. What the record has of other arms is kept, so that
 * a run that was cut off goes on; with other settings than the record's, another file must be given by
 * `--to`. With `--choose` answers are to boards that no report sees, and
 * nothing is written.
 */
import { existsSync } from "node:fs";
import { runScript } from "../../checks/script.ts";
import { countFrom, scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { REPORT_SAMPLES } from "../../datasets/sudoku/report_samples.ts";
import { generateSet, type SudokuSet } from "../../datasets/sudoku/splits.ts";
import { readPuzzleSet } from "../../datasets/sudoku/read_puzzles.ts";
import { sudokuRelational, type SudokuRelationalConfig } from "../../models/sudoku_relational.ts";
import { makeRecord, readRecord, writeRecord } from "../../records/records.ts";
import { assertSameArms } from "./report/sudoku_ablation.ts";
import { measuredFields, type ResultRow } from "../../records/rows.ts";
import { operationsRun } from "../../tensor/mod.ts";
import { createTrainer } from "../../training/trainer.ts";
import { configOf, methodOf, trainingProblem } from "./training.ts";
import type { IredConfig } from "./config.ts";
import { evaluate } from "./evaluation/solve.ts";
import { asProblems } from "./tasks/sudoku/data.ts";
import { sudoku } from "./tasks/sudoku/sudoku.ts";
import type { Task } from "./tasks/task.ts";

/** Hops of the energies. */
const HOPS = [0, 16, 32];
/** The landscape that they go up to. */
const LEVEL = 5;
/** A gradient is a pass there and one back; a hop takes one on each of its landscapes. */
const PASSES_PER_GRADIENT = 2;
const passesOf = (hops: number) => PASSES_PER_GRADIENT * (10 + hops * (LEVEL + 1));
/** Passes of one run of the recurrence. */
const RUN = 16;

interface Arm {
  readonly title: string;
  readonly network?: SudokuRelationalConfig;
  readonly training?: Partial<Omit<IredConfig, "task" | "network">>;
}

const both = { ownDescents: 0.5, hiddenClues: 0.5 } as const;
const arms: Readonly<Record<string, Arm>> = {
  neither: { title: "as published" },
  hidden: { title: "hidden clues", training: { hiddenClues: 0.5 } },
  own: { title: "own descents", training: { ownDescents: 0.5 } },
  both: { title: "own descents and hidden clues", training: both },
  timeless: {
    title: "both, without the time input",
    network: { time: "off" },
    training: both,
  },
  tied: { title: "both, layers tied", network: { tied: "on" }, training: both },
  recurrence: {
    title: "plain recurrence, own passes and hidden clues",
    training: { method: "recurrence", ownDescents: 0.875, hiddenClues: 0.5 },
  },
};

const flags = {
  arm: { type: "string", default: Object.keys(arms).join() },
  tera: { type: "string", default: "4" },
  width: { type: "string", default: "32" },
  layers: { type: "string", default: "6" },
  batch: { type: "string", default: "16" },
  "learning-rate": { type: "string", default: "0.002" },
  seed: { type: "string", default: "4071" },
  boards: { type: "string", default: "96" },
  choose: { type: "boolean", default: false },
  to: { type: "string", default: "data/results/sudoku_ablation.json" },
} as const;

/** A number above 0 that was given as text. */
function amountOf(name: string, text: string): number {
  if (Number(text) > 0 && Number.isFinite(Number(text))) return Number(text);
  throw usageError(`${name} must be a number above 0: current value is ${text}`);
}

/** What is made, by flags. */
export function planOf(args: readonly string[]) {
  const { values } = scriptArguments(args, flags), { choose, to: path } = values;
  const chosen = values.arm.split(",").map((name) => {
    const arm = Object.hasOwn(arms, name) ? arms[name] : undefined;
    if (arm) return arm;
    const accepted = Object.keys(arms).join(", ");
    throw usageError(`--arm must be of ${accepted}: current value is ${name}`);
  });
  const sizes = {
    width: countFrom("--width", values.width),
    layers: countFrom("--layers", values.layers),
  };
  const seed = countFrom("--seed", values.seed, 0), n = countFrom("--boards", values.boards);
  const tera = amountOf("--tera", values.tera);
  const training = {
    batch: countFrom("--batch", values.batch),
    learningRate: amountOf("--learning-rate", values["learning-rate"]),
    warmupSteps: 100,
    seed,
  };
  const settings = { ...sizes, ...training, level: LEVEL, innerSteps: 0, tera };
  return { path, seed, n, settings, chosen, sizes, training, tera, choose };
}

await runScript(import.meta, async (args) => {
  const plan = planOf(args), { path, seed, n: boards, sizes, training, tera, choose } = plan;
  if (!choose) known();
  const task = testedOn(await testBoards());

  /** Boards that no choice and no other record saw: the end of the fresh ones. */
  async function testBoards(): Promise<SudokuSet> {
    if (choose) {
      return generateSet({
        count: boards,
        clues: { from: 19, to: 34 },
        seed: 1,
        label: "ablation",
      });
    }
    const { set } = await readPuzzleSet(await Deno.readTextFile(REPORT_SAMPLES.fresh));
    return set;
  }

  /** Sudoku, tested on the last boards of `set`. */
  function testedOn(set: SudokuSet): Task {
    const first = set.count - boards;
    return {
      ...sudoku,
      testSet: () => ({
        size: boards,
        pick: (numbers) => asProblems(set, Array.from(numbers, (i) => first + i)),
      }),
    };
  }

  /** Trains an arm by as many steps as the budget has. */
  async function train({ network: changes, training: own }: Arm) {
    const network = sudokuRelational({ ...sizes, ...changes });
    const configFor = (steps: number) =>
      configOf(sudoku, "relational", { ...training, ...own, steps });
    const how = { create: () => network };
    const trainerFor = (config: IredConfig) =>
      createTrainer(trainingProblem(sudoku, how, config, network), config);
    const before = operationsRun();
    const trial = trainerFor(configFor(1));
    for await (const _ of trial.steps());
    trial.dispose();
    const perStep = operationsRun() - before;
    const steps = Math.round(tera * 1e12 / perStep);
    const config = configFor(steps);
    const trainer = trainerFor(config);
    for await (const { step, loss } of trainer.steps()) {
      if (step % 500 === 0) console.log(step, "of", steps, loss.toPrecision(3));
    }
    const { seconds, learned: { average: params } } = trainer.progress;
    return { network, config, steps, seconds, params, dispose: () => trainer.dispose() };
  }

  async function measured(arm: Arm): Promise<ResultRow[]> {
    const { network, config, steps, seconds, params, dispose } = await train(arm);
    const trainedAs = methodOf(config);
    const base = {
      ...{ task, network, params, trainedAs, problems: boards, seed, batch: boards },
      ...{ difficulty: "harder", mode: "graph", preset: "corrected" } as const,
    };
    const at = { steps, trainingTera: tera, parameters: count(params) };
    const rows: ResultRow[] = [];
    const add = (
      hops: number,
      run: string,
      found: Pick<Awaited<ReturnType<typeof evaluate>>, "scores">,
    ): void => {
      found.scores.forEach(({ metric, ...score }) => {
        const where = { hops, passes: passesOf(hops), run, seed, ...at };
        const of = { method: arm.title, kind: "ours", metric, at: where } as const;
        rows.push({ ...of, seconds, ...measuredFields(score) });
        console.log(arm.title, run, hops, metric, score.mean.toFixed(3));
      });
    };
    if (trainedAs.hasEnergy) {
      const found = await evaluate({
        ...base,
        ...{ cycles: HOPS.at(-1)!, level: LEVEL, sampler: { innerSteps: 0 } },
      });
      HOPS.forEach((hops) => add(hops, "descent and hops", found.byCycle[hops]!));
    } else {
      for (const hops of HOPS) {
        const passes = passesOf(hops);
        const restarts = Math.max(1, Math.round(passes / RUN));
        const short = { restarts, sampler: { innerSteps: RUN }, stop: "finished" } as const;
        add(hops, `runs of ${RUN} passes`, await evaluate({ ...base, ...short }));
        add(hops, "one long run", await evaluate({ ...base, sampler: { innerSteps: passes } }));
      }
    }
    dispose();
    return rows;
  }

  const count = (params: Readonly<Record<string, { readonly size: number }>>) =>
    Object.values(params).reduce((total, { size }) => total + size, 0);

  /**
   * Rows of other arms, all of runs like these.
   *
   * @throws {SyntaxError} With cause "usage", if the file has others
   */
  function known(titles: readonly string[] = []): readonly ResultRow[] {
    if (!existsSync(path)) return [];
    const record = readRecord(path);
    assertSameArms(record, plan);
    return record.rows.filter(({ method }) => !titles.includes(method));
  }

  for (const arm of plan.chosen) {
    const rows = await measured(arm);
    if (choose) continue;
    const order = Object.values(arms).map(({ title }) => title);
    const all = [...known([arm.title]), ...rows]
      .sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
    // Rows of one training have its seconds each.
    const trainings = new Map(all.map((row) => [row.method, row.seconds ?? 0]));
    writeRecord(
      path,
      makeRecord({
        paper: "ired",
        kind: "sweep",
        subject: { task: "sudoku", network: "relational" },
        settings: plan.settings,
        data: `the last ${boards} boards of data/samples/sudoku_fresh.csv, 19 to 34 clues`,
        seed,
        n: boards,
        seconds: [...trainings.values()].reduce((total, seconds) => total + seconds, 0),
        rows: all,
      }),
    );
  }
});
