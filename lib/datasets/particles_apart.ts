/** Particles that lie apart: where chains of particles that repel each other begin. */
import { type Tensor, tf } from "../tensor/mod.ts";
import { rng } from "./rng.ts";

/** Sizes of {@link particlesApart}. */
export interface ApartOptions {
  /** Default 13. */
  readonly particles?: number;
  /** Default 3. */
  readonly dimensions?: number;
  /** Of the cube, default 4. */
  readonly side?: number;
  /** Least distance of two particles, default .85. */
  readonly least?: number;
}

/** Places drawn for one particle before it is given up. */
const TRIES = 10_000;

/**
 * States `[count, particles, dimensions]` whose particles lie evenly in a cube about their mean, none near
 * another.
 *
 * @throws {RangeError} If the cube is too small for them
 */
export function particlesApart(
  count: number,
  seed: number,
  { particles = 13, dimensions = 3, side = 4, least = 0.85 }: ApartOptions = {},
): Tensor {
  const { uniform } = rng(seed);
  const values = new Float32Array(count * particles * dimensions);
  for (let state = 0; state < count; state++) {
    const placed: number[][] = [];
    for (let tries = 0; placed.length < particles; tries++) {
      if (tries === particles * TRIES) {
        throw new RangeError(
          `Cannot place ${particles} particles ${least} apart in a cube of side ${side}`,
        );
      }
      const next = Array.from({ length: dimensions }, () => side * (uniform() - 0.5));
      const near = (p: readonly number[]) => Math.hypot(...p.map((v, i) => v - next[i]!)) < least;
      if (!placed.some(near)) placed.push(next);
    }
    values.set(placed.flat(), state * particles * dimensions);
  }
  return tf.tidy(() => {
    const x = tf.tensor(values, [count, particles, dimensions]);
    return tf.sub(x, tf.mean(x, 1, true));
  });
}
