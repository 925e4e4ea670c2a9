/** Which checkpoint `solve` takes. */
import { fileURLToPath } from "node:url";
import { existingRun } from "../training/run.ts";
import type { IredConfig } from "../papers/ired/config.ts";
import { BOARDS } from "../papers/ired/tasks/own/boards.ts";
import { usageError } from "./flags.ts";
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

/** Whether a text is boards line by line: nine cells a line, or all those of a board. */
function isBoards(text: string): boolean {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).filter((line) =>
    !/^\s*#/.test(line)
  );
  const cells = cellsOf(lines.join("")), other = /[^0-9.*?\s|│┃║+─━═┌-╬-]/;
  return cells > 0 && cells % 81 === 0 &&
    lines.every((line) => !other.test(line) && [0, 9].includes(cellsOf(line) % 81));
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
  if (asked !== undefined) return asked;
  const cells = source === "puzzle" ? cellsOf(text) : 0;
  if (source === "puzzle" ? cells > 0 && cells % 81 === 0 : isBoards(text)) {
    say(`Solving with ${BOARDS}; --checkpoint names another one.`);
    return ofProject(BOARDS);
  }
  const board = cells > 0 ? `, or a board of 81 cells: this has ${cells}` : "";
  const names = shipped();
  const there = names.length ? `; those there are ${names.join(", ")}` : "";
  throw usageError(
    `--checkpoint is missing: give a folder, such as data/checkpoints/NAME${board}${there}`,
  );
}
