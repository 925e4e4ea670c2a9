/** The names and values of a data block of a CIF. */
import { FileError, type Token } from "./cif_tokens.ts";

/** A data block: values and tables by name, all names in lower case with "_" for ".". */
export interface Block {
  readonly values: Map<string, Token>;
  readonly loops: { readonly tags: string[]; readonly rows: Token[][]; readonly line: number }[];
}

/**
 * A name as the first dictionaries write it, in lower case: those in DDLm, and mmCIF, put a point
 * behind the category, as in _cell.length_a.
 */
const nameOf = ({ text }: Token) => text.toLowerCase().replace(".", "_");

/**
 * The first data block; more of them are left unread.
 *
 * @throws {FileError} If there is none, a name has no value, or a loop is not filled
 */
export function firstBlock(tokens: readonly Token[], source: string, firstLine: number): Block {
  const block: Block = { values: new Map(), loops: [] };
  const wrong = (line: number, reason: string) => new FileError(source, line, reason);
  let i = tokens.findIndex(({ kind }) => kind === "data") + 1;
  if (i === 0) throw wrong(firstLine, "there is no data block, a line that begins with data_");
  while (i < tokens.length && tokens[i]!.kind !== "data") {
    const { kind, text, line } = tokens[i]!;
    if (kind === "tag") {
      const value = tokens[i + 1];
      if (value?.kind !== "value") throw wrong(line, `${text} has no value`);
      block.values.set(nameOf(tokens[i]!), value);
      i += 2;
    } else if (kind === "loop") {
      const tags: string[] = [];
      while (tokens[++i]?.kind === "tag") tags.push(nameOf(tokens[i]!));
      const values: Token[] = [];
      while (tokens[i]?.kind === "value") values.push(tokens[i++]!);
      if (tags.length === 0) throw wrong(line, "a loop without names");
      if (values.length % tags.length !== 0) {
        const last = values.at(-1)!.line;
        throw wrong(last, `a loop of ${tags.length} columns ends after ${values.length} values`);
      }
      const rows = Array.from(
        { length: values.length / tags.length },
        (_, row) => values.slice(row * tags.length, (row + 1) * tags.length),
      );
      block.loops.push({ tags, rows, line });
    } else {
      throw wrong(line, `"${text.slice(0, 40)}" stands alone: expected a name that begins with _`);
    }
  }
  return block;
}

/** Whether a value is "?", nothing known, or ".", what does not apply or is the default. */
export const isUnknown = ({ text }: Token): boolean => text === "?" || text === ".";

/**
 * A number, with its uncertainty in brackets dropped.
 *
 * @throws {FileError} If there is none, or no number
 */
export function numberOf(
  token: Token | undefined,
  name: string,
  source: string,
  line: number,
): number {
  if (!token) throw new FileError(source, line, `${name} is missing`);
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?:\(\d*\))?$/.exec(token.text);
  const value = match ? Number(match[1]) : NaN;
  if (!Number.isFinite(value)) {
    throw new FileError(source, token.line, `${name} is "${token.text.slice(0, 40)}", no number`);
  }
  return value;
}

/** All values of that name, alone or in a loop. */
export function valuesOf({ values, loops }: Block, name: string): Token[] {
  const alone = values.get(name);
  const inLoops = loops.flatMap(({ tags, rows }) => {
    const at = tags.indexOf(name);
    return at < 0 ? [] : rows.map((row) => row[at]!);
  });
  return alone ? [alone, ...inLoops] : inLoops;
}
