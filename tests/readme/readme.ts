/** What README.md claims, as data. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The README's text, or undefined while there is none. */
export function readReadme(): string | undefined {
  try {
    return Deno.readTextFileSync(join(ROOT, "README.md"));
  } catch {
    return undefined;
  }
}

/** The contents of fenced blocks in that language, with the line where each starts. */
export function fencedBlocks(markdown: string, language: string): { line: number; code: string }[] {
  const blocks: { line: number; code: string }[] = [];
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  for (const match of markdown.matchAll(pattern)) {
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    blocks.push({ line, code: match[1]! });
  }
  return blocks;
}

/** One command: `deno task NAME ARGUMENTS`, or another program's words. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Name of the task, where it is one. */
  readonly task?: string;
  /** Arguments of the task. */
  readonly args: readonly string[];
  /** Deno's version where npx fetches it. */
  readonly version?: string;
}

/** The commands of a shell block; comments, prompts and assignments before them are left out. */
export function shellCommands(code: string): ShellCommand[] {
  const lines = code.replace(/\\\n/g, " ").split("\n");
  return lines.map((line) => line.replace(/(^|\s)#.*$/, "").replace(/^\s*\$\s/, "").trim())
    .flatMap((line) => line.split(/\s*(?:&&|;|\|\|?)\s*/))
    .filter((text) => text !== "").map((text) => {
      const words = text.split(/\s+/).filter((word, i, all) =>
        !(/^[A-Z_]+=/.test(word) && all.slice(0, i).every((w) => /^[A-Z_]+=/.test(w)))
      );
      const npx = /^npx(?: --yes| -y)? deno@(\S+) task (\S+)/.exec(words.join(" "));
      const task = npx ? npx[2] : words[0] === "deno" && words[1] === "task" ? words[2] : undefined;
      const args = task === undefined ? [] : words.slice(words.indexOf(task) + 1);
      return { words, args, ...(task && { task }), ...(npx && { version: npx[1]! }) };
    });
}

/** A number of the text and where it is said to come from. */
export interface Claim {
  readonly line: number;
  /** As printed, such as "0.00012", "1.3e-4", "54.5 %" or "1,234". */
  readonly printed: string;
  /** "record" or "published". */
  readonly source: string;
  /** What follows the colon of the marker. */
  readonly reference: string;
}

const NUMBER = /[-−]?(?:\d[\d,]*)?(?:\.\d+|\d)(?:e[-+]?\d+)?(?:\s?%)?/gi;
const MARKER = /<!--\s*(record|published):\s*(.*?)\s*-->/g;

/**
 * The marked numbers of a text. A marker stands behind its number, in the same line:
 *
 *     0.00012 <!-- record: data/results/addition.json#rows[kind=ours][innerSteps=5].value -->
 *     .0020 <!-- published: addition#IRED.harder -->
 *
 * @throws {SyntaxError} If there is no number before a marker
 */
export function claimsOf(markdown: string): Claim[] {
  return markdown.split("\n").flatMap((text, i) => {
    let start = 0;
    return [...text.matchAll(MARKER)].map((match) => {
      const before = text.slice(start, match.index).split("|").at(-1)!;
      start = match.index + match[0].length;
      const printed = [...before.matchAll(NUMBER)].at(-1)?.[0];
      if (printed === undefined) {
        throw new SyntaxError(`README.md:${i + 1}: there is no number before ${match[0]}`);
      }
      return { line: i + 1, printed, source: match[1]!, reference: match[2]! };
    });
  });
}

/** Numbers in the cells of tables that have markers, but without one of their own. */
export function unmarkedNumbers(markdown: string): string[] {
  const lines = markdown.split("\n"), unmarked: string[] = [];
  let table: [number, string][] = [];
  const close = () => {
    if (table.some(([, text]) => text.search(MARKER) >= 0)) {
      for (const [line, text] of table) {
        for (const cell of text.split("|")) {
          const plain = cell.replace(MARKER, "").trim();
          // Cells of words may hold numbers; cells of numbers must say where those are from.
          if (!/\d/.test(plain) || /[A-Za-z]{2,}/.test(plain)) continue;
          const numbers = plain.match(NUMBER)?.length ?? 0;
          if (numbers !== (cell.match(MARKER)?.length ?? 0)) {
            unmarked.push(`README.md:${line}: ${plain}`);
          }
        }
      }
    }
    table = [];
  };
  lines.forEach((text, i) =>
    text.trimStart().startsWith("|") ? table.push([i + 1, text]) : close()
  );
  close();
  return unmarked;
}

/** A field, or one within a field, such as "at.difficulty". */
const at = (row: unknown, field: string): unknown =>
  field.split(".").reduce<unknown>(
    (value, name) => (value as Record<string, unknown>)?.[name],
    row,
  );

/** The one row that meets conditions such as `[kind=ours][innerSteps=5]`. */
function onlyRow(list: unknown, conditions: string, path: string): unknown {
  if (!Array.isArray(list)) throw new ReferenceError(`${path}: ${conditions} needs a list`);
  const pairs = conditions.slice(1, -1).split("][").map((text) => text.split("="));
  const rows = list.filter((row) =>
    pairs.every(([field, wanted]) => `${at(row, field!.trim())}` === wanted?.trim())
  );
  if (rows.length === 1) return rows[0];
  throw new ReferenceError(`${path}: ${rows.length} rows meet ${conditions}, and one should`);
}

/**
 * The number that a path means: names separated by dots; after a list, conditions in brackets that
 * exactly one entry meets; at the end, perhaps `/ 60` for other units.
 *
 * @throws {ReferenceError} If the path means no number
 */
export function numberAt(record: unknown, path: string): number {
  const [, names, divisor] = /^(.*?)(?:\s*\/\s*([\d.]+))?$/.exec(path)!;
  let value = record;
  for (const [, name, conditions] of names!.matchAll(/([^.[\]]+)|((?:\[[^\]]*\])+)/g)) {
    if (name !== undefined) value = (value as Record<string, unknown> | undefined)?.[name];
    else value = onlyRow(value, conditions!, path);
  }
  if (typeof value !== "number") throw new ReferenceError(`${path} is not a number`);
  return value / Number(divisor ?? 1);
}

/** Whether `printed` is `value`, rounded to as many digits as are printed. */
export function agrees(printed: string, value: number): boolean {
  const percent = printed.endsWith("%");
  const plain = printed.replace("%", "").trim().replaceAll(",", "").replace("−", "-");
  const [mantissa, exponent = "0"] = plain.toLowerCase().split("e");
  const decimals = (mantissa!.split(".")[1] ?? "").length;
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  const actual = percent ? 100 * value : value;
  return Math.abs(Number(plain) - actual) <= half * (1 + 1e-9);
}
