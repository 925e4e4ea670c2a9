/** The symmetry operations of a given arrangement of atoms in a given cell. */
import { adjugate, determinant, multiply, times, type Triple } from "./operations.ts";
import { intoCell } from "./projection.ts";

/** Atoms in a cell. */
export interface Atoms {
  /** aᵢ·aⱼ in Å². */
  readonly metric: readonly number[];
  /** Fractional coordinates. */
  readonly positions: readonly (readonly number[])[];
  /** What must be mapped onto its like, such as atomic numbers. */
  readonly kinds: readonly number[];
}

/** x ↦ Wx + w with w in fractional coordinates. */
export interface FoundOperation {
  readonly rotation: readonly number[];
  readonly shift: Triple;
}

const ROWS: readonly Triple[] = [-1, 0, 1].flatMap((a) =>
  [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((c): Triple => [a, b, c]))
);

const transposed = (m: readonly number[]) => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => m[i]!);

/** Integer matrices with entries -1, 0, 1 that keep a metric, up to `tolerance` times its size. */
export function latticeSymmetries(metric: readonly number[], tolerance: number): number[][] {
  const length = (d: readonly number[]) => times(metric, d).reduce((s, v, i) => s + v * d[i]!, 0);
  const close = (p: number, q: number) => Math.abs(p - q) <= tolerance * Math.max(p, q);
  const columns = [0, 4, 8].map((i) => ROWS.filter((d) => close(length(d), metric[i]!)));
  const scale = Math.max(metric[0]!, metric[4]!, metric[8]!);
  return columns[0]!.flatMap((a) =>
    columns[1]!.flatMap((b) =>
      columns[2]!.flatMap((c) => {
        const w = transposed([...a, ...b, ...c]);
        if (Math.abs(determinant(w)) !== 1) return [];
        const kept = multiply(multiply(transposed(w), metric), w);
        const wrong = kept.some((value, i) => Math.abs(value - metric[i]!) > tolerance * scale);
        return wrong ? [] : [w];
      })
    )
  );
}

/**
 * All symmetry operations of atoms, modulo translations of the given cell: rotations that keep the
 * metric (with entries -1, 0 and 1, enough for conventional cells), each with all translations that
 * map every atom onto one of its kind.
 *
 * @param tolerance How far an image may be from an atom, Å
 * @throws {RangeError} If there is not one kind for each atom
 */
export function findOperations(atoms: Atoms, tolerance = 0.01): FoundOperation[] {
  const { metric, positions, kinds } = atoms;
  if (kinds.length !== positions.length) {
    throw new RangeError(
      `Cannot find the symmetry of ${positions.length} atoms of ${kinds.length} kinds: accepted is one kind for each`,
    );
  }
  if (positions.length === 0) return [];
  const scale = Math.sqrt(Math.max(metric[0]!, metric[4]!, metric[8]!));
  const counts = new Map<number, number>();
  kinds.forEach((kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const rarest = [...counts].sort((a, b) => a[1] - b[1])[0]![0];
  const anchor = positions[kinds.indexOf(rarest)]!;
  const targets = positions.filter((_, i) => kinds[i] === rarest);
  const distance2 = (d: readonly number[]) => {
    const near = d.map((value) => value - Math.round(value));
    return times(metric, near).reduce((sum, value, i) => sum + value * near[i]!, 0);
  };
  const near = (x: readonly number[], kind: number) =>
    positions.some((one, i) =>
      kinds[i] === kind && distance2(one.map((v, j) => v - x[j]!)) < tolerance ** 2
    );
  return latticeSymmetries(metric, 2 * tolerance / scale).flatMap((rotation) => {
    const turned = times(rotation, anchor);
    return targets.flatMap((target) => {
      const shift = target.map((value, i) => intoCell(value - turned[i]!)) as unknown as Triple;
      const all = positions.every((x, i) =>
        near(times(rotation, x).map((value, j) => value + shift[j]!), kinds[i]!)
      );
      return all ? [{ rotation, shift }] : [];
    });
  });
}

/** Vectors of a primitive cell in those of the conventional one, by the letter of the centring. */
const PRIMITIVE: Readonly<Record<string, readonly Triple[]>> = {
  P: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  A: [[1, 0, 0], [0, 0.5, -0.5], [0, 0.5, 0.5]],
  C: [[0.5, -0.5, 0], [0.5, 0.5, 0], [0, 0, 1]],
  I: [[-0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, -0.5]],
  F: [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]],
  R: [[2 / 3, 1 / 3, 1 / 3], [-1 / 3, 1 / 3, 1 / 3], [-1 / 3, -2 / 3, 1 / 3]],
};

/**
 * The same atoms in a primitive cell of a centred lattice, one of each that centring translations
 * carry into one another.
 *
 * @throws {RangeError} If the letter is none of P, A, C, I, F, R
 */
export function primitiveAtoms({ metric, positions, kinds }: Atoms, centring: string): Atoms {
  const vectors = PRIMITIVE[centring];
  if (!vectors) {
    throw new RangeError(`Cannot reduce a lattice ${centring}: accepted are P, A, C, I, F, R`);
  }
  const columns = transposed(vectors.flat());
  const size = determinant(columns);
  const inverse = adjugate(columns).map((value) => value / size);
  const found: { x: Triple; kind: number }[] = [];
  positions.forEach((position, i) => {
    const x = times(inverse, position).map((v) => intoCell(v)) as unknown as Triple;
    const known = found.some((one) =>
      one.kind === kinds[i] &&
      one.x.every((v, j) => Math.abs(v - x[j]! - Math.round(v - x[j]!)) < 1e-6)
    );
    if (!known) found.push({ x, kind: kinds[i]! });
  });
  return {
    metric: multiply(multiply(transposed(columns), metric), columns),
    positions: found.map(({ x }) => x),
    kinds: found.map(({ kind }) => kind),
  };
}
