/** Groups as matrices: projectors on what is fixed, and the linear maps that commute with them. */
import type { FiniteGroup } from "./group.ts";
import {
  apply,
  blockDiagonal,
  combine,
  identityMatrix,
  kronecker,
  type Matrix,
  multiply,
  nullSpace,
  orthonormalBasis,
  transpose,
} from "./matrix.ts";
import { type Permutation, permutationMatrix } from "./permutation.ts";

/** ρ: a matrix for each element, with ρ(ab) = ρ(a)ρ(b). All of ours are orthogonal. */
export interface Representation<G> {
  readonly dimension: number;
  matrix(g: G): Matrix;
}

/** The representation that permutes coordinates. */
export function permuting(n: number): Representation<Permutation> {
  return { dimension: n, matrix: permutationMatrix };
}

/** The regular representation: coordinates are group elements, and g moves h to gh. */
export function regular<G>(group: FiniteGroup<G>): Representation<G> {
  const index = (g: G) => group.elements.findIndex((one) => group.equal(one, g));
  return {
    dimension: group.elements.length,
    matrix: (g) => permutationMatrix(group.elements.map((h) => index(group.compose(g, h)))),
  };
}

/** Every element as 1. */
export function trivial<G>(): Representation<G> {
  return { dimension: 1, matrix: () => [[1]] };
}

/** ρ ⊕ σ ⊕ …: vectors one after the other. */
export function directSum<G>(...parts: readonly Representation<G>[]): Representation<G> {
  return {
    dimension: parts.reduce((sum, { dimension }) => sum + dimension, 0),
    matrix: (g) => blockDiagonal(parts.map((part) => part.matrix(g))),
  };
}

/** ρ ⊗ σ. */
export function tensorProduct<G>(a: Representation<G>, b: Representation<G>): Representation<G> {
  return {
    dimension: a.dimension * b.dimension,
    matrix: (g) => kronecker(a.matrix(g), b.matrix(g)),
  };
}

/**
 * ρ(g)x.
 *
 * @throws {RangeError} If x has not as many coordinates as the representation
 */
export function actBy<G>(representation: Representation<G>, g: G, x: readonly number[]): number[] {
  const { dimension } = representation;
  if (x.length !== dimension) {
    throw new RangeError(
      `Cannot act on ${x.length} coordinates by a representation of ${dimension}: accepted are equally many`,
    );
  }
  return apply(representation.matrix(g), x);
}

/** The elements with ρ(g)x = x up to `tolerance` in each coordinate. */
export function stabiliserOf<G>(
  elements: readonly G[],
  representation: Representation<G>,
  x: readonly number[],
  tolerance = 1e-9,
): G[] {
  return elements.filter((g) =>
    actBy(representation, g, x).every((value, i) => Math.abs(value - x[i]!) <= tolerance)
  );
}

/** Reynolds' projector P = mean of ρ(g) over `elements` (a subgroup): on the vectors they fix. */
export function reynolds<G>(elements: readonly G[], representation: Representation<G>): Matrix {
  let sum: Matrix = identityMatrix(representation.dimension).map((row) => row.map(() => 0));
  for (const g of elements) sum = combine(1, sum, 1, representation.matrix(g));
  return sum.map((row) => row.map((value) => value / elements.length));
}

/** The Reynolds average W ↦ mean of ρ′(g)ᵀWρ(g): the nearest map with ρ′(g)W = Wρ(g). */
export function symmetrise<G>(
  elements: readonly G[],
  input: Representation<G>,
  output: Representation<G>,
  w: Matrix,
): Matrix {
  let sum: Matrix = w.map((row) => row.map(() => 0));
  for (const g of elements) {
    const moved = multiply(transpose(output.matrix(g)), multiply(w, input.matrix(g)));
    sum = combine(1, sum, 1, moved);
  }
  return sum.map((row) => row.map((value) => value / elements.length));
}

/** Rows of `flat` of a matrix with `columns` columns. */
export function unflattenMatrix(flat: readonly number[], columns: number): number[][] {
  return Array.from(
    { length: flat.length / columns },
    (_, i) => flat.slice(i * columns, (i + 1) * columns),
  );
}

/** An orthonormal basis of the maps W with ρ′(g)W = Wρ(g) for each g of a group. */
export function equivariantMaps<G>(
  group: FiniteGroup<G>,
  input: Representation<G>,
  output: Representation<G>,
): Matrix[] {
  const moves = group.elements.map((g) => [transpose(output.matrix(g)), input.matrix(g)] as const);
  // The averages of the maps with a single one span all of them.
  const averages = Array.from({ length: output.dimension * input.dimension }, (_, at) => {
    const [row, column] = [Math.floor(at / input.dimension), at % input.dimension];
    const flat = new Array<number>(output.dimension * input.dimension).fill(0);
    for (const [left, right] of moves) {
      left.forEach((own, i) => {
        if (own[row] === 0) return;
        right[column]!.forEach((value, j) => {
          flat[i * input.dimension + j]! += (own[row]! * value) / moves.length;
        });
      });
    }
    return flat;
  });
  return orthonormalBasis(averages).map((flat) => unflattenMatrix(flat, input.dimension));
}

/** An orthonormal basis of the maps W with (W - ρ′(g)ᵀWρ(g))Q = 0 for each g of a list. */
export function constrainedMaps<G>(
  list: readonly G[],
  input: Representation<G>,
  output: Representation<G>,
  on: Matrix,
): Matrix[] {
  const unit = identityMatrix(output.dimension);
  // By rows, AWB is the vector (A ⊗ Bᵀ)·W.
  const constraints = list.flatMap((g) =>
    combine(
      1,
      kronecker(unit, transpose(on)),
      -1,
      kronecker(transpose(output.matrix(g)), transpose(multiply(input.matrix(g), on))),
    )
  );
  const all = identityMatrix(input.dimension * output.dimension);
  const basis = constraints.length ? nullSpace(constraints) : all;
  return basis.map((flat) => unflattenMatrix(flat, input.dimension));
}
