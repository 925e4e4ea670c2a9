import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random, tf } from "../../lib/tensor/mod.ts";
import { readManifest } from "../../lib/training/checkpoint.ts";
import { cutLog, readLog } from "../../lib/training/log.ts";
import { existingRun, openRun, type Run, type RunOptions } from "../../lib/training/run.ts";
import type { IredConfig } from "../../lib/papers/ired/config.ts";
import type { Learned } from "../../lib/training/gradient_learner.ts";
import { withFolder } from "../support/cli.ts";
import { config, type Draw, problemOf } from "./tiny.ts";

type TinyRun = Run<Learned, IredConfig>;

const open = (
  folder: string,
  more: Partial<RunOptions> = {},
  draw?: Draw,
): TinyRun =>
  openRun(() => problemOf(draw), { ...config, steps: 50 }, { folder, mode: "graph", ...more });

async function finish(run: TinyRun, last = Infinity): Promise<void> {
  for await (const { step } of run.steps()) if (step >= last) break;
  run.dispose();
}

Deno.test("a run logs the first steps, then means, and saves where it is left", async () => {
  await withFolder(async (folder) => {
    assertEquals(existingRun(folder), undefined);
    await finish(open(folder), 33);
    const log = `${folder}/log.jsonl`;
    assertEquals(readLog(log).map(({ step }) => step), [1, 2, 3, 4, 5, 20, 33]);
    assertEquals(readManifest(folder).step, 33);
    assertThrows(() => open(folder), Error, "it holds one of 33 saved steps");

    // As if it had been killed after some steps more, in the middle of a line.
    Deno.writeTextFileSync(log, '{"step":40,"loss":1}\n{"step":5', { append: true });
    const run = open(folder, { existing: "continue" });
    assertEquals([run.start, readLog(log).at(-1)!.step], [33, 33]);
    await finish(run);
    assertEquals(readLog(log).map(({ step }) => step), [1, 2, 3, 4, 5, 20, 33, 40, 50]);
    assertEquals(readManifest(folder).step, 50);
    const seconds = readLog(log).map((row) => row.seconds);
    assertEquals(seconds, seconds.toSorted((a, b) => a - b));
  });
});

Deno.test("a run stops when told to, after its minutes, and at its step", async () => {
  await withFolder(async (folder) => {
    const run = open(`${folder}/a`);
    for await (const { step } of run.steps()) if (step === 3) run.stop();
    assertEquals([run.trainer.progress.step, run.saved], [3, 3]);
    run.dispose();
    const timed = open(`${folder}/b`, { minutes: 1e-9 });
    await finish(timed);
    assertEquals(readManifest(`${folder}/b`).step, 1);
    await finish(open(`${folder}/c`, { until: 7 }));
    assertEquals(readManifest(`${folder}/c`).step, 7);
  });
});

Deno.test("a run that is where it is to stop trains no step more", async () => {
  await withFolder(async (folder) => {
    const after = async (more: Partial<RunOptions>) => {
      const run = open(folder, { existing: "continue", ...more });
      const steps: number[] = [];
      for await (const { step } of run.steps()) steps.push(step);
      run.dispose();
      return [steps.length, readManifest(folder).step];
    };
    assertEquals(await after({ until: 5 }), [5, 5]);
    assertEquals(await after({ until: 5 }), [0, 5]);
    assertEquals(await after({ until: 2 }), [0, 5]);
    assertEquals(await after({ minutes: 0 }), [0, 5]);
    assertEquals(await after({ until: 7 }), [2, 7]);
  });
});

Deno.test("a run that was stopped goes on where it is stepped again", async () => {
  await withFolder(async (folder) => {
    const run = open(folder, { until: 10 });
    for await (const { step } of run.steps()) if (step === 3) run.stop();
    const rest: number[] = [];
    for await (const { step } of run.steps()) rest.push(step);
    assertEquals(rest, [4, 5, 6, 7, 8, 9, 10]);
    run.dispose();
  });
});

