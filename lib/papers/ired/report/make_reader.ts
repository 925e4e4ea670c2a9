/**
 * Trains a classifier of single digits and ships it: `deno run -A lib/papers/ired/report/make_reader.ts`
 * makes that which the joint network starts as, with `--distorted --seed=0` (or 1, 2) one that learns
 * four times as long, of digits that are also turned, stretched and slanted. Steps and rate were
 * chosen on validation digits. One that is there is replaced by one of as many `--steps`, or, with `--force`,
 * by any.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "../../../checks/script.ts";
import { countFrom, force, scriptArguments } from "../../../checks/script_arguments.ts";
import { assertReplacesCheckpoint } from "../../../records/replacing.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import { saveCheckpoint } from "../../../training/checkpoint.ts";
import { describeMachine } from "../../../training/machine.ts";
import { readerAccuracy, trainReader } from "../evaluation/two_stage.ts";
import { DIGIT_READER, distortedReader } from "../tasks/visual_sudoku/visual_sudoku.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

await runScript(import.meta, (args) => {
  const { values } = scriptArguments(args, {
    ...force,
    distorted: { type: "boolean", default: false },
    seed: { type: "string", default: "0" },
    steps: { type: "string" },
  });
  const kind = values.distorted ? "distorted" : "shifted";
  const seed = countFrom("--seed", values.seed, 0), started = performance.now();
  const steps = countFrom("--steps", values.steps ?? (values.distorted ? "6000" : "1500"));
  const folder = join(ROOT, kind === "distorted" ? distortedReader(seed) : DIGIT_READER);
  const config = { seed, steps, ...(kind === "distorted" && { kind }) };
  assertReplacesCheckpoint(folder, config, values.force);
  const params = trainReader({
    ...{ seed, steps, kind },
    observe: (step, loss) => step % 100 === 0 && console.log(step, loss.toFixed(4)),
  });
  const { right, count } = readerAccuracy(params, "validation", 2000);
  console.log(`${right} of ${count} validation digits`);
  const reader = digitReader();
  saveCheckpoint({
    step: steps,
    seconds: (performance.now() - started) / 1000,
    learned: { ...params },
  }, {
    ...{ folder, config },
    learner: { parts: { average: reader }, save: (average) => ({ average }) },
    machine: describeMachine(),
  });
});
