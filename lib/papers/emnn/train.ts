/** Training and measuring: which kind a mesh is of, and how large it is. */
import {
  compile,
  type Key,
  random,
  type Tensor,
  type Tensor2D,
  tf,
  tidy,
} from "../../tensor/mod.ts";
import type { Params } from "../../nn/parameters.ts";
import { mapPositions, type Mesh } from "../../datasets/mesh/mod.ts";
import { emnn, type MeshNetwork } from "../../models/emnn.ts";
import { meshTensors } from "../../models/mesh_tensors.ts";
import { fit } from "../../training/fit.ts";
import { drawBatch, meshSet, turnRandomly } from "./data.ts";

/** Meshes of a batch. */
export const BATCH = 20;

/** The networks that are compared. */
export const variants = {
  "coordinates": { coordinates: "features", faces: "none" },
  "coordinates, turned in training": { coordinates: "features", faces: "none" },
  "EGNN": { coordinates: "moving", faces: "none" },
  "EMNN": { coordinates: "moving", faces: "summed" },
  "EMNN, faces scrambled": { coordinates: "moving", faces: "scrambled" },
} as const;

/** Name of a network. */
export type Variant = keyof typeof variants;

/** How a network is trained. */
export interface MeshTraining {
  readonly variant: Variant;
  readonly seed: number;
  readonly steps: number;
  readonly observe?: (step: number, loss: number) => void;
}

/** A trained network. */
export interface TrainedMesh {
  readonly network: MeshNetwork;
  readonly params: Params;
  /** Seconds of training, the compilation left out. */
  readonly seconds: number;
}

/**
 * Trains on meshes with targets `[N, k]`: one-hot kinds ("kinds": cross-entropy), or numbers
 * ("numbers": squared error).
 */
export function trainOnMeshes(
  meshes: readonly Mesh[],
  targets: readonly (readonly number[])[],
  task: "kinds" | "numbers",
  { variant, seed, steps, observe }: MeshTraining,
): TrainedMesh {
  const network = emnn({ ...variants[variant], outputs: targets[0]!.length });
  const first = tidy(() => network.init(random.key(seed)));
  const set = meshSet(meshes, BATCH);
  const wanted = tf.tensor2d(targets.map((row) => [...row]));
  const turns = variant === "coordinates, turned in training";
  let started = 0;
  const params = fit(first, (params, batch: typeof set & { wanted: Tensor }, key) => {
    const [drawKey, turnKey] = random.split(key) as [Key, Key];
    const { which, positions } = drawBatch(drawKey, batch, BATCH);
    const turned = turns ? turnRandomly(turnKey, positions) : positions;
    const { edges, faces, weights } = batch;
    const mesh = { positions: tf.reshape(turned, [-1, 3]), edges, faces, weights };
    const outputs = network.apply(params, mesh, BATCH);
    const right = tf.gather(batch.wanted, which, 0);
    if (task === "numbers") return tf.mean(tf.squaredDifference(outputs, right));
    const logs = tf.sub(outputs, tf.logSumExp(outputs, 1, true));
    return tf.neg(tf.mean(tf.sum(tf.mul(logs, right), 1)));
  }, {
    seed,
    steps,
    learningRate: 0.005,
    clip: 1,
    batch: () => ({ ...set, wanted }),
    keepBatches: "yes",
    every: 10,
    observe(step, loss) {
      if (step === 0) started = performance.now();
      observe?.(step, loss);
    },
  });
  tf.dispose([wanted, ...Object.values(set), ...Object.values(first)]);
  return { network, params, seconds: (performance.now() - started) / 1000 };
}

/** A mesh about its mean, in double precision: far away, 32-bit positions have lost their digits. */
function centred(mesh: Mesh): Mesh {
  const n = mesh.positions.length;
  const mean = [0, 1, 2].map((i) => mesh.positions.reduce((sum, x) => sum + x[i]! / n, 0));
  return mapPositions(mesh, ([x, y, z]) => [x - mean[0]!, y - mean[1]!, z - mean[2]!]);
}

/** A network's outputs `[N][k]` for meshes, which may differ in size and are centred first. */
export function outputsFor({ network, params }: TrainedMesh, meshes: readonly Mesh[]): number[][] {
  type Inputs = { params: Params; mesh: ReturnType<typeof meshTensors> };
  const one = compile(
    ({ params, mesh }: Inputs) => ({ y: network.apply(params, mesh, BATCH) as Tensor }),
    { name: "meshes", mode: "graph" },
  );
  const rows: number[][] = [];
  for (let at = 0; at < meshes.length; at += BATCH) {
    const own = meshes.slice(at, at + BATCH);
    // The last batch is filled up, as a batch has one size.
    const padded = Array.from({ length: BATCH }, (_, i) => centred(own[i] ?? own[0]!));
    const mesh = meshTensors(padded);
    const { y } = one({ params, mesh });
    rows.push(...((y as Tensor2D).arraySync() as number[][]).slice(0, own.length));
    tf.dispose([y, ...Object.values(mesh)]);
  }
  one.dispose();
  return rows;
}

/** The share of meshes whose largest output is that of their label. */
export function accuracy(trained: TrainedMesh, meshes: readonly Mesh[], labels: readonly number[]) {
  const rows = outputsFor(trained, meshes);
  const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
  return right / rows.length;
}
