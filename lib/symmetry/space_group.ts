/** Space groups: operations x ↦ Wx + w on fractional coordinates, modulo lattice translations. */
import type { FiniteGroup } from "./group.ts";

/** (W, w): a 3 × 3 integer matrix by rows, and a translation in twenty-fourths of a cell, 0 … 23. */
export interface Operation {
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

/** Parts of a cell in which translations are counted: all of the 230 groups' are whole in them. */
export const PARTS = 24;

const wrap = (part: number) => ((part % PARTS) + PARTS) % PARTS;

/** The operation that does nothing. */
export const IDENTITY: Operation = {
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/** W applied to a vector. */
const turn = (w: readonly number[], v: readonly number[]) =>
  [0, 3, 6].map((row) => w[row]! * v[0]! + w[row + 1]! * v[1]! + w[row + 2]! * v[2]!);

/** ab: b first, then a. */
export function composeOperations(a: Operation, b: Operation): Operation {
  const columns = [0, 1, 2].map((j) =>
    turn(a.rotation, [0, 3, 6].map((row) => b.rotation[row + j]!))
  );
  const moved = turn(a.rotation, b.translation);
  return {
    rotation: [0, 1, 2].flatMap((i) => columns.map((column) => column[i]!)),
    translation: moved.map((part, i) => wrap(part + a.translation[i]!)),
  };
}

/** The inverse: W⁻¹ and -W⁻¹w; W⁻¹ is W's adjugate times its determinant, which is ±1. */
export function invertOperation({ rotation: m, translation }: Operation): Operation {
  const [a, b, c, d, e, f, g, h, i] = m as [
    ...[number, number, number],
    ...[number, number, number],
    ...[number, number, number],
  ];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const rotation = [
    ...[e * i - f * h, c * h - b * i, b * f - c * e],
    ...[f * g - d * i, a * i - c * g, c * d - a * f],
    ...[d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((value) => value * det + 0); // no -0
  return { rotation, translation: turn(rotation, translation).map((part) => wrap(-part)) };
}

/** Whether two operations are the same. */
export function sameOperation(a: Operation, b: Operation): boolean {
  return a.rotation.every((value, i) => value === b.rotation[i]) &&
    a.translation.every((value, i) => value === b.translation[i]);
}

/**
 * Reads an operation in the International Tables' notation, as "-y, x-y, z+1/3".
 *
 * @throws {SyntaxError} If the text is none, or its matrix is not of determinant ±1
 */
export function parseOperation(text: string): Operation {
  const fail = (why: string) => new SyntaxError(`Cannot read the operation "${text}": ${why}`);
  const parts = text.toLowerCase().replace(/\s+/g, "").split(",");
  if (parts.length !== 3) throw fail(`it must have three parts, and has ${parts.length}`);
  const rotation: number[] = [], translation: number[] = [];
  for (const part of parts) {
    const row = [0, 0, 0];
    let sum = 0;
    const terms = part.match(/[+-]?[^+-]+/g) ?? [];
    if (terms.join("") !== part || part === "") throw fail(`"${part}" is no sum`);
    for (const term of terms) {
      const found = /^([+-]?)(?:([xyz])|(\d+)(?:\/(\d+)|(\.\d+))?)$/.exec(term);
      if (!found) throw fail(`"${term}" is neither x, y or z nor a fraction`);
      const sign = found[1] === "-" ? -1 : 1;
      if (found[2]) row["xyz".indexOf(found[2])]! += sign;
      else {
        const value = found[4]
          ? Number(found[3]) / Number(found[4])
          : Number(found[3] + (found[5] ?? ""));
        const counted = value * PARTS;
        // Decimals such as 0.3333 mean the fraction next to them.
        if (!(Math.abs(counted - Math.round(counted)) < 0.05)) {
          throw fail(`${term} is no multiple of 1/${PARTS}`);
        }
        sum += sign * Math.round(counted);
      }
    }
    rotation.push(...row);
    translation.push(wrap(sum));
  }
  const operation = { rotation, translation };
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const det = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
  if (Math.abs(det) !== 1) throw fail(`its matrix has determinant ${det}, not 1 or -1`);
  return operation;
}

/**
 * The group that operations generate, modulo lattice translations.
 *
 * @param generators Operations, or their notation
 * @throws {RangeError} If they generate more than 192, the largest number of a space group
 */
export function spaceGroup(
  name: string,
  generators: readonly (Operation | string)[],
): FiniteGroup<Operation> {
  const given = generators.map((one) => typeof one === "string" ? parseOperation(one) : one);
  const key = ({ rotation, translation }: Operation) => `${rotation}|${translation}`;
  const found = new Map([[key(IDENTITY), IDENTITY]]);
  // A map keeps the order of insertion, and iterating over it meets what is added meanwhile.
  for (const element of found.values()) {
    for (const generator of given) {
      const next = composeOperations(generator, element);
      found.set(key(next), found.get(key(next)) ?? next);
    }
    if (found.size > 192) {
      throw new RangeError(
        `The generators of ${name} give more than 192 operations: no space group`,
      );
    }
  }
  const elements = [...found.values()];
  return {
    name,
    elements,
    identity: IDENTITY,
    compose: composeOperations,
    invert: invertOperation,
    equal: sameOperation,
    sample: (random) => elements[random.int(elements.length)]!,
  };
}

/** gx for a point in fractional coordinates, wrapped into [0, 1). */
export function actOnSite({ rotation, translation }: Operation, x: readonly number[]): number[] {
  return turn(rotation, x).map((value, i) => {
    const moved = value + translation[i]! / PARTS;
    const wrapped = moved - Math.floor(moved);
    return wrapped >= 1 ? 0 : wrapped; // -1e-17 - floor is 1
  });
}

/** Whether two points are the same modulo lattice translations, to `tolerance` in each coordinate. */
export function sameSite(a: readonly number[], b: readonly number[], tolerance = 1e-6): boolean {
  return a.every((value, i) => {
    const difference = value - b[i]!;
    return Math.abs(difference - Math.round(difference)) <= tolerance;
  });
}
