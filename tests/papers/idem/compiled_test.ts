/** What trainings and samples compile is freed when they end, and when they throw. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { scoreMlp } from "lib/models/score_mlp.ts";
import { drawIdem, drawMonteCarlo, negativeLogLikelihood } from "lib/papers/idem/evaluate.ts";
import { ownGmmOptions } from "lib/papers/idem/settings.ts";
import { trainIdem } from "lib/papers/idem/train.ts";
import { random, tf } from "lib/tensor/mod.ts";
import { recordingsOf } from "../../support/recordings.ts";

const tiny = {
  ...ownGmmOptions(),
  network: scoreMlp({ width: 8, embedding: 8, conditionScale: 10 }),
  estimator: { samples: 3, clip: 100, kind: "mixed" as const },
  ...{ batch: 4, refreshEvery: 1, refreshSamples: 4, refreshSteps: 2, initialSamples: 6, steps: 2 },
  ...{ source: "own samples" as const, seed: 3 },
};

Deno.test("trainings free what they compile and hold, one that is broken off too", async () => {
  const before = tf.memory().numTensors;
  const whole = await recordingsOf(async () => {
    tf.dispose((await trainIdem(tiny)).params as never);
  });
  // The batch, the step, and the sampler of the refresh.
  assertEquals([whole.made, whole.left], [3, []]);
  assertEquals(tf.memory().numTensors, before);
  const broken = await recordingsOf(() =>
    assertRejects(
      () =>
        trainIdem(tiny, () => {
          throw new Error("enough");
        }),
      Error,
      "enough",
    )
  );
  assertEquals(broken.left, []);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("drawing samples, and the likelihood, frees what it compiles", async () => {
  const params = tiny.network.init(random.key(1)), sizes = { count: 5, steps: 3, seed: 1 };
  const ways = {
    network: () => drawIdem(tiny, params, sizes),
    "Monte Carlo": () => drawMonteCarlo(tiny, { samples: 3 }, { ...sizes, mode: "graph" }),
    likelihood: () => negativeLogLikelihood(tiny, params, sizes),
  };
  for (const [name, draw] of Object.entries(ways)) {
    const before = tf.memory().numTensors, { made, left } = await recordingsOf(draw);
    assert(made > 0, name);
    assertEquals(left, [], name);
    assertEquals(tf.memory().numTensors, before, name);
  }
});
