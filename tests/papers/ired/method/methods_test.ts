/** What a run trains: methods and switches, from its config to the loss. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { disposeTree, random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { checkConfig, type IredConfig } from "../../../../lib/papers/ired/config.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { loadTrained } from "../../../../lib/papers/ired/evaluation/trained.ts";
import { methods } from "../../../../lib/papers/ired/method/methods.ts";
import { corrected, reference } from "../../../../lib/papers/ired/method/options.ts";
import { defineTask, tasks } from "../../../../lib/papers/ired/tasks/mod.ts";
import {
  configOf,
  iredLearner,
  iremOptions,
  lossOptions,
  methodOf,
} from "../../../../lib/papers/ired/training.ts";
import { readManifest, saveCheckpoint } from "../../../../lib/training/checkpoint.ts";
import { createTrainer, initialState } from "../../../../lib/training/trainer.ts";
import { withFolder } from "../../../support/cli.ts";
import { config, network, problemOf, sample } from "../../../training/tiny.ts";

const methodNames = Object.keys(methods) as (keyof typeof methods)[];
const schedule = cosineSchedule(10);

Deno.test("a config without a method is of IRED; impossible ones are refused", () => {
  assertEquals(methodOf(checkConfig(config)), methods.ired);
  assertEquals(lossOptions(config), corrected.loss);
  const cases: [object, string][] = [
    [
      { method: "ebm" },
      "method must be one of ired, irem, diffusion, feedforward, recurrence: current value",
    ],
    [{ contrast: "maybe" }, "contrast must be one of on, off: current value is maybe"],
    [{ iremStep: 0 }, "iremStep must be a number from 1e-9 to 1000: current value is 0"],
  ];
  for (const [change, message] of cases) {
    assertThrows(() => checkConfig({ ...config, ...change }), RangeError, message);
  }
});

Deno.test("presets, tasks and switches make the options of the loss, in this order", () => {
  const ofTask = { contrastWeight: 0.05 };
  assertEquals(lossOptions(config, ofTask).contrastWeight, 0.05);
  const plain = { ...config, preset: "reference", contrast: "off", method: "irem" } as const;
  assertEquals(lossOptions({ ...plain, iremStep: 0.1 }, ofTask), {
    ...reference.loss,
    contrastWeight: 0,
    irem: { steps: 5, stepSize: 0.1, clamp: Infinity, start: "zero-to-one" },
  });
  assertEquals(iremOptions(config), corrected.loss.irem);
});

/** Loss and gradients of a batch of the tiny problem. */
function measure(
  run: Pick<IredConfig, "preset" | "method" | "contrast" | "iremStep">,
  change: (params: Record<string, Tensor>) => void = () => {},
) {
  const params = { ...network.init(random.key(3)) };
  change(params);
  const setting = { network, schedule, options: lossOptions(run), hooks: {} };
  const batch = sample(random.key(4), 64);
  return methodOf(run).lossAndGradients(setting, params, batch, random.key(5));
}

const number = (x: Tensor) => x.dataSync()[0]!;

Deno.test("without contrast the loss is the denoising loss alone, and unchanged", () =>
  tf.tidy(() => {
    const on = measure(config).parts;
    const off = measure({ ...config, contrast: "off" }).parts;
    assert(number(on.contrast) > 0.1);
    assertEquals(number(off.contrast), 0);
    assertEquals(number(off.denoising), number(on.denoising));
    assertEquals(number(off.loss), number(off.denoising));
    assertAlmostEquals(number(on.loss), number(on.denoising) + 0.5 * number(on.contrast), 1e-6);
  }));

