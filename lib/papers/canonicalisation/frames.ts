/** How far a frame is from turning with its cloud: mean pooling against max pooling. */
import { normal } from "../../datasets/normal.ts";
import { rng } from "../../datasets/rng.ts";
import { framesOf, frameVectors, type Pooling } from "../../models/frame_vectors.ts";
import { actOnVectors, type Matrix, orthogonal } from "../../symmetry/mod.ts";
import { random, type Tensor, tf } from "../../tensor/mod.ts";

/** Angles by which frames miss, of many clouds and rotations. */
export interface FrameErrors {
  readonly pooling: Pooling;
  /** Degrees, ascending. */
  readonly degrees: readonly number[];
  readonly median: number;
  readonly largest: number;
}

/**
 * The angle between two rotations `[3, 3]` or `[2, 2]`, degrees: |R - S|² = 8 sin²(θ/2) in both, which is
 * exact where the angle is small, as the arc cosine of a trace is not.
 */
export function angleBetween(a: Matrix, b: Matrix): number {
  const square = a.reduce(
    (sum, row, i) => sum + row.reduce((s, v, j) => s + (v - b[i]![j]!) ** 2, 0),
    0,
  );
  return (2 * Math.asin(Math.min(1, Math.sqrt(square / 8))) * 180) / Math.PI;
}

/**
 * Frames of random clouds and of the same clouds turned: were h(gx) = g·h(x), the rows of the frame
 * of gx would be those of x, turned.
 *
 * @param count Clouds, each with a rotation and a network of its own
 */
export function frameErrors(
  pooling: Pooling,
  { count, particles = 8, dimensions = 3, seed = 0 }: {
    readonly count: number;
    readonly particles?: number;
    readonly dimensions?: 2 | 3;
    readonly seed?: number;
  },
): FrameErrors {
  const stream = rng(seed), group = orthogonal(dimensions, "special");
  const network = frameVectors({ particles, dimensions, pooling });
  const degrees = Array.from({ length: count }, (_, i) => {
    const cloud = Float32Array.from({ length: particles * dimensions }, () => normal(stream));
    const g: Matrix = group.sample(stream);
    const [frame, expected] = tf.tidy(() => {
      const params = network.init(random.key(1000 * seed + i));
      const x = tf.tensor3d(cloud, [1, particles, dimensions]);
      const of = (points: Tensor) => framesOf(network.apply(params, points));
      return [of(actOnVectors(g, x)), actOnVectors(g, of(x))].map((one) => one.arraySync());
    }) as unknown as [number[][][], number[][][]];
    return angleBetween(frame[0]!, expected[0]!);
  }).sort((a, b) => a - b);
  return {
    pooling,
    degrees,
    median: degrees[Math.floor(count / 2)]!,
    largest: degrees.at(-1)!,
  };
}
