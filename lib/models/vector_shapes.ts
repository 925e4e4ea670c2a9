/** Whether vectors and their conditions are what a network was built for: others would be computed in silence. */
import type { Tensor } from "../tensor/mod.ts";

/** What a network of vectors was built for. */
export interface VectorSizes {
  /** Whose shapes these are, for the message. */
  readonly name: string;
  /** Shape of one x, such as `[4, 2]` for four particles in a plane. */
  readonly shape: readonly number[];
  /** Numbers that the vectors are conditioned on. */
  readonly conditions: number;
  /** Whether each particle has conditions of its own. */
  readonly each?: boolean;
}

const equal = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/**
 * While a function is recorded this costs nothing later.
 *
 * @throws {RangeError} If x is not `[batch, …shape]`, or conditions are not `[batch, c]` or `[1, c]`;
 * `[batch, n, c]` or `[1, n, c]` where each of n particles has its own
 */
export function assertVectors(
  { name, shape, conditions: count, each = false }: VectorSizes,
  x: Tensor,
  conditions: Tensor,
): void {
  if (!equal(x.shape.slice(1), shape) || x.rank !== shape.length + 1) {
    throw new RangeError(
      `Cannot apply ${name} to vectors of shape [${x.shape}]: accepted are [batch, ${
        shape.join(", ")
      }]`,
    );
  }
  const batch = x.shape[0]!, own = each ? [shape[0]!, count] : [count];
  const accepted = [...new Set([batch, 1])].map((size) => [size, ...own]);
  if (accepted.some((one) => equal(one, conditions?.shape ?? []))) return;
  throw new RangeError(
    `Cannot condition ${name} on ${
      conditions?.shape ? `shape [${conditions.shape}]` : typeof conditions
    }: accepted are ${accepted.map((one) => `[${one.join(", ")}]`).join(" and ")}`,
  );
}
