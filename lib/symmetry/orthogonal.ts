/** O(2), SO(2), O(3) and SO(3) as matrices. */
import { assertChoice } from "../checks.ts";
import type { Group, RandomSource } from "./group.ts";
import {
  determinant,
  distance,
  identityMatrix,
  type Matrix,
  multiply,
  orthonormalBasis,
  transpose,
} from "./matrix.ts";

/** A standard normal number, by Box and Muller. */
export function normal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/**
 * The orthogonal matrices of a size, or the rotations among them ("special").
 *
 * @throws {RangeError} If the dimension is not 2 or 3, or there is no such kind
 */
export function orthogonal(dimension: 2 | 3, kind: "all" | "special" = "all"): Group<Matrix> {
  if (dimension !== 2 && dimension !== 3) {
    throw new RangeError(`The dimension must be 2 or 3: current value is ${dimension}`);
  }
  assertChoice("kind", kind, ["all", "special"]);
  return {
    name: `${kind === "special" ? "SO" : "O"}(${dimension})`,
    identity: identityMatrix(dimension),
    compose: multiply,
    invert: transpose,
    equal: (a, b) => distance(a, b) < 1e-9,
    sample(random: RandomSource) {
      // The first vectors of a normal sample are uniform directions; the last one's sign is a coin.
      const rows: number[][] = [];
      while (rows.length < dimension) {
        const drawn = Array.from({ length: dimension }, () => normal(random));
        for (const unit of rows) {
          const along = drawn.reduce((sum, x, i) => sum + x * unit[i]!, 0);
          unit.forEach((u, i) => drawn[i]! -= along * u);
        }
        rows.push(...orthonormalBasis([drawn]));
      }
      const flip = kind === "special" && determinant(rows) < 0;
      return flip ? [...rows.slice(0, -1), rows.at(-1)!.map((x) => -x)] : rows;
    },
  };
}

/**
 * The rotation by `angle` (in radians) about `axis`, by Rodrigues' formula.
 *
 * @throws {RangeError} If the axis is not three numbers, or zero
 */
export function rotationAbout(axis: readonly number[], angle: number): Matrix {
  const length = Math.hypot(...axis);
  if (axis.length !== 3) {
    throw new RangeError(`A rotation's axis must have three coordinates: got [${axis}]`);
  }
  if (!(length > 0)) throw new RangeError(`A rotation's axis must not be zero: got [${axis}]`);
  const [x, y, z] = axis.map((value) => value / length) as [number, number, number];
  const [c, s] = [Math.cos(angle), Math.sin(angle)], d = 1 - c;
  return [
    [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
    [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
    [z * x * d - y * s, z * y * d + x * s, c + z * z * d],
  ];
}
