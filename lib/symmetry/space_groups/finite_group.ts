/** Space groups as finite groups, modulo lattice translations, which act on points of a cell. */
import type { FiniteGroup } from "../group.ts";
import { spaceGroup } from "./group.ts";
import { closure } from "./hall.ts";
import {
  act,
  compose,
  determinant,
  hasFiniteOrder,
  identity,
  invert,
  keyOf,
  type Operation,
  parseTriplet,
  reduce,
} from "./operations.ts";
import { intoCell } from "./projection.ts";

/**
 * Reads an operation in the International Tables' notation, as "-y, x-y, z+1/3".
 *
 * @returns The operation, its translation within the cell
 * @throws {SyntaxError} If the text is none, or its matrix is not of determinant ±1 and of finite order
 */
export function parseOperation(text: string): Operation {
  const operation = reduce(parseTriplet(text));
  const size = determinant(operation.rotation);
  if (Math.abs(size) !== 1) {
    throw new SyntaxError(
      `Cannot read the operation "${text}": its matrix has determinant ${size}, not 1 or -1`,
    );
  }
  if (!hasFiniteOrder(operation.rotation)) {
    throw new SyntaxError(
      `Cannot read the operation "${text}": however often it is repeated, it is not the identity`,
    );
  }
  return operation;
}

const finite = (name: string, elements: readonly Operation[]): FiniteGroup<Operation> => ({
  name,
  elements,
  identity,
  compose,
  invert,
  equal: (a, b) => keyOf(a) === keyOf(b),
  sample: (random) => elements[random.int(elements.length)]!,
});

/**
 * The group that operations generate, modulo lattice translations.
 *
 * @param generators Operations, or their notation
 * @throws {RangeError} If they generate more than 192, the largest number of a space group
 * @throws {SyntaxError} If a text is no operation
 */
export function generatedSpaceGroup(
  name: string,
  generators: readonly (Operation | string)[],
): FiniteGroup<Operation> {
  const given = generators.map((one) => typeof one === "string" ? parseOperation(one) : one);
  return finite(name, closure(given));
}

/**
 * The space group of that number in its standard setting, as a finite group.
 *
 * @param number 1 to 230
 * @throws {RangeError} If there is no such group
 */
export function finiteSpaceGroup(number: number): FiniteGroup<Operation> {
  const { symbol, operations } = spaceGroup(number);
  return finite(symbol, operations);
}

/** gx for a point in fractional coordinates, wrapped into [0, 1). */
export const actOnSite = (operation: Operation, x: readonly number[]): number[] =>
  act(operation, x).map(intoCell);

/** Whether two points are the same modulo lattice translations, to `tolerance` in each coordinate. */
export function sameSite(a: readonly number[], b: readonly number[], tolerance = 1e-6): boolean {
  return a.every((value, i) => {
    const difference = value - b[i]!;
    return Math.abs(difference - Math.round(difference)) <= tolerance;
  });
}
