/** `table`: writes the README's table of results from the records. */
import { readmeTable } from "../papers/ired/report/readme_table.ts";
import { readRecord } from "../records/records.ts";
import type { Command } from "./command.ts";
import { usageError } from "./flags.ts";

const START = "<!-- results: written by `deno task table` -->";
const END = "<!-- end of results -->";

/** All records of IRED in a folder, by name; other papers may keep files of their own there. */
export function readRecords(folder: string) {
  return [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`)
    .filter((path) =>
      path.endsWith(".json") && JSON.parse(Deno.readTextFileSync(path)).paper === "ired"
    ).sort().map(readRecord);
}

/**
 * A text with the table between its two markers.
 *
 * @throws {SyntaxError} If it has no markers
 */
export function withTable(text: string, table: string): string {
  const from = text.indexOf(START), to = text.indexOf(END);
  if (from < 0 || to < from) {
    throw new SyntaxError(`There is no place for the table: a line ${START}, and a line ${END}`);
  }
  return `${text.slice(0, from + START.length)}\n\n${table}\n${text.slice(to)}`;
}

/** The command. */
export const command: Command = {
  example: "deno task table",
  flags: {
    records: {
      help: "folder of the records; data/results by default",
      value: "FOLDER",
      kind: "text",
    },
    file: { help: "the text; README.md by default", value: "FILE", kind: "text" },
    check: { help: "write nothing; fail if the table is another" },
  },
  run(values) {
    const { records = "data/results", file = "README.md" } = values as Record<string, string>;
    let before: string;
    try {
      before = Deno.readTextFileSync(file);
    } catch {
      throw usageError(`--file must be a file that can be read: current value is ${file}`);
    }
    const after = withTable(before, readmeTable(readRecords(records)));
    if (values.check) {
      if (after !== before) console.error(`The table in ${file} is not that of the records`);
      return Promise.resolve(after === before ? 0 : 1);
    }
    Deno.writeTextFileSync(file, after);
    console.log(after === before ? `${file} is as it was` : `${file} has a new table`);
    return Promise.resolve(0);
  },
};
