/**
 * The command line: `train`, `evaluate`, `solve`, `bench`, `records` and `table`.
 *
 * @module
 */
import { helpText, isUsageError, parseFlags } from "./cli/flags.ts";
import type { Command } from "./cli/command.ts";

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  train: () => import("./cli/train.ts"),
  evaluate: () => import("./cli/evaluate.ts"),
  solve: () => import("./cli/solve.ts"),
  bench: () => import("./cli/bench.ts"),
  records: () => import("./cli/records.ts"),
  table: () => import("./cli/table.ts"),
};

const purposes = {
  train: "train a network; Ctrl-C saves and stops",
  evaluate: "measure a checkpoint beside published numbers and trivial baselines",
  solve: "solve given problems with a checkpoint, as JSON",
  bench: "measure training and solving against the machine's peak",
  records: "make every record of the shipped checkpoints anew, or check them",
  table: "write the README's table of results from the records",
} as const;

function overview(): string {
  const lines = Object.entries(purposes).map(([name, purpose]) => `  ${name.padEnd(9)} ${purpose}`);
  return [
    "deno run -A lib/cli.ts COMMAND, or deno task COMMAND:",
    "",
    ...lines,
    "",
    "Each has --help.",
  ].join("\n");
}

/**
 * Runs a command line.
 *
 * @returns The exit code: 0, 1 for what failed, 2 for what was called wrongly
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(overview());
    return name === undefined ? 2 : 0;
  }
  try {
    if (!Object.hasOwn(commands, name)) {
      const accepted = Object.keys(purposes).join(", ");
      console.error(`Unknown command ${name}: accepted are ${accepted}`);
      return 2;
    }
    const { command } = await commands[name]!();
    if (rest.includes("--help") || rest.includes("-h")) {
      console.log(
        helpText(name, purposes[name as keyof typeof purposes], command.flags, command.example),
      );
      return 0;
    }
    return await command.run(parseFlags(rest, command.flags));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (Deno.env.get("DEBUG")) console.error(error);
    return isUsageError(error) ? 2 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
