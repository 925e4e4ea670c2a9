/** The elements of a CIF's atoms, by their type symbols or their labels. */
import { FileError, type Token } from "./cif_tokens.ts";
import { atomicNumber, SYMBOLS } from "./elements.ts";

/** Symbols of elements beyond the last that is read. */
const HEAVIER = new Set(
  ("Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og").split(" "),
);

const refuse = ({ text, line }: Token, source: string, reason: string) =>
  new FileError(source, line, `"${text.slice(0, 40)}" ${reason}`);

const NO_ELEMENT = "names no element";
const TOO_HEAVY = `names an element beyond ${SYMBOLS.at(-1)}, the last that is read`;

const isHeavier = (symbol: string) =>
  HEAVIER.has(symbol.charAt(0).toUpperCase() + symbol.slice(1).toLowerCase());

/**
 * The element of a type symbol: "Fe", with a charge as in "Fe3+", "Fe+3" or "Fe2.5+", or with a
 * number as in "Fe1".
 *
 * @throws {FileError} If it is no symbol, or that of an element beyond plutonium
 */
export function elementOfSymbol(token: Token, source: string): number {
  const [, symbol] = /^([A-Z]{1,2})(?:[\d.]*[+-]?|[+-][\d.]*)$/i.exec(token.text) ?? [];
  const number = symbol && atomicNumber(symbol);
  if (number) return number;
  throw refuse(token, source, symbol && isHeavier(symbol) ? TOO_HEAVY : NO_ELEMENT);
}

/**
 * The element at the beginning of an atom's label, such as "Fe12", "OW1" (an oxygen) or "C1A". Two
 * letters are a symbol if they can be one. A capital second letter may also tell atoms apart, as in
 * "HO1", a hydrogen at an oxygen: where both readings are elements, the formula decides.
 *
 * @param formula Value of _chemical_formula_sum, if there is one
 * @throws {FileError} If the label begins with no element, with one beyond plutonium, or with two
 * that are possible
 */
export function elementOfLabel(token: Token, source: string, formula = ""): number {
  const [, first = "", second = "", rest = ""] = /^([a-z])([a-z]?)([a-z]*)/i.exec(token.text) ?? [];
  const isCapital = second !== second.toLowerCase();
  const two = second ? atomicNumber(first + second) : undefined;
  // T is a tetrahedral site, not tritium.
  const one = first.toUpperCase() === "T" ? undefined : atomicNumber(first);
  if (isCapital && one && two && one !== two) {
    const named = formula.match(/[A-Z][a-z]?/g)?.map(atomicNumber) ?? [];
    const [here, ...others] = [one, two].filter((number) => named.includes(number));
    if (here && others.length === 0) return here;
    const choice = `may be ${SYMBOLS[two]} or ${SYMBOLS[one]}`;
    throw refuse(token, source, `${choice}: a column _atom_site_type_symbol would tell`);
  }
  if (second && !isCapital && !two && isHeavier(first + second)) {
    throw refuse(token, source, TOO_HEAVY);
  }
  // Words, such as "Wat" for a molecule of water and "Cent" for a centroid, are no symbols.
  const isWord = /^wat/i.test(token.text) || /^[a-z]{2}/.test(two ? rest : second + rest);
  const number = two ?? one;
  if (!number || isWord) throw refuse(token, source, NO_ELEMENT);
  return number;
}
