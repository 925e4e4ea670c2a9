/** What samplers compile is freed when they end. */
import { assert, assertEquals } from "@std/assert";
import { climb } from "lib/papers/pita/climb.ts";
import { temperedChains } from "lib/papers/pita/competitors.ts";
import { effectiveCurves } from "lib/papers/pita/fkc_weights.ts";
import { mixtureTask } from "lib/papers/pita/ladder_tasks.ts";
import { liveFkc } from "lib/papers/pita/live.ts";
import { tf } from "lib/tensor/mod.ts";
import { recordingsOf } from "../../support/recordings.ts";

Deno.test("climbs, chains, curves of weights and live cells free what they compile", async () => {
  const few = { particles: 20, steps: 3, seed: 1 };
  const options = {
    ...{ temperatures: [64, 8], trainingSteps: 1, batch: 8, particles: 30, compared: 30 },
    ...{ samplingSteps: 2, settling: 2, seed: 2 },
  };
  const ways = {
    climb: () => climb(mixtureTask(), options, () => {}),
    chains: () => temperedChains({ ...few, steps: 150 }),
    curves: () => effectiveCurves(few),
    cells: () => liveFkc({ ...few, seeds: [1], compared: 10 }),
  };
  for (const [name, way] of Object.entries(ways)) {
    const before = tf.memory().numTensors, { made, left } = await recordingsOf(way);
    assert(made > 0, name);
    assertEquals(left, [], name);
    assertEquals(tf.memory().numTensors, before, name);
  }
});
