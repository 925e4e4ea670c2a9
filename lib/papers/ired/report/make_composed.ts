/**
 * Puts a classifier of digits and a Sudoku network together and ships them as one:
 * `deno run -A lib/papers/ired/report/make_composed.ts`, with `--seed=1` or 2 those of other
 * trainings of both. Nothing is trained. One that is there is replaced by one put together alike, or, with
 * `--force`, by any.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { assertReplacesCheckpoint } from "../../../records/replacing.ts";
import { random, tidy } from "../../../tensor/mod.ts";
import { saveCheckpoint } from "../../../training/checkpoint.ts";
import { describeMachine } from "../../../training/machine.ts";
import { distortedReader, visualSudokuTask } from "../tasks/visual_sudoku/visual_sudoku.ts";
import { configOf, trainingProblem } from "../training.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, { ...force, seed: { type: "string", default: "0" } });
  const seed = countFrom("--seed", values.seed, 0),
    task = visualSudokuTask,
    how = task.networks.composed!;
  const solver = seed === 0
    ? "data/checkpoints/sudoku_own_descents"
    : `data/checkpoints/training_seeds/sudoku_own_descents_${seed}`;
  const config = configOf(task, "composed", {
    seed,
    startedFrom: [solver, distortedReader(seed)],
  });
  const folder = seed === 0
    ? "data/checkpoints/visual_sudoku_composed"
    : `data/checkpoints/training_seeds/visual_sudoku_composed_${seed}`;
  assertReplacesCheckpoint(join(ROOT, folder), config, values.force);
  const network = how.create();
  const { learner } = trainingProblem(task, how, config, network);
  const { params } = tidy(() => learner.init(random.key(seed)));
  saveCheckpoint({ step: 0, seconds: 0, learned: params }, {
    folder: join(ROOT, folder),
    config,
    learner: { parts: { average: network }, save: (average) => ({ average }) },
    machine: describeMachine(),
  });
});
