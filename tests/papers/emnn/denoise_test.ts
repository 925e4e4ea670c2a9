/** What is done to meshes, where it can be said beforehand. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  cross,
  dot,
  makeShapes,
  type Mesh,
  minus,
  type Point,
  volume,
} from "lib/datasets/mesh/mod.ts";
import { rng } from "lib/datasets/rng.ts";
import { potatoes, turnRandomly } from "lib/papers/emnn/data.ts";
import {
  descendMeshes,
  jitter,
  smooth,
  trainMeshEnergy,
  vertexError,
} from "lib/papers/emnn/denoise.ts";
import { volumeErrors } from "lib/papers/emnn/experiments.ts";
import { random, type Tensor1D, tf } from "lib/tensor/mod.ts";

const tetrahedron: Mesh = {
  positions: [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]],
  faces: [[0, 1, 2], [0, 3, 1], [0, 2, 3], [1, 3, 2]],
};

Deno.test("random turns keep lengths, angles and handedness, and point everywhere", () => {
  const count = 2000, axes: Point[] = [[1, 0, 0], [0, 2, 0], [1, 1, 3]];
  const turned = tf.tidy(() => {
    const x = tf.tile(tf.tensor3d([axes.map((x) => [...x])]), [count, 1, 1]);
    return turnRandomly(random.key(2), x).arraySync();
  }) as unknown as Point[][];
  for (const own of turned) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        assertAlmostEquals(dot(own[i]!, own[j]!), dot(axes[i]!, axes[j]!), 1e-4);
      }
    }
    // The volume that the three span.
    assertAlmostEquals(dot(own[0]!, cross(own[1]!, own[2]!)), 6, 1e-4);
  }
  for (let k = 0; k < 3; k++) {
    // A coordinate of a uniform direction has mean 0 and variance ⅓: five standard errors.
    const mean = turned.reduce((sum, own) => sum + own[0]![k]!, 0) / count;
    assertAlmostEquals(mean, 0, 5 / Math.sqrt(3 * count));
    const square = turned.reduce((sum, own) => sum + own[0]![k]! ** 2, 0) / count;
    assertAlmostEquals(square, 1 / 3, 5 * Math.sqrt(4 / 45 / count));
  }
});

Deno.test("descent on ½|x|² shrinks a mesh by 1 - η each step, and tells the energies on the way", () => {
  const energy = {
    params: {},
    energy: (_: unknown, x: tf.Tensor) =>
      tf.mul(0.5, tf.sum(tf.square(x), [1, 2])) as unknown as Tensor1D,
  };
  const larger = {
    ...tetrahedron,
    positions: tetrahedron.positions.map((x) => x.map((v) => 2 * v)),
  };
  const states = descendMeshes(energy as never, [tetrahedron, larger as unknown as Mesh], {
    steps: 3,
    rate: 0.25,
  });
  assertEquals(states.length, 4);
  states.forEach(({ meshes, energies }, k) => {
    meshes[1]!.positions.flat().forEach((v, i) =>
      assertAlmostEquals(v, 2 * 0.75 ** k * tetrahedron.positions.flat()[i]!, 1e-5)
    );
    // Twelve coordinates of size 1, or 2.
    assertAlmostEquals(energies[0]!, 6 * 0.75 ** (2 * k), 1e-4);
    assertAlmostEquals(energies[1]!, 24 * 0.75 ** (2 * k), 1e-4);
  });
});

Deno.test("smoothing goes a share of the way to the mean of the neighbours, at once for all", () => {
  // Of a centred tetrahedron the mean of the other three corners is -x/3.
  const { positions } = smooth(tetrahedron, 2, 0.3);
  positions.flat().forEach((v, i) =>
    assertAlmostEquals(v, (1 - 0.3 * 4 / 3) ** 2 * tetrahedron.positions.flat()[i]!, 1e-12)
  );
  const triangle: Mesh = { positions: [[0, 0, 0], [6, 0, 0], [0, 6, 0]], faces: [[0, 1, 2]] };
  assertEquals(smooth(triangle, 1, 1).positions[0], [3, 3, 0], "at an edge of the surface too");
  const moved = tetrahedron.positions.map((x, i) => i === 2 ? minus(x, [3, 4, 0]) : x);
  assertAlmostEquals(vertexError(tetrahedron, { ...tetrahedron, positions: moved }), 2.5, 1e-12);
});

Deno.test("a network of edges never errs less than the floor in signed volumes", () => {
  const found = volumeErrors("EGNN", 1, 6, "validation");
  const square = (split: string, count: number) =>
    potatoes(split, count).reduce((sum, { mesh }) => sum + volume(mesh) ** 2 / count, 0);
  assertAlmostEquals(found.floor, square("validation", 40) / square("train", 120), 1e-6);
  assert(found["error of signed volume"] > found.floor - 1e-5, JSON.stringify(found));
});

Deno.test("the slope of a trained energy points along the noise", () => {
  const clean = makeShapes(rng(1), 1, { divisions: 1, strength: 0 }).slice(0, 8)
    .map(({ mesh }) => mesh);
  const energy = trainMeshEnergy(clean, { faces: "none", seed: 0, steps: 60 });
  const noisy = clean.map((mesh, i) => jitter(mesh, random.key(50 + i), 0.04));
  // A step of rate 1 goes by the slope.
  const stepped = descendMeshes(energy, noisy, { steps: 1, rate: 1 })[1]!.meshes;
  const difference = (a: readonly Mesh[], b: readonly Mesh[]) =>
    a.flatMap(({ positions }, m) => positions.flatMap((x, v) => minus(x, b[m]!.positions[v]!)));
  const slope = difference(noisy, stepped), noise = difference(noisy, clean);
  const along = slope.reduce((sum, value, i) => sum + value * noise[i]!, 0);
  const cosine = along / (Math.hypot(...slope) * Math.hypot(...noise));
  // Of 1,008 coordinates, a direction that knows nothing has a cosine of 0 ± .03.
  assert(cosine > 0.2, `${cosine}`);
  tf.dispose(Object.values(energy.params));
});
