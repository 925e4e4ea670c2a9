/** Trainings leave behind what they return, which `free` frees. */
import { assertEquals, assertThrows } from "@std/assert";
import { readMolecules } from "lib/datasets/molecules/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { ARMS } from "lib/papers/canonicalisation/arms.ts";
import { clusters } from "lib/papers/canonicalisation/clusters.ts";
import { trainDigits } from "lib/papers/canonicalisation/digits.ts";
import { free } from "lib/papers/canonicalisation/experiments.ts";
import { trainMolecules } from "lib/papers/canonicalisation/molecules.ts";
import { trainClusters } from "lib/papers/canonicalisation/particles.ts";
import { random, type Tensor3D, tf } from "lib/tensor/mod.ts";

type Arm = typeof ARMS[number];
type Training = Parameters<typeof trainDigits>[2];

Deno.test("of no arm of digits, clusters and molecules a tensor stays behind", () => {
  const key = random.key(1), turns = random.normal(key, [5, 4, 196]) as Tensor3D;
  const data = clusters(8, rng(1), { chains: 8 });
  const molecules = readMolecules("validation").slice(0, 4);
  const trainings = {
    digits: (arm: Arm, training: Training) => trainDigits(arm, turns, training),
    clusters: (arm: Arm, training: Training) => trainClusters(arm, data, training),
    molecules: (arm: Arm, training: Training) => trainMolecules(arm, molecules, training),
  };
  const stop = () => {
    throw new Error("interrupted");
  };
  for (const [task, train] of Object.entries(trainings)) {
    for (const arm of ARMS) {
      const before = tf.memory().numTensors, training = { seed: 3, steps: 1, nudge: 1e-6 };
      assertThrows(() => train(arm, { ...training, observe: stop }), Error, "interrupted");
      assertEquals(tf.memory().numTensors, before, `${task}, ${arm}, interrupted`);
      const trained = train(arm, training);
      assertEquals(Boolean(trained.frozen), arm === "frozen", "only what is used is kept");
      free(trained);
      assertEquals(tf.memory().numTensors, before, `${task}, ${arm}`);
    }
  }
  [key, turns].forEach((tensor) => tensor.dispose());
});
