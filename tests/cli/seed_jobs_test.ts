/** The trainings that `jobs --seeds` lists. */
import { assert, assertEquals } from "@std/assert";
import { isFile, namesIn } from "lib/checks/paths.ts";
import { askedRun, trainFlags } from "lib/cli/asked_run.ts";
import { parseFlags } from "lib/cli/flags.ts";
import { quoted, wordsOf } from "lib/cli/jobs.ts";
import type { IredConfig } from "lib/papers/ired/config.ts";
import { readManifest } from "lib/training/checkpoint.ts";
import { inProcess as run } from "../support/cli.ts";

Deno.test("all seeds of all shipped checkpoints, each to be resumed", async () => {
  const { out } = await run("jobs", "--seeds=0,1,2");
  const lines = out.split("\n"), folder = "data/checkpoints";
  const shipped = namesIn(folder).filter((name) => isFile(`${folder}/${name}/checkpoint.json`));
  // A job's shell may have another Deno, or none: its line says which.
  const start = `${quoted(Deno.execPath())} task train `;
  const ending = / --seed=[012] --out=results\/jobs\/(\w+)_seed[012] --resume$/;
  assert(lines.every((line) => line.startsWith(start) && ending.test(line)));
  const names = lines.map((line) => ending.exec(line)![1]!);
  assertEquals(new Set(names), new Set(shipped));
  assertEquals([new Set(lines).size, lines.length], [3 * shipped.length, 3 * shipped.length]);
  // Each is the training of the checkpoint of its name, as far as that went.
  for (const [i, name] of names.entries()) {
    if (!/ --seed=0 /.test(lines[i]!)) continue;
    const values = parseFlags(wordsOf(lines[i]!.slice(start.length)), trainFlags);
    const { config, step } = readManifest<IredConfig>(`${folder}/${name}`);
    assertEquals(askedRun({ ...values, seed: config.seed }).config, config, name);
    if (step > 0) assertEquals(values.until ?? config.steps, step, name);
  }
});
