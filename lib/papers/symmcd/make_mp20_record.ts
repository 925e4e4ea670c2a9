/**
 * Measures tables of MP-20, which are not shipped, and keeps the numbers only; half a minute:
 *
 *     deno run -A lib/papers/symmcd/make_mp20_record.ts --source=TEXT [--to=FILE] FOLDER/train.csv FOLDER/val.csv
 *
 * TEXT says where the tables come from. The first table is the one that templates are new to.
 */
import { basename } from "node:path";
import { runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { usageError } from "../../checks/usage.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { fromRoot } from "./checkpoint.ts";
import { measureMp20, MP20_RECORD, type Mp20Record } from "./mp20.ts";

await runScript(import.meta, (args) => {
  const { values, positionals } = scriptArguments(args, {
    source: { type: "string" },
    to: { type: "string", default: MP20_RECORD },
  }, Infinity);
  if (!values.source || positionals.length === 0) {
    throw usageError("Cannot measure: --source=TEXT and the paths of tables are needed");
  }
  const commit = sourceCommit() ?? "unknown";
  const texts = positionals.map((path) => [basename(path), Deno.readTextFileSync(path)] as const);
  const record: Mp20Record = {
    format: "symmcd-mp20-1",
    source: values.source,
    machine: describeMachine(),
    commit,
    tables: measureMp20(Object.fromEntries(texts), { seed: 4071 }),
  };
  writeWhole(fromRoot(values.to), JSON.stringify(record, null, 1) + "\n");
});
