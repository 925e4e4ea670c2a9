/** Samples are in the units of the data: Å, pixels from 0 to 1, lengths of DW-4. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { DIGIT_SIDE, type Digits } from "lib/datasets/digits.ts";
import { readMolecules } from "lib/datasets/molecules/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { clusterDistances, clusters } from "lib/papers/canonicalisation/clusters.ts";
import type { Field } from "lib/papers/canonicalisation/denoiser.ts";
import { fourTurns, sampleDigits, sliceOf } from "lib/papers/canonicalisation/digits.ts";
import { moleculeDistances } from "lib/papers/canonicalisation/molecule_experiment.ts";
import { cloudsOf, sampleMolecules } from "lib/papers/canonicalisation/molecules.ts";
import { LENGTH, sampleClusters } from "lib/papers/canonicalisation/particles.ts";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "lib/tensor/mod.ts";

/**
 * The network whose denoiser always says x₀, so that every path of samples ends there: of
 * D = x/(1 + h) + √(h/(1 + h))·F with x scaled by 1/√(1 + h), and ln h of eight times the condition.
 */
const saying = (x0: Tensor): Field => (_params, scaled, conditions) => {
  const h = tf.exp(tf.mul(tf.reshape(conditions, [1]), 8)), root = tf.sqrt(tf.add(1, h));
  const apart = tf.sub(x0, tf.div(scaled, root));
  return tf.div(tf.mul(apart, root), tf.sqrt(h));
};

Deno.test("molecules are sampled in Å: their distances are those that the denoiser says", () => {
  const asked = readMolecules("validation").slice(0, 6), { x, kinds } = cloudsOf(asked);
  const { molecules } = sampleMolecules({ params: {}, field: () => saying(x) }, asked, 1);
  const wanted = moleculeDistances(asked), found = moleculeDistances(molecules);
  // A bond is about 1 to 1.5 Å.
  assert(Math.min(...wanted) > 0.9 && Math.min(...wanted) < 1.3, `${Math.min(...wanted)}`);
  assertEquals(found.length, wanted.length);
  found.forEach((distance, i) => assertAlmostEquals(distance, wanted[i]!, 1e-3));
  [x, kinds].forEach((one) => one.dispose());
});

Deno.test("digits are sampled, and told of by their slice, in pixels from 0 to 1", () => {
  const pixels = DIGIT_SIDE * DIGIT_SIDE;
  const images = Float32Array.from({ length: pixels }, (_, p) => p / (pixels - 1));
  const digits: Digits = { images, labels: Int32Array.of(0), count: 1 };
  const turns = fourTurns(digits);
  const upright = (shown: Tensor3D): Tensor2D =>
    tf.squeeze(tf.slice(shown, [0, 0, 0], [-1, 1, -1]), [1]);
  const flat = upright(turns), field = saying(flat);
  const made = sampleDigits({ params: {}, field }, 3, 1, "not").digits.images;
  made.forEach((value, i) => assertAlmostEquals(value, images[i % pixels]!, 1e-4));
  const trained = { arm: "oracle", params: {}, seconds: 0, field } as const;
  const slice = sliceOf({ ...trained, slice: (_, shown) => upright(shown) }, digits);
  slice.images.forEach((value, p) => assertAlmostEquals(value, images[p]!, 1e-6));
  // Beyond black and white there is nothing.
  const beyond = sampleDigits({ params: {}, field: saying(tf.mul(flat, 9)) }, 1, 1, "not");
  assertEquals(Math.min(...beyond.digits.images), 0);
  assertEquals(Math.max(...beyond.digits.images), 1);
  [turns, flat].forEach((one) => one.dispose());
});

Deno.test("clusters are sampled in lengths of DW-4: their distances are those that the denoiser says", () => {
  const count = 8, data = clusters(count, rng(1), { chains: 4 });
  const x0 = tf.tensor3d(data.map((v) => v / LENGTH), [count, 4, 2]);
  const { clusters: made } = sampleClusters({ params: {}, field: saying(x0) }, count, 1);
  const wanted = clusterDistances(data);
  clusterDistances(made).forEach((d, i) => assertAlmostEquals(d, wanted[i]!, 1e-3));
  x0.dispose();
});
