/** Visual Sudoku as pictures and tables: boards with images, what was misread, two stages. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { disposeTree, type Tensor } from "../../../tensor/mod.ts";
import { CLUE_PIXELS } from "../../../datasets/sudoku/clue_images.ts";
import { decodeDigits } from "../../../datasets/sudoku/encode.ts";
import type { CurvePoint } from "../../../plots/curves.ts";
import type { BoardCell } from "../../../plots/board_trace.ts";
import type { Picture } from "../../../plots/pictures.ts";
import { readRecord } from "../../../records/records.ts";
import type { ResultRow } from "../../../records/rows.ts";
import type { MeasuredRow } from "../evaluation/measure.ts";
import { firstProblems } from "../evaluation/problems.ts";
import { evaluate } from "../evaluation/solve.ts";
import { splitNames } from "../evaluation/sweeps.ts";
import type { Trained } from "../evaluation/trained.ts";
import { readClues, TWO_STAGES, twoStageRows } from "../evaluation/two_stage.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Agreement } from "../../../plots/verdicts.ts";
import type { Problems } from "../problems.ts";
import { difficulties, type Difficulty, type Task } from "../tasks/mod.ts";
import { DIGIT_READER } from "../tasks/visual_sudoku/visual_sudoku.ts";
import { digitReader } from "../../../models/sudoku_visual.ts";
import { loadAverage } from "../../../training/checkpoint.ts";
import { beyondChance } from "./all_records.ts";
import { type MeasureOptions, measuring } from "./results.ts";
import { pairVerdicts, type Verdict } from "./verdict.ts";

export { readerAccuracy } from "../evaluation/two_stage.ts";
export { temperatureLines } from "./temperature.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Standard errors of a difference that chance exceeds in one of 10,000 numbers. */
const LIMIT = 3.9;

/** The record of how a reader learns from scratch, relative to the project's folder. */
const READING_RECORD = "data/results/visual_sudoku_reading.json";

/** The record of two stages, relative to the project's folder. */
const TWO_STAGE_RECORD = "data/results/visual_sudoku_two_stages.json";

/** One board: its images, what it asks, and what was answered. */
export interface SeenBoard {
  /** `[81 · 196]`. */
  readonly images: Float32Array;
  /** 1 where there is a clue, `[81]`. */
  readonly clues: Uint8Array;
  readonly solution: Uint8Array;
  readonly answer: Uint8Array;
  /** What the classifier of two stages reads, where it was asked; 0 elsewhere. */
  readonly read?: Uint8Array;
  /** What the network's own reader reads, before any descent. */
  readonly readFirst?: Uint8Array;
}

/** What a reader reads of all cells. */
function digitsBy(reader: Params, problems: Problems): Uint8Array {
  const sudoku = readClues(reader, problems);
  const digits = decodeDigits(sudoku.condition.x!.dataSync<"float32">());
  disposeTree(sudoku);
  return digits;
}

/** Two readers: of single digits, and of the network that was asked. */
interface Readers {
  readonly read: Params;
  readonly readFirst: Params;
}

function boardsOf(answer: Tensor, problems: Problems, readers?: Readers): SeenBoard[] {
  const { x, mask } = problems.condition, count = answer.shape[0]!;
  const images = x!.dataSync<"float32">(), shown = mask!.dataSync<"float32">();
  const right = decodeDigits(problems.answer.dataSync<"float32">());
  const found = decodeDigits(answer.dataSync<"float32">());
  const read = Object.entries({ ...readers }).map(([name, params]) =>
    [name, digitsBy(params, problems)] as const
  );
  return Array.from({ length: count }, (_, i) => {
    const clues = Uint8Array.from({ length: 81 }, (_, cell) => shown[729 * i + 9 * cell]!);
    const own = (digits: Uint8Array) => digits.slice(81 * i, 81 * i + 81);
    return {
      images: images.slice(81 * CLUE_PIXELS * i, 81 * CLUE_PIXELS * (i + 1)),
      clues,
      solution: own(right),
      answer: own(found),
      ...Object.fromEntries(
        read.map(([name, digits]) => [
          name,
          own(digits).map((digit, cell) => clues[cell] ? digit : 0),
        ]),
      ),
    };
  });
}

