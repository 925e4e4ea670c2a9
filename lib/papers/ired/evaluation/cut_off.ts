/** Answers that a sampler cannot reach, as it cuts estimates off. */
import { type Tensor, tf } from "../../../tensor/mod.ts";
import type { Task } from "../tasks/task.ts";
import type { SolverSettings } from "./solver.ts";

const told = new Set<string>();

/**
 * Says once of each task whose right answers are larger than what its sampler cuts answers off at; not with the
 * preset "reference", where that is the released code's doing.
 */
export function sayCutOff(
  { name }: Pick<Task, "name">,
  { preset, sampler }: Pick<SolverSettings, "preset" | "sampler">,
  answer: Tensor,
): void {
  const { clampFinal } = sampler;
  if (preset === "reference" || told.has(name)) return;
  const largest = tf.tidy(() => tf.max(tf.abs(answer)).dataSync()[0]!);
  if (largest <= clampFinal * (1 + 1e-6)) return;
  told.add(name);
  console.warn(
    `Answers of ${name} reach ${Number(largest.toPrecision(3))}, but the sampler cuts off at ` +
      `${clampFinal}: divide them by their usual size, or give the task ` +
      "sampler: { clampJump, clampDescent, clampFinal }.",
  );
}