for (const method of methodNames) {
  // Differences of the loss move what IREM takes as given, too; irem_test.ts has its oracle.
  if (method === "irem") continue;
  Deno.test(`the gradient of ${method} agrees with differences of its loss`, () =>
    tf.tidy(() => {
      const options = { ...config, method, contrast: "off" } as const;
      const { gradients } = measure(options);
      for (
        const name of ["layer1/answer/kernel", "layer2/kernel", "readout/kernel", "readout/bias"]
      ) {
        // Along the gradient itself, the slope is its norm.
        const g = gradients[name]!;
        const norm = Math.sqrt(number(tf.sum(tf.square(g))));
        if (norm === 0) {
          assertEquals([method, name], ["feedforward", "layer1/answer/kernel"]); // it meets y = 0
          continue;
        }
        const h = 2e-3 / norm;
        const at = (sign: number) =>
          number(
            measure(options, (params) => {
              params[name] = tf.add(params[name]!, tf.mul(sign * h, g));
            }).parts.loss,
          );
        assertAlmostEquals((at(1) - at(-1)) / (2 * h), norm ** 2, 0.02 * norm ** 2, name);
      }
    }));
}

Deno.test("the methods' losses differ, and each has its own parts only", () =>
  tf.tidy(() => {
    const losses = methodNames.map((method) => {
      const { loss, denoising, contrast } = measure({ ...config, method }).parts;
      if (method !== "ired") {
        assertEquals([number(denoising), number(contrast)], [number(loss), 0]);
      }
      return number(loss);
    });
    assertEquals(new Set(losses).size, methodNames.length);
  }));

/** The tiny problem as a task: y = -x. */
const negation = defineTask({
  name: "negation",
  answerShape: [2],
  networks: { mlp: { create: () => network } },
  sample,
});

for (const method of ["irem", "diffusion", "feedforward"] as const) {
  Deno.test(`a network trained as ${method} solves as ${method}, and better than before`, async () => {
    const run = { ...config, method, batch: 64, steps: 400, learningRate: 2e-2, iremStep: 0.3 };
    const trainer = createTrainer(problemOf(sample, run), run, undefined, "graph");
    const errorNow = async () => {
      const options = { task: negation, network, params: trainer.progress.learned.average };
      const rest = {
        trainedAs: methods[method],
        irem: iremOptions(run),
        problems: 256,
        mode: "graph",
      } as const;
      return await evaluate({ ...options, ...rest });
    };
    const before = await errorNow();
    for await (const _ of trainer.steps());
    const after = await errorNow();
    assert(after.mean < 0.35 * before.mean, `${before.mean} → ${after.mean}`);
    assertEquals(after.byLandscape.length, method === "diffusion" ? 10 : 1);
    assertEquals(after.energies?.length, method === "irem" ? 256 : undefined);
    trainer.dispose();
  });
}

Deno.test("old checkpoints load as IRED, new ones as what they are", async () => {
  const shipped =
    new URL("../../../../data/checkpoints/addition_symmetric", import.meta.url).pathname;
  const old = loadTrained(shipped);
  assertEquals("method" in old.manifest.config, false);
  assertEquals([old.trainedAs.name, old.title], ["ired", "symmetric network"]);
  disposeTree(old.params);
  await withFolder((folder) => {
    const task = tasks.inverse, config = configOf(task, "exchangeable");
    const learner = iredLearner(task, task.networks.exchangeable!.create(), config);
    const options = { folder, learner, machine: "a test" };
    const learned = initialState(learner, 0);
    const save = (more: object) =>
      saveCheckpoint({ step: 1, seconds: 1, learned }, {
        ...options,
        config: { ...config, ...more },
      });
    save({ method: "irem", iremStep: 0.1 });
    const irem = loadTrained(folder);
    assertEquals([irem.trainedAs.name, irem.irem.stepSize], ["irem", 0.1]);
    assertEquals(irem.title, "exchangeable network, IREM");
    assertEquals(readManifest<IredConfig>(folder).config.method, "irem");
    save({ contrast: "off" });
    const plain = loadTrained(folder);
    assertEquals([plain.trainedAs.name, plain.title], [
      "ired",
      "exchangeable network, without contrast",
    ]);
    [irem.params, plain.params, learned].forEach(disposeTree);
  });
});
