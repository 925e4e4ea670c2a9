/** Writes the samples to report on: `deno run -A lib/datasets/sudoku/make_report_samples.ts`. */
import { formatRrn } from "./read_rrn.ts";
import { makeExtremeSample, makeFreshSample, REPORT_SAMPLES } from "./report_samples.ts";

if (import.meta.main) {
  Deno.writeTextFileSync(REPORT_SAMPLES.fresh, formatRrn(makeFreshSample()));
  Deno.writeTextFileSync(REPORT_SAMPLES.extreme, formatRrn(makeExtremeSample()));
}
