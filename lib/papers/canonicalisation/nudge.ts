/** Training again: what rounding alone does to a result. */
import type { Params } from "../../nn/parameters.ts";
import { tf } from "../../tensor/mod.ts";

/**
 * Parameters times 1 + `by`, as new tensors; the very same ones for 0. Another machine adds in another
 * order, which changes numbers by a ten-millionth or so; such a change at the start is what that comes to in
 * the end.
 */
export function nudged(params: Params, by = 0): Params {
  if (by === 0) return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, tf.mul(value, 1 + by)]),
  );
}
