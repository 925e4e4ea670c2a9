/** Frames: equivariant by mean pooling, and not by max pooling. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { rng } from "lib/datasets/rng.ts";
import { framesOf, frameVectors, inFrame, type Pooling } from "lib/models/frame_vectors.ts";
import { particleGraph } from "lib/models/particle_graph.ts";
import { actOnVectors, equivarianceError, orthogonal, permuteAxis } from "lib/symmetry/mod.ts";
import { random, type Tensor, type Tensor2D, type Tensor3D, tf } from "lib/tensor/mod.ts";

const cloud = (dimensions: number) => random.normal(random.key(3), [16, 6, dimensions]) as Tensor3D;

for (const dimensions of [2, 3] as const) {
  Deno.test(`vectors in ${dimensions} dimensions turn with their cloud, to 1e-6`, () => {
    const make = (pooling: Pooling) => {
      const network = frameVectors({ particles: 6, dimensions, pooling });
      const params = network.init(random.key(1));
      return (x: Tensor) => network.apply(params, x);
    };
    const group = orthogonal(dimensions), stream = rng(2);
    const turns = Array.from({ length: 5 }, () => {
      const g = group.sample(stream);
      const act = (x: Tensor) => actOnVectors(g, x);
      return { input: act, output: act };
    });
    const names = {
      input: (x: Tensor) => permuteAxis([3, 0, 5, 1, 4, 2], x, 1),
      output: (y: Tensor) => y,
    };
    const shift = { input: (x: Tensor) => tf.add(x, 5), output: (y: Tensor) => y };
    const mean = equivarianceError(make("mean"), cloud(dimensions), [...turns, names]);
    assert(mean < 1e-6, `${mean}`);
    // Far from the origin float32 has fewer digits left.
    assert(equivarianceError(make("mean"), cloud(dimensions), [shift]) < 1e-5);
    assert(equivarianceError(make("max"), cloud(dimensions), turns) > 0.1);
  });

  Deno.test(`frames in ${dimensions} dimensions are rotations, and coordinates in them invariant`, () => {
    const network = frameVectors({ particles: 6, dimensions });
    const params = network.init(random.key(1)), x = cloud(dimensions);
    const frames = framesOf(network.apply(params, x));
    const product = tf.matMul(frames, frames, false, true);
    assert(tf.max(tf.abs(tf.sub(product, tf.eye(dimensions)))).dataSync()[0]! < 1e-5);
    // A quarter turn moves numbers without rounding any: what others lose where a vector is short, as
    // Gram and Schmidt divide by it, is measured in tests/papers/canonicalisation.
    const quarter = dimensions === 2 ? [[0, -1], [1, 0]] : [[0, -1, 0], [1, 0, 0], [0, 0, 1]];
    const canonical = (points: Tensor) => inFrame(points, framesOf(network.apply(params, points)));
    const turn = { input: (y: Tensor) => actOnVectors(quarter, y), output: (y: Tensor) => y };
    assert(equivarianceError(canonical, x, [turn]) < 1e-6);
  });
}

Deno.test("the first row of a frame is its first vector; the rest completes a rotation", () => {
  const [frame] = framesOf(tf.tensor3d([[[0, 2, 0], [0, 1, 3]]])).arraySync();
  assertEquals(frame, [[0, 1, 0], [0, 0, 1], [1, 0, 0]]);
  assertThrows(() => framesOf(tf.zeros([1, 3, 4]) as Tensor3D), RangeError, "accepted are 2 and 3");
});

Deno.test("the particle graph is equivariant to permutations, and to nothing else", () => {
  const network = particleGraph({ particles: 6, dimensions: 2, width: 16 });
  const params = network.init(random.key(5));
  const f = (x: Tensor) => network.apply(params, x, tf.tensor2d([[0.3]]) as Tensor2D);
  const p = (x: Tensor) => permuteAxis([3, 0, 5, 1, 4, 2], x, 1);
  assert(equivarianceError(f, cloud(2), [{ input: p, output: p }]) < 1e-6);
  const turn = (x: Tensor) => actOnVectors([[0, -1], [1, 0]], x);
  assert(equivarianceError(f, cloud(2), [{ input: turn, output: turn }]) > 0.1);
  const mean = tf.max(tf.abs(tf.mean(f(cloud(2)), 1))).dataSync()[0]!;
  assert(mean < 1e-6, "no push of the centre of mass");
});
