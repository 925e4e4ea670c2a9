/** An energy of meshes, low for smooth ones, and denoising by descent on it. */
import {
  compile,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import { energyAndGradient } from "../../energy/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import type { Mesh, Point } from "../../datasets/mesh/mod.ts";
import { emnn, type MeshTensors } from "../../models/emnn.ts";
import { meshTensors } from "../../models/mesh_tensors.ts";
import { fit } from "../../training/fit.ts";
import { drawBatch, meshSet } from "./data.ts";

/** Meshes of a batch of training: fewer, as gradients of gradients take more. */
const BATCH = 8;

/** The largest noise of training, as a share of the radius. */
export const NOISE = 0.06;

/** An energy E(M), which no rotation, translation or renaming changes. */
export interface MeshEnergy {
  readonly params: Params;
  /** Energies `[m]` of positions `[m, n, 3]` of meshes with these faces. */
  energy(params: Params, positions: Tensor, mesh: Omit<MeshTensors, "positions">): Tensor1D;
}

/**
 * Trains E so that one step down its slope removes the noise: ‖∇E(x + σε) - σε‖²/σ², σ uniform up to
 * {@link NOISE}. E is n times the read-out, since a mean over vertices has a slope of 1/n in each.
 */
export function trainMeshEnergy(
  meshes: readonly Mesh[],
  { faces, seed, steps }: { faces: "summed" | "none"; seed: number; steps: number },
): MeshEnergy {
  const network = emnn({ outputs: 1, faces });
  const energy: MeshEnergy["energy"] = (params, positions, mesh) => {
    const [m, n] = positions.shape as [number, number, number];
    const all = { ...mesh, positions: tf.reshape(positions, [-1, 3]) };
    return tf.mul(tf.squeeze(network.apply(params, all, m), [1]), n) as Tensor1D;
  };
  const names = Object.keys(network.parameters).filter((name) => name !== "output/bias");
  const initial = tidy(() => network.init(random.key(seed)));
  // The slope does not know of the read-out's bias.
  const first = Object.fromEntries(names.map((name) => [name, initial[name]!]));
  const zero = tf.zeros([1]);
  const set = meshSet(meshes, BATCH);
  const learned = fit(first, (params, batch: typeof set, key) => {
    const [drawKey, noiseKey, sizeKey] = random.split(key, 3) as [Key, Key, Key];
    const { positions } = drawBatch(drawKey, batch, BATCH);
    const sigma = random.uniform(sizeKey, [BATCH, 1, 1], 0.1 * NOISE, NOISE);
    const noise = tf.mul(random.normal(noiseKey, positions.shape), sigma);
    const { all: _, ...graph } = batch;
    const whole = { ...params, "output/bias": tf.zeros([1]) };
    const { gradient } = energyAndGradient(
      (x) => energy(whole, x, graph),
      tf.add(positions, noise),
    );
    return tf.mean(tf.square(tf.div(tf.sub(gradient, noise), sigma)));
  }, {
    seed,
    steps,
    learningRate: 0.003,
    clip: 1,
    batch: () => set,
    keepBatches: "yes",
  });
  tf.dispose([...Object.values(set), ...Object.values(initial)]);
  return { params: { ...learned, "output/bias": zero }, energy };
}

/** The mesh with normal noise on each coordinate. */
export function jitter(mesh: Mesh, key: Key, sigma: number): Mesh {
  const noise = random.normal(key, [mesh.positions.length, 3]);
  const values = noise.dataSync();
  noise.dispose();
  return {
    faces: mesh.faces,
    positions: mesh.positions.map((x, v) =>
      x.map((value, i) => value + sigma * values[3 * v + i]!) as unknown as Point
    ),
  };
}

/** The meshes after each step of descent x ← x - η·∇E, the first as it was, with its energies. */
export function descendMeshes(
  { params, energy }: MeshEnergy,
  meshes: readonly Mesh[],
  { steps, rate }: { readonly steps: number; readonly rate: number },
): { readonly meshes: Mesh[]; readonly energies: number[] }[] {
  const { positions, ...graph } = meshTensors(meshes);
  const n = meshes[0]!.positions.length;
  type Inputs = { params: Params; x: Tensor; graph: typeof graph };
  const step = compile(({ params, x, graph }: Inputs) => {
    const both = energyAndGradient((x) => energy(params, x, graph), x);
    return { energy: both.energy as Tensor, x: tf.sub(x, tf.mul(both.gradient, rate)) };
  }, { name: "descend meshes", mode: "graph" });
  let x: Tensor = tf.reshape(positions, [meshes.length, n, 3]);
  positions.dispose();
  const states: { meshes: Mesh[]; energies: number[] }[] = [];
  for (let k = 0; k <= steps; k++) {
    const values = x.dataSync();
    const next = step({ params, x, graph });
    states.push({
      energies: [...next.energy.dataSync()],
      meshes: meshes.map(({ faces }, m) => ({
        faces,
        positions: Array.from(
          { length: n },
          (_, v) => [0, 1, 2].map((i) => values[3 * (m * n + v) + i]!) as unknown as Point,
        ),
      })),
    });
    tf.dispose([x, next.energy]);
    x = next.x;
  }
  tf.dispose([x, ...Object.values(graph)]);
  step.dispose();
  return states;
}

/** Laplace's smoothing: each vertex a share of the way to the mean of its neighbours, some times. */
export function smooth(mesh: Mesh, times: number, share: number): Mesh {
  const around = mesh.positions.map(() => new Set<number>());
  for (const face of mesh.faces) {
    face.forEach((a, at) => {
      around[a]!.add(face[(at + 1) % 3]!);
      around[a]!.add(face[(at + 2) % 3]!);
    });
  }
  let positions = mesh.positions;
  for (let k = 0; k < times; k++) {
    const now = positions;
    positions = now.map((x, v) =>
      x.map((value, i) => {
        let sum = 0;
        for (const u of around[v]!) sum += now[u]![i]!;
        return value + share * (sum / around[v]!.size - value);
      }) as unknown as Point
    );
  }
  return { positions, faces: mesh.faces };
}

/** Root of the mean squared distance between vertices of the same number. */
export function vertexError(a: Mesh, b: Mesh): number {
  const squares = a.positions.reduce(
    (sum, x, v) => sum + x.reduce((one, value, i) => one + (value - b.positions[v]![i]!) ** 2, 0),
    0,
  );
  return Math.sqrt(squares / a.positions.length);
}
