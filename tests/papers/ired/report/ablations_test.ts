/** What notebook 8 trains and compares. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { tf } from "lib/tensor/mod.ts";
import * as notebook from "lib/papers/ired/report/ablations.ts";
import { shippedNetworks } from "lib/papers/ired/report/networks.ts";
import type { Trained } from "lib/papers/ired/evaluation/trained.ts";
import { corrected } from "lib/papers/ired/method/options.ts";
import { methods } from "lib/papers/ired/method/methods.ts";
import { configOf as configFor, lossOptions, methodOf } from "lib/papers/ired/training.ts";
import { tasks } from "lib/papers/ired/tasks/mod.ts";
import { doubling, ideal } from "../evaluation/toy.ts";

const configOf = (name: notebook.Ablation) =>
  configFor(tasks.inverse, "exchangeable", notebook.ablations[name]);

Deno.test("the trainings are possible, and see the same problems as often", () => {
  for (const name of Object.keys(notebook.ablations) as notebook.Ablation[]) {
    const { batch, steps, preset, seed } = configOf(name);
    assertEquals([batch, steps, preset, seed], [16, 2500, "corrected", 0]);
  }
  assertEquals(lossOptions(configOf("plain")).contrastWeight, 0);
  assertEquals(lossOptions(configOf("shaped")).contrastWeight, 0.5);
  assertEquals(methodOf(configOf("irem")), methods.irem);
});

const trained = {
  task: doubling,
  network: ideal,
  title: "ideal",
  trainedAs: methods.ired,
  params: ideal.init(tf.tensor1d([0, 0], "int32")),
  irem: corrected.loss.irem,
} as unknown as Trained;

Deno.test("lines switch one part on after the other", () => {
  const lines = notebook.solvingLines(trained, 7, ", here");
  assertEquals(lines.map(({ sampler }) => sampler), [
    { innerSteps: 0, posteriorNoise: "on" },
    { innerSteps: 0 },
    { innerSteps: 7 },
  ]);
  assertEquals(lines[1]!.method, "gradient descent, here");
});

Deno.test("lines are measured on the same problems, and their worth is taken problem by problem", async () => {
  // A clamp makes errors that depend on the problem.
  const lines = [4, 0.5, 0.5].map((clamp, i) => ({
    method: "abc"[i]!,
    trained,
    sampler: { innerSteps: 1, clampFinal: clamp, answerScale: "scaled" as const },
  }));
  const rows = await notebook.measureLines(lines, { problems: 20, seed: 0 });
  assertEquals(rows.map(({ method, at }) => `${method}${at.difficulty}`), [
    ...["asame", "aharder", "bsame", "bharder", "csame", "charder"],
  ]);
  assert(rows[2]!.value > 10 * rows[0]!.value);
  assertEquals([...rows[2]!.errors], [...rows[4]!.errors]);
  const [same, less] = notebook.worth(rows, [["c", "b"], ["a", "b"]]);
  assertEquals(same!.harder, "0 % (no sure difference)");
  const [ratio, verdict] = less!.harder.split(" × ");
  assertEquals(verdict, "(lower)");
  assert(Number(ratio) < 0.1, ratio);
  assertThrows(() => notebook.worth(rows, [["d", "a"]]), RangeError, "d was not measured");
  assertEquals(await notebook.measureLines([], { problems: 20, seed: 0 }), []);
});

Deno.test("published numbers stand beside the lines they are of", () => {
  const rows = notebook.publishedParts("error", "a table", [[1, 2], [3, 4]]);
  assertEquals(rows.map(({ method, value }) => `${method} ${value}`), [
    "noisy reverse process 1",
    "noisy reverse process 2",
    "gradient descent 3",
    "gradient descent 4",
  ]);
  const found = notebook.publishedOf(tasks.inverse, ["IREM"]);
  assertEquals(found.map(({ value }) => value), [0.0108, 0.2083]);
});

Deno.test("missing checkpoints are left out where they may be, and named where not", async () => {
  const shipped = shippedNetworks("data/checkpoints", ["nothing", "inverse_symmetric"]);
  assertEquals(shipped.map(({ title }) => title), ["symmetric network"]);
  const options = { checkpoints: "nowhere", train: false, trainingMinutes: 1 };
  await assertRejects(
    () => notebook.ablationNetworks(tasks.inverse, "exchangeable", options),
    Error,
    "Cannot find a checkpoint in nowhere/ablations/inverse_exchangeable",
  );
});
