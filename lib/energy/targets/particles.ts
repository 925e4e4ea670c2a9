/** Small clusters of particles: energies that depend on distances alone. */
import { assertOptionNames } from "../../checks/spelling.ts";
import { type Tensor, type Tensor1D, type Tensor3D, tf } from "../../tensor/mod.ts";
import { assertPoints, type Target } from "../target.ts";

/** A target whose x is n particles in d dimensions, `[n, d]`. */
export interface ParticleTarget extends Target {
  readonly name: string;
  readonly particles: number;
  readonly dimensions: number;
}

/**
 * Squared distances of all pairs i < j, `[batch, pairs]`, of particles x `[batch, n, d]`.
 *
 * Pairs are rows of a constant matrix, so that nothing is gathered: x_i - x_j = (P·x)_ij.
 */
export function squaredDistances(x: Tensor): Tensor {
  const [batch, n, d] = (x as Tensor3D).shape;
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      rows.push(Array.from({ length: n }, (_, k) => k === i ? 1 : k === j ? -1 : 0));
    }
  }
  return tf.tidy(() => {
    // [pairs, n] × [batch, n, d], as one product: batch and d are put side by side.
    const side = tf.reshape(tf.transpose(x as Tensor3D, [1, 0, 2]), [n, batch * d]);
    const differences = tf.reshape(tf.matMul(tf.tensor2d(rows), side), [rows.length, batch, d]);
    return tf.transpose(tf.sum(tf.square(differences), 2));
  });
}

/** x minus the mean of its particles, `[batch, n, d]`. */
export function centred(x: Tensor): Tensor {
  return tf.tidy(() => tf.sub(x, tf.mean(x, 1, true)));
}

function assertCluster(particles: number, dimensions: number): void {
  if (![particles, dimensions].every(Number.isInteger) || particles < 2 || dimensions < 1) {
    throw new RangeError(
      `Cannot make a cluster of ${particles} particles in ${dimensions} dimensions: accepted are 2 particles or more, in 1 dimension or more`,
    );
  }
}

/** Sizes of a cluster. */
export interface ClusterOptions {
  readonly particles?: number;
  readonly dimensions?: number;
}

/** Names of {@link ClusterOptions}. */
const CLUSTER_NAMES = ["particles", "dimensions"] as const satisfies (keyof ClusterOptions)[];

/**
 * DW-n: particles that like a distance of 4 ± 1.49 from each other,
 * E = Σ_{i<j} 0.9 (d_ij - 4)⁴ - 4 (d_ij - 4)², by default four of them in a plane (Köhler et al.
 * 2020, with iDEM's constants). It has no trap: the centre of mass is free.
 *
 * @throws {RangeError} If a size is impossible, or an option's name is mistyped; its energy, if x is of
 * another size
 */
export function doubleWell(options: ClusterOptions = {}): ParticleTarget {
  const { particles = 4, dimensions = 2 } = options;
  assertOptionNames(options, CLUSTER_NAMES);
  assertCluster(particles, dimensions);
  const name = `DW-${particles}`, shape = [particles, dimensions];
  return {
    name,
    shape,
    particles,
    dimensions,
    energy: (x) =>
      tf.tidy(() => {
        assertPoints(name, x, shape);
        // The root's slope is infinite at 0, where particles sit on each other.
        const distance = tf.sqrt(tf.add(squaredDistances(x), 1e-12));
        const square = tf.square(tf.sub(distance, 4));
        return tf.sum(tf.mul(square, tf.sub(tf.mul(square, 0.9), 4)), 1) as Tensor1D;
      }),
  };
}

/** Sizes of {@link lennardJones}. */
export interface LennardJonesOptions extends ClusterOptions {
  /**
   * Below this distance a pair's energy goes on linearly in the square of the distance, so that
   * colliding particles have energies and forces that are finite and point apart; default 0: nowhere.
   * At .65 a pair has some 300 more than at rest, so that samples do not tell the difference.
   */
  readonly softBelow?: number;
}

/**
 * LJ-n: Σ over *ordered* pairs of r⁻¹² - 2r⁻⁶ (twice the usual sum), r = √(d² + 10⁻⁶), and a trap
 * ½ Σ_i |x_i - mean|²; by default thirteen particles in space, as in the code of iDEM, whose paper
 * prints another factor.
 *
 * @throws {RangeError} If a size is impossible, pairs are softened beyond their rest, or an option's name is
 * mistyped; its energy, if x is of another size
 */
export function lennardJones(options: LennardJonesOptions = {}): ParticleTarget {
  const { particles = 13, dimensions = 3, softBelow = 0 } = options;
  assertOptionNames(options, [...CLUSTER_NAMES, "softBelow"]);
  assertCluster(particles, dimensions);
  // Nearer, a pair's slope is beyond float32.
  if (!(softBelow === 0 || (softBelow >= 0.01 && softBelow < 1))) {
    throw new RangeError(
      `Cannot soften pairs below ${softBelow}: accepted are 0 and .01 to 1, where pairs are at rest`,
    );
  }
  const least = softBelow ** 2 + 1e-6;
  /** de/ds of s⁻⁶ - 2s⁻³ at the least square. */
  const slope = 6 * (least ** -4 - least ** -7);
  const name = `LJ-${particles}`, shape = [particles, dimensions];
  return {
    name,
    shape,
    particles,
    dimensions,
    energy: (x) =>
      tf.tidy(() => {
        assertPoints(name, x, shape);
        const square = tf.add(squaredDistances(x), 1e-6);
        const inverse = tf.div(1, softBelow ? tf.maximum(square, least) : square);
        const sixth = tf.mul(tf.square(inverse), inverse);
        const each = tf.mul(sixth, tf.sub(sixth, 2));
        const soft = softBelow
          ? tf.add(each, tf.mul(slope, tf.minimum(tf.sub(square, least), 0)))
          : each;
        const pairs = tf.sum(soft, 1);
        const trap = tf.sum(tf.square(centred(x)), [1, 2]);
        return tf.add(tf.mul(pairs, 2), tf.mul(trap, 0.5)) as Tensor1D;
      }),
  };
}
