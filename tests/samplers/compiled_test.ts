/** What samplers compile can be freed. */
import { assertEquals } from "@std/assert";
import { geometricSchedule, type NoiseLevel } from "lib/diffusion/variance_schedule.ts";
import { gaussianMixture } from "lib/energy/mod.ts";
import { likelihood } from "lib/samplers/mod.ts";
import { type Tensor, tf } from "lib/tensor/mod.ts";
import { recordingsOf } from "../support/recordings.ts";

Deno.test("a likelihood frees what it compiled, and compiles anew where it is used again", async () => {
  const normal = gaussianMixture({ means: [[0]], deviation: 0.3 });
  const density = likelihood({
    ...{ schedule: geometricSchedule(0.02, 4), steps: 2, dataVariance: 0.09, mode: "graph" },
    score: (_: Record<never, never>, y: Tensor, { h }: NoiseLevel) => normal.score(y, h),
  });
  const x = tf.tensor2d([[0.9], [-0.6]]), found: number[][] = [];
  const before = tf.memory().numTensors;
  const { made, left } = await recordingsOf(() => {
    for (let turn = 0; turn < 2; turn++) {
      const logs = density({}, x);
      found.push(Array.from(logs.dataSync()));
      logs.dispose();
      density.dispose();
    }
  });
  assertEquals([made, left], [2, []]);
  assertEquals(found[0], found[1]);
  assertEquals(tf.memory().numTensors, before);
  x.dispose();
});
