/**
 * Bonds by distance alone, as EDM counts them (Hoogeboom et al. 2022): a pair has the highest order
 * whose usual length and a margin are longer than its distance.
 */
import { type Element, VALENCE } from "./enumerate.ts";

/** Usual lengths of bonds by order, and the margins, in pm. Pairs in the order of the alphabet. */
const LENGTHS = [
  {
    margin: 10,
    pairs: {
      ...{ HH: 74, CH: 109, HN: 101, HO: 96, FH: 92, CC: 154, CN: 147, CO: 143, CF: 135 },
      ...{ NN: 145, NO: 140, FN: 136, OO: 148, FO: 142, FF: 142 },
    },
  },
  { margin: 5, pairs: { CC: 134, CN: 129, CO: 120, NN: 125, NO: 121, OO: 121 } },
  { margin: 3, pairs: { CC: 120, CN: 116, CO: 113, NN: 110 } },
] as const;

/** The order of the bond of two atoms at a distance in Å, 0 if there is none. */
export function bondOrder(a: Element, b: Element, distance: number): 0 | 1 | 2 | 3 {
  const pair = a < b ? a + b : b + a;
  let order = 0;
  for (const { margin, pairs } of LENGTHS) {
    const length = (pairs as Readonly<Record<string, number>>)[pair];
    if (length === undefined || 100 * distance >= length + margin) break;
    order++;
  }
  return order as 0 | 1 | 2 | 3;
}

/** A bond of atoms i < j. */
export interface Bond {
  readonly i: number;
  readonly j: number;
  readonly order: 1 | 2 | 3;
}

/** The bonds of atoms at positions `[atoms, 3]`, Å. */
export function bondsOf(elements: readonly Element[], positions: ArrayLike<number>): Bond[] {
  const bonds: Bond[] = [];
  for (let j = 0; j < elements.length; j++) {
    for (let i = 0; i < j; i++) {
      const square = [0, 1, 2].reduce(
        (sum, k) => sum + (positions[3 * i + k]! - positions[3 * j + k]!) ** 2,
        0,
      );
      const order = bondOrder(elements[i]!, elements[j]!, Math.sqrt(square));
      if (order > 0) bonds.push({ i, j, order: order as 1 | 2 | 3 });
    }
  }
  return bonds;
}

/**
 * Whether each atom is stable: the orders of its bonds add up to its valence. A molecule is stable
 * if all its atoms are.
 */
export function stableAtoms(elements: readonly Element[], positions: ArrayLike<number>): boolean[] {
  const orders = elements.map(() => 0);
  for (const { i, j, order } of bondsOf(elements, positions)) {
    orders[i]! += order;
    orders[j]! += order;
  }
  return elements.map((element, i) => orders[i] === VALENCE[element]);
}
