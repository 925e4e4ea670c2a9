/** Symmetry operations of crystals: x ↦ Wx + w on fractional coordinates, exactly. */

/** Translations are whole numbers of this part of a lattice vector. */
export const UNITS = 24;

/** x ↦ Wx + w. */
export interface Operation {
  /** W, three rows of three integers, one after the other. */
  readonly rotation: readonly number[];
  /** w in 24ths of the lattice vectors; integers. */
  readonly translation: readonly number[];
}

/** A triple of numbers: a point, a direction, a row. */
export type Triple = readonly [number, number, number];

/** The operation that moves nothing. */
export const identity: Operation = {
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/** The remainder of a division by `n` that is never negative. */
export const modulo = (value: number, n: number): number => {
  const rest = value % n;
  return rest < 0 ? rest + n : rest === 0 ? 0 : rest; // never -0
};

/** W·x for a matrix of nine numbers. */
export function times(matrix: readonly number[], x: readonly number[]): Triple {
  const row = (i: number) =>
    matrix[i]! * x[0]! + matrix[i + 1]! * x[1]! + matrix[i + 2]! * x[2]! + 0;
  return [row(0), row(3), row(6)];
}

/** The product of two matrices of nine numbers. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  const product = new Array<number>(9);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      product[3 * i + j] = a[3 * i]! * b[j]! + a[3 * i + 1]! * b[3 + j]! +
        a[3 * i + 2]! * b[6 + j]! + 0;
    }
  }
  return product;
}

/** The determinant of a matrix of nine numbers. */
export function determinant(m: readonly number[]): number {
  return m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) - m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
    m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
}

/**
 * Whether a matrix of integers is that of a symmetry: one of its powers is the identity. In three
 * dimensions that is the 6th at the latest (the crystallographic restriction: orders 1, 2, 3, 4, 6);
 * the determinant is then 1 or -1.
 */
export function hasFiniteOrder(rotation: readonly number[]): boolean {
  let power = rotation;
  for (let order = 1; order <= 6; order++) {
    if (power.every((value, i) => value === identity.rotation[i])) return true;
    power = multiply(power, rotation);
  }
  return false;
}

/** The cross product. */
export function cross(a: readonly number[], b: readonly number[]): Triple {
  const part = (i: number, j: number) => a[i]! * b[j]! - a[j]! * b[i]! + 0;
  return [part(1, 2), part(2, 0), part(0, 1)];
}

/** The adjugate: m·adjugate(m) = det(m)·1. */
export function adjugate(m: readonly number[]): number[] {
  const [a, b, c] = [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)];
  const columns = [cross(b, c), cross(c, a), cross(a, b)];
  return [0, 1, 2].flatMap((i) => columns.map((column) => column[i]!));
}

/** First `b`, then `a`; the translation is kept whole. */
export function composeExactly(a: Operation, b: Operation): Operation {
  const moved = times(a.rotation, b.translation);
  return {
    rotation: multiply(a.rotation, b.rotation),
    translation: moved.map((value, i) => value + a.translation[i]!),
  };
}

/** The operation with its translation brought into the cell. */
export function reduce({ rotation, translation }: Operation): Operation {
  return { rotation, translation: translation.map((value) => modulo(value, UNITS)) };
}

/** First `b`, then `a`, modulo lattice translations. */
export function compose(a: Operation, b: Operation): Operation {
  return reduce(composeExactly(a, b));
}

/** The inverse, modulo lattice translations. */
export function invert({ rotation, translation }: Operation): Operation {
  const sign = determinant(rotation);
  const inverse = adjugate(rotation).map((value) => value * sign + 0);
  return reduce({
    rotation: inverse,
    translation: times(inverse, translation).map((value) => -value),
  });
}

/** Wx + w for a point in fractional coordinates. */
export function act({ rotation, translation }: Operation, x: readonly number[]): Triple {
  const [a, b, c] = times(rotation, x);
  return [a + translation[0]! / UNITS, b + translation[1]! / UNITS, c + translation[2]! / UNITS];
}

/** A text by which equal operations are equal. */
export const keyOf = ({ rotation, translation }: Operation): string =>
  `${rotation.join()}|${translation.join()}`;

const VARIABLES = ["x", "y", "z"] as const;

/** The greatest common divisor of two integers of at least 0, by Euclid; of 0 and a number, that number. */
export const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

function fraction(units: number): string {
  const divisor = greatestCommonDivisor(Math.abs(units), UNITS);
  return UNITS === divisor ? `${units / divisor}` : `${units / divisor}/${UNITS / divisor}`;
}

/** The coordinate triplet, such as "-y,x,z+1/4". */
export function formatTriplet({ rotation, translation }: Operation): string {
  return [0, 1, 2].map((i) => {
    const terms = VARIABLES.flatMap((name, j) => {
      const factor = rotation[3 * i + j]!;
      if (factor === 0) return [];
      const size = Math.abs(factor) === 1 ? "" : Math.abs(factor);
      return [`${factor < 0 ? "-" : "+"}${size}${name}`];
    });
    const shift = translation[i]!;
    if (shift !== 0) terms.push(`${shift < 0 ? "" : "+"}${fraction(shift)}`);
    return terms.length ? terms.join("").replace(/^\+/, "") : "0";
  }).join(",");
}

const TERM = /([+-]?)(?:(\d{0,2})\*?([xyz])|(\d{1,3})(?:\/(\d{1,2})|\.(\d{1,8}))?)/y;

/**
 * Reads a coordinate triplet as CIF files write it, such as "x, y+1/2, -z" or "x-y,x,z+.25".
 *
 * @throws {SyntaxError} If the text is no triplet, or a translation no number of 24ths
 */
export function parseTriplet(text: string): Operation {
  const wrong = (why: string) =>
    new SyntaxError(
      `Cannot read the operation "${
        text.slice(0, 60)
      }": ${why}; accepted is a triplet such as "x,y+1/2,-z"`,
    );
  const parts = text.toLowerCase().replace(/[\s'"]/g, "").replace(/(^|[^\d])\./g, "$10.").split(
    ",",
  );
  if (parts.length !== 3 || text.length > 200) throw wrong(`it has ${parts.length} parts`);
  const rotation = new Array<number>(9).fill(0), translation = [0, 0, 0];
  parts.forEach((part, i) => {
    if (part === "") throw wrong("a part is empty");
    TERM.lastIndex = 0;
    while (TERM.lastIndex < part.length) {
      const at = TERM.lastIndex;
      const match = TERM.exec(part);
      if (!match || (at > 0 && match[1] === "")) throw wrong(`"${part}" is no sum of terms`);
      const sign = match[1] === "-" ? -1 : 1;
      if (match[3]) {
        rotation[3 * i + VARIABLES.indexOf(match[3] as "x")]! += sign * Number(match[2] || 1);
      } else {
        const value = match[6] ? Number(`${match[4]}.${match[6]}`) : Number(match[4]);
        const units = value * UNITS / Number(match[5] || 1);
        if (!(Math.abs(units - Math.round(units)) < 0.05)) throw wrong(`${part} is no 24th`);
        translation[i]! += sign * Math.round(units);
      }
    }
  });
  return { rotation, translation };
}
