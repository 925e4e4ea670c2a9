/** Theorem 5: linear maps with relaxed equivariance on the inputs of one symmetry type. */
import {
  actBy,
  complements,
  conjugate,
  constrainedMaps,
  equivariantMaps,
  type FiniteGroup,
  leftCosets,
  normal,
  type RandomSource,
  type Representation,
  reynolds,
  sameElements,
  stabiliserOf,
} from "../../symmetry/mod.ts";
import { apply, combine, type Matrix } from "../../symmetry/matrix.ts";
import { relaxedError } from "./square.ts";

/** One instance of the theorem. */
export interface RelaxedCase<G> {
  readonly group: FiniteGroup<G>;
  /** K, a subgroup: the type of the inputs is its conjugacy class. */
  readonly subgroup: readonly G[];
  /** One element of each left coset of K. */
  readonly representatives: readonly G[];
  readonly input: Representation<G>;
  readonly output: Representation<G>;
}

/**
 * One element of each left coset of K: those of a complement subgroup where there is one (then K
 * can be broken), and otherwise, or where "first" is asked for, the first of each coset.
 */
export function cosetRepresentatives<G>(
  group: FiniteGroup<G>,
  subgroup: readonly G[],
  choice: "complement" | "first" = "complement",
): G[] {
  const complement = choice === "complement" ? complements(group, subgroup)[0] : undefined;
  return complement ?? leftCosets(group, subgroup).map((coset) => coset[0]!);
}

/** All ways to pick one element of each left coset of K, the identity for K itself. */
export function allRepresentatives<G>(group: FiniteGroup<G>, subgroup: readonly G[]): G[][] {
  return leftCosets(group, subgroup).reduce<G[][]>(
    (lists, coset, i) =>
      lists.flatMap((list) => (i === 0 ? [group.identity] : coset).map((g) => [...list, g])),
    [[]],
  );
}

/**
 * A basis of the W with (W - ρ′(g)ᵀWρ(g))·P_K = 0 for each representative g, where P_K projects on
 * the vectors that K fixes. By the theorem x ↦ Wx then has relaxed equivariance for all x whose
 * stabiliser contains a conjugate of K.
 */
export function relaxedMaps<G>({ subgroup, representatives, input, output }: RelaxedCase<G>) {
  return constrainedMaps(representatives, input, output, reynolds(subgroup, input));
}

/** A random combination of basis maps, coefficients normal. */
export function randomMap(random: RandomSource, basis: readonly Matrix[]): Matrix {
  return basis.map((w) => [normal(random), w] as const)
    .reduce<Matrix>(
      (sum, [c, w]) => combine(1, sum, c, w),
      basis[0]!.map((row) => row.map(() => 0)),
    );
}

/** A random vector whose stabiliser is exactly that subgroup; undefined where none was found. */
export function typicalInput<G>(
  random: RandomSource,
  group: FiniteGroup<G>,
  subgroup: readonly G[],
  input: Representation<G>,
): number[] | undefined {
  const projector = reynolds(subgroup, input);
  const x = apply(projector, Array.from({ length: input.dimension }, () => normal(random)));
  return sameElements(group, stabiliserOf(group.elements, input, x), subgroup) ? x : undefined;
}

/** What is found out about one instance. */
export interface RelaxedFindings {
  /** Free dimensions of W: all, those under the theorem's constraint, those of equivariance. */
  readonly dimensions: {
    readonly all: number;
    readonly relaxed: number;
    readonly equivariant: number;
  };
  /** The largest error of relaxed equivariance over random W and x of the type. */
  readonly relaxedError: number;
  /** The same of ordinary equivariance (all of gh left out): large where symmetry is broken. */
  readonly equivarianceError: number;
  /** Symmetries that the output keeps of the input's |K|, for a random W. */
  readonly kept: number;
}

/** Looks at `draws` random solutions W, each at a random input, and at one of its images. */
export function examine<G>(
  one: RelaxedCase<G>,
  random: RandomSource,
  draws = 5,
): RelaxedFindings {
  const { group, subgroup, input, output } = one;
  const basis = relaxedMaps(one);
  let [relaxed, ordinary, kept] = [0, 0, subgroup.length];
  for (let i = 0; i < draws; i++) {
    const w = randomMap(random, basis);
    const f = (x: readonly number[]) => apply(w, x);
    const typical = typicalInput(random, group, subgroup, input);
    if (!typical) {
      throw new RangeError(`No vector has the stabiliser of ${subgroup.length} elements`);
    }
    const g = group.sample(random);
    const x = actBy(input, g, typical);
    relaxed = Math.max(relaxed, relaxedError(group, input, output, f, x));
    for (const g of group.elements) {
      const [a, b] = [f(actBy(input, g, x)), actBy(output, g, f(x))];
      ordinary = Math.max(ordinary, ...a.map((value, j) => Math.abs(value - b[j]!)));
    }
    const own = conjugate(group, subgroup, g);
    kept = Math.min(kept, stabiliserOf(own, output, f(x), 1e-7).length);
  }
  const equivariant = equivariantMaps(group, input, output).length;
  const all = input.dimension * output.dimension;
  return {
    dimensions: { all, relaxed: basis.length, equivariant },
    relaxedError: relaxed,
    equivarianceError: ordinary,
    kept,
  };
}
