/** Slices are the same for all images of one orbit; denoisers have the symmetry they claim. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { doubleWell } from "lib/energy/mod.ts";
import { egnn } from "lib/models/egnn.ts";
import { framesOf, frameVectors, inFrame } from "lib/models/frame_vectors.ts";
import { vectorMlp } from "lib/models/vector_mlp.ts";
import {
  clusterDistances,
  clusterEnergies,
  clusters,
  directionOf,
  turnedClusters,
} from "lib/papers/canonicalisation/clusters.ts";
import {
  denoise,
  denoisingLoss,
  fieldOf,
  sampler,
  sigmasOf,
} from "lib/papers/canonicalisation/denoiser.ts";
import {
  averagedOverTurns,
  canonical,
  trainDigits,
  turnScores,
} from "lib/papers/canonicalisation/digits.ts";
import {
  clusterEnergyNetwork,
  ENERGY_ARMS,
  trainClusterEnergy,
} from "lib/papers/canonicalisation/energies.ts";
import { frameErrors } from "lib/papers/canonicalisation/frames.ts";
import { clusterErrors, trainClusters } from "lib/papers/canonicalisation/particles.ts";
import { actOnImages, actOnVectors, equivarianceError } from "lib/symmetry/mod.ts";
import { random, type Tensor, type Tensor1D, type Tensor3D, tf } from "lib/tensor/mod.ts";

const turnsOf = (images: Tensor): Tensor3D =>
  tf.stack([0, 1, 2, 3].map((g) => tf.reshape(actOnImages(g, images), [-1, 196])), 1) as Tensor3D;

Deno.test("digits: whichever turn is shown, the canonicaliser picks the same image, exactly", () => {
  const images = random.normal(random.key(1), [9, 14, 14, 1]);
  for (const arm of ["frozen", "learned"] as const) {
    const trained = trainDigits(arm, turnsOf(images), { seed: 3, steps: 3 });
    const at = (g: number) =>
      trained.slice(trained.params, turnsOf(actOnImages(g, images)), random.key(0)).dataSync();
    for (const g of [1, 2, 3]) assertEquals(at(g), at(0));
    const shown = turnsOf(images).arraySync();
    const chosen = trained.slice(trained.params, turnsOf(images), random.key(0)).arraySync();
    chosen.forEach((image, i) =>
      assert(shown[i]!.some((turn) => turn.every((x, p) => Math.abs(x - image[p]!) < 1e-5)))
    );
  }
});

Deno.test("digits: the loss reaches the canonicaliser through the choice", () => {
  const turns = turnsOf(random.normal(random.key(1), [4, 14, 14, 1]));
  const { params } = trainDigits("learned", turns, { seed: 3, steps: 1 });
  const kernel = params["frame/3/kernel"]!;
  const slope = tf.grad((k: Tensor) =>
    tf.sum(tf.square(tf.sub(canonical({ ...params, "frame/3/kernel": k }, turns), 1)))
  )(kernel);
  assert(tf.max(tf.abs(slope)).dataSync()[0]! > 1e-4);
  assertEquals(turnScores(params, turns).shape, [4, 4]);
});

Deno.test("digits: averaged over the group a denoiser is equivariant to 1e-6, alone it is not", () => {
  const network = vectorMlp({ dimensions: 196, width: 32 });
  const params = network.init(random.key(2)), x = random.normal(random.key(4), [5, 196]);
  const act = (g: number) => (flat: Tensor) =>
    tf.reshape(actOnImages(g, tf.reshape(flat, [-1, 14, 14, 1])), [-1, 196]);
  const turns = [1, 2, 3].map((g) => ({ input: act(g), output: act(g) }));
  const error = (averaged: "yes" | "no") => {
    const own = fieldOf(network), field = averaged === "yes" ? averagedOverTurns(own) : own;
    return equivarianceError((x) => denoise(field, params, x, tf.tensor1d([0.7])), x, turns);
  };
  assert(error("yes") < 1e-6, `${error("yes")}`);
  assert(error("no") > 1e-3);
});

/** Rotation by quarter turns, exactly. */
const quarterTurn = (g: number) => {
  const [c, s] = [[1, 0], [0, 1], [-1, 0], [0, -1]][g % 4]!;
  return [[c!, -s!], [s!, c!]];
};

