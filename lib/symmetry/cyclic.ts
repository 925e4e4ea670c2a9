/** Rotations, and rotations with reflections, of a regular polygon. */
import type { FiniteGroup, RandomSource } from "./group.ts";
import type { Matrix } from "./matrix.ts";

const integers = (count: number) => Array.from({ length: count }, (_, i) => i);

function assertOrder(n: number): void {
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`A polygon must have an integer of at least 1 corners: got ${n}`);
  }
}

/** Throws unless `g` is an element of the group of so many. */
function assertElement(name: string, count: number, g: number): void {
  if (!(Number.isInteger(g) && g >= 0 && g < count)) {
    throw new RangeError(
      `An element of ${name} must be an integer from 0 to ${count - 1}: current value is ${g}`,
    );
  }
}

/**
 * C_n: element k is the rotation by k·360°/n, anticlockwise.
 *
 * @throws {RangeError} If n is not a whole number above 0; its functions, if something is no element
 */
export function cyclic(n: number): FiniteGroup<number> {
  assertOrder(n);
  const check = (g: number) => assertElement(`C${n}`, n, g);
  return {
    name: `C${n}`,
    elements: integers(n),
    identity: 0,
    compose(a, b) {
      check(a);
      check(b);
      return (a + b) % n;
    },
    invert(a) {
      check(a);
      return (n - a) % n;
    },
    equal: (a, b) => a === b,
    sample: (random: RandomSource) => random.int(n),
  };
}

/**
 * D_n, of 2n elements: k < n is the rotation r^k by k·360°/n, and n + k is r^k·s, where s, done
 * first, mirrors in the x axis.
 *
 * @throws {RangeError} If n is not a whole number above 0; its functions, if something is no element
 */
export function dihedral(n: number): FiniteGroup<number> {
  assertOrder(n);
  const split = (g: number): [number, boolean] => {
    assertElement(`D${n}`, 2 * n, g);
    return [g % n, g >= n];
  };
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

/**
 * The 2 × 2 matrix of an element of {@link cyclic} or {@link dihedral}.
 *
 * @throws {RangeError} If there is no such polygon, or element
 */
export function planeMatrix(n: number, g: number): Matrix {
  assertOrder(n);
  assertElement(`D${n}`, 2 * n, g);
  // Multiples of a quarter turn are exact, so that symmetric inputs stay exactly symmetric.
  const quarters = (4 * (g % n)) / n;
  const [c, s] = Number.isInteger(quarters)
    ? [[1, 0, -1, 0][quarters]!, [0, 1, 0, -1][quarters]!]
    : [Math.cos((quarters * Math.PI) / 2), Math.sin((quarters * Math.PI) / 2)];
  return g < n ? [[c, -s], [s, c]] : [[c, s], [s, -c]];
}

/**
 * Where corner i (at i·360°/n) of the polygon goes, as a permutation of 0 … n-1.
 *
 * @throws {RangeError} If there is no such polygon, or element
 */
export function cornerPermutation(n: number, g: number): number[] {
  assertOrder(n);
  assertElement(`D${n}`, 2 * n, g);
  return integers(n).map((i) => (((g < n ? i : -i) + (g % n)) % n + n) % n);
}
