/** Meshes as the tensors that {@link emnn} reads. */
import { tf } from "../tensor/mod.ts";
import type { MeshTensors } from "./emnn.ts";

/** A mesh on the host: vertices, and triangles of them. */
export interface HostMesh {
  readonly positions: readonly (readonly number[])[];
  readonly faces: readonly (readonly number[])[];
}

/**
 * Meshes side by side in one graph; the caller frees it.
 *
 * @throws {RangeError} If there are none, or if they differ in their numbers of vertices, faces or
 * edges: a batch is compiled for one size
 */
export function meshTensors(meshes: readonly HostMesh[]): MeshTensors {
  if (meshes.length === 0) throw new RangeError("A batch must have one mesh at least");
  const n = meshes[0]!.positions.length;
  const directed: [number, number][] = [];
  const neighbours: number[] = [];
  let edgesOfOne = -1;
  meshes.forEach(({ positions, faces }, m) => {
    const around = Array.from({ length: n }, () => new Set<number>());
    for (const [i, j, k] of faces as readonly [number, number, number][]) {
      for (const [a, b] of [[i, j], [j, k], [k, i]] as const) {
        around[a]?.add(b);
        around[b]?.add(a);
      }
    }
    const count = around.reduce((sum, set) => sum + set.size, 0);
    if (edgesOfOne < 0) edgesOfOne = count;
    if (
      positions.length !== n || count !== edgesOfOne || faces.length !== meshes[0]!.faces.length
    ) {
      throw new RangeError(
        `Meshes of a batch must be of one size: mesh ${m} has ${positions.length} vertices, ` +
          `${faces.length} faces and ${count / 2} edges, mesh 0 has ${n}, ` +
          `${meshes[0]!.faces.length} and ${edgesOfOne / 2}`,
      );
    }
    around.forEach((set, v) => {
      neighbours.push(set.size);
      for (const u of set) directed.push([m * n + v, m * n + u]);
    });
  });
  const flat = meshes.flatMap(({ faces }, m) => faces.map((face) => face.map((v) => v + m * n)));
  const corner = (at: number) => flat.map((face) => face[at]!);
  return {
    positions: tf.tensor2d(meshes.flatMap(({ positions }) => positions.map((x) => [...x]))),
    edges: tf.tensor2d(
      [directed.map(([to]) => to), directed.map(([, from]) => from)],
      undefined,
      "int32",
    ),
    faces: tf.tensor2d([corner(0), corner(1), corner(2)], undefined, "int32"),
    weights: tf.tensor2d(neighbours.map((count) => [1 / Math.max(1, count)])),
  };
}
