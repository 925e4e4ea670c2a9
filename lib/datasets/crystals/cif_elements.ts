/** The elements of a CIF's atoms. */
import { FileError, type Token } from "./cif_tokens.ts";
import { atomicNumber } from "./elements.ts";

/** The element of an atom: "Fe", "Fe3+" or a label such as "Fe12". */
export function elementOf(token: Token, source: string): number {
  const letters = /^([A-Za-z]{1,2})/.exec(token.text)?.[1] ?? "";
  const number = atomicNumber(letters) ?? atomicNumber(letters.slice(0, 1));
  if (!number) {
    throw new FileError(source, token.line, `"${token.text.slice(0, 40)}" names no element`);
  }
  return number;
}
