/** moyo (npm @spglib/moyo-wasm), an independent library of space groups, as an oracle. */
import * as moyo from "@spglib/moyo-wasm";
import { createRequire } from "node:module";

const find = createRequire(import.meta.url);
const wasm = find.resolve("@spglib/moyo-wasm/moyo_wasm_bg.wasm");
moyo.initSync({ module: Deno.readFileSync(wasm) });

export { moyo };

/** moyo's number of the standard setting of a space group. */
export const hallNumber = (group: number): number => moyo.space_group_type(group).hall_number;

/** Its matrices are stored by columns. */
export const byRows = (m: ArrayLike<number>): number[] =>
  [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => m[i]!);
