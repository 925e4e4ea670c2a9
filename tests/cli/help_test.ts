/** `--help` of every task, and what `deno task` lists. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type Task, tasks } from "lib/papers/ired/tasks/mod.ts";
import { networkNames, networksOfTasks } from "lib/cli/networks.ts";
import { ROOT } from "../architecture/sources.ts";

const config = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
const ours = Object.entries<{ description?: string; command: string }>(config.tasks);

async function help(command: string): Promise<string> {
  const [, ...args] = command.split(" ");
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "--help"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, command);
  return new TextDecoder().decode(stdout);
}

Deno.test("`deno task` lists each task with a description", () => {
  assert(ours.length > 10);
  assertEquals(ours.filter(([, { description }]) => !description), []);
});

Deno.test("--help of each task of ours says what it does, and its flags", async (t) => {
  for (const [name, { command }] of ours) {
    if (!command.startsWith("deno run")) continue; // Deno's own programs
    await t.step(name, async () => {
      const text = await help(command);
      assertStringIncludes(text, `deno task ${name}`);
      assert(/^ {2}--?\w|^ {2}[A-Z]+ /m.test(text), text);
    });
  }
});

Deno.test("networks and the defaults of their training are listed by task", () => {
  for (const [name, { networks }] of Object.entries<Task>(tasks)) {
    assertStringIncludes(networkNames(), `${name}: ${Object.keys(networks).join(", ")}`);
    for (const [network, { training, title }] of Object.entries(networks)) {
      const line = networksOfTasks().split("\n").find((one) =>
        new RegExp(`^${name} +${network} `).test(one)
      )!;
      assertStringIncludes(line, title);
      assertStringIncludes(line, training.steps.toLocaleString("en-US"));
    }
  }
});

Deno.test("--minutes of train counts compiling, and says so", async () => {
  assertStringIncludes(
    await help("deno run -A lib/cli.ts train"),
    "compiling the first step included",
  );
});
