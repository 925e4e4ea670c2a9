/** Chemical formulas, in the two orders that are in use. */
import { greatestCommonDivisor } from "../../symmetry/space_groups/mod.ts";
import { SYMBOLS } from "./elements.ts";

/** Atomic numbers of the noble gases: each ends a period. */
const NOBLE = [2, 10, 18, 36, 54, 86, 118] as const;

/** The group of the periodic table, 1 to 17, that of noble gases 0; lanthanoids and actinoids stand in 3. */
function groupOf(number: number): number {
  if (NOBLE.some((last) => last === number)) return 0;
  const period = NOBLE.findIndex((last) => number < last);
  const before = NOBLE[period - 1] ?? 0;
  const [place, length] = [number - before, NOBLE[period]! - before];
  if (place <= 2) return place;
  if (length === 32) return place <= 17 ? 3 : place - 14;
  return length === 8 ? place + 10 : place;
}

/**
 * Where an element stands in the order of formulas: from the noble gases and the alkali metals to the
 * halogens, each group from its heaviest, and hydrogen between nitrogen and polonium.
 */
function rank(number: number): number {
  return 200 * (number === 1 ? 15.5 : groupOf(number)) - number;
}

function countsOf<T>(atoms: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const atom of atoms) counts.set(atom, (counts.get(atom) ?? 0) + 1);
  return counts;
}

const written = (symbol: string, count: number) => symbol + (count === 1 ? "" : String(count));

/**
 * The smallest formula of a crystal, the most electropositive elements first (IUPAC, Nomenclature of
 * Inorganic Chemistry 2005, table VI).
 *
 * @param numbers Atomic numbers, an entry for each atom of a cell
 * @returns The formula; empty if there are no atoms
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reducedFormula } from "lib/datasets/crystals/formulas.ts";
 * assertEquals(reducedFormula([9, 20, 9, 9, 20, 9]), "CaF2");
 * ```
 */
export function reducedFormula(numbers: readonly number[]): string {
  const counts = countsOf(numbers);
  const divisor = [...counts.values()].reduce(greatestCommonDivisor, 0);
  return [...counts].sort(([a], [b]) => rank(a) - rank(b))
    .map(([number, count]) => written(SYMBOLS[number]!, count / divisor)).join("");
}

/**
 * The formula in Hill's order: carbon, hydrogen, then the alphabet; without carbon the alphabet alone.
 *
 * @param elements Symbols, an entry for each atom
 * @param separator Between elements; CIF files want a blank
 * @returns The formula; empty if there are no atoms
 */
export function hillFormula(elements: readonly string[], separator = ""): string {
  const first = elements.includes("C") ? ["C", "H"] : [];
  const place = (symbol: string) => first.includes(symbol) ? `${first.indexOf(symbol)}` : symbol;
  return [...countsOf(elements)].sort(([a], [b]) => place(a) < place(b) ? -1 : 1)
    .map(([symbol, count]) => written(symbol, count)).join(separator);
}
