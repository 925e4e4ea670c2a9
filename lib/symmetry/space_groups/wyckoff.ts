/**
 * Wyckoff positions, derived from a group's operations.
 *
 * A point is special if some operation, up to a lattice translation, leaves it where it is. The
 * points with the same such operations fill a plane (a mirror's), a line (a rotation axis) or a
 * single point (the centre of a rotation with inversion, or where axes meet); a Wyckoff position
 * is one of these flats with all its images under the group.
 */
import { axisOf, kindOf, orderOf, primitive } from "./axes.ts";
import type { SpaceGroup } from "./group.ts";
import {
  act,
  adjugate,
  composeExactly,
  cross,
  determinant,
  identity,
  modulo,
  type Operation,
  times,
  type Triple,
  UNITS,
} from "./operations.ts";

/** A point, line, plane or all of space, modulo lattice translations. */
export interface Flat {
  /** 0 for a point to 3 for all of space. */
  readonly dimension: 0 | 1 | 2 | 3;
  /** A point of it, in 24ths of the lattice vectors. */
  readonly point: Triple;
  /** A line's direction or a plane's normal (in the dual basis), in the smallest integers. */
  readonly direction: Triple;
  /** A text that flats have in common if and only if they are the same up to translations. */
  readonly key: string;
}

/** Two integer rows that vanish on `direction` and together see every other lattice vector. */
function rowsAcross(direction: Triple): readonly [Triple, Triple] {
  const range = [0, 1, -1, 2, -2];
  const rows = range.flatMap((a) => range.flatMap((b) => range.map((c): Triple => [a, b, c])))
    .filter((row) => dot(row, direction) === 0 && row.some((value) => value !== 0));
  for (const a of rows) {
    for (const b of rows) {
      const normal = cross(a, b);
      if (normal.every((value, i) => value === direction[i])) return [a, b];
    }
  }
  throw new RangeError(`Cannot find rows across [${direction}]`);
}

const across = new Map<string, readonly [Triple, Triple]>();

const dot = (a: readonly number[], b: readonly number[]) =>
  a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

/** The integer rows that are constant on a flat; none for all of space. */
export function rowsOf({ dimension, direction }: Pick<Flat, "dimension" | "direction">) {
  if (dimension === 3) return [];
  if (dimension === 2) return [direction];
  if (dimension === 0) return [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const;
  const name = direction.join();
  if (!across.has(name)) across.set(name, rowsAcross(direction));
  return across.get(name)!;
}

const none: Triple = [0, 0, 0];

function flat(dimension: Flat["dimension"], point: readonly number[], direction: Triple): Flat {
  const values = rowsOf({ dimension, direction }).map((row) => {
    const value = dot(row, point);
    if (Math.abs(value - Math.round(value)) > 1e-6) {
      throw new RangeError(`Cannot place a point at [${point}]/${UNITS}: it is no multiple`);
    }
    return modulo(Math.round(value), UNITS);
  });
  const key = `${dimension}|${direction}|${values}`;
  const inside = (i: number) => modulo(point[i]!, UNITS);
  return { dimension, point: [inside(0), inside(1), inside(2)], direction, key };
}

/** The flat through a point, in 24ths, along directions of which some may be zero or repeated. */
export function flatThrough(
  point: readonly number[],
  directions: readonly (readonly number[])[],
): Flat {
  const filled = directions.filter((d) => d.some((value) => value !== 0));
  const first = filled[0];
  if (!first) return flat(0, point, none);
  const normals = filled.map((d) => cross(first, d)).filter((n) => n.some((v) => v !== 0));
  if (normals.length === 0) return flat(1, point, primitive(first));
  const normal = normals[0]!;
  if (filled.some((d) => dot(d, normal) !== 0)) return everywhere;
  return flat(2, point, primitive(normal));
}

/** All of space. */
export const everywhere: Flat = flat(3, none, none);

/** A point that an operation of finite order keeps: the mean of the images of the origin. */
function keptPoint(operation: Operation, order: number): Triple | undefined {
  let power = operation;
  const sum = [0, 0, 0];
  for (let k = 0; k < order; k++) {
    power.translation.forEach((value, i) => sum[i]! += value);
    if (k < order - 1) power = composeExactly(operation, power);
  }
  // A screw or a glide has moved the origin after a whole turn.
  if (power.translation.some((value) => value !== 0)) return undefined;
  return [sum[0]! / order, sum[1]! / order, sum[2]! / order];
}

/** The normal of a mirror's plane in the dual basis: the row that the mirror turns round. */
function normalOf(rotation: readonly number[]): Triple {
  const turned = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => (i === j ? 1 : 0) - rotation[3 * i + j]!)
  );
  return primitive(turned.find((row) => row.some((value) => value !== 0))!);
}

