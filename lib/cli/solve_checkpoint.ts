/** Which checkpoint `solve` takes. */
import { fileURLToPath } from "node:url";
import { usageError } from "../checks/usage.ts";
import { existingRun } from "../training/run.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { BOARDS, isPuzzleTable, withoutSeparators } from "../papers/ired/tasks/own/boards.ts";
import { assertCheckpoint } from "./asked_checkpoint.ts";
import { say } from "./report.ts";

/** A path of the project, from wherever the command is called. */
const ofProject = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The folders of data/checkpoints that a problem can be solved with. */
function shipped(): string[] {
  const folder = ofProject("data/checkpoints");
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort()
      .filter((name) => existingRun<IredConfig>(`${folder}/${name}`)?.config?.task);
  } catch {
    return []; // taken along with the program are those that one asks for
  }
}

const cellsOf = (text: string) => text.replace(/[^0-9.*?]/g, "").length;

/** How a number of cells is told. */
const has = (cells: number) => cells === 1 ? "1 cell" : `${cells} cells`;

/** Whether lists have nine entries each, and those of the innermost are numbers. */
function isEncoded(value: unknown, axes = 3): boolean {
  if (axes === 0) return typeof value === "number";
  return Array.isArray(value) && value.length === 9 &&
    value.every((part) => isEncoded(part, axes - 1));
}

/** Whether a text is JSON of boards, as `--json` writes them. */
function isBoardsJson(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return false;
  }
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((one) => {
    const { x, mask } = one?.condition ?? one ?? {};
    return isEncoded(x) && isEncoded(mask);
  });
}

/** In what a file is no boards line by line, which have nine cells a line, or all those of a board. */
function unlikeBoards(text: string): string | undefined {
  if (isPuzzleTable(text) || isBoardsJson(text)) return undefined;
  const lines = withoutSeparators(text.replace(/^\uFEFF/, "")).split(/\r\n|\r|\n/)
    .map((line, i) => ({ line: /^\s*#/.test(line) ? "" : line, number: i + 1 }));
  for (const { line, number } of lines) {
    const other = /[^0-9.*?\s|│┃║+─━═┌-╬-]/.exec(line);
    if (other) {
      return `line ${number}, character ${other.index + 1} is ${JSON.stringify(other[0])}`;
    }
    const cells = cellsOf(line);
    if (![0, 9].includes(cells % 81)) return `line ${number} has ${has(cells)}`;
  }
  const cells = cellsOf(lines.map(({ line }) => line).join(""));
  return cells > 0 && cells % 81 === 0 ? undefined : `the input has ${has(cells)}`;
}

/** In what a problem is no board, if it is none; random ones are of any task. */
function unlikeBoard(source: "puzzle" | "input" | "random", text: string): string | undefined {
  if (source === "random") return "";
  if (source === "input") return unlikeBoards(text);
  const cells = cellsOf(text);
  if (cells === 0) return "";
  return cells % 81 === 0 ? undefined : `this has ${cells}`;
}

/**
 * The folder of the checkpoint that is asked for, or the one for boards where the problem is one.
 *
 * @param text The problem, if it is written out
 * @throws {SyntaxError} With cause "usage", if none is asked for, and the problem is no board
 */
export function checkpointFor(
  asked: string | undefined,
  source: "puzzle" | "input" | "random",
  text = "",
): string {
  if (asked !== undefined) {
    assertCheckpoint("checkpoint", asked);
    return asked;
  }
  const unlike = unlikeBoard(source, text);
  if (unlike === undefined) {
    say(`Solving with ${BOARDS}; --checkpoint names another one.`);
    return ofProject(BOARDS);
  }
  const boards = source === "puzzle"
    ? "a board of 81 cells"
    : "boards of 81 cells, 9 or 81 of them a line";
  const board = unlike && `, or ${boards}: ${unlike}`;
  const names = shipped();
  const there = names.length ? `; those there are ${names.join(", ")}` : "";
  throw usageError(
    `--checkpoint is missing: give a folder, such as data/checkpoints/NAME${board}${there}`,
  );
}
