/** Samples of crystals leave nothing behind. */
import { assert, assertEquals } from "@std/assert";
import { crystalDenoiser } from "lib/papers/symmcd/denoiser.ts";
import { sampleCrystals, type TrainedCrystals } from "lib/papers/symmcd/generate.ts";
import { disposeTree, random, tf } from "lib/tensor/mod.ts";
import { recordingsOf } from "../../support/recordings.ts";
import { smallConfig } from "./small.ts";

Deno.test("to sample crystals frees tensors and what was compiled, batch by batch and if it throws", async () => {
  const denoiser = crystalDenoiser(smallConfig(2)), key = random.key(1);
  const params = denoiser.init(key);
  const trained = {
    ...{ denoiser, params },
    manifest: {
      options: { denoiser: denoiser.config, slots: 3 },
      statistics: {
        ...{ mean: [0, 0, 0, 0, 0, 0], deviation: [1, 1, 1, 1, 1, 1], sizes: [] },
        elements: Array.from({ length: 94 }, () => 1 / 94),
        symbols: { 1: Array.from({ length: 15 * 13 }, () => 1 / 13) },
      },
    },
  } as unknown as TrainedCrystals;
  const frames = [1, 2, 3].map((nodes) => ({ group: 1, nodes }));
  const before = tf.memory().numTensors;
  for (const breaks of [false, true]) {
    const { made, left } = await recordingsOf(() => {
      try {
        const found = sampleCrystals(trained, frames, {
          ...{ seed: 2, batch: 2, mode: "graph" },
          observe(done) {
            if (breaks && done === 3) throw new Error("enough");
          },
        });
        assertEquals(found.map(({ x }) => x.length), [1, 2, 3]);
        assert(!breaks);
      } catch (error) {
        if (!breaks) throw error;
      }
    });
    assertEquals([made, left], [1, []]);
    assertEquals(tf.memory().numTensors, before);
  }
  disposeTree({ key, ...params });
});
