/** Sudoku boards as 81 characters. */
import { withoutSeparators } from "../../../../datasets/sudoku/board_rows.ts";
import { clueMask, decodeDigits, encodeDigits } from "../../../../datasets/sudoku/encode.ts";
import { countClues, isSolution } from "../../../../datasets/sudoku/grid.ts";
import {
  assertConsistent,
  contradiction,
  formatBoard,
  parseBoards,
} from "../../../../datasets/sudoku/read_boards.ts";
import {
  describePadding,
  isPuzzleTable,
  puzzlesOfTable,
} from "../../../../datasets/sudoku/read_puzzles.ts";
import { enumerate } from "../../../../datasets/sudoku/solver.ts";
import { STANDARD_CLUES } from "../../../../datasets/sudoku/splits.ts";
import { describeShape, entryOf, type NumberArray } from "../../../../datasets/read_arrays.ts";
import { LEAST_KEPT } from "../sudoku/constants.ts";
import {
  assertNames,
  asSigns,
  type OwnCondition,
  type OwnProblems,
  type OwnTraining,
} from "./own.ts";

export { isPuzzleTable, withoutSeparators };

/** The checkpoint that solves a board which comes without one. */
export const BOARDS = "data/checkpoints/sudoku_own_descents";

const SHAPE = [9, 9, 9];

/** The clues of `x` and `mask`, each of which has all nine entries of a cell or none. */
function cluesOf({ x, mask }: OwnCondition): Uint8Array {
  for (const [name, { shape }] of Object.entries({ x: x!, mask: mask! })) {
    if (`${shape}` !== `${SHAPE}`) {
      throw new RangeError(`"${name}" must be 9×9×9 numbers: it is ${describeShape(shape)}`);
    }
  }
  const values = asSigns("x", x!), shown = mask!.values;
  const wrong = shown.findIndex((v) => v !== 0 && v !== 1);
  if (wrong >= 0) {
    throw new RangeError(
      `${entryOf("mask", mask!, wrong)} is ${shown[wrong]}; accepted are 0 and 1`,
    );
  }
  return Uint8Array.from({ length: 81 }, (_, cell) => {
    const row = Math.floor(cell / 9), column = cell % 9;
    const digits = values.subarray(9 * cell, 9 * cell + 9).filter((v) => v === 1).length;
    const ones = shown.subarray(9 * cell, 9 * cell + 9).filter((v) => v === 1).length;
    const where = `[${row}][${column}]`;
    if (ones !== 0 && ones !== 9) {
      throw new RangeError(
        `${where} of "mask" must be nine zeros or nine ones: it has ${ones} ones`,
      );
    }
    if (digits > 1) throw new RangeError(`${where} of "x" has ${digits} digits; accepted is one`);
    if (digits !== ones / 9) {
      throw new RangeError(
        `${where} of "x" has ${digits ? "a" : "no"} digit, where "mask" has ${ones ? 1 : 0}`,
      );
    }
    return values.subarray(9 * cell, 9 * cell + 9).indexOf(1) + 1;
  });
}

const array = (values: Float32Array): NumberArray => ({
  shape: SHAPE,
  values: Float64Array.from(values),
});

/** In what a board is unlike those of training. */
function unlike(clues: number, solutions: number, { hiddenClues = 0 }: OwnTraining): string[] {
  const { from, to } = STANDARD_CLUES;
  // Puzzles lose clues one by one, so that a few have fewer still; others may be solved in several ways.
  const fewest = hiddenClues > 0 ? Math.round(LEAST_KEPT * from) : from;
  return [
    ...clues < fewest || clues > to
      ? [`boards of training have ${fewest} to ${to} clues, this has ${clues}`]
      : [],
    ...solutions > 1 && hiddenClues === 0
      ? ["boards of training have one solution, this has several"]
      : [],
  ];
}

/** Sudoku boards as text: 81 cells each, or their encoding as JSON. */
export const ownBoards: OwnProblems = {
  help:
    'boards of 81 cells, 1 to 9, and "." or 0 for blank; spaces, line breaks and lines around ' +
    "boxes may stand anywhere, several boards follow each other; or rows of nine fields, as a " +
    "spreadsheet has them; or a table of puzzles, one a line, " +
    'which may have a header, solutions and further columns; or JSON {"x": 9×9×9 of ±1 over ' +
    'row, column and digit, "mask": 9×9×9, 1 at clues, else 0}; trained on boards of ' +
    `${STANDARD_CLUES.from} to ${STANDARD_CLUES.to} clues, or ${
      Math.round(LEAST_KEPT * STANDARD_CLUES.from)
    } and more where training hid some`,
  signs: ["x"],
  read: (text) =>
    (isPuzzleTable(text) ? puzzlesOfTable(text) : parseBoards(text)).map((grid) => ({
      x: array(encodeDigits(grid)),
      mask: array(clueMask(grid)),
    })),
  notes: (text) => isPuzzleTable(text) ? describePadding(text) : "",
  check(condition, training = {}) {
    assertNames(condition, ["x", "mask"]);
    const grid = cluesOf(condition), clues = countClues(grid);
    assertConsistent(grid);
    const solutions = enumerate(grid, new Uint8Array(162));
    if (solutions === 0) {
      throw new RangeError("Cannot solve the board: its clues leave no solution");
    }
    return {
      condition: { x: array(encodeDigits(grid)), mask: array(clueMask(grid)) },
      warnings: unlike(clues, solutions, training),
    };
  },
  show(answer) {
    const grid = decodeDigits(answer);
    const wrong = contradiction(grid);
    const said = isSolution(grid) ? "# solved" : `# not solved: ${wrong}`;
    return `${said}\n${formatBoard(grid)}`;
  },
  judge(answer) {
    const grid = decodeDigits(answer);
    return { lines: [], facts: { solved: isSolution(grid), board: grid.join("") } };
  },
};
