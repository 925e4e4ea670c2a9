import { assert, assertEquals } from "@std/assert";
import { type Case, timeData, timeSolving, timeTraining } from "../../lib/cli/bench_cases.ts";
import { neededOperations } from "../../lib/cli/operations.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { matrixExchangeable } from "../../lib/models/matrix_exchangeable.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { tf } from "../../lib/tensor/mod.ts";

const effort = { rounds: 2, seconds: 10 };
const how = tasks.addition.networks.mlp!;
const small = mlp({ conditionSize: 800, answerSize: 400, width: 64, timeFeatures: 8 });
const of: Case = { task: tasks.addition, how, network: small, mode: "graph", batch: 64 };

Deno.test("what is recorded is little more than what the factored algorithm needs", () => {
  const needed = neededOperations(small)!;
  const training = timeTraining(of, effort), solving = timeSolving(of, 3, effort);
  for (
    const [recorded, count] of [
      [training.recorded!, needed.trainingStep],
      [solving.recorded!, needed.solving(3, 10)],
    ]
  ) {
    const ratio = recorded! / (64 * count!);
    assert(ratio >= 1 && ratio < 1.15, `recorded is ${ratio} times as much`);
  }
  assertEquals(neededOperations(matrixExchangeable({ problem: "addition" })), undefined);
});

Deno.test("timing leaves no tensors behind, and sees each step", () => {
  const steps: number[] = [];
  const run = () => {
    timeTraining({ ...of, batch: 4 }, effort, (step) => steps.push(step));
    timeSolving({ ...of, batch: 4 }, 1, effort);
    assert(timeData(tasks.addition, 4, effort) > 0);
  };
  run();
  assertEquals(steps, [1, 2, 3, 4]);
  const before = tf.memory().numTensors;
  run();
  assertEquals(tf.memory().numTensors, before);
});
