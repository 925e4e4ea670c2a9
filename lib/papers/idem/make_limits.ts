/**
 * Measures what bounds samples of DW-4, for data/papers/idem/dw4_limits.json, which it replaces:
 * `deno run -A lib/papers/idem/make_limits.ts [--to=data/papers/idem]`, three minutes.
 */
import { join } from "node:path";
import { runScript } from "../../checks/script.ts";
import { scriptArguments } from "../../checks/script_arguments.ts";
import { writeWhole } from "../../checks/whole_file.ts";
import { centred, doubleWell } from "../../energy/mod.ts";
import { sourceCommit } from "../../records/records.ts";
import { describeMachine } from "../../training/machine.ts";
import { limits } from "./limits.ts";
import { chains } from "./report.ts";

await runScript(import.meta, (args) => {
  const { to } = scriptArguments(args, {
    to: { type: "string", default: "data/papers/idem" },
  }).values;
  const commit = sourceCommit(), began = performance.now();
  const reference = chains(doubleWell(), {
    ...{ temperatures: [1, 2, 4, 8], stepSize: 0.02, spread: 2, project: centred },
    ...{ count: 20_000, steps: 1500, kept: 20, seed: 991 },
  });
  const rows = limits(reference, [11, 12, 13], (row) => console.log(JSON.stringify(row)));
  const record = {
    machine: describeMachine(),
    ...(commit && { commit }),
    seconds: Math.round((performance.now() - began) / 1000),
    rows,
  };
  const digits = (_: string, v: unknown) => typeof v === "number" ? Number(v.toPrecision(4)) : v;
  writeWhole(
    join(to, "dw4_limits.json"),
    JSON.stringify(record, digits, 1) + "\n",
  );
});
