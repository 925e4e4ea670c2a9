/** Molecules: frames in space, empty places, and what each arm's denoiser is equivariant to. */
import { assert, assertEquals } from "@std/assert";
import { readMolecules } from "lib/datasets/molecules/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { egnn } from "lib/models/egnn.ts";
import { framesOf, frameVectors, inFrame } from "lib/models/frame_vectors.ts";
import { particleGraph } from "lib/models/particle_graph.ts";
import { ARMS } from "lib/papers/canonicalisation/arms.ts";
import { denoise, type Field } from "lib/papers/canonicalisation/denoiser.ts";
import {
  moleculeDistances,
  moleculeErrors,
  stability,
} from "lib/papers/canonicalisation/molecule_experiment.ts";
import {
  ATOMS,
  centredAtoms,
  cloudsOf,
  fieldOfKinds,
  KINDS,
  moleculeArm,
  randomFrames,
  sampleMolecules,
  trainMolecules,
} from "lib/papers/canonicalisation/molecules.ts";
import {
  actOnVectors,
  equivarianceError,
  type Matrix,
  orthogonal,
  permuteAxis,
} from "lib/symmetry/mod.ts";
import { random, type Tensor, type Tensor3D, tf } from "lib/tensor/mod.ts";

const molecules = readMolecules("validation").slice(0, 24);
const group = orthogonal(3, "special");
/** A quarter turn, which moves floating-point numbers exactly. */
const QUARTER: Matrix = [[0, -1, 0], [1, 0, 0], [0, 0, 1]];

Deno.test("molecules: slices of molecules are the same after quarter turns, which round nothing", () => {
  const clouds = cloudsOf(molecules), key = random.key(0);
  for (const arm of ["frozen", "learned", "oracle"] as const) {
    const { slice, params } = trainMolecules(arm, molecules, { seed: 3, steps: 2 });
    const of = (x: Tensor) => slice(params, { ...clouds, x }, key);
    const quarters = [1, 2, 3].map((times) => ({
      input: (x: Tensor) => {
        for (let k = 0; k < times; k++) x = actOnVectors(QUARTER, x);
        return x;
      },
      output: (x: Tensor) => x,
    }));
    const error = equivarianceError(of, clouds.x, quarters);
    assert(error < 1e-6, `${arm}: ${error}`);
  }
});

Deno.test("molecules: vectors turn along to 1e-6, and frames miss by that over how long they are", () => {
  const { x, kinds } = cloudsOf(readMolecules("train").slice(0, 300));
  const network = frameVectors({ particles: ATOMS, dimensions: 3, kinds: KINDS });
  const params = network.init(random.key(4));
  const vectors = (x: Tensor) => network.apply(params, x, kinds);
  const canonical = (x: Tensor) => inFrame(x, framesOf(vectors(x)));
  // The length by which Gram and Schmidt divide: of v₁, or of what is left of v₂ beside it.
  const [first, second] = tf.unstack(vectors(x), 1).map((v) => v.arraySync() as number[][]) as [
    number[][],
    number[][],
  ];
  const dot = (v: number[], w: number[]) => v.reduce((sum, value, k) => sum + value * w[k]!, 0);
  const length = first.map((v, i) => {
    const w = second[i]!, area = Math.max(0, dot(v, v) * dot(w, w) - dot(v, w) ** 2);
    return Math.sqrt(Math.min(dot(v, v), area / Math.max(dot(v, v), dot(w, w))));
  });
  for (const seed of [1, 2, 3]) {
    const g = group.sample(rng(seed)), turn = (x: Tensor) => actOnVectors(g, x);
    // Of molecules whose coordinates are about 1.
    const own = tf.max(tf.abs(tf.sub(vectors(turn(x)), turn(vectors(x))))).dataSync()[0]!;
    assert(own < 1e-6, `${own}`);
    const miss = tf.max(tf.abs(tf.sub(canonical(turn(x)), canonical(x))), [1, 2]).dataSync();
    const most = Math.max(...miss.map((value, i) => value * length[i]!));
    assert(most < 1e-6, `${most}`);
  }
});

