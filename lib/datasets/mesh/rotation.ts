/** Rotations of points, for data. */
import type { Rng } from "../rng.ts";
import type { Point } from "./mesh.ts";

/** A 3 × 3 matrix by rows. */
export type Rotation = readonly [Point, Point, Point];

/** Rx. */
export function apply3([a, b, c]: Rotation, x: Point): Point {
  return [
    a[0] * x[0] + a[1] * x[1] + a[2] * x[2],
    b[0] * x[0] + b[1] * x[1] + b[2] * x[2],
    c[0] * x[0] + c[1] * x[1] + c[2] * x[2],
  ];
}

/** A uniform rotation, from a uniform quaternion (Shoemake). */
export function randomRotation(random: Rng): Rotation {
  const [u, v, w] = [
    random.uniform(),
    2 * Math.PI * random.uniform(),
    2 * Math.PI * random.uniform(),
  ];
  const [s, t] = [Math.sqrt(1 - u), Math.sqrt(u)];
  const [a, b, c, d] = [s * Math.sin(v), s * Math.cos(v), t * Math.sin(w), t * Math.cos(w)];
  return [
    [1 - 2 * (b * b + c * c), 2 * (a * b - c * d), 2 * (a * c + b * d)],
    [2 * (a * b + c * d), 1 - 2 * (a * a + c * c), 2 * (b * c - a * d)],
    [2 * (a * c - b * d), 2 * (b * c + a * d), 1 - 2 * (a * a + b * b)],
  ];
}
