/** Images of an atom under symmetry operations, where those that fall together are one atom. */
import {
  act,
  intoCell,
  type Operation,
  squaredLength,
  type Triple,
} from "../../symmetry/space_groups/mod.ts";

/**
 * Whole atoms closer than this, Å, are one: no two nuclei come closer than the 0.7 Å of H₂, while
 * coordinates of two digits put the images of an atom on a special position up to 0.17 Å apart in
 * cells of 10 Å, and those of three digits a tenth of that. The places of a disordered atom are often
 * so close, but none of them is whole.
 */
export const TOGETHER = 0.2;

/**
 * From `a` to the nearest lattice translate of `b`, in fractional coordinates. Rounding finds it
 * where it is within {@link TOGETHER}: such a step has parts below 1/2 in every cell whose lattice
 * planes are 0.4 Å apart or more.
 */
function stepTo(a: readonly number[], b: readonly number[]): Triple {
  const step = (i: number) => {
    const apart = b[i]! - a[i]!;
    return apart - Math.round(apart);
  };
  return [step(0), step(1), step(2)];
}

/** Whether two points, or lattice translates of them, are less than {@link TOGETHER} apart. */
export function areTogether(
  a: readonly number[],
  b: readonly number[],
  metric: readonly number[],
): boolean {
  return squaredLength(metric, ...stepTo(a, b)) < TOGETHER * TOGETHER;
}

/**
 * The images of a point in the cell. Those that are together, directly or through others, are one,
 * at their mean: if the operations are a group, all such sets are equal in size, and their means lie
 * on the special position that the point is near, exactly.
 *
 * @param metric The metric tensor of the cell, Å²
 */
export function imagesOf(
  x: Triple,
  operations: readonly Operation[],
  metric: readonly number[],
): Triple[] {
  const sets: Triple[][] = [];
  for (const operation of operations) {
    const image = act(operation, x).map(intoCell) as unknown as Triple;
    const near = sets.filter((set) => set.some((one) => areTogether(one, image, metric)));
    if (near.length === 0) {
      sets.push([image]);
      continue;
    }
    const [first, ...others] = near;
    first!.push(image, ...others.flat());
    for (const set of others) sets.splice(sets.indexOf(set), 1);
  }
  return sets.map((set) => {
    const [first] = set as [Triple];
    const steps = set.map((one) => stepTo(first, one));
    const mean = (i: number) => steps.reduce((sum, step) => sum + step[i]!, 0) / steps.length;
    return [0, 1, 2].map((i) => intoCell(first[i]! + mean(i))) as unknown as Triple;
  });
}
