/** `deno task setup`: fetches everything the project needs; see README.md. */
import { PARTS } from "./context.ts";
import { runMain } from "./errors.ts";
import { helpText, parseFlags, parseList } from "./flags.ts";
import { setUp } from "./setup.ts";

const FLAGS = {
  only: { value: "PART,…", help: `set up only these parts: ${PARTS.join(", ")}` },
  help: { help: "show this help" },
} as const;

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) return console.log(helpText("setup", "fetches what the project needs", FLAGS));
    await setUp(flags.only ? parseList("only", flags.only, PARTS) : PARTS);
  });
}
