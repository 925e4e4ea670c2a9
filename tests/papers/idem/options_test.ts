/** Trainings that could not be what their options say, and what is left behind of them. */
import { assertEquals, assertRejects } from "@std/assert";
import { scoreMlp } from "lib/models/score_mlp.ts";
import {
  dw4Options,
  finerDw4Options,
  forcedDw4Options,
  gmmOptions,
  keptDw4Options,
  lj13Options,
  ownDw4Options,
  ownGmmOptions,
} from "lib/papers/idem/settings.ts";
import { assertIdemOptions } from "lib/papers/idem/check_options.ts";
import { trainIdem } from "lib/papers/idem/train.ts";
import { tf } from "lib/tensor/mod.ts";

const tiny = {
  ...ownGmmOptions(),
  network: scoreMlp({ width: 8, embedding: 8 }),
  estimator: { samples: 3, clip: 100, kind: "mixed" as const },
  ...{ batch: 4, refreshEvery: 1, refreshSamples: 4, refreshSteps: 2, initialSamples: 6, steps: 2 },
  ...{ source: "own samples" as const, seed: 3 },
};

Deno.test("a training refuses options that it would ignore or train something else by", async () => {
  const before = tf.memory().numTensors;
  const refused: readonly (readonly [object, string])[] = [
    [
      { source: "own sample" },
      "source must be one of own samples, prior: current value is own samp",
    ],
    [{ weight: "normalized" }, "weight must be one of variance, one, normalised"],
    [{ keeps: "yes" }, "keeps must be one of noised point: current value is yes"],
    [{ rate: "cosin" }, "(did you mean cosine?)"],
    [{ mode: "XLA" }, "mode must be one of xla, graph"],
    [{ learningRte: 1 }, "Unknown option learningRte (did you mean learningRate?)"],
    [{ batch: 0 }, "batch must be an integer of at least 1: current value is 0"],
    [{ refreshEvery: 0 }, "refreshEvery must be an integer of at least 1"],
    [{ refreshSteps: 1.5 }, "refreshSteps must be an integer of at least 1"],
    [{ steps: NaN }, "steps must be an integer of at least 0: current value is NaN"],
    [{ learningRate: -1 }, "learningRate must be a finite number at least 0"],
    [{ deviation: NaN }, "deviation must be a finite number at least 0"],
    [{ forces: { deviation: 0.1, clip: -1 } }, "clip of forces must be a number above 0"],
    [{ estimator: {} }, "samples of the estimator must be an integer of at least 1"],
  ];
  for (const [changed, message] of refused) {
    await assertRejects(() => trainIdem({ ...tiny, ...changed } as never), RangeError, message);
    assertEquals(tf.memory().numTensors, before, message);
  }
});

Deno.test("all settings pass", () => {
  const settings = [
    gmmOptions(),
    ownGmmOptions(),
    dw4Options(),
    ownDw4Options(),
    forcedDw4Options(),
  ];
  for (const own of [...settings, keptDw4Options(), finerDw4Options(), lj13Options()]) {
    for (const source of ["own samples", "prior"] as const) {
      assertIdemOptions({ ...own, source, steps: 0, seed: 1 });
    }
  }
});

Deno.test("a training whose first step throws leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const wrong: readonly object[] = [
    { network: scoreMlp({ dimensions: 3, width: 8, embedding: 8 }) },
    { estimator: { ...tiny.estimator, kind: "mixd" } },
    { project: () => tf.zeros([3, 3]) },
  ];
  for (const changed of wrong) {
    await assertRejects(() => trainIdem({ ...tiny, ...changed } as never));
    assertEquals(tf.memory().numTensors, before, Object.keys(changed)[0]);
  }
});
