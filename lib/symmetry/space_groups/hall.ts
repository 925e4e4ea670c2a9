/**
 * Space groups from their Hall symbols (S. R. Hall, Acta Cryst. A37, 517, 1981): a lattice, an
 * inversion or not, and up to three generators with their axes and translations.
 */
import {
  compose,
  composeExactly,
  identity,
  keyOf,
  type Operation,
  reduce,
  UNITS,
} from "./operations.ts";

const H = UNITS / 2, Q = UNITS / 4, T = UNITS / 3;

/** Translations of each lattice letter, in 24ths, beside those of the cell. */
const LATTICES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  P: [],
  A: [[0, H, H]],
  B: [[H, 0, H]],
  C: [[H, H, 0]],
  I: [[H, H, H]],
  R: [[2 * T, T, T], [T, 2 * T, 2 * T]],
  F: [[0, H, H], [H, 0, H], [H, H, 0]],
};

/** Translations of the letters behind an axis, in 24ths. */
const SHIFTS: Readonly<Record<string, readonly number[]>> = {
  a: [H, 0, 0],
  b: [0, H, 0],
  c: [0, 0, H],
  n: [H, H, H],
  u: [Q, 0, 0],
  v: [0, Q, 0],
  w: [0, 0, Q],
  d: [Q, Q, Q],
};

/** Rotations by order and axis; ' and " are the diagonals a-b and a+b, * is the cube's a+b+c. */
const ROTATIONS: Readonly<Record<string, readonly number[]>> = {
  "1": identity.rotation,
  "2x": [1, 0, 0, 0, -1, 0, 0, 0, -1],
  "2y": [-1, 0, 0, 0, 1, 0, 0, 0, -1],
  "2z": [-1, 0, 0, 0, -1, 0, 0, 0, 1],
  "2'": [0, -1, 0, -1, 0, 0, 0, 0, -1],
  '2"': [0, 1, 0, 1, 0, 0, 0, 0, -1],
  "3z": [0, -1, 0, 1, -1, 0, 0, 0, 1],
  "3*": [0, 0, 1, 1, 0, 0, 0, 1, 0],
  "4x": [1, 0, 0, 0, 0, -1, 0, 1, 0],
  "4y": [0, 0, 1, 0, 1, 0, -1, 0, 0],
  "4z": [0, -1, 0, 1, 0, 0, 0, 0, 1],
  "6z": [1, -1, 0, 1, 0, 0, 0, 0, 1],
};

/** The axis of a generator that names none: by its place, its order, and the order before it. */
function usualAxis(place: number, order: string, before: string): string {
  if (order === "1") return "";
  if (order === "3" && place === 2) return "*";
  if (place === 0) return "z";
  return before === "3" || before === "6" ? "'" : "x";
}

function generator(text: string, place: number, before: string): [Operation, string] {
  const match = /^(-?)([12346])([xyz'"*]?)([1-5]?)([abcnuvwd]*)$/.exec(text);
  const [, sign, order, axis, screw, letters] = match ?? [];
  const direction = order && (axis || usualAxis(place, order, before));
  const rotation = ROTATIONS[`${order}${direction}`];
  if (!rotation) throw new SyntaxError(`Cannot read the generator ${text} of a Hall symbol`);
  const translation = [0, 0, 0];
  for (const letter of letters!) SHIFTS[letter]!.forEach((s, i) => translation[i]! += s);
  if (screw) {
    const along = "xyz".indexOf(direction!);
    if (along < 0) {
      throw new SyntaxError(`Cannot read the generator ${text}: a screw needs x, y or z`);
    }
    translation[along]! += (UNITS / Number(order)) * Number(screw);
  }
  const turned = sign ? rotation.map((value) => -value + 0) : rotation;
  return [reduce({ rotation: turned, translation }), order!];
}

/** The whole group, modulo lattice translations, that `generators` generate; identity first. */
export function closure(generators: readonly Operation[], most = 192): Operation[] {
  const group = new Map([[keyOf(identity), identity]]);
  const queue: Operation[] = [identity];
  for (const one of queue) {
    for (const by of generators) {
      const product = compose(by, one);
      const key = keyOf(product);
      if (group.has(key)) continue;
      if (group.size >= most) {
        throw new RangeError(`Cannot close a group: it has more than ${most} operations`);
      }
      group.set(key, product);
      queue.push(product);
    }
  }
  return [...group.values()];
}

/**
 * The operations of a space group, modulo lattice translations of its cell (the centring
 * translations are among them), from its Hall symbol, such as "-F 4vw 2vw 3" or "P 31 2 (0 0 4)".
 *
 * @throws {SyntaxError} If the text is no Hall symbol
 */
export function operationsOfHall(symbol: string): Operation[] {
  const match = /^(-?)([PABCIRF])((?: [^ ()]+){1,4})(?: \((-?\d+) (-?\d+) (-?\d+)\))?$/.exec(
    symbol,
  );
  if (!match) throw new SyntaxError(`Cannot read ${symbol}: accepted are Hall symbols`);
  const [, inversion, lattice, rest, ...origin] = match;
  const generators: Operation[] = LATTICES[lattice!]!.map((translation) => ({
    rotation: identity.rotation,
    translation,
  }));
  if (inversion) {
    generators.push({ rotation: [-1, 0, 0, 0, -1, 0, 0, 0, -1], translation: [0, 0, 0] });
  }
  let before = "";
  rest!.trim().split(" ").forEach((text, place) => {
    const [operation, order] = generator(text, place, before);
    generators.push(operation);
    before = order;
  });
  const shift = origin.map((twelfths) => Number(twelfths ?? 0) * UNITS / 12);
  const moved = { rotation: identity.rotation, translation: shift };
  const back = { rotation: identity.rotation, translation: shift.map((value) => -value) };
  return closure(
    generators.map((one) => composeExactly(composeExactly(moved, one), back)).map(reduce),
  );
}
