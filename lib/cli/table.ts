/** `table`: writes the README's four tables from the records and the notebooks. */
import { claimsTable, trainingTable } from "../papers/ired/report/readme_table.ts";
import { recordFiles } from "../papers/ired/report/record_files.ts";
import type { RecordFile } from "../records/records.ts";
import type { Command } from "./command.ts";
import { usageError } from "./flags.ts";
import { isFolder } from "./writable.ts";
import { minutesTable } from "../papers/ired/report/notebook_minutes.ts";
import { seedsTable } from "../papers/ired/report/seeds_table.ts";

/** What {@linkcode withTables} writes, by the name in the marker. */
export function tablesOf(files: readonly RecordFile[], folder: string, notebooks = "notebooks") {
  return {
    claims: claimsTable(files.map(({ record }) => record)),
    trainings: seedsTable(files),
    training: trainingTable(files),
    minutes: minutesTable(folder, notebooks),
  };
}

/**
 * A text with each table between its two markers, `<!-- NAME: written by …-->` and `<!-- end of NAME -->`.
 *
 * @throws {SyntaxError} If the markers of a table are missing
 */
export function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((whole, [name, table]) => {
    const start = `<!-- ${name}: written by \`deno task table\` -->`,
      end = `<!-- end of ${name} -->`;
    const from = whole.indexOf(start), to = whole.indexOf(end);
    if (from < 0 || to < from) {
      throw new SyntaxError(`There is no place for a table: a line ${start}, and a line ${end}`);
    }
    return `${whole.slice(0, from + start.length)}\n\n${table}\n${whole.slice(to)}`;
  }, text);
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
    file: {
      help: "the text that has the four tables; README.md by default",
      value: "FILE",
      kind: "text",
    },
    check: { help: "write nothing; fail if a table is another" },
  },
  run(values) {
    const { records = "data/results", file = "README.md" } = values as Record<string, string>;
    let before: string;
    try {
      before = Deno.readTextFileSync(file);
    } catch {
      throw usageError(`--file must be a file that can be read: current value is ${file}`);
    }
    if (!isFolder(records)) {
      throw usageError(`--records must be a folder that can be read: current value is ${records}`);
    }
    const files = recordFiles(records);
    // Tables of no records would take all rows of those that are there.
    if (files.length === 0) {
      throw usageError(
        `--records must be a folder that holds records of IRED: current value is ${records}`,
      );
    }
    const after = withTables(before, tablesOf(files, records));
    if (values.check) {
      if (after !== before) console.error(`The tables in ${file} are not those of the records`);
      return Promise.resolve(after === before ? 0 : 1);
    }
    Deno.writeTextFileSync(file, after);
    console.log(after === before ? `${file} is as it was` : `${file} has new tables`);
    return Promise.resolve(0);
  },
};
