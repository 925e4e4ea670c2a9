/** Permutations: p sends place i to place p[i], so that (px)[p[i]] = x[i]. */
import { assertPermutation } from "./assert_permutation.ts";
import type { FiniteGroup, Group, RandomSource } from "./group.ts";
import type { Matrix } from "./matrix.ts";

/** A permutation of 0 … n-1: where each place goes. */
export type Permutation = readonly number[];

/** The permutations of n things; elements are not listed, as there are n! of them. */
export function permutations(n: number): Group<Permutation> {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`Permutations must be of an integer of at least 1 things: got ${n}`);
  }
  return {
    name: `S${n}`,
    identity: Array.from({ length: n }, (_, i) => i),
    compose: (a, b) => b.map((place) => a[place]!),
    invert(a) {
      const inverse = new Array<number>(n);
      a.forEach((to, from) => inverse[to] = from);
      return inverse;
    },
    equal: (a, b) => a.length === b.length && a.every((to, i) => to === b[i]),
    sample(random: RandomSource) {
      const list = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = random.int(i + 1);
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
      return list;
    },
  };
}

/**
 * S_n with its n! elements.
 *
 * @throws {RangeError} If n is not in 1 … 8
 */
export function symmetricGroup(n: number): FiniteGroup<Permutation> {
  if (!(n >= 1 && n <= 8)) {
    throw new RangeError(`Only S1 to S8 can be listed: got S${n}`);
  }
  const all = (count: number): number[][] =>
    count === 0 ? [[]] : all(count - 1).flatMap((shorter) =>
      // Inserting the last thing at the end first keeps the identity first.
      Array.from({ length: count }, (_, i) => shorter.toSpliced(count - 1 - i, 0, count - 1))
    );
  return { ...permutations(n), elements: all(n) };
}

/**
 * The group of the permutations listed, which must be closed.
 *
 * @throws {RangeError} If there are none, one is no permutation, or they are not closed
 */
export function permutationGroup(
  name: string,
  elements: readonly Permutation[],
): FiniteGroup<Permutation> {
  const all = permutations(elements[0]?.length ?? 0);
  for (const one of elements) assertPermutation(one, elements[0]!.length);
  const identity = elements.find((one) => all.equal(one, all.identity));
  const closed = elements.every((a) =>
    elements.every((b) => elements.some((one) => all.equal(one, all.compose(a, b))))
  );
  if (!identity || !closed) {
    throw new RangeError(`${name} must be closed under composition: it has ${elements.length}`);
  }
  return {
    ...all,
    name,
    elements: [identity, ...elements.filter((one) => one !== identity)],
    sample: (random) => elements[random.int(elements.length)]!,
  };
}

/**
 * px: entry i of `list` goes to place p[i].
 *
 * @throws {RangeError} If p is no permutation of so many entries
 */
export function permute<T>(p: Permutation, list: readonly T[]): T[] {
  assertPermutation(p, list.length);
  const moved = new Array<T>(list.length);
  p.forEach((to, from) => moved[to] = list[from]!);
  return moved;
}

/**
 * The matrix of p: a one at row p[i] of each column i.
 *
 * @throws {RangeError} If p is no permutation
 */
export function permutationMatrix(p: Permutation): Matrix {
  assertPermutation(p, p.length);
  return p.map((_, row) => p.map((to) => to === row ? 1 : 0));
}
