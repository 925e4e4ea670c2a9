/** Sets of procedural meshes as tensors, and what is done to them before a test. */
import { type Key, random, type Tensor, tf } from "../../tensor/mod.ts";
import { type Rng, rng } from "../../datasets/rng.ts";
import {
  apply3,
  type LabelledMesh,
  makePotato,
  makeShapes,
  mapPositions,
  type Mesh,
  randomRotation,
  renameVertices,
  surfaceArea,
  volume,
} from "../../datasets/mesh/mod.ts";
import { meshTensors } from "../../models/mesh_tensors.ts";

/** Shapes of one stream: "train", "validation", or "test". */
export function shapes(split: string, each: number, triangulated?: "anew"): LabelledMesh[] {
  const random = rng(2402).split(split);
  const options = triangulated === "anew" ? { triangulation: randomRotation(rng(4821)) } : {};
  return makeShapes(random, each, options);
}

/** Potatoes of one stream, with volume and area. */
export function potatoes(split: string, count: number, triangulated?: "anew") {
  const random = rng(16).split(split);
  const options = triangulated === "anew" ? { triangulation: randomRotation(rng(4821)) } : {};
  return Array.from({ length: count }, (_, i) => {
    const mesh = makePotato(random.split(i), options);
    return { mesh, volume: volume(mesh), area: surfaceArea(mesh) };
  });
}

/** Each mesh turned at random, moved, and made larger or smaller. */
export function moved(meshes: readonly Mesh[], random: Rng): Mesh[] {
  return meshes.map((mesh, i) => {
    const own = random.split(i), rotation = randomRotation(own), scale = 0.1 + own.uniform();
    const shift = [0, 1, 2].map(() => 20 * own.uniform());
    return mapPositions(mesh, (x) => {
      const [a, b, c] = apply3(rotation, x);
      return [scale * a + shift[0]!, scale * b + shift[1]!, scale * c + shift[2]!];
    });
  });
}

/** Each mesh with its vertices renamed at random. */
export function renamed(meshes: readonly Mesh[], random: Rng): Mesh[] {
  return meshes.map((mesh, i) =>
    renameVertices(mesh, random.split(i).shuffle(mesh.positions.map((_, v) => v)))
  );
}

/** All meshes of a set, which share their faces: positions `[N, n, 3]`, and one batch's graph. */
export type MeshSet = {
  readonly all: Tensor;
  readonly edges: Tensor;
  readonly faces: Tensor;
  readonly weights: Tensor;
};

/** A set as tensors; `batch` is how many of it are looked at together. */
export function meshSet(meshes: readonly Mesh[], batch: number): MeshSet {
  const { positions, ...graph } = meshTensors(meshes.slice(0, batch));
  positions.dispose();
  const n = meshes[0]!.positions.length;
  const flat = meshes.flatMap(({ positions }) => positions.flatMap((x) => [...x]));
  return { all: tf.tensor3d(flat, [meshes.length, n, 3]), ...graph };
}

/** A batch of a set, `count` meshes drawn at random: which they are, and their positions. */
export function drawBatch(key: Key, set: MeshSet, count: number) {
  const which = random.integers(key, [count], 0, set.all.shape[0]!) as tf.Tensor1D;
  return { which, positions: tf.gather(set.all, which, 0) };
}

/** Positions `[batch, n, 3]`, each mesh turned by a uniform rotation (from a uniform quaternion). */
export function turnRandomly(key: Key, positions: Tensor): Tensor {
  const drawn = random.normal(key, [positions.shape[0]!, 4]);
  const unit = tf.div(drawn, tf.sqrt(tf.sum(tf.square(drawn), 1, true)));
  const [a, b, c, d] = tf.unstack(unit, 1) as [Tensor, Tensor, Tensor, Tensor];
  const twice = (p: Tensor, q: Tensor, sign: 1 | -1, r: Tensor, s: Tensor) =>
    tf.mul(2, tf.add(tf.mul(p, q), tf.mul(sign, tf.mul(r, s))));
  const less = (p: Tensor, q: Tensor) => tf.sub(1, twice(p, p, 1, q, q));
  const matrix = tf.stack([
    tf.stack([less(c, d), twice(b, c, -1, a, d), twice(b, d, 1, a, c)], 1),
    tf.stack([twice(b, c, 1, a, d), less(b, d), twice(c, d, -1, a, b)], 1),
    tf.stack([twice(b, d, -1, a, c), twice(c, d, 1, a, b), less(b, c)], 1),
  ], 1);
  return tf.matMul(positions, matrix, false, true);
}
