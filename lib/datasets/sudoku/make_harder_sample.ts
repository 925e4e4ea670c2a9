/** Writes `data/samples/sudoku_harder.csv`: `deno run -A lib/datasets/sudoku/make_harder_sample.ts`. */
import { runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { HARDER_SAMPLE, makeHarderSample } from "./harder_sample.ts";
import { formatRrn } from "./read_rrn.ts";

await runScript(import.meta, (args) => {
  scriptArguments(args, {});
  writeWhole(HARDER_SAMPLE, formatRrn(makeHarderSample()));
});
