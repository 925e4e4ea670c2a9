/**
 * The harder puzzles that are kept in the repository, as finding those with 19 and 20 clues takes
 * most of a minute.
 *
 * @module
 */
import { parseRrn } from "./read_rrn.ts";
import { harderSplit, standardSplit, type SudokuSet } from "./splits.ts";

/** In the format of the RRN files: 64 puzzles for each clue count from 19 to 34. */
export const HARDER_SAMPLE = new URL("../../../data/samples/sudoku_harder.csv", import.meta.url);

let sample: SudokuSet | undefined;

/**
 * Reads the sample, once; it is what {@linkcode makeHarderSample} makes.
 *
 * @throws {Error} If the file is not there
 */
export function harderSample(): SudokuSet {
  sample ??= parseRrn(Deno.readTextFileSync(HARDER_SAMPLE)).set;
  return sample;
}

/**
 * Makes the puzzles of the sample anew: the first 1,024 of the harder split of seed 0, whose grids
 * are not those of the standard split of that seed. About a minute; with
 * `deno run -A lib/datasets/sudoku/make_harder_sample.ts` it replaces the file.
 *
 * @param count Fewer make only the start of it
 */
export function makeHarderSample(count = 1024): SudokuSet {
  return harderSplit(0, count, standardSplit(0).taken);
}