/** Lattice translations n, for which W x + w + n = x may have a solution within the cell. */
function translations({ rotation, translation }: Operation): Triple[] {
  const ranges = [0, 1, 2].map((i) => {
    const row = [0, 1, 2].map((j) => rotation[3 * i + j]! - (i === j ? 1 : 0));
    const low = row.reduce((sum, value) => sum + Math.min(0, value), 0);
    const high = row.reduce((sum, value) => sum + Math.max(0, value), 0);
    const shift = translation[i]! / UNITS;
    const numbers: number[] = [];
    for (let n = Math.ceil(-high - shift); n <= Math.floor(-low - shift); n++) numbers.push(n);
    return numbers;
  });
  return ranges[0]!.flatMap((a) =>
    ranges[1]!.flatMap((b) => ranges[2]!.map((c): Triple => [a, b, c]))
  );
}

/** What `operation`, with any lattice translation, keeps: planes, lines or points. */
function keptBy(operation: Operation): Flat[] {
  const { rotation, translation } = operation;
  const kind = kindOf(rotation);
  if (kind === "1") return [];
  const order = orderOf(rotation);
  const dimension = kind === "m" ? 2 : determinant(rotation) === 1 ? 1 : 0;
  const direction = dimension === 2
    ? normalOf(rotation)
    : dimension === 1
    ? axisOf(rotation)!
    : none;
  return translations(operation).flatMap((n) => {
    const moved = translation.map((value, i) => value + UNITS * n[i]!);
    const point = keptPoint({ rotation, translation: moved }, order);
    return point ? [flat(dimension, point, direction)] : [];
  });
}

/** Where two lines meet, with all lattice translations of the second: points within the cell. */
function meetings(a: Flat, b: Flat): Flat[] {
  const normal = cross(a.direction, b.direction);
  if (normal.every((value) => value === 0)) return [];
  // a.point + s·a.direction = b.point + n + t·b.direction, for all n that can matter.
  const size = dot(normal, normal);
  const found: Flat[] = [];
  const range = [-2, -1, 0, 1, 2];
  for (const x of range) {
    for (const y of range) {
      for (const z of range) {
        const apart = [x, y, z].map((n, i) => b.point[i]! + UNITS * n - a.point[i]!);
        if (Math.abs(dot(apart, normal)) > 1e-6) continue;
        const s = dot(cross(apart, b.direction), normal) / size;
        found.push(flat(0, a.point.map((value, i) => value + s * a.direction[i]!), none));
      }
    }
  }
  return found;
}

/** A flat's image under an operation. */
export function image(one: Flat, operation: Operation): Flat {
  const point = act(operation, one.point.map((value) => value / UNITS));
  const scaled = point.map((value) => modulo(value * UNITS, UNITS));
  if (one.dimension === 1) {
    return flat(1, scaled, primitive(times(operation.rotation, one.direction)));
  }
  if (one.dimension === 2) {
    // Rows transform by the inverse.
    const sign = determinant(operation.rotation);
    const inverse = adjugate(operation.rotation);
    const row = [0, 1, 2].map((j) =>
      [0, 1, 2].reduce((sum, i) => sum + one.direction[i]! * inverse[3 * i + j]!, 0) * sign
    );
    return flat(2, scaled, primitive(row));
  }
  return flat(one.dimension, scaled, one.direction);
}

const unique = (
  flats: readonly Flat[],
) => [...new Map(flats.map((one) => [one.key, one])).values()];

/** All flats of special points of a group, modulo lattice translations, and all of space. */
export function flatsOf({ operations }: SpaceGroup): Flat[] {
  const kept = unique(operations.flatMap(keptBy));
  const lines = kept.filter(({ dimension }) => dimension === 1);
  const points = lines.flatMap((a, i) => lines.slice(i + 1).flatMap((b) => meetings(a, b)));
  return unique([everywhere, ...kept, ...points]);
}

/** The operations, with their translations whole, that keep every point of a flat. */
export function keepersOf(one: Flat, operations: readonly Operation[]): Operation[] {
  const rows = rowsOf(one);
  // Directions within the flat, and whether W is the identity on them, decide with one point.
  const within = one.dimension === 3
    ? [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    : one.dimension === 2
    ? rowsOf({ dimension: 1, direction: one.direction })
    : one.dimension === 1
    ? [one.direction]
    : [];
  return operations.flatMap(({ rotation, translation }) => {
    if (rows.length === 0 && rotation.some((value, i) => value !== identity.rotation[i])) return [];
    const keeps = within.every((d) => times(rotation, d).every((value, i) => value === d[i]));
    if (!keeps) return [];
    const moved = times(rotation, one.point).map((value, i) =>
      one.point[i]! - value - translation[i]!
    );
    const whole = moved.every((value) =>
      Math.abs(value / UNITS - Math.round(value / UNITS)) < 1e-9
    );
    const exact = translation.map((value, i) => value + UNITS * Math.round(moved[i]! / UNITS));
    return whole ? [{ rotation, translation: exact }] : [];
  });
}
