/** Writes `data/samples/sudoku_harder.csv`: `deno run -A lib/datasets/sudoku/make_harder_sample.ts`. */
import { HARDER_SAMPLE, makeHarderSample } from "./harder_sample.ts";
import { formatRrn } from "./read_rrn.ts";

if (import.meta.main) {
  Deno.mkdirSync(new URL(".", HARDER_SAMPLE), { recursive: true });
  Deno.writeTextFileSync(HARDER_SAMPLE, formatRrn(makeHarderSample()));
}
