/** Refusal of what is no permutation. */

/** Throws unless `p` sends each of `count` places to a place of its own. */
export function assertPermutation(p: readonly number[], count: number): void {
  const taken = new Uint8Array(count);
  let places = 0;
  for (const to of p) if (taken[to] === 0) places += taken[to] = 1;
  if (p.length !== count || places !== count) {
    throw new RangeError(
      `A permutation of ${count} things must name each place from 0 to ${
        count - 1
      } once: current value is [${p}]`,
    );
  }
}
