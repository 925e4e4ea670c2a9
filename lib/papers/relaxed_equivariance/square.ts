/** Square to rectangle: the smallest problem that no equivariant function solves. */
import {
  actBy,
  cyclic,
  dihedral,
  type FiniteGroup,
  planeMatrix,
  type Representation,
  reynolds,
  stabiliserOf,
} from "../../symmetry/mod.ts";
import { apply, kronecker } from "../../symmetry/matrix.ts";
import { cornerPermutation, permutationMatrix } from "../../symmetry/mod.ts";

/** Four corners in the plane as eight numbers, anticlockwise from the upper right. */
export type Corners = readonly number[];

/** The rotations of the square. */
export const C4: FiniteGroup<number> = cyclic(4);

/** The square's whole symmetry, with reflections. */
export const D4: FiniteGroup<number> = dihedral(4);

/**
 * C4 or D4 on four corners: each corner moves in the plane, and the corners are numbered anew, so
 * that a square is left as it is.
 */
export const corners: Representation<number> = {
  dimension: 8,
  // Corner i stands at 45° + i·90°: mirrored in the x axis, corner 0 is corner 3's place.
  matrix: (g) =>
    kronecker(
      permutationMatrix(
        g < 4 ? cornerPermutation(4, g) : [0, 1, 2, 3].map((i) => (((g % 4) + 3 - i) % 4 + 4) % 4),
      ),
      planeMatrix(4, g),
    ),
};

/** Corners of the axis-parallel rectangle of half-sides a and b. */
export function rectangle(a: number, b: number): Corners {
  return [a, b, -a, b, -a, -b, a, -b];
}

/** The square that is given. */
export const SQUARE = rectangle(1, 1);

/** The rectangle that is asked for. */
export const RECTANGLE = rectangle(1.3, 0.8);

/** Four corners without any symmetry. */
export const KITE: Corners = [1.5, 0.5, -0.6, 1.2, -1.3, -0.3, 0.5, -0.9];

/** Which elements leave x as it is. */
export function symmetries(group: FiniteGroup<number>, x: Corners, tolerance = 1e-5): number[] {
  return stabiliserOf(group.elements, corners, x, tolerance);
}

/** Py: what of `target` an equivariant function can return where `x` is given. */
export function reachable(group: FiniteGroup<number>, x: Corners, target: Corners): number[] {
  return apply(reynolds(symmetries(group, x), corners), target);
}

/** Mean of squared differences. */
export function squaredError(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length;
}

/**
 * The least mean squared error of an equivariant function at x: ‖y - Py‖²/n, P the projector on
 * what G_x leaves fixed.
 */
export function errorFloor(group: FiniteGroup<number>, x: Corners, target: Corners): number {
  return squaredError(target, reachable(group, x, target));
}

/** The images of `target` under G_x, all of which are right: G_x cannot tell them apart. */
export function targetOrbit(group: FiniteGroup<number>, x: Corners, target: Corners): Corners[] {
  const images: Corners[] = [];
  for (const g of symmetries(group, x)) {
    const image = actBy(corners, g, target);
    if (!images.some((one) => squaredError(one, image) < 1e-12)) images.push(image);
  }
  return images;
}

/** The least mean squared error to any of the images of `target`. */
export function orbitError(images: readonly Corners[], y: Corners): number {
  return Math.min(...images.map((image) => squaredError(image, y)));
}

/**
 * How far f is from relaxed equivariance at x: over all g the largest, over h in G_x the smallest
 * |f(gx) - gh·f(x)| in any coordinate.
 */
export function relaxedError<G>(
  group: FiniteGroup<G>,
  input: Representation<G>,
  output: Representation<G>,
  f: (x: readonly number[]) => readonly number[],
  x: readonly number[],
): number {
  const fixing = stabiliserOf(group.elements, input, x, 1e-5);
  const y = f(x);
  return Math.max(...group.elements.map((g) => {
    const moved = f(actBy(input, g, x));
    return Math.min(...fixing.map((h) => {
      const expected = actBy(output, group.compose(g, h), y);
      return Math.max(...moved.map((value, i) => Math.abs(value - expected[i]!)));
    }));
  }));
}
