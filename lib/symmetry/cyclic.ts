/** Rotations, and rotations with reflections, of a regular polygon. */
import type { FiniteGroup, RandomSource } from "./group.ts";
import type { Matrix } from "./matrix.ts";

const integers = (count: number) => Array.from({ length: count }, (_, i) => i);

function assertOrder(n: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`A polygon must have an integer of at least 1 corners: got ${n}`);
  }
}

/** C_n: element k is the rotation by k·360°/n, anticlockwise. */
export function cyclic(n: number): FiniteGroup<number> {
  assertOrder(n);
  return {
    name: `C${n}`,
    elements: integers(n),
    identity: 0,
    compose: (a, b) => (a + b) % n,
    invert: (a) => (n - a) % n,
    equal: (a, b) => a === b,
    sample: (random: RandomSource) => random.int(n),
  };
}

/**
 * D_n, of 2n elements: k < n is the rotation r^k by k·360°/n, and n + k is r^k·s, where s, done
 * first, mirrors in the x axis.
 */
export function dihedral(n: number): FiniteGroup<number> {
  assertOrder(n);
  const split = (g: number): [number, boolean] => [g % n, g >= n];
  const join = (turn: number, mirrored: boolean) => ((turn % n) + n) % n + (mirrored ? n : 0);
  return {
    name: `D${n}`,
    elements: integers(2 * n),
    identity: 0,
    compose(a, b) {
      const [[turnA, mirrorA], [turnB, mirrorB]] = [split(a), split(b)];
      return join(turnA + (mirrorA ? -turnB : turnB), mirrorA !== mirrorB); // s·r = r⁻¹·s
    },
    invert(a) {
      const [turn, mirrored] = split(a);
      return mirrored ? a : join(-turn, false);
    },
    equal: (a, b) => a === b,
    sample: (random: RandomSource) => random.int(2 * n),
  };
}

/** The 2 × 2 matrix of an element of {@link cyclic} or {@link dihedral}. */
export function planeMatrix(n: number, g: number): Matrix {
  // Multiples of a quarter turn are exact, so that symmetric inputs stay exactly symmetric.
  const quarters = (4 * (g % n)) / n;
  const [c, s] = Number.isInteger(quarters)
    ? [[1, 0, -1, 0][quarters]!, [0, 1, 0, -1][quarters]!]
    : [Math.cos((quarters * Math.PI) / 2), Math.sin((quarters * Math.PI) / 2)];
  return g < n ? [[c, -s], [s, c]] : [[c, s], [s, -c]];
}

/** Where corner i (at i·360°/n) of the polygon goes, as a permutation of 0 … n-1. */
export function cornerPermutation(n: number, g: number): number[] {
  return integers(n).map((i) => (((g < n ? i : -i) + (g % n)) % n + n) % n);
}