Deno.test("particles: a vector turns along to 1e-6, and a frame misses by that over its length", () => {
  const data = clusters(400, rng(1), { chains: 40 });
  const x = tf.tensor3d(data.map((v) => v / 2), [400, 4, 2]);
  const network = frameVectors({ particles: 4, dimensions: 2 });
  for (const seed of [1, 2, 3]) {
    const params = network.init(random.key(seed));
    const vectors = (y: Tensor) => network.apply(params, y);
    const canonical = (y: Tensor) => inFrame(y, framesOf(network.apply(params, y)));
    const length = tf.norm(vectors(x), "euclidean", [1, 2]).dataSync();
    for (const angle of [0.3, 1, 2.5]) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const turn = (y: Tensor) => actOnVectors([[c, -s], [s, c]], y);
      const own = tf.max(tf.abs(tf.sub(vectors(turn(x)), turn(vectors(x))))).dataSync()[0]!;
      assert(own < 1e-6, `${own}`);
      const miss = tf.max(tf.abs(tf.sub(canonical(turn(x)), canonical(x))), [1, 2]).dataSync();
      const most = Math.max(...miss.map((value, i) => value * length[i]!));
      assert(most < 1e-6, `${most}`);
    }
  }
});

Deno.test("particles: slices of turned clusters are the same, and the EGNN denoiser turns along", () => {
  const data = clusters(64, rng(1), { chains: 8 });
  const x = tf.tensor3d(data.map((v) => v / 2), [64, 4, 2]), c = Math.cos(1), s = Math.sin(1);
  const turn = (y: Tensor) => actOnVectors([[c, -s], [s, c]], y);
  for (const arm of ["frozen", "learned", "oracle"] as const) {
    const { slice, params } = trainClusters(arm, data, { seed: 3, steps: 2 });
    const of = (y: Tensor) => slice(params, y, random.key(0));
    // Quarter turns move numbers without rounding them, and all slices stay where they are.
    const quarters = [1, 2, 3].map((g) => ({
      input: (y: Tensor) => actOnVectors(quarterTurn(g), y),
      output: (y: Tensor) => y,
    }));
    assert(
      equivarianceError(of, x, quarters) < 1e-6,
      `${arm}: ${equivarianceError(of, x, quarters)}`,
    );
    // Other turns round, and a frame divides that by the length of its vector: see the next test.
    const misses = tf.max(tf.abs(tf.sub(of(turn(x)), of(x))), [1, 2]).dataSync().toSorted();
    assert(misses[32]! < 1e-6, `${arm}: ${misses[32]}`);
    if (arm === "oracle") assert(misses[63]! < 1e-6, `${misses[63]}`);
  }
  const network = egnn({ particles: 4, dimensions: 2, width: 8, reach: 5 });
  const params = network.init(random.key(3));
  const denoiser = (y: Tensor) => denoise(network.apply, params, y, tf.tensor1d([0.5]));
  const error = equivarianceError(denoiser, x, [{ input: turn, output: turn }]);
  assert(error < 1e-6, `${error}`);
});

Deno.test("energies: on the slice and invariant they are the same for turned clusters, of coordinates not", () => {
  const data = clusters(64, rng(1), { chains: 8 });
  const x = tf.tensor3d(data.map((v) => v / 2), [64, 4, 2]), c = Math.cos(1), s = Math.sin(1);
  const turn = (y: Tensor) => actOnVectors([[c, -s], [s, c]], y);
  const conditions = tf.tensor2d([[0.3]]);
  let quarters = Infinity;
  const errors = Object.fromEntries(ENERGY_ARMS.map((arm) => {
    const { params, field } = trainClusterEnergy(arm, data, { seed: 3, steps: 3 });
    assert(Object.values(params).every((p) => p.dataSync().every(Number.isFinite)), arm);
    const { energy } = clusterEnergyNetwork(arm);
    const [own, other] = [x, turn(x)].map((y) => energy(params, y, conditions).dataSync());
    const size = Math.max(...own!.map(Math.abs));
    if (arm === "slice") {
      const turned = energy(params, actOnVectors(quarterTurn(1), x), conditions).dataSync();
      quarters = Math.max(...own!.map((e, i) => Math.abs(e - turned[i]!) / size));
    }
    // The slope is that of the energy: a small step changes it by their product.
    const direction = random.normal(random.key(5), [64, 4, 2]), h = 1e-2;
    const at = (sign: number) => energy(params, tf.add(x, tf.mul(direction, sign * h)), conditions);
    const secant = tf.div(tf.sub(at(1), at(-1)), 2 * h).dataSync();
    const slope = tf.sum(tf.mul(field(params, x, conditions), direction), [1, 2]).dataSync();
    const off = slope.map((v, i) => Math.abs(v - secant[i]!)).sort();
    assert(off[32]! < 1e-2 * Math.max(...slope.map(Math.abs)), `${arm}: ${off[32]}`);
    return [arm, own!.map((e, i) => Math.abs(e - other![i]!) / size).sort()];
  }));
  // Turned coordinates are rounded, and CPUs sum in orders of their own (1.3e-6 on one, below 1e-6 on
  // others): up to six of float32's 24 bits, where coordinates themselves miss by a thousandth.
  assert(errors.invariant!.at(-1)! < 64 * 2 ** -24, `${errors.invariant!.at(-1)}`);
  // Where a frame's vector is short, rounding is divided by its length; turns that round nothing show
  // that the energy itself is the same for all.
  assert(errors.slice![32]! < 1e-6, `${errors.slice![32]}`);
  assert(quarters < 1e-6, `${quarters}`);
  assert(errors.coordinates![32]! > 1e-3, `${errors.coordinates![32]}`);
});

