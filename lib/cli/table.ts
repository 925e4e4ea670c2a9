/** `table`: writes the tables of README.md and docs/results.md from the records and the notebooks. */
import { usageError } from "../checks/usage.ts";
import { isFolder } from "../checks/paths.ts";
import { claimsTable, trainingTable } from "../papers/ired/report/readme_table.ts";
import { recordFiles } from "../papers/ired/report/record_files.ts";
import type { RecordFile } from "../records/records.ts";
import type { Command } from "./command.ts";
import type { FlagValues } from "./flags.ts";
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

/** Where the project's records are. */
const RECORDS = "data/results";

function ownRecords(): string | undefined {
  return isFolder(RECORDS) ? Deno.realPathSync(RECORDS) : undefined;
}

/** The texts that have tables. */
export const documents: readonly string[] = ["README.md", "docs/results.md"];

const startOf = (name: string) => `<!-- ${name}: written by \`deno task table\` -->`;

/**
 * A text with the tables that it has a place for, each between its two markers,
 * `<!-- NAME: written by …-->` and `<!-- end of NAME -->`.
 *
 * @throws {SyntaxError} If it has a place for none, or a place does not end
 */
export function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  const own = Object.entries(tables).filter(([name]) => text.includes(startOf(name)));
  if (own.length === 0) {
    throw new SyntaxError(
      `There is no place for a table: a line ${startOf(Object.keys(tables)[0]!)}`,
    );
  }
  return own.reduce((whole, [name, table]) => {
    const start = startOf(name), end = `<!-- end of ${name} -->`;
    const from = whole.indexOf(start), to = whole.indexOf(end, from);
    if (to < 0) throw new SyntaxError(`The place of a table has no end: a line ${end}`);
    return `${whole.slice(0, from + start.length)}\n\n${table}\n${whole.slice(to)}`;
  }, text);
}

/** The lines of a text that hold something. */
const linesOf = (text: string) => text.split("\n").filter((line) => line.trim() !== "").length;

/** The tables of a text that would have fewer lines than they have there. */
export function shortened(text: string, tables: Readonly<Record<string, string>>): string[] {
  return Object.entries(tables).filter(([name, table]) => {
    const [, rest] = text.split(startOf(name));
    return rest !== undefined &&
      linesOf(table) < linesOf(rest.split(`<!-- end of ${name} -->`)[0]!);
  }).map(([name]) => name);
}

function readDocument(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    throw usageError(`--file must be a file that can be read: current value is ${file}`);
  }
}

/**
 * Puts tables into a file; says whether they were others there.
 *
 * @param how The command that writes them
 */
function update(
  file: string,
  tables: Readonly<Record<string, string>>,
  check: boolean,
  how: string,
): boolean {
  const before = readDocument(file), after = withTables(before, tables), same = after === before;
  if (check) {
    if (same) console.log(`The tables in ${file} are those of the records`);
    else console.error(`The tables in ${file} are not those of the records: run ${how}`);
    return same;
  }
  if (!same) Deno.writeTextFileSync(file, after);
  console.log(same ? `${file} is as it was` : `${file} has new tables`);
  return true;
}

/** Flags that say which records and texts, as they are written. */
const given = (values: FlagValues) =>
  ["records", "file"].filter((name) => name in values).map((name) => `--${name}=${values[name]}`);

/** The command. */
export const command: Command = {
  example: "deno task table",
  flags: {
    records: {
      help:
        `folder of the records; ${RECORDS} by default, and no other where tables would lose rows`,
      value: "FOLDER",
      kind: "text",
    },
    file: {
      help: `the text that has tables; ${documents.join(" and ")} by default`,
      value: "FILE",
      kind: "text",
    },
    check: { help: "write nothing; fail if a table is another" },
  },
  run(values) {
    const { records = RECORDS, file } = values as Record<string, string>;
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
    const tables = tablesOf(files, records);
    const texts = file === undefined ? documents : [file];
    // Of the project's own records one may have been deleted on purpose; another folder, such as
    // that of one sweep, has too few of them. Before anything is written.
    if (!values.check && Deno.realPathSync(records) !== ownRecords()) {
      for (const one of texts) {
        const [name] = shortened(readDocument(one), tables);
        if (name === undefined) continue;
        throw usageError(
          `${one} keeps its tables: with --records=${records} the one of ${name} would lose rows`,
        );
      }
    }
    // All of them are looked at, even if the first is another.
    const how = ["deno task table", ...given(values)].join(" ");
    const same = texts.map((one) => update(one, tables, values.check === true, how));
    return Promise.resolve(same.every(Boolean) ? 0 : 1);
  },
};
