/** A run that is killed at any moment goes on as if it had not been. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { readManifest } from "../../lib/training/checkpoint.ts";
import type { IredConfig } from "../../lib/papers/ired/config.ts";
import { learningRateAt } from "../../lib/training/learning_rate.ts";
import { readLog } from "../../lib/training/log.ts";
import { cli, interrupt, withFolder } from "../support/cli.ts";

const STEPS = 120;
const train = (folder: string, more: readonly string[] = [], steps = STEPS) => [
  "train",
  "--task=addition",
  "--network=symmetric",
  "--batch=4",
  `--steps=${steps}`,
  "--warmup-steps=10",
  "--log-every=1",
  `--out=${folder}`,
  ...more,
];
const logOf = (folder: string) => readLog(`${folder}/log.jsonl`);

/** What must repeat: everything in the log but the time. */
const losses = (folder: string) => logOf(folder).map(({ seconds: _, ...row }) => row);

const savedStep = (folder: string): number => {
  try {
    return readManifest(folder).step;
  } catch {
    return 0;
  }
};

Deno.test("a killed and resumed run repeats an uninterrupted one bit for bit", async () => {
  await withFolder(async (folder) => {
    const [whole, killed] = [`${folder}/whole`, `${folder}/killed`];
    const uninterrupted = await cli(train(whole));
    assertEquals(uninterrupted.code, 0, uninterrupted.err);
    assertEquals(
      logOf(whole).map(({ step }) => step),
      Array.from({ length: STEPS }, (_, i) => i + 1),
    );

    // Saves every few steps; killed some steps after a checkpoint, twice.
    for (const steps of [5, 40]) {
      const { code } = await interrupt(
        train(killed, ["--resume", "--save-every=0.05"]),
        "SIGKILL",
        () => savedStep(killed) >= steps,
      );
      assert(code !== 0);
      assert(savedStep(killed) < STEPS, "the run ended before it could be killed");
    }
    const resumed = await cli(train(killed, ["--resume"]));
    assertEquals(resumed.code, 0, resumed.err);
    assertEquals(losses(killed), losses(whole));
    for (const part of ["average", "params", "first", "second"]) {
      const file = `${part}-${STEPS}.safetensors`;
      assertEquals(Deno.readFileSync(`${killed}/${file}`), Deno.readFileSync(`${whole}/${file}`));
    }
    const files = [...Deno.readDirSync(killed)].map(({ name }) => name).sort();
    assertEquals(files.length, 7, `${files}`); // four parts, what names them, the log, the lock
  });
});

Deno.test("a finished run is extended by more steps, and its checkpoint says so", async () => {
  await withFolder(async (folder) => {
    assertEquals((await cli(train(folder, [], 6))).code, 0);
    const before = logOf(folder);
    const fewer = await cli(train(folder, ["--resume"], 5));
    assertEquals(fewer.code, 2, fewer.err);
    const { code, err } = await cli(train(folder, ["--resume"], 9));
    assertEquals(code, 0, err);
    const { step, config } = readManifest<IredConfig>(folder);
    assertEquals([step, config.steps, config.extendedFrom], [9, 9, [6]]);
    const after = logOf(folder);
    assertEquals(after.slice(0, 6), before);
    for (const { step, learningRate } of after) {
      const planned = { ...config, steps: step <= 6 ? 6 : 9 };
      assertAlmostEquals(learningRate!, learningRateAt(step, planned), 1e-9);
      assertAlmostEquals(learningRate!, learningRateAt(step, config), 1e-9);
    }
    assertEquals(after.length, 9);
  });
});

Deno.test({
  name: "Ctrl-C saves the last step, and the command ends as interrupted",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withFolder(async (folder) => {
      const { code, out, err } = await interrupt(
        train(folder, [], 100_000),
        "SIGINT",
        () => logOf(folder).length > 3,
      );
      assertEquals(code, 130, err);
      const steps = logOf(folder).at(-1)!.step;
      assertEquals(savedStep(folder), steps);
      assert(out.includes(`${steps} of 100,000 steps`) && out.includes("--resume"), out);
    });
  },
});
