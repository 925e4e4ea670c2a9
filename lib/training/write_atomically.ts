/**
 * Writes a file so that whoever reads it, whenever this is killed, finds what was there before or all
 * of `data`.
 *
 * @throws {Error} If the disk refuses; what was there before stays
 */
export function writeAtomically(path: string, data: Uint8Array): void {
  Deno.writeFileSync(`${path}.tmp`, new Uint8Array()); // may be refused, and then there is none
  try {
    Deno.writeFileSync(`${path}.tmp`, data);
    const file = Deno.openSync(`${path}.tmp`, { read: true, write: true });
    file.syncSync(); // a rename must not reach the disk before the data does
    file.close();
    Deno.renameSync(`${path}.tmp`, path);
  } catch (error) {
    Deno.removeSync(`${path}.tmp`); // a half would stand in the way on a full disk
    throw error;
  }
}