Deno.test("molecules: the EGNN denoiser turns along to 1e-6, the plain one does not", () => {
  const { x, kinds } = cloudsOf(molecules), told = { conditions: 1 + KINDS, kinds: KINDS };
  const sizes = { particles: ATOMS, dimensions: 3, width: 16, ...told };
  const of = (network: ReturnType<typeof egnn>) => {
    const params = network.init(random.key(3)), field = fieldOfKinds(network, kinds);
    return (y: Tensor) => denoise(field, params, y, tf.tensor1d([0.5]));
  };
  const turns = [1, 2, 3].map((seed) => {
    const act = (y: Tensor) => actOnVectors(group.sample(rng(seed)), y);
    return { input: act, output: act };
  });
  const exact = equivarianceError(of(egnn({ ...sizes, reach: 5 })), x, turns);
  assert(exact < 1e-6, `${exact}`);
  assert(equivarianceError(of(particleGraph(sizes)), x, turns) > 1e-3);
});

Deno.test("molecules: atoms of a kind are alike, and empty places change nothing", () => {
  const { x, kinds } = cloudsOf(molecules), order = [3, 0, 9, 1, 4, 2, 8, 6, 5, 7];
  const swap = (y: Tensor) => permuteAxis(order, y, 1);
  for (const arm of ARMS) {
    const made = moleculeArm(arm, 5), params = made.init(random.key(2));
    const at = (field: (kinds: Tensor) => Field, y: Tensor, kinds: Tensor) =>
      field(kinds)(params, y, tf.tensor2d([[0.3]]));
    const own = at(made.field, x, kinds);
    const error = tf.max(tf.abs(tf.sub(at(made.field, swap(x), swap(kinds)), swap(own))));
    assert(error.dataSync()[0]! < 1e-6, `${arm}: ${error.dataSync()[0]}`);
    const empty = tf.sub(1, tf.sum(kinds, 2, true));
    assertEquals(tf.max(tf.abs(tf.mul(own, empty))).dataSync()[0], 0);
    const moved = tf.add(x, tf.mul(empty, 7));
    const difference = tf.max(tf.abs(tf.sub(at(made.field, moved, kinds), own)));
    assert(difference.dataSync()[0]! < 1e-6, `${arm}: ${difference.dataSync()[0]}`);
    const mean = tf.max(tf.abs(tf.sum(own, 1)));
    assert(mean.dataSync()[0]! < 1e-4);
  }
});

Deno.test("molecules: samples have the atoms that were asked for, and their centre", () => {
  const trained = trainMolecules("none", molecules, { seed: 3, steps: 2 });
  const { molecules: made } = sampleMolecules(trained, molecules, 1);
  made.forEach(({ elements, positions }, m) => {
    assertEquals(elements, molecules[m]!.elements);
    assert(positions.length === 3 * elements.length && positions.every(Number.isFinite));
    assert(Math.abs(positions.reduce((sum, value) => sum + value, 0)) < 1e-3);
  });
  const { "molecules stable": share } = stability(molecules);
  assert(share! > 0.8 && stability(made)["molecules stable"]! < 0.2);
  assertEquals(moleculeErrors(molecules, molecules)["distance, W₁"], 0);
  assertEquals(
    moleculeDistances(molecules.slice(0, 1)).length,
    {
      10: 45,
      9: 36,
      8: 28,
      7: 21,
      6: 15,
      5: 10,
    }[molecules[0]!.elements.length]!,
  );
});

Deno.test("molecules: random frames are rotations, uniformly", () => {
  const frames = randomFrames(random.key(8), 2000);
  const product = tf.matMul(frames, frames, false, true) as Tensor3D;
  assert(tf.max(tf.abs(tf.sub(product, tf.eye(3)))).dataSync()[0]! < 1e-5);
  // 3·n·R² of the mean of unit vectors is χ² with 3 degrees of freedom, above 16.3 once in a thousand.
  for (const row of tf.unstack(tf.mean(frames, 0) as tf.Tensor2D, 0)) {
    assert(3 * 2000 * tf.sum(tf.square(row)).dataSync()[0]! < 16.3);
  }
});

Deno.test("molecules: noise is kept off the centre and off empty places", () => {
  const { kinds } = cloudsOf(molecules), project = centredAtoms(kinds);
  const noise = project(random.normal(random.key(1), [molecules.length, ATOMS, 3]));
  assert(tf.max(tf.abs(tf.sum(noise, 1))).dataSync()[0]! < 1e-5);
  const empty = tf.sub(1, tf.sum(kinds, 2, true));
  assertEquals(tf.max(tf.abs(tf.mul(noise, empty))).dataSync()[0], 0);
});