/** The first boards of a test set, with the right answers for answers. */
export function firstBoards(task: Task, seed: number, difficulty: Difficulty): SeenBoard {
  const problems = firstProblems(task, { difficulty, seed, problems: 1 });
  const [one] = boardsOf(problems.answer, problems);
  disposeTree(problems);
  return one!;
}

/** Boards of both sets solved by a network, and what the classifier and the network's own reader read of each. */
export async function solvedBoards(
  trained: Trained,
  reader: Params,
  { innerSteps, ...set }: { innerSteps: number } & MeasureOptions,
): Promise<SeenBoard[]> {
  const boards: SeenBoard[] = [];
  const own = Object.entries(trained.params).filter(([name]) => name.startsWith("reader/"));
  const readers = { read: reader, readFirst: Object.fromEntries(own) };
  for (const difficulty of difficulties) {
    await evaluate({
      ...trained,
      ...measuring(set),
      difficulty,
      sampler: { innerSteps },
      onAnswers: (answer, problems) => void boards.push(...boardsOf(answer, problems, readers)),
    });
  }
  return boards;
}

const picture = ({ images }: SeenBoard, cell: number) =>
  images.subarray(cell * CLUE_PIXELS, (cell + 1) * CLUE_PIXELS);

/** A board as cells of a chart: 1 is the puzzle in pictures, 0 the answer in digits. */
export function boardCells(board: SeenBoard): BoardCell[] {
  const { clues, answer, solution } = board;
  const cells = (t: number, shown: (cell: number) => Partial<BoardCell>): BoardCell[] =>
    Array.from({ length: 81 }, (_, cell) => ({
      ...{ t, row: Math.floor(cell / 9), column: cell % 9, digit: 0, given: clues[cell] === 1 },
      ...{ wrong: false, ...shown(cell) },
    }));
  return [
    ...cells(1, (cell) => clues[cell] ? { picture: picture(board, cell) } : {}),
    ...cells(0, (cell) => ({ digit: answer[cell]!, wrong: answer[cell] !== solution[cell] })),
  ];
}

/** What the boards of {@link boardCells} are called. */
export const boardHeading = (t: number): string => t === 1 ? "what is shown" : "the answer";

const places = (board: SeenBoard, holds: (cell: number) => boolean) =>
  Array.from({ length: 81 }, (_, cell) => cell).filter((cell) => board.clues[cell] && holds(cell));

/** Cells with a clue that the answer contradicts. */
const misread = (board: SeenBoard) =>
  places(board, (cell) => board.answer[cell] !== board.solution[cell]);

/** Cells that the classifier, which sees one image at a time, reads wrong. */
const misclassified = (board: SeenBoard) =>
  places(board, (cell) => board.read![cell] !== board.solution[cell]);

const isSolved = ({ answer, solution }: SeenBoard) => answer.every((d, i) => d === solution[i]);

/** Pictures of clues, at most `most`, under what was made of them. */
function asPictures(
  boards: readonly SeenBoard[],
  chosen: (board: SeenBoard) => number[],
  said: (board: SeenBoard, cell: number) => string,
  most: number,
): Picture[] {
  return boards.flatMap((board) =>
    chosen(board).map((cell) => ({
      pixels: picture(board, cell),
      heading: said(board, cell),
      note: `is ${board.solution[cell]}`,
    }))
  ).slice(0, most);
}

/** Clues that the answers have wrong. */
export const misreadPictures = (boards: readonly SeenBoard[], most = 20): Picture[] =>
  asPictures(boards, misread, (board, cell) => `read as ${board.answer[cell]}`, most);

/** Clues that the classifier reads wrong and the answers have right. */
export const rescuedPictures = (boards: readonly SeenBoard[], most = 20): Picture[] =>
  asPictures(
    boards,
    (board) => misclassified(board).filter((cell) => !misread(board).includes(cell)),
    (board, cell) => `alone: ${board.read![cell]}`,
    most,
  );

