/** IRED's loss, L_MSE + c·L_contrast, on energies whose errors are known. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";
import type { EnergyNetwork } from "lib/energy/energy_network.ts";
import { ired } from "lib/papers/ired/method/ired.ts";
import { corrected } from "lib/papers/ired/method/options.ts";
import { ideal, schedule, sumPerExample } from "./ideal.ts";

/** The ideal energy, and a·t·Σy: at level t the gradient is off by a·t in each entry. */
const tilted: EnergyNetwork = {
  ...ideal,
  name: "tilted",
  init: () => ({ a: tf.scalar(1) }),
  energy: (params, encoded, y, t) =>
    tf.add(
      ideal.energy({}, encoded, y, t),
      tf.mul(sumPerExample(y), tf.mul(params.a!, tf.cast(t, "float32"))),
    ),
};

const problems = (answer: Tensor) => ({ condition: { answer }, answer });

/** A setting whose negatives are the answers. */
const same = (network: EnergyNetwork, contrastWeight: number) => ({
  network,
  schedule,
  options: { ...corrected.loss, contrastWeight },
  hooks: { negatives: (_: unknown, { answer }: { answer: Tensor }) => tf.clone(answer) },
});

Deno.test("all landscapes are trained equally often, those of a batch beside a pool too", () =>
  tf.tidy(() => {
    const count = 20_000,
      batch = problems(tf.zeros([count, 1])),
      params = tilted.init(random.key(0));
    const setting = same(tilted, 0);
    const plain = ired.lossAndGradients(setting, params, batch, random.key(1));
    // One member, on landscape 0, where the energy is right.
    const pool = {
      problems: problems(tf.zeros([1, 1])),
      y: tf.zeros([1, 1]),
      t: tf.tensor1d([0], "int32") as tf.Tensor1D,
    };
    const given = { batch, pool, clamp: 1 };
    const beside = ired.lossWithPool!(setting, params, given, random.key(2));
    // The mean of 0², …, 9² is 28.5; t² has a deviation of 26.9, and this is four of the mean's.
    for (const { parts, gradients } of [plain, beside]) {
      const loss = parts.loss.dataSync()[0]!;
      assertAlmostEquals(loss, 28.5, 4 * 26.9 / Math.sqrt(count));
      // (a·t)² has twice its value as the slope by a, at a = 1.
      assertAlmostEquals(gradients.a!.dataSync()[0]!, 2 * loss, 1e-3 * loss);
    }
  }));

Deno.test("the contrast, ln 2 for a negative that is the answer, counts with its weight", () =>
  tf.tidy(() => {
    const batch = problems(random.normal(random.key(1), [6, 3]));
    const params = { a: tf.scalar(0) };
    for (const weight of [0.5, 2, 0]) {
      const { parts } = ired.lossAndGradients(same(tilted, weight), params, batch, random.key(2));
      assert(parts.denoising.dataSync()[0]! < 1e-9);
      assertAlmostEquals(parts.contrast.dataSync()[0]!, weight === 0 ? 0 : Math.LN2, 1e-6);
      assertAlmostEquals(parts.loss.dataSync()[0]!, weight * Math.LN2, 1e-6);
    }
  }));

Deno.test("both sides of the contrast have one noise, which is not that of the denoising", () =>
  tf.tidy(() => {
    const seen: number[][] = [];
    const watched: EnergyNetwork = {
      ...tilted,
      energy(params, encoded, y, t) {
        seen.push(Array.from(y.dataSync()));
        return tilted.energy(params, encoded, y, t);
      },
    };
    // Answers are 0, so that what the energy sees is σ_t·ε.
    const batch = problems(tf.zeros([8, 5])), params = watched.init(random.key(0));
    const setting = same(watched, 1), key = random.key(3);
    const pool = {
      problems: problems(tf.zeros([4, 5])),
      y: tf.zeros([4, 5]),
      t: tf.tensor1d([1, 3, 5, 7], "int32") as tf.Tensor1D,
    };
    for (
      const [fresh, loss] of [
        [40, () => ired.lossAndGradients(setting, params, batch, key)],
        [20, () => ired.lossWithPool!(setting, params, { batch, pool, clamp: 1 }, key)],
      ] as const
    ) {
      seen.length = 0;
      loss();
      const [start, positive, negative] = seen;
      assertEquals(seen.length, 3);
      assertEquals(positive, negative);
      assert(positive!.slice(0, fresh).every((v, i) => v !== start![i]));
    }
  }));
