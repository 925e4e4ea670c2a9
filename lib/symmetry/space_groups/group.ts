/** Space groups by their number. */
import { operationsOfHall } from "./hall.ts";
import type { Operation } from "./operations.ts";
import { HALL_SYMBOLS, HM_SYMBOLS } from "./table.ts";

/** What a group asks of the cell. */
export type LatticeFamily =
  | "triclinic"
  | "monoclinic"
  | "orthorhombic"
  | "tetragonal"
  | "hexagonal"
  | "cubic";

/** One of the 230 types of space groups, in its standard setting. */
export interface SpaceGroup {
  /** 1 to 230. */
  readonly number: number;
  /** Short Hermann-Mauguin symbol, such as "Fm-3m". */
  readonly symbol: string;
  readonly hall: string;
  /** The letter of the centring, P, A, C, I, R or F. */
  readonly centring: string;
  readonly family: LatticeFamily;
  /** All operations modulo lattice translations of the conventional cell, the identity first. */
  readonly operations: readonly Operation[];
}

const FAMILIES: readonly (readonly [number, LatticeFamily])[] = [
  [2, "triclinic"],
  [15, "monoclinic"],
  [74, "orthorhombic"],
  [142, "tetragonal"],
  [194, "hexagonal"],
  [230, "cubic"],
];

const known = new Map<number, SpaceGroup>();

/**
 * The space group of that number in the standard setting of International Tables A.
 *
 * @param number 1 to 230
 * @throws {RangeError} If there is no such group
 */
export function spaceGroup(number: number): SpaceGroup {
  const already = known.get(number);
  if (already) return already;
  if (!Number.isInteger(number) || number < 1 || number > 230) {
    throw new RangeError(
      `Cannot find space group ${number}: accepted are the integers from 1 to 230`,
    );
  }
  const hall = HALL_SYMBOLS[number - 1]!;
  const group: SpaceGroup = {
    number,
    symbol: HM_SYMBOLS[number - 1]!,
    hall,
    centring: hall.replace("-", "")[0]!,
    family: FAMILIES.find(([last]) => number <= last)![1],
    operations: operationsOfHall(hall),
  };
  known.set(number, group);
  return group;
}
