/** What must hold exactly, measured: the largest relative change of a network's output. */
import { random, tf } from "../../tensor/mod.ts";
import { rng } from "../../datasets/rng.ts";
import {
  apply3,
  flipFaces,
  mapPositions,
  type Mesh,
  randomRotation,
  renameVertices,
} from "../../datasets/mesh/mod.ts";
import { moved } from "./data.ts";
import { emnn } from "../../models/emnn.ts";
import { outputsFor, type Variant, variants } from "./train.ts";

const mirror = (mesh: Mesh) => mapPositions(mesh, ([x, y, z]) => [x, -y, z]);

/** What is done to meshes, by name. */
export const changes: Readonly<Record<string, (meshes: readonly Mesh[]) => Mesh[]>> = {
  "turned": (meshes) =>
    meshes.map((mesh, i) => {
      const rotation = randomRotation(rng(i));
      return mapPositions(mesh, (x) => apply3(rotation, x));
    }),
  // Which rounds nothing: what changes here is no error of rounding.
  "turned by 90°": (meshes) => meshes.map((mesh) => mapPositions(mesh, ([x, y, z]) => [-y, x, z])),
  "moved and scaled too": (meshes) => moved(meshes, rng(1)),
  "vertices renamed": (meshes) =>
    meshes.map((mesh, i) => renameVertices(mesh, rng(i).shuffle(mesh.positions.map((_, v) => v)))),
  "faces rolled": (meshes) =>
    meshes.map((mesh) => ({ ...mesh, faces: mesh.faces.map(([i, j, k]) => [j, k, i] as const) })),
  "mirrored, faces turned over": (meshes) => meshes.map((mesh) => flipFaces(mirror(mesh))),
  "mirrored only (inside out)": (meshes) => meshes.map(mirror),
};

/**
 * The largest change of any output, by what was done, as a share of the largest output; parameters
 * are random, and positions move two hundred times as fast as at first, so that faces count.
 */
export function exactness(variant: Variant, meshes: readonly Mesh[], seed: number) {
  const network = emnn({ ...variants[variant], outputs: 8 });
  const key = random.key(seed);
  const first = network.init(key);
  const params = Object.fromEntries(
    Object.entries(first).map((
      [name, p],
    ) => [name, tf.mul(p, /(move|turn)2/.test(name) ? 200 : 1)]),
  );
  const trained = { network, params, seconds: 0 };
  const own = outputsFor(trained, meshes).flat();
  const size = Math.max(...own.map(Math.abs));
  const errors = Object.entries(changes).map(([name, change]) => {
    const other = outputsFor(trained, change(meshes)).flat();
    return [name, Math.max(...other.map((value, i) => Math.abs(value - own[i]!))) / size] as const;
  });
  tf.dispose([key, ...Object.values(first), ...Object.values(params)]);
  return Object.fromEntries(errors);
}
