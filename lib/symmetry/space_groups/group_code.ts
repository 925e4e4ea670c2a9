/** A space group as 397 numbers, by what it does: what a network is told of it (as SymmCD does). */
import { AXES, axisOf, kindOf, orderOf } from "./axes.ts";
import type { SpaceGroup } from "./group.ts";
import { composeExactly, modulo, type Operation, UNITS } from "./operations.ts";

/** Kinds of operations, with screws and glides apart. */
export const GROUP_SYMBOLS = [
  ..."1,-1,2,2_1,3,3_1,3_2,4,4_1,4_2,4_3,-4,-3,6,6_1,6_2,6_3,6_4,6_5,-6".split(","),
  ..."m,a,b,c,n,d".split(","),
] as const;

const CENTRINGS = "PABCIRF";

/** Length of {@linkcode groupCode}. */
export const GROUP_CODE_LENGTH = CENTRINGS.length + AXES.length * GROUP_SYMBOLS.length;

/** The translation along the axis or within the mirror that is left after whole turns, in 24ths. */
function intrinsic(operation: Operation): number[] {
  const order = orderOf(operation.rotation);
  let power = operation;
  for (let k = 1; k < order; k++) power = composeExactly(operation, power);
  return power.translation.map((value) => value / order);
}

function symbolOf(operation: Operation): string {
  const kind = kindOf(operation.rotation);
  if (kind === "m") {
    const half = intrinsic(operation).map((value) => modulo(value, UNITS));
    if (half.every((value) => value === 0)) return "m";
    if (half.some((value) => value % (UNITS / 2) !== 0)) return "d";
    const along = half.flatMap((value, i) => value ? [i] : []);
    return along.length === 1 ? "abc"[along[0]!]! : "n";
  }
  if (!/^[2346]$/.test(kind)) return kind;
  const axis = axisOf(operation.rotation)!;
  const at = axis.findIndex((value) => value !== 0);
  const order = Number(kind);
  const along = intrinsic(operation)[at]! / axis[at]!;
  const part = Math.round(modulo(along, UNITS) * order / UNITS) % order;
  // The screw of a negative turn counts from the other end.
  const turn = part && order > 2 && handedness(operation.rotation, axis) < 0 ? order - part : part;
  return turn === 0 ? kind : `${kind}_${turn}`;
}

/** The sign of a rotation's sense about its axis: of det[axis, v, Wv] for some v. */
function handedness(rotation: readonly number[], axis: readonly number[]): number {
  for (const v of [[1, 0, 0], [0, 1, 0], [0, 0, 1]]) {
    const w = [0, 1, 2].map((i) =>
      rotation[3 * i]! * v[0]! + rotation[3 * i + 1]! * v[1]! +
      rotation[3 * i + 2]! * v[2]!
    );
    const d = axis[0]! * (v[1]! * w[2]! - v[2]! * w[1]!) -
      axis[1]! * (v[0]! * w[2]! - v[2]! * w[0]!) + axis[2]! * (v[0]! * w[1]! - v[1]! * w[0]!);
    if (d !== 0) return Math.sign(d);
  }
  return 1;
}

/**
 * A group's operations as zeros and ones: the letter of its centring, and for each of the 15
 * {@linkcode AXES} which of the 26 {@linkcode GROUP_SYMBOLS} there are; the identity and the
 * inversion count on every axis.
 */
export function groupCode({ centring, operations }: SpaceGroup): Float32Array {
  const code = new Float32Array(GROUP_CODE_LENGTH);
  code[CENTRINGS.indexOf(centring)] = 1;
  for (const operation of operations) {
    const symbol = GROUP_SYMBOLS.indexOf(symbolOf(operation) as typeof GROUP_SYMBOLS[number]);
    const axis = axisOf(operation.rotation);
    AXES.forEach((one, i) => {
      if (axis && one.some((value, j) => value !== axis[j])) return;
      code[CENTRINGS.length + i * GROUP_SYMBOLS.length + symbol] = 1;
    });
  }
  return code;
}
