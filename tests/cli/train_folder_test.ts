/** Which folders `train` takes, and what it leaves where nothing was trained. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lockFolder } from "../../lib/cli/folder_lock.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const train = (folder: string, ...flags: string[]) => [
  "train",
  "--task=addition",
  "--network=mlp",
  "--batch=2",
  `--out=${folder}`,
  ...flags,
];

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("a training is not scattered among other files", async () => {
  await withFolder(async (folder) => {
    for (const name of ["d", "b", "a", "c"]) Deno.writeTextFileSync(`${folder}/${name}`, "");
    for (const flags of [[], ["--resume"]]) {
      const { code, out, err } = await run(...train(folder, "--steps=2", ...flags));
      assertEquals([code, out], [2, ""]);
      assertEquals(
        err,
        "--out must be a folder that is empty or new, or holds a run: " +
          `${folder} holds a, b, c, …`,
      );
    }
    assertEquals(namesIn(folder), ["a", "b", "c", "d"]);
  });
  const jobs = await run("jobs", "--command=train --task=addition --network=mlp", "--out=.");
  assertEquals(jobs.code, 0, "the folder of runs may hold anything");
});

Deno.test("a folder with what a shell keeps of the training's output is taken", async () => {
  await withFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/slurm.out`, "");
    const { code, err } = await run(...train(folder, "--steps=1"));
    assertEquals(code, 0, err);
    assert(namesIn(folder).includes("checkpoint.json"));
  });
});

Deno.test("a training that is refused leaves no folder", async () => {
  await withFolder(async (folder) => {
    const refused = [
      ["--from=no/such"],
      ["--from=data/checkpoints/inverse_mlp"],
      ["--hidden-clues=0.5"],
    ];
    for (const flags of refused) {
      const { code, err } = await run(...train(`${folder}/runs/a`, "--steps=2", ...flags));
      assert(code !== 0 && err !== "");
      assertEquals(namesIn(folder), [], `${flags}`);
    }
    Deno.mkdirSync(`${folder}/mine`);
    await run(...train(`${folder}/mine`, "--hidden-clues=0.5"));
    assertEquals(namesIn(folder), ["mine"], "a folder that was there stays");
  });
});

Deno.test("a lock's folder goes with it only if the lock made it and nothing else is there", async () => {
  await withFolder((folder) => {
    lockFolder(`${folder}/a/b`)();
    assertEquals(namesIn(folder), []);
    const unlock = lockFolder(`${folder}/a/b`);
    Deno.writeTextFileSync(`${folder}/a/note`, "");
    unlock();
    assertEquals(namesIn(`${folder}/a`), ["note"]);
    const again = lockFolder(`${folder}/a/b`);
    Deno.writeTextFileSync(`${folder}/a/b/log.jsonl`, "");
    again();
    assertEquals(namesIn(`${folder}/a/b`), ["log.jsonl", "run.lock"]);
  });
});

Deno.test("train refuses no minutes, and a stop beyond its end", async () => {
  await withFolder(async (folder) => {
    const cases: [string[], string][] = [
      [["--minutes=0"], "--minutes must be more than 0: current value is 0"],
      [
        ["--steps=2", "--until=5"],
        "--until must be at most the 2 steps of the run: current value is 5",
      ],
    ];
    for (const [flags, message] of cases) {
      const { code, out, err } = await run(...train(`${folder}/a`, ...flags));
      assertEquals([code, out, err], [2, "", message]);
    }
    assertEquals(namesIn(folder), []);
    const first = await run(...train(`${folder}/a`, "--steps=2", "--until=1"));
    assertEquals(first.code, 0, first.err);
    assertStringIncludes(first.out, "1 of 2 steps");
    const more = await run(...train(`${folder}/a`, "--resume", "--steps=3", "--until=3"));
    assertEquals(more.code, 0, more.err);
    const zero = await run(...train(`${folder}/a`, "--resume", "--minutes=0"));
    assertEquals([zero.code, zero.out], [2, ""]);
  });
});

Deno.test("a run is continued by its folder alone, which knows task and network", async () => {
  await withFolder(async (folder) => {
    const first = await run(...train(folder, "--steps=4", "--until=2"));
    assertEquals(first.code, 0, first.err);
    const resume = ["train", `--out=${folder}`, "--resume"];
    const past = await run(...resume, "--until=1");
    assertEquals([past.code, past.out], [0, `The run in ${folder} is at step 2 of 4 already`]);
    const rest = await run(...resume);
    assertEquals(rest.code, 0, rest.err);
    assertStringIncludes(rest.out, "4 of 4 steps, ");
    const done = await run(...resume);
    assertEquals([done.code, done.out], [0, `The run in ${folder} has its 4 steps`]);
    const cases: [string, string][] = [
      ["--task=inverse", "--task is inverse, but the run in"],
      ["--network=symmetric", "--network is symmetric, but the run in"],
    ];
    for (const [flag, message] of cases) {
      const { code, err } = await run(...resume, flag);
      assertEquals(code, 2);
      assertStringIncludes(err, message);
    }
    const none = await run("train", `--out=${folder}/other`, "--resume");
    assertStringIncludes(none.err, "--task is missing: one of addition");
  });
});

Deno.test("a training that ends before its first step says so", async () => {
  await withFolder(async (folder) => {
    const { code, out, err } = await run(...train(folder, "--steps=2", "--minutes=1e-12"));
    assertEquals(code, 0, err);
    assert(/ of 2 steps, .* in .*: continue with --resume$/.test(out), out);
  });
});

Deno.test("a sweep has each number once", async () => {
  const { code, out, err } = await run(
    "evaluate",
    "--checkpoint=data/checkpoints/addition_symmetric",
    "--sweep=innerSteps",
    "--values=1,2,1.0",
  );
  assertEquals([code, out, err], [
    2,
    "",
    "--values must have each number once: current value is 1,2,1.0",
  ]);
});
