/** `deno task test`: sets up what the tests need, then runs every gate; arguments select test files. */
import { join } from "node:path";
import { usageError } from "../checks/usage.ts";
import { hasPlugin, setUpAccelerator } from "./accelerator.ts";
import type { Context } from "./context.ts";
import { suggestion } from "../checks/spelling.ts";
import { runMain } from "./errors.ts";
import {
  add,
  allGates,
  formatTally,
  type Gate,
  longestFirst,
  type Tally,
  tallyOf,
  testGate,
} from "./gates.ts";
import { helpText } from "./flags.ts";
import { inLanes } from "./lanes.ts";
import { ENGINE_ENV, jupyterPath, pinnedDeno } from "./kernel.ts";
import { ROOT } from "./paths.ts";
import { run } from "./process.ts";
import { setUp } from "./setup.ts";

/** How many gates run at once: most of a test process is one thread's work. */
const LANES = Math.min(2, navigator.hardwareConcurrency);

/** The folders of tests/ that hold test files, sorted. */
function testFolders(files: readonly string[]): string[] {
  const folders = files.map((file) => file.split("/").slice(0, 2).join("/"));
  return [...new Set(folders)].sort();
}

/** All test files below `folder`, relative to the project's root, with forward slashes. */
async function testFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder))) {
    if (isDirectory) files.push(...await testFiles(`${folder}/${name}`));
    else if (/(^|[._])test\.ts$/.test(name)) files.push(`${folder}/${name}`);
  }
  return files;
}

async function gatesFor(filters: readonly string[]): Promise<Gate[]> {
  const files = await testFiles("tests");
  if (filters.length === 0) return allGates(testFolders(files));
  const chosen = files.filter((file) => filters.some((filter) => file.includes(filter)));
  if (chosen.length > 0) return [testGate("chosen tests", chosen.sort())];
  const parts = [...new Set(files.flatMap((file) => file.replace(/_test\.ts$/, "").split("/")))];
  const hint = suggestion(filters[0]!, parts);
  throw usageError(
    `No test file matches ${filters.join(" ")}${hint}: a filter is a part of a path such as ${
      files[0]
    }.`,
  );
}

/** Sees to it that the tests of PJRT have a plugin; they are skipped where it cannot be fetched. */
async function offerPlugin(context: Context): Promise<void> {
  if (hasPlugin(context)) return;
  try {
    await setUpAccelerator(context, "cpu");
  } catch (error) {
    console.log(`The tests of PJRT devices will be skipped: ${(error as Error).message}`);
  }
}

if (import.meta.main) {
  await runMain(async () => {
    if (Deno.args.includes("--help")) {
      console.log(helpText("test", "runs every check and test; a part of a path chooses files", {
        help: { help: "show this help; as in: deno task test tensor plots/table" },
      }));
      return 0;
    }
    const gates = await gatesFor(Deno.args);
    const context = await setUp();
    if (Deno.args.length === 0) await offerPlugin(context);
    const deno = await pinnedDeno(context);
    let sum: Tally = { passed: 0, failed: 0 };
    const failures: string[] = [];
    await inLanes(longestFirst(gates), LANES, async (gate) => {
      const printed: string[] = [`\n== ${gate.name}: deno ${gate.args.join(" ")}`];
      const alone = gates.length === 1;
      if (alone) console.log(printed.pop());
      const { code, output } = await run(deno, gate.args, {
        cwd: ROOT,
        env: { ...ENGINE_ENV, JUPYTER_PATH: jupyterPath(context) },
        onLine: (line) => alone ? console.log(line) : printed.push(line),
      });
      // Gates beside each other would mix their lines: each is printed whole when it has ended.
      if (!alone) console.log(printed.join("\n"));
      const tally = tallyOf(gate, code, output);
      if (tally.failed > 0) failures.push(`${gate.name} (exit code ${code})`);
      sum = add(sum, tally);
    });
    console.log(failures.length > 0 ? `\nFailed: ${failures.join(", ")}` : "");
    console.log(formatTally(sum));
    return sum.failed > 0 ? 1 : 0;
  });
}