Deno.test("a new run has the steps of extendTo from the start", async () => {
  await withFolder(async (folder) => {
    const extendTo = 6, short = { ...config, steps: 3 };
    const options = { folder, existing: "continue", mode: "graph" } as const;
    await finish(openRun(() => problemOf(), short, { ...options, extendTo }));
    const { step, config: kept } = readManifest<IredConfig>(folder);
    assertEquals([step, kept.steps, kept.extendedFrom], [6, 6, undefined]);
    assertThrows(
      () => openRun(() => problemOf(), short, { ...options, folder: `${folder}/b`, extendTo: 2 }),
      RangeError,
      "extendTo must be at least 3",
    );
  });
});

Deno.test("minutes are those of this session, and a run extended twice knows all its lengths", async () => {
  await withFolder(async (folder) => {
    const first = openRun(() => problemOf(), { ...config, steps: 3 }, { folder, mode: "graph" });
    first.trainer.progress.seconds = 7200; // as if it had taken two hours
    await finish(first);
    const extensions = [[5, 5, [3]], [8, 8, [3, 5]], [8, 8, [3, 5]]] as const;
    for (const [extendTo, steps, lengths] of extensions) {
      await finish(open(folder, { existing: "continue", extendTo, minutes: 60 }));
      const { step, config } = readManifest<IredConfig>(folder);
      assertEquals([step, config.steps], [steps, steps]);
      assertEquals(config.extendedFrom, [...lengths]);
    }
    // A run is never made shorter.
    assertThrows(
      () => open(folder, { existing: "continue", extendTo: 6 }),
      RangeError,
      "extendTo must be at least 8, the steps that the run has: current value is 6",
    );
    assertEquals(readManifest<IredConfig>(folder).config.steps, 8);
  });
});

Deno.test("a run that diverges keeps its last checkpoint", async () => {
  await withFolder(async (folder) => {
    let k = 0;
    const spoilt: Draw = (key, count) => {
      const x = random.uniform(key, [count, 2], -1, 1);
      return { condition: { x }, answer: tf.fill([count, 2], ++k === 5 ? NaN : 1) };
    };
    const run = open(folder, { saveEvery: 0 }, spoilt);
    await assertRejects(() => finish(run), RangeError, "diverged at step 5");
    assertEquals([run.saved, readManifest(folder).step], [4, 4]);
    run.dispose();
    const text = Deno.readTextFileSync(`${folder}/log.jsonl`);
    assert(!text.includes("null"), text);
  });
});

Deno.test("words, numbers and names that a run does not know are refused, and nothing is begun", async () => {
  await withFolder((parent) => {
    const folder = `${parent}/run`;
    const refused = [
      [
        { existing: "contniue" },
        "existing must be one of refuse, continue: current value is contniue",
      ],
      [{ existing: "overwrite" }, "current value is overwrite"],
      [{ saveEvery: NaN }, "saveEvery must be a number at least 0: current value is NaN"],
      [{ saveEvery: -1 }, "current value is -1"],
      [{ saveEvery: "never" }, "current value is never"],
      [{ minutes: NaN }, "minutes must be a number at least 0: current value is NaN"],
      [{ until: NaN }, "until must be a number at least 0: current value is NaN"],
      [{ logEvery: 0 }, "logEvery must be an integer of at least 1: current value is 0"],
      [{ logEvery: 2.5 }, "current value is 2.5"],
      [{ extendTo: NaN }, "extendTo must be an integer of at least 0: current value is NaN"],
      [{ folder: undefined }, "folder must be the path of a folder: current value is undefined"],
      [{ folder: "" }, "folder must be the path of a folder: current value is "],
      [{ saveevery: 5 }, "Unknown option saveevery (did you mean saveEvery?)"],
    ] as const;
    for (const [wrong, message] of refused) {
      assertThrows(() => open(folder, wrong as Partial<RunOptions>), RangeError, message);
    }
    assertThrows(() => Deno.statSync(folder), Deno.errors.NotFound);
  });
});

Deno.test("cutLog() keeps a log up to a step", async () => {
  await withFolder((folder) => {
    const path = `${folder}/log.jsonl`;
    Deno.writeTextFileSync(path, '{"step":1}\nrubbish\n{"step":2}\n{"step":3}\n');
    cutLog(path, 2);
    assertEquals(Deno.readTextFileSync(path), '{"step":1}\n{"step":2}\n');
    assertEquals(readLog(`${folder}/none.jsonl`), []);
  });
});
