/**
 * Reader of MP-20's tables (Xie et al. 2022, from the Materials Project): users bring the files,
 * `train.csv`, `val.csv` and `test.csv` of https://github.com/txie-93/cdvae.
 */
import { FileError, readCif } from "./cif.ts";
import type { Crystal } from "./crystal.ts";
import { readCsv } from "./csv.ts";

/** A row of MP-20. */
export interface Mp20Row {
  /** Materials Project's name, such as "mp-1211294". */
  readonly id: string;
  /** Number of the space group that the table states; undefined if there is no such column. */
  readonly group: number | undefined;
  /** Atoms of the (primitive) cell. */
  readonly crystal: Crystal;
}

/** What {@linkcode readMp20} reads. */
export interface Mp20Options {
  /** Named in errors. */
  readonly source?: string;
  /** At most so many rows, from the first. */
  readonly limit?: number;
}

/**
 * Reads a table of MP-20.
 *
 * @throws {FileError} If a column is missing or a row malformed; the line is that of the file, of
 * the very line within the row's CIF too
 */
export function readMp20(
  text: string,
  { source = "the table", limit = Infinity }: Mp20Options = {},
): Mp20Row[] {
  const rows = readCsv(text, source);
  for (const name of ["material_id", "cif"]) {
    if (rows.length && !(name in rows[0]!.fields)) {
      const columns = Object.keys(rows[0]!.fields).slice(0, 12).join(", ");
      throw new FileError(source, 1, `there is no column ${name} among ${columns.slice(0, 200)}`);
    }
  }
  return rows.slice(0, limit).map(({ fields, line, lines }) => {
    const stated = fields["spacegroup.number"];
    const group = stated === undefined ? undefined : Number(stated);
    if (group !== undefined && !(Number.isInteger(group) && group >= 1 && group <= 230)) {
      throw new FileError(
        source,
        line,
        `spacegroup.number is ${stated!.slice(0, 20)}, not 1 to 230`,
      );
    }
    const crystal = readCif(fields.cif!, { source, firstLine: lines.cif! });
    return { id: fields.material_id!, group, crystal };
  });
}
