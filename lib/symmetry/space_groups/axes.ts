/** What kind of operation a matrix is, and about which axis. */
import { determinant, identity, multiply, times, type Triple } from "./operations.ts";

/** Kinds of point operations in Hermann and Mauguin's letters. */
export type Kind = "1" | "2" | "3" | "4" | "6" | "-1" | "m" | "-3" | "-4" | "-6";

/** Kinds by determinant and trace. */
const KINDS: Readonly<Record<string, Kind>> = {
  "1,3": "1",
  "1,-1": "2",
  "1,0": "3",
  "1,1": "4",
  "1,2": "6",
  "-1,-3": "-1",
  "-1,1": "m",
  "-1,0": "-3",
  "-1,-1": "-4",
  "-1,-2": "-6",
};

/**
 * The kind of a point operation, by its determinant and trace.
 *
 * @throws {RangeError} If it is none of a crystal
 */
export function kindOf(rotation: readonly number[]): Kind {
  const trace = rotation[0]! + rotation[4]! + rotation[8]!;
  const kind = KINDS[`${determinant(rotation)},${trace}`];
  if (!kind) {
    throw new RangeError(`Cannot name [${rotation}]: it is no point operation of a crystal`);
  }
  return kind;
}

/** The number of times after which a point operation has moved nothing. */
export function orderOf(rotation: readonly number[]): number {
  let power = rotation, order = 1;
  while (power.some((value, i) => value !== identity.rotation[i])) {
    if (++order > 6) throw new RangeError(`Cannot find the order of [${rotation}]: it is above 6`);
    power = multiply(rotation, power);
  }
  return order;
}

const divisor = (a: number, b: number): number => b === 0 ? Math.abs(a) : divisor(b, a % b);

/**
 * The direction in the smallest integers, with the sign that {@linkcode AXES} gives it: where no
 * integer is zero their product is positive, otherwise the first that is not zero is, but in -101.
 */
export function primitive(direction: readonly number[]): Triple {
  const common = direction.reduce(divisor, 0);
  const [x, y, z] = direction as Triple;
  const sign = Math.sign(x * y * z || (y === 0 && x * z < 0 ? z : x || y || z));
  return [sign * x / common + 0, sign * y / common + 0, sign * z / common + 0];
}

/**
 * The axis of a point operation: the direction that it keeps (a rotation) or turns round (a
 * rotation followed by inversion), in the smallest integers, its sign that of {@linkcode AXES};
 * undefined for 1 and -1, which have none.
 */
export function axisOf(rotation: readonly number[]): Triple | undefined {
  const sign = determinant(rotation);
  const proper = rotation.map((value) => value * sign + 0);
  const order = orderOf(proper);
  if (order === 1) return undefined;
  // The sum over the powers of a rotation projects onto its axis.
  const sum = [...proper];
  let power: readonly number[] = proper;
  for (let k = 1; k < order; k++) {
    power = multiply(proper, power);
    power.forEach((value, i) => sum[i]! += value);
  }
  const unit = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((e) => times(sum, e));
  return primitive(unit.find((column) => column.some((value) => value !== 0))!);
}

/**
 * The 15 axes of crystals, in the order of the paper; hexagonal ones in hexagonal coordinates. The
 * paper prints the last two as 1-20 and 2-10; with 120° between a and b, as the standard setting
 * has it, they are 120 and 210.
 */
export const AXES: readonly Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
  [1, -1, -1],
  [-1, 1, -1],
  [-1, -1, 1],
  [1, -1, 0],
  [1, 1, 0],
  [0, 1, -1],
  [0, 1, 1],
  [-1, 0, 1],
  [1, 0, 1],
  [1, 2, 0],
  [2, 1, 0],
];
