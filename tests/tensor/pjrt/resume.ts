/**
 * Trains the run in a folder on to a step, on whatever device this process has:
 * `resume.ts FOLDER STEP`. Prints one finding, which says what computed.
 */
import { backend } from "../../../lib/tensor/mod.ts";
import { configOf, trainingProblem } from "../../../lib/papers/ired/training.ts";
import { tasks } from "../../../lib/papers/ired/tasks/mod.ts";
import { openRun } from "../../../lib/training/run.ts";

const [folder, last] = [Deno.args[0]!, Number(Deno.args[1])];
const task = tasks.addition, how = task.networks.symmetric!;
const config = configOf(task, "symmetric", { steps: 6, batch: 8, seed: 5 });
const run = openRun((found: typeof config) => trainingProblem(task, how, found), config, {
  folder,
  existing: "continue",
});
const losses: number[] = [];
for await (const { loss, step } of run.steps()) {
  losses.push(loss);
  if (step >= last) run.stop();
}
run.dispose();
console.log(JSON.stringify({ name: backend().name, ok: true, detail: losses.join(" ") }));
