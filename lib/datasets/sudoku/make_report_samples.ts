/** Writes the samples to report on: `deno run -A lib/datasets/sudoku/make_report_samples.ts`. */
import { runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { formatRrn } from "./read_rrn.ts";
import { makeExtremeSample, makeFreshSample, REPORT_SAMPLES } from "./report_samples.ts";

await runScript(import.meta, (args) => {
  scriptArguments(args, {});
  writeWhole(REPORT_SAMPLES.fresh, formatRrn(makeFreshSample()));
  writeWhole(REPORT_SAMPLES.extreme, formatRrn(makeExtremeSample()));
});
