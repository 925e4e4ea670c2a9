/** Clusters of DW-4 by Metropolis' chains on the host: what there is to learn, and to compare with. */
import { normal } from "../../datasets/normal.ts";
import type { Rng } from "../../datasets/rng.ts";

/** Particles and coordinates of a cluster. */
export const PARTICLES = 4, PLANE = 2;

/** Numbers of a cluster. */
const SIZE = PARTICLES * PLANE;

/** E = Σ_{i<j} 0.9 (d_ij - 4)⁴ - 4 (d_ij - 4)², as `doubleWell()` of `lib/energy`. */
export function clusterEnergy(x: ArrayLike<number>): number {
  let energy = 0;
  for (let i = 0; i < PARTICLES; i++) {
    for (let j = i + 1; j < PARTICLES; j++) {
      const d = Math.hypot(x[2 * i]! - x[2 * j]!, x[2 * i + 1]! - x[2 * j + 1]!);
      const square = (d - 4) ** 2;
      energy += square * (0.9 * square - 4);
    }
  }
  return energy;
}

/** Distances of all pairs of many clusters. */
export function clusterDistances(clusters: ArrayLike<number>): Float64Array {
  const count = clusters.length / SIZE, pairs = PARTICLES * (PARTICLES - 1) / 2;
  const all = new Float64Array(count * pairs);
  let at = 0;
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < PARTICLES; i++) {
      for (let j = i + 1; j < PARTICLES; j++) {
        const [a, b] = [c * SIZE + 2 * i, c * SIZE + 2 * j];
        all[at++] = Math.hypot(
          clusters[a]! - clusters[b]!,
          clusters[a + 1]! - clusters[b + 1]!,
        );
      }
    }
  }
  return all;
}

/** Energies of many clusters. */
export function clusterEnergies(clusters: Float32Array): Float64Array {
  return Float64Array.from(
    { length: clusters.length / SIZE },
    (_, c) => clusterEnergy(clusters.subarray(c * SIZE, (c + 1) * SIZE)),
  );
}

/** Without its centre of mass, in place. */
function centre(x: Float32Array): void {
  for (let k = 0; k < PLANE; k++) {
    let mean = 0;
    for (let i = 0; i < PARTICLES; i++) mean += x[PLANE * i + k]! / PARTICLES;
    for (let i = 0; i < PARTICLES; i++) x[PLANE * i + k]! -= mean;
  }
}

/** How {@link clusters} samples. */
export interface ChainOptions {
  /** Chains, each from a start of its own. */
  readonly chains?: number;
  /** Sweeps before the first sample of a chain. */
  readonly warmUp?: number;
  /** Sweeps between samples. */
  readonly thin?: number;
}

/**
 * Samples of exp(-E), centred, rows of 8 numbers: each sweep proposes a move of each particle, by 0.5
 * or, one time in eight, by 3, which carries a distance from one well to the other.
 */
export function clusters(
  count: number,
  stream: Rng,
  { chains = 200, warmUp = 300, thin = 20 }: ChainOptions = {},
): Float32Array {
  const samples = new Float32Array(count * SIZE);
  const each = Math.ceil(count / chains);
  let made = 0;
  for (let chain = 0; chain < chains && made < count; chain++) {
    const x = Float64Array.from({ length: SIZE }, () => 3 * normal(stream));
    let energy = clusterEnergy(x);
    const sweep = () => {
      for (let i = 0; i < PARTICLES; i++) {
        const [a, b] = [x[2 * i]!, x[2 * i + 1]!];
        const far = stream.int(8) === 0 ? 3 : 0.5;
        x[2 * i] = a + far * normal(stream);
        x[2 * i + 1] = b + far * normal(stream);
        const then = clusterEnergy(x);
        if (stream.uniform() < Math.exp(energy - then)) energy = then;
        else [x[2 * i], x[2 * i + 1]] = [a, b];
      }
    };
    for (let k = 0; k < warmUp; k++) sweep();
    for (let s = 0; s < each && made < count; s++) {
      for (let k = 0; k < thin; k++) sweep();
      const own = samples.subarray(made * SIZE, (made + 1) * SIZE);
      own.set(x);
      centre(own);
      made++;
    }
  }
  return samples;
}

/** Clusters each turned by an angle of its own, uniform over the circle. */
export function turnedClusters(all: Float32Array, stream: Rng): Float32Array {
  const turned = new Float32Array(all.length);
  for (let at = 0; at < all.length; at += SIZE) {
    const angle = 2 * Math.PI * stream.uniform(), c = Math.cos(angle), s = Math.sin(angle);
    for (let i = at; i < at + SIZE; i += 2) {
      turned[i] = c * all[i]! - s * all[i + 1]!;
      turned[i + 1] = s * all[i]! + c * all[i + 1]!;
    }
  }
  return turned;
}

/**
 * Direction of a cluster in the plane, in [0, 2π): of its particle farthest from the centre. It turns
 * as the cluster does, whatever made the cluster.
 */
export function directionOf(x: ArrayLike<number>): number {
  let [best, far] = [0, -1];
  for (let i = 0; i < PARTICLES; i++) {
    const size = Math.hypot(x[2 * i]!, x[2 * i + 1]!);
    if (size > far) [best, far] = [i, size];
  }
  const angle = Math.atan2(x[2 * best + 1]!, x[2 * best]!);
  return angle < 0 ? angle + 2 * Math.PI : angle;
}