Deno.test("a network that says nothing has a loss of 1, and samples a normal distribution", () => {
  const nothing = (_: unknown, x: Tensor) => tf.zerosLike(x);
  const clean = random.normal(random.key(1), [4000, 6]);
  const loss = denoisingLoss(nothing, {}, clean, random.key(2)).dataSync()[0]!;
  assert(Math.abs(loss - 1) < 0.03, `${loss}`);
  const made = sampler(nothing, { shape: [6], batch: 500, steps: 18 });
  const { samples, msPerSample } = made.sample({}, 4000, random.key(3));
  made.dispose();
  const variance = samples.reduce((sum, v) => sum + v * v, 0) / samples.length;
  assert(Math.abs(variance - 1) < 0.04 && msPerSample > 0, `${variance}`);
  const sigmas = sigmasOf(18);
  assertEquals([sigmas.length, sigmas.at(-1)], [19, 0]);
  assert(Math.abs(sigmas[0]! - 20) < 1e-9 && Math.abs(sigmas[17]! - 0.02) < 1e-12);
  assertThrows(() => sigmasOf(1), RangeError, "accepted are 2, 3");
});

Deno.test("clusters: energies are the target's, chains agree, turning is uniform and changes nothing", () => {
  const a = clusters(2000, rng(1)), b = clusters(2000, rng(2), { warmUp: 900 });
  const exact = doubleWell().energy(tf.tensor3d(a, [2000, 4, 2])) as Tensor1D;
  const own = clusterEnergies(a);
  exact.dataSync().forEach((e, i) => assert(Math.abs(e - own[i]!) < 1e-3));
  const { "energy, W₁": energy, "distance, W₁": distance } = clusterErrors(a, b);
  assert(energy < 0.15 && distance < 0.08, `${energy}, ${distance}`);
  const turned = turnedClusters(a, rng(3));
  clusterEnergies(turned).forEach((e, i) => assert(Math.abs(e - own[i]!) < 1e-3));
  // Rayleigh: 2·n·R² is χ² with 2 degrees of freedom, above 13.8 once in a thousand.
  let [x, y] = [0, 0];
  for (let i = 0; i < 2000; i++) {
    const angle = directionOf(turned.subarray(8 * i, 8 * i + 8));
    [x, y] = [x + Math.cos(angle), y + Math.sin(angle)];
  }
  assert(2 * (x * x + y * y) / 2000 < 13.8);
});

Deno.test("clusters: at temperature 1 they have the mean, the deviation and the virial of their energy", () => {
  const count = 2000, data = clusters(count, rng(1)), pairs = clusterDistances(data);
  const mean = (v: Float64Array) => v.reduce((sum, x) => sum + x, 0) / count;
  const energies = clusterEnergies(data), energy = mean(energies);
  // Integrated without chains, by 12 million normal points with weights: -22.54 and 1.90, the first ± .02.
  assertAlmostEquals(energy, -22.54, 0.2);
  assertAlmostEquals(Math.sqrt(mean(energies.map((e) => (e - energy) ** 2))), 1.9, 0.15);
  // By parts, the mean of x·∇E is the temperature times the six dimensions that the centre leaves. It is
  // the sum of dφ'(d) over pairs, φ(d) = 0.9 (d - 4)⁴ - 4 (d - 4)², and deviates by 37 between clusters.
  const virial = mean(pairs.map((d) => d * (3.6 * (d - 4) ** 3 - 8 * (d - 4))));
  assertAlmostEquals(virial, 6, 3.5 * 37 / Math.sqrt(count));
});

Deno.test("frames in space: by the mean they turn along, by the maximum they do not", () => {
  const [mean, max] = (["mean", "max"] as const).map((one) => frameErrors(one, { count: 25 }));
  assert(mean!.median < 0.01, `${mean!.median}°`);
  assert(max!.median > 60, `${max!.median}°`);
});
