/** Readers of the OFF and OBJ formats: what is malformed is refused with its line and a reason. */
import type { Face, Mesh, Point } from "./mesh.ts";

/** Most vertices and most triangles that are read. */
const MOST = 1_000_000;

type Fail = (line: number, reason: string) => SyntaxError;

const failing = (format: string, source: string): Fail => (line, reason) =>
  new SyntaxError(`Cannot read ${source} as ${format}, line ${line}: ${reason}`);

function readNumber(text: string | undefined, line: number, what: string, fail: Fail): number {
  if (text === undefined) throw fail(line, `${what} is missing`);
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw fail(line, `${what} must be a number: it is "${shorten(text)}"`);
  }
  return value;
}

function readPoint(words: readonly string[], line: number, fail: Fail): Point {
  const [x, y, z] = ["x", "y", "z"].map((what, i) => readNumber(words[i], line, what, fail));
  return [x!, y!, z!];
}

const shorten = (text: string) => text.length > 20 ? `${text.slice(0, 20)}…` : text;

/** A polygon as a fan of triangles from its first corner. */
function addFan(faces: Face[], corners: readonly number[], line: number, fail: Fail): void {
  if (new Set(corners).size !== corners.length) throw fail(line, "a face meets a vertex twice");
  for (let i = 2; i < corners.length; i++) faces.push([corners[0]!, corners[i - 1]!, corners[i]!]);
  if (faces.length > MOST) throw fail(line, `there are more than ${MOST} triangles`);
}

/** Lines that say something, without comments, with their numbers from 1. */
function linesOf(text: string): { words: string[]; line: number }[] {
  return text.split(/\r\n|\n|\r/).map((one, i) => (
    { words: one.replace(/#.*$/, "").trim().split(/\s+/).filter((word) => word), line: i + 1 }
  )).filter(({ words }) => words.length > 0);
}

/** Like {@link linesOf}, where a "\" at a line's end joins the next to it, under the first's number. */
function joinedLinesOf(text: string): { words: string[]; line: number }[] {
  const joined: { words: string[]; line: number }[] = [];
  let next = 0;
  for (const { words, line } of linesOf(text)) {
    const last = words.at(-1)!, ends = last.endsWith("\\");
    if (ends) words.splice(-1, 1, ...last.length > 1 ? [last.slice(0, -1)] : []);
    if (line === next) words.forEach((word) => joined.at(-1)!.words.push(word));
    else joined.push({ words, line });
    next = ends ? line + 1 : 0;
  }
  return joined;
}

/**
 * Reads an OFF file: "OFF", three counts, vertices, faces. Colours and normals (of COFF, NOFF,
 * CNOFF) are passed over; polygons become triangles.
 *
 * @param source What to call the file in errors
 * @throws {SyntaxError} With the line and the reason, if the text is no OFF file
 */
export function readOff(text: string, source = "the text"): Mesh {
  const fail = failing("OFF", source);
  const lines = linesOf(text);
  const [head, ...rest] = lines;
  if (!head) throw fail(1, "it is empty");
  const [format, ...after] = head.words;
  if (!/^C?N?OFF$/.test(format!)) {
    throw fail(head.line, `it must begin with "OFF": it begins with "${shorten(format!)}"`);
  }
  const counts = after.length > 0 ? { words: after, line: head.line } : rest.shift();
  if (!counts) throw fail(head.line, "the numbers of vertices, faces and edges are missing");
  const [vertices, polygons] = ["vertices", "faces"].map((what, i) => {
    const value = readNumber(counts.words[i], counts.line, `the number of ${what}`, fail);
    if (!Number.isInteger(value) || value < 0 || value > MOST) {
      throw fail(counts.line, `the number of ${what} must be from 0 to ${MOST}: it is ${value}`);
    }
    return value;
  }) as [number, number];
  const last = lines.at(-1)!.line;
  if (rest.length < vertices + polygons) {
    throw fail(last, `it ends after ${rest.length} of ${vertices + polygons} vertices and faces`);
  }
  const extra = rest[vertices + polygons];
  if (extra) throw fail(extra.line, `nothing may follow the last of ${polygons} faces`);
  const positions = rest.slice(0, vertices).map(({ words, line }) => readPoint(words, line, fail));
  const faces: Face[] = [];
  for (const { words, line } of rest.slice(vertices)) {
    const size = readNumber(words[0], line, "the number of corners", fail);
    if (!Number.isInteger(size) || size < 3) {
      throw fail(line, `a face must have three corners or more: it has ${size}`);
    }
    if (words.length < size + 1) throw fail(line, `it has ${words.length - 1} of ${size} corners`);
    const corners = words.slice(1, size + 1).map((word) => {
      const vertex = readNumber(word, line, "a corner", fail);
      if (!Number.isInteger(vertex) || vertex < 0 || vertex >= vertices) {
        throw fail(line, `a corner must be from 0 to ${vertices - 1}: it is ${shorten(word)}`);
      }
      return vertex;
    });
    addFan(faces, corners, line, fail);
  }
  return { positions, faces };
}

/**
 * Reads an OBJ file: its vertices ("v") and faces ("f", with texture and normal numbers passed
 * over; negative numbers count back); "\" joins lines. All other statements are passed over.
 *
 * @param source What to call the file in errors
 * @throws {SyntaxError} With the line and the reason, if a vertex or a face is malformed
 */
export function readObj(text: string, source = "the text"): Mesh {
  const fail = failing("OBJ", source);
  const positions: Point[] = [];
  const faces: Face[] = [];
  for (const { words, line } of joinedLinesOf(text)) {
    const [statement, ...rest] = words;
    if (statement === "v") {
      positions.push(readPoint(rest, line, fail));
      if (positions.length > MOST) throw fail(line, `there are more than ${MOST} vertices`);
    } else if (statement === "f") {
      if (rest.length < 3) {
        throw fail(line, `a face must have three corners or more: it has ${rest.length}`);
      }
      const corners = rest.map((word) => {
        const found = /^([+-]?\d+)(\/-?\d*){0,2}$/.exec(word);
        const number = found ? Number(found[1]) : NaN;
        const vertex = number < 0 ? positions.length + number : number - 1;
        if (!(vertex >= 0 && vertex < positions.length)) {
          throw fail(
            line,
            `a corner must name one of ${positions.length} vertices: it is "${shorten(word)}"`,
          );
        }
        return vertex;
      });
      addFan(faces, corners, line, fail);
    }
  }
  if (positions.length === 0) {
    throw fail(Math.max(1, text.split("\n").length), "it has no vertices");
  }
  return { positions, faces };
}

/** A mesh as an OFF file. */
export function writeOff({ positions, faces }: Mesh): string {
  return [
    ...["OFF", `${positions.length} ${faces.length} 0`],
    ...positions.map((x) => x.join(" ")),
    ...faces.map((face) => `3 ${face.join(" ")}`),
    "",
  ].join("\n");
}
