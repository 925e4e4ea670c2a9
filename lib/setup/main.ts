/** `deno task setup`: fetches everything the project needs; see README.md. */
import { ACCELERATORS } from "./accelerator.ts";
import { PARTS } from "./context.ts";
import { runMain } from "./errors.ts";
import { helpText, parseFlags, parseList, parseOne } from "./flags.ts";
import { setUp } from "./setup.ts";

const FLAGS = {
  only: { value: "PART,…", help: `set up only these parts: ${PARTS.join(", ")}` },
  accelerator: {
    value: "NAME",
    help: `install a PJRT plugin as well, and nothing else with it: ${ACCELERATORS.join(", ")}`,
  },
  help: { help: "show this help" },
} as const;

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) return console.log(helpText("setup", "fetches what the project needs", FLAGS));
    const accelerator = parseOne("accelerator", flags.accelerator, ACCELERATORS);
    const parts = accelerator ? [] : PARTS;
    await setUp(flags.only ? parseList("only", flags.only, PARTS) : parts, accelerator);
  });
}
