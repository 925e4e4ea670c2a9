/** What a group is, and what follows from that alone. */

/** Random numbers on the host; a generator of `lib/datasets/rng.ts` is one. */
export interface RandomSource {
  /** A uniform integer in 0 … n-1. */
  int(n: number): number;
  /** A uniform number in [0, 1). */
  uniform(): number;
}

/** A group with elements of type `G`. */
export interface Group<G> {
  /** Such as "C4". */
  readonly name: string;
  readonly identity: G;
  /** ab, which acts as b first and then a. */
  compose(a: G, b: G): G;
  invert(a: G): G;
  /** Whether two elements are the same; to rounding, where they are made of real numbers. */
  equal(a: G, b: G): boolean;
  /** A uniform element (of Haar measure, where there are infinitely many). */
  sample(random: RandomSource): G;
}

/** A group whose elements can be listed; the first of them is the identity. */
export interface FiniteGroup<G> extends Group<G> {
  readonly elements: readonly G[];
}

/** How elements act: x ↦ gx with (ab)x = a(bx). */
export type Action<G, X> = (g: G, x: X) => X;

/** G_x = {g : gx = x}. */
export function stabiliser<G, X>(
  group: FiniteGroup<G>,
  act: Action<G, X>,
  x: X,
  same: (a: X, b: X) => boolean,
): G[] {
  return group.elements.filter((g) => same(act(g, x), x));
}

/** The different gx, x itself first, each with one g that leads there. */
export function orbit<G, X>(
  group: FiniteGroup<G>,
  act: Action<G, X>,
  x: X,
  same: (a: X, b: X) => boolean,
): { readonly element: G; readonly image: X }[] {
  const found: { readonly element: G; readonly image: X }[] = [];
  for (const element of group.elements) {
    const image = act(element, x);
    if (!found.some((one) => same(one.image, image))) found.push({ element, image });
  }
  return found;
}

const has = <G>(group: Group<G>, list: readonly G[], g: G) =>
  list.some((one) => group.equal(one, g));

/** Whether two lists have the same elements. */
export function sameElements<G>(group: Group<G>, a: readonly G[], b: readonly G[]): boolean {
  return a.length === b.length && a.every((g) => has(group, b, g));
}

/** The subgroup that `generators` generate, the identity first. */
export function generated<G>(group: FiniteGroup<G>, generators: readonly G[]): G[] {
  const found = [group.identity];
  for (let i = 0; i < found.length; i++) {
    for (const generator of generators) {
      const next = group.compose(generator, found[i]!);
      if (!has(group, found, next)) found.push(next);
    }
  }
  return found;
}

/** All subgroups, small ones first; for groups of some dozens of elements. */
export function subgroups<G>(group: FiniteGroup<G>): G[][] {
  const found: G[][] = [[group.identity]];
  // Each subgroup is reached from a smaller one by one more generator.
  for (let i = 0; i < found.length; i++) {
    for (const g of group.elements) {
      if (has(group, found[i]!, g)) continue;
      const larger = generated(group, [...found[i]!, g]);
      if (!found.some((one) => sameElements(group, one, larger))) found.push(larger);
    }
  }
  return found.sort((a, b) => a.length - b.length);
}

/**
 * Throws unless `list` is a subgroup: it is generated anew, by as few of its elements as lead to more, of
 * which there are log₂ of its size at most.
 */
function assertSubgroup<G>(group: FiniteGroup<G>, list: readonly G[]): void {
  const generators: G[] = [];
  let reached = [group.identity];
  for (const g of list) {
    if (has(group, reached, g)) continue;
    generators.push(g);
    reached = generated(group, generators);
    if (reached.length > list.length) break;
  }
  if (reached.length !== list.length) {
    throw new RangeError(
      `A subgroup of ${group.name} must be closed and name each element once: ` +
        `its ${list.length} elements generate ${reached.length} or more`,
    );
  }
}

/** gHg⁻¹. */
export function conjugate<G>(group: Group<G>, subgroup: readonly G[], g: G): G[] {
  const inverse = group.invert(g);
  return subgroup.map((h) => group.compose(group.compose(g, h), inverse));
}

/**
 * The left cosets gK that make up the group, K itself first.
 *
 * @throws {RangeError} If K is no subgroup
 */
export function leftCosets<G>(group: FiniteGroup<G>, subgroup: readonly G[]): G[][] {
  assertSubgroup(group, subgroup);
  const cosets: G[][] = [];
  for (const g of group.elements) {
    if (cosets.some((coset) => has(group, coset, g))) continue;
    cosets.push(subgroup.map((k) => group.compose(g, k)));
  }
  return cosets;
}

/**
 * The complements of K: subgroups C that meet each left coset of K in exactly one element, so that
 * every g is ck in one way. None where the group does not split over K, as C4 does not over C2.
 *
 * @throws {RangeError} If K is no subgroup
 */
export function complements<G>(group: FiniteGroup<G>, subgroup: readonly G[]): G[][] {
  assertSubgroup(group, subgroup);
  const size = group.elements.length / subgroup.length;
  return subgroups(group).filter((one) =>
    one.length === size && one.filter((g) => has(group, subgroup, g)).length === 1
  );
}