/** A board worth looking at: one that is not solved, the one with the fewest wrong cells. */
export function failedBoard(boards: readonly SeenBoard[]): SeenBoard | undefined {
  const wrong = ({ answer, solution }: SeenBoard) =>
    answer.filter((d, i) => d !== solution[i]).length;
  return boards.filter((one) => !isSolved(one)).sort((a, b) => wrong(a) - wrong(b))[0];
}

/** A line per difficulty: what becomes of boards of which the classifier misreads a clue, or none. */
export function rescueLines(boards: readonly SeenBoard[]) {
  const groups = [
    ["every clue", boards.filter((one) => misclassified(one).length === 0)],
    ["not every clue", boards.filter((one) => misclassified(one).length > 0)],
  ] as const;
  const count = (own: readonly SeenBoard[], holds: (one: SeenBoard, cell: number) => boolean) =>
    own.reduce(
      (sum, one) => sum + misclassified(one).filter((cell) => holds(one, cell)).length,
      0,
    );
  return groups.map(([name, own]) => ({
    "the classifier reads": name,
    boards: own.length,
    "solved by the joint network": own.filter(isSolved).length,
    "clues misread by the classifier": count(own, () => true),
    "of these right by the joint network's reader, before descent": count(
      own,
      ({ readFirst, solution }, cell) => readFirst![cell] === solution[cell],
    ),
    "right in the answer": count(
      own,
      ({ answer, solution }, cell) => answer[cell] === solution[cell],
    ),
  }));
}

/** The shipped classifier of single digits; its parameters belong to the caller. */
export function shippedReader(): Params {
  return loadAverage(join(ROOT, DIGIT_READER), digitReader()).params;
}

/** Two stages on both sets of problems. */
export function twoStages(
  sudoku: Trained,
  reader: Params,
  { innerSteps, ...set }: { innerSteps: number } & MeasureOptions,
): MeasuredRow[] {
  return difficulties.flatMap((difficulty) =>
    twoStageRows(sudoku, reader, { ...measuring(set), difficulty, sampler: { innerSteps } })
  );
}

/** Whether the joint network leaves fewer unknown cells wrong than two stages, board by board. */
export function againstTwoStages(
  compared: readonly ResultRow[],
  staged: readonly MeasuredRow[],
): Verdict[] {
  const joint = compared.filter((row): row is MeasuredRow =>
    row.kind === "ours" && "errors" in row
  );
  const pairs = [...new Set(joint.map(({ method }) => method))];
  return pairVerdicts(
    [...joint, ...staged],
    pairs.map((method) => [method, TWO_STAGES, ["–", "–"]] as const),
  );
}

/**
 * The shares of single validation digits that the reader from scratch reads on its way, by the record,
 * and that of the classifier, dashed.
 */
export function readingCurve(): CurvePoint[] {
  const { rows } = readRecord(join(ROOT, READING_RECORD));
  const learned = rows.filter(({ at }) => at.step !== undefined);
  const points = learned.map(({ at, value }): CurvePoint => (
    { x: Number(at.step), y: value, curve: "reader learned from scratch" }
  ));
  const { value } = rows.find(({ at }) => at.step === undefined)!;
  const ends = [points[0]!.x, points.at(-1)!.x];
  return [
    ...points,
    ...ends.map((x): CurvePoint => ({ x, y: value, curve: "classifier", mark: "dashed" })),
  ];
}

/** Whether two stages measured here agree with their record. */
export function twoStageAgreements(staged: readonly ResultRow[]): Agreement[] {
  const { rows } = readRecord(join(ROOT, TWO_STAGE_RECORD));
  return staged.flatMap((row): Agreement[] => {
    const { difficulty } = row.at as { difficulty: Difficulty };
    const old = rows.find((one) => one.metric === row.metric && one.at.difficulty === difficulty);
    if (!old) return [];
    const number = `${row.method}: ${row.metric}, ${splitNames[difficulty]}`;
    return [{ number, here: row.value, record: old.value, agrees: !beyondChance(old, row, LIMIT) }];
  });
}
