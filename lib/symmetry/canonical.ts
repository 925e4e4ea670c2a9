/** Canonical images: one representative of each orbit. */
import type { Action, FiniteGroup } from "./group.ts";

/** What {@link canonicalImage} finds. */
export interface Canonical<G, X> {
  /** The same for every member of an orbit. */
  readonly image: X;
  /** c(x), with x = c·image. */
  readonly element: G;
  /** Every g with x = g·image, in the group's order: the coset c·G_image. */
  readonly ties: readonly G[];
}

/**
 * The smallest g⁻¹x over the group, and the elements that lead back to x.
 *
 * By it any function φ becomes relaxed-equivariant: f(x) = c(x)·φ(c(x)⁻¹x), where a tie, which means
 * that x is symmetric, is broken in favour of its first element. Then f(gx) = g′f(x) for some g′ of
 * the coset gG_x.
 *
 * @param compare Negative where a comes before b, 0 where they are the same
 */
export function canonicalImage<G, X>(
  group: FiniteGroup<G>,
  act: Action<G, X>,
  x: X,
  compare: (a: X, b: X) => number,
): Canonical<G, X> {
  let image = act(group.identity, x);
  let ties: G[] = [group.identity];
  for (const g of group.elements.slice(1)) {
    const candidate = act(group.invert(g), x);
    const order = compare(candidate, image);
    if (order < 0) [image, ties] = [candidate, [g]];
    else if (order === 0) ties.push(g);
  }
  return { image, element: ties[0]!, ties };
}

/** Orders lists of numbers by their first difference beyond `tolerance`. */
export function lexicographic(
  tolerance = 1e-9,
): (a: readonly number[], b: readonly number[]) => number {
  return (a, b) => {
    for (let i = 0; i < a.length; i++) {
      const difference = a[i]! - b[i]!;
      if (Math.abs(difference) > tolerance) return difference;
    }
    return 0;
  };
}
