/** Sudoku boards whose clues are pictures: 81 characters, drawn here, or pictures as numbers. */
import { rng } from "../../../../datasets/rng.ts";
import { describeShape, entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import { CLUE_PIXELS, drawClues } from "../../../../datasets/sudoku/clue_images.ts";
import { clueMask } from "../../../../datasets/sudoku/encode.ts";
import { assertConsistent, parseBoards } from "../../../../datasets/sudoku/read_boards.ts";
import { STANDARD_CLUES } from "../../../../datasets/sudoku/splits.ts";
import { ownBoards } from "./boards.ts";
import { assertNames, type OwnProblems } from "./own.ts";

/** Of the pictures that boards written as text are drawn with. */
const PICTURE_SEED = 0;

function assertShape(name: string, { shape }: NumberArray, wanted: readonly number[]): void {
  if (`${shape}` === `${wanted}`) return;
  throw new RangeError(
    `"${name}" must be ${wanted.join("×")} numbers: it is ${describeShape(shape)}`,
  );
}

/** How many cells of a mask hold a clue. */
function shownClues(mask: NumberArray): number {
  const wrong = mask.values.findIndex((v, i) =>
    (v !== 0 && v !== 1) || v !== mask.values[i - i % 9]
  );
  if (wrong >= 0) {
    throw new RangeError(
      `${entryOf("mask", mask, wrong)} is ${
        mask.values[wrong]
      }; accepted are 0 and 1, nine times ` +
        "the same in a cell",
    );
  }
  return mask.values.reduce((sum, v) => sum + v, 0) / 9;
}

/** Boards of pictures. */
export const ownPictures: OwnProblems = {
  help:
    'boards of 81 cells, 1 to 9, and "." or 0 for blank, whose clues are drawn as handwritten ' +
    'digits that training has not seen; or JSON {"x": 9×9×196, pictures of 14 by 14 from 0 (paper) ' +
    'to 1 (ink), "mask": 9×9×9, 1 at clues, else 0}',
  read: (text) =>
    parseBoards(text).map((grid) => {
      assertConsistent(grid);
      const images = drawClues(grid, "test", rng(PICTURE_SEED).split("own"));
      return {
        x: { shape: [9, 9, CLUE_PIXELS], values: Float64Array.from(images) },
        mask: { shape: [9, 9, 9], values: Float64Array.from(clueMask(grid)) },
      };
    }),
  check(condition) {
    assertNames(condition, ["x", "mask"]);
    const x = condition.x!, mask = condition.mask!;
    assertShape("x", x, [9, 9, CLUE_PIXELS]);
    assertShape("mask", mask, [9, 9, 9]);
    const wrong = x.values.findIndex((v) => !(v >= 0 && v <= 1));
    if (wrong >= 0) {
      throw new RangeError(`${entryOf("x", x, wrong)} is ${x.values[wrong]}; accepted are 0 to 1`);
    }
    const clues = shownClues(mask), { from, to } = STANDARD_CLUES;
    const warning = `boards of training have ${from} to ${to} clues, this has ${clues}`;
    return { condition, warnings: clues < from || clues > to ? [warning] : [] };
  },
  show: ownBoards.show,
  judge: ownBoards.judge!,
};
