/** Executes all notebooks on their kernel with few problems, as `deno task reproduce --smoke` does. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type Task, tasks } from "lib/papers/ired/tasks/mod.ts";
import { hasJupyter } from "./has_jupyter.ts";
import { readNotebooks, ROOT } from "./notebooks.ts";

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const ignore = !await hasJupyter();
if (ignore) {
  console.error("No Jupyter in .venv: notebooks are not executed; run `deno task setup`.");
}

async function reproduce(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/setup/reproduce.ts", "--smoke", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  return { code, output: decode(stdout), errors: decode(stderr) };
}

Deno.test("each experiment ships a checkpoint of each of its networks but the largest", () => {
  for (const task of Object.values<Task>(tasks)) {
    for (const [network, { checkpoint }] of Object.entries(task.networks)) {
      if (checkpoint === "none") continue;
      const folder = join(ROOT, "data/checkpoints", `${task.name}_${network}`);
      const { step } = JSON.parse(Deno.readTextFileSync(join(folder, "checkpoint.json")));
      // What was only put together has no training to tell of.
      const files = step === 0 ? [] : ["log.jsonl"];
      assertEquals(
        [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => /^log/.test(name)),
        files,
        folder,
      );
      assert(step > 0 || network === "composed", `${folder} is trained`);
    }
  }
});

Deno.test({
  name: "all notebooks run to their end",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "notebooks-" });
    try {
      const { code, output, errors } = await reproduce([`--out=${folder}`]);
      assertEquals(code, 0, `${output}\n${errors}`);
      for (const { name, cells } of readNotebooks()) {
        const text = Deno.readTextFileSync(join(folder, `${name}.ipynb`));
        const executed = JSON.parse(text).cells as { id: string; outputs?: unknown[] }[];
        assertEquals(executed.map(({ id }) => id), cells.map(({ id }) => id));
        assert(text.includes('"image/svg+xml"'), `${name} shows charts`);
        assert(text.includes('"text/html"'), `${name} shows tables`);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a missing checkpoint fails its notebook with a sentence that says what to do",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "notebooks-" });
    try {
      const NB_PARAMS = JSON.stringify({ checkpoints: "nowhere" });
      const { code, errors } = await reproduce(["--only=02", `--out=${folder}`], { NB_PARAMS });
      assertEquals(code, 1);
      assertStringIncludes(errors, "Cannot find a checkpoint in nowhere/addition_mlp");
      assertStringIncludes(errors, "git checkout data/checkpoints");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
