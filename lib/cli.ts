/**
 * The command line: `train`, `evaluate`, `solve`, `bench`, `verify`, `records`, `table` and `jobs`.
 *
 * @module
 */
import { isUsageError } from "./checks/usage.ts";
import { deviceFlag, deviceOf, helpText, parseFlags } from "./cli/flags.ts";
import { messageOf } from "./checks/not_set_up.ts";
import { suggestion } from "./checks/spelling.ts";
import type { Command } from "./cli/command.ts";
import { program } from "./cli/packed.ts";

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  train: () => import("./cli/train.ts"),
  evaluate: () => import("./cli/evaluate.ts"),
  solve: () => import("./cli/solve.ts"),
  bench: () => import("./cli/bench.ts"),
  verify: () => import("./cli/verify.ts"),
  records: () => import("./cli/records.ts"),
  table: () => import("./cli/table.ts"),
  jobs: () => import("./cli/jobs.ts"),
};

const purposes = {
  train: "train a network; Ctrl-C saves and stops, with exit code 130",
  evaluate: "measure a checkpoint beside published numbers and trivial baselines",
  solve: "solve a problem of your own, or random ones, with a checkpoint",
  bench: "measure training and solving against the machine's peak",
  verify: "compare what this device computes with what another one did",
  records: "make every record of the shipped checkpoints anew, or check them",
  table: "write the tables of README.md and docs/results.md from the records and the notebooks",
  jobs: "list the commands of a sweep or of all seeds, one a line, for a cluster",
} as const;

function overview(): string {
  const lines = Object.entries(purposes).map(([name, purpose]) => `  ${name.padEnd(9)} ${purpose}`);
  return [
    `${
      program() === "deno task" ? "deno run -A lib/cli.ts COMMAND, or " : ""
    }${program()} COMMAND:`,
    "",
    ...lines,
    "",
    `Each has --help, and --device=${deviceFlag.device.value} to force what computes: ${
      deviceFlag.device.choices.join(", ")
    }.`,
  ].join("\n");
}

/** Loads a command; the device must be known before the engine is, as a command loads it. */
async function loading(name: string, args: readonly string[]): Promise<{ command: Command }> {
  const load = commands[name]!;
  // Jobs are listed where there may be no device to be opened, such as on a login node.
  const device = name === "jobs" ? "cpu" : deviceOf(args);
  if (device === undefined) return await load();
  const before = Deno.env.get("TENSOR_BACKEND");
  Deno.env.set("TENSOR_BACKEND", device);
  const loaded = await load();
  if (name !== "jobs") return loaded;
  if (before === undefined) Deno.env.delete("TENSOR_BACKEND");
  else Deno.env.set("TENSOR_BACKEND", before);
  return loaded;
}

/**
 * Runs a command line.
 *
 * @returns The exit code: 0, 1 for what failed, 2 for what was called wrongly, 130 or 143 where
 * a signal stopped a training
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
      const hint = suggestion(name, Object.keys(purposes));
      console.error(`Unknown command ${name}${hint}: accepted are ${accepted}`);
      return 2;
    }
    const { command } = await loading(name, rest);
    // What lists jobs says by it what computes in them.
    const passed = "device" in command.flags;
    const flags = { ...command.flags, ...(passed ? {} : deviceFlag) };
    if (rest.includes("--help") || rest.includes("-h")) {
      const purpose = purposes[name as keyof typeof purposes];
      console.log(helpText(name, purpose, flags, command.example, command.more?.()));
      return 0;
    }
    const values = parseFlags(rest, flags), { device: _, ...own } = values;
    return await command.run(passed ? values : own);
  } catch (error) {
    console.error(messageOf(error));
    if (Deno.env.get("DEBUG")) console.error(error);
    return isUsageError(error) ? 2 : 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
