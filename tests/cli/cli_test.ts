import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readRecord } from "../../lib/records/records.ts";
import { disposeTree } from "../../lib/tensor/mod.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { configOf, iredLearner } from "../../lib/papers/ired/training.ts";
import type { SamplerOptions } from "../../lib/papers/ired/method/options.ts";
import { saveCheckpoint } from "../../lib/training/checkpoint.ts";
import { initialState } from "../../lib/training/trainer.ts";
import { cli, inProcess as run, withFolder } from "../support/cli.ts";

/** A checkpoint of an untrained network. */
function untrained(folder: string): string {
  const task = tasks.addition, config = configOf(task, "symmetric");
  const learner = iredLearner(task, task.networks.symmetric!.create(), config);
  const learned = initialState(learner, 0);
  saveCheckpoint({ step: 7, seconds: 3, learned }, {
    folder,
    config,
    learner,
    machine: "a test",
  });
  disposeTree(learned);
  return folder;
}

Deno.test("every command has help, and nothing at all is a mistake", async () => {
  const overview = await run("--help");
  assertEquals([overview.code, (await run()).code], [0, 2]);
  for (const command of ["train", "evaluate", "solve", "bench", "records", "table", "jobs"]) {
    assertStringIncludes(overview.out, `  ${command} `);
  }
  for (const command of ["train", "evaluate", "solve", "bench", "records", "table", "jobs"]) {
    const { code, out } = await run(command, "--help");
    assertEquals(code, 0);
    assertStringIncludes(out, `deno task ${command}:`);
    assertStringIncludes(out, `Example: deno task ${command}`);
    assert(/^ {2}--device=NAME +what computes.*: pjrt, tensorflow, wasm, cpu$/m.test(out), out);
  }
});

Deno.test("--device is taken in both spellings, and refused with what is accepted", async () => {
  const lists = await Promise.all(
    [["--device=cpu"], ["--device", "cpu"]].map((device) => cli(["jobs", "--seeds=0", ...device])),
  );
  for (const { code, out, err } of lists) assertEquals([code, out], [0, lists[0]!.out], err);
  assertStringIncludes(lists[0]!.out, " task train --task=");
  const wrong = await run("jobs", "--device", "gpu");
  assertEquals([wrong.code, wrong.out], [2, ""]);
  assertStringIncludes(
    wrong.err,
    "--device must be one of pjrt, tensorflow, wasm, cpu: current value is gpu",
  );
  const unknown = await run("jobs", "--devise=cpu");
  assertStringIncludes(unknown.err, "(did you mean --device?)");
  assert(unknown.err.endsWith(", --device=NAME"), unknown.err);
});

Deno.test("what is called wrongly is one sentence and exit code 2", async () => {
  await withFolder(async (folder) => {
    const checkpoint = `--checkpoint=${untrained(`${folder}/run`)}`;
    Deno.writeTextFileSync(`${folder}/utf16.csv`, "1\x00,\x002\x00");
    const train = ["train", "--task=addition"];
    const cases: [string[], string][] = [
      [
        ["fly"],
        "Unknown command fly: accepted are train, evaluate, solve, bench, verify, records, table, jobs",
      ],
      [["train"], "--task is missing: one of addition, completion, inverse"],
      [["bench", "--network=mlp"], "--network needs --task: say whose network it is"],
      [
        ["bench", "--task=sudoku", "--network=mlp"],
        "--network of sudoku must be one of conv, relational: current value is mlp",
      ],
      [["train", "--task=sorting"], "--task must be one of addition, completion, inverse"],
      [train, "--network is missing: one of mlp, symmetric"],
      [
        [...train, "--network=gnn"],
        "--network of addition must be one of mlp, symmetric: current value is gnn",
      ],
      [
        [...train, "--network=mlp", "--method=ebm"],
        "--method must be one of ired, irem, diffusion, feedforward, recurrence: current value is ebm",
      ],
      [
        [...train, "--network=symmetric", "--resume", "--method=irem", `--out=${folder}/run`],
        "--method is irem, but the run in",
      ],
      [
        [...train, "--network=mlp", "--batch=0"],
        "--batch must be an integer from 1 to 65536: current value is 0",
      ],
      [
        [...train, "--network=mlp", "--steps=1e4x"],
        "--steps must be a whole number: current value is 1e4x",
      ],
      [
        [...train, "--network=mlp", "--speed=9"],
        "Unknown argument --speed=9 (did you mean --seed?): accepted are --task=NAME",
      ],
      [
        [...train, "--network=symmetric", `--out=${folder}/run`],
        "holds a run of 7 saved steps: add --resume",
      ],
      [
        [...train, "--network=symmetric", "--resume", "--seed=5", `--out=${folder}/run`],
        "--seed is 5, but the run in",
      ],
      [
        [...train, "--network=symmetric", "--resume", "--from=x", `--out=${folder}/run`],
        "--from is x, but the run in",
      ],
      [["evaluate"], "--checkpoint is missing"],
      [
        ["evaluate", checkpoint, "--problems=0"],
        "--problems must be a whole number from 1 to 10000000",
      ],
      [["evaluate", checkpoint, "--preset=best"], "--preset must be one of reference, corrected"],
      [
        ["evaluate", checkpoint, "--puzzles=board.csv"],
        "--puzzles is not for addition: it has no file format",
      ],
      [
        ["evaluate", checkpoint, "--sweep=K"],
        "--sweep must be one of cycles, innerSteps, landscapes,",
      ],
      [
        ["evaluate", checkpoint, "--sweep=innerSteps", "--values=1,x"],
        "--values must be numbers such as 1,2,5: current value is 1,x",
      ],
      [
        ["solve", checkpoint, `--input=${folder}/none.json`],
        "--input must be a file that can be read",
      ],
      [
        ["solve", checkpoint, `--input=${folder}/utf16.csv`],
        "--input must be a text in UTF-8, and",
      ],
    ];
    for (const [args, message] of cases) {
      const { code, out, err } = await run(...args);
      assertEquals([code, out], [2, ""], err);
      assertStringIncludes(err, message);
      assert(!err.includes("\n"), err);
    }
  });
});

Deno.test("what fails is one sentence and exit code 1", async () => {
  await withFolder(async (folder) => {
    const damaged = untrained(`${folder}/damaged`);
    Deno.truncateSync(`${damaged}/average-7.safetensors`, 1000);
    const { code, err } = await run("solve", `--checkpoint=${damaged}`, "--random");
    assertEquals(code, 1);
    assertStringIncludes(err, "average-7.safetensors as safetensors");
  });
});

Deno.test("evaluate prints a table and writes a record", async () => {
  await withFolder(async (folder) => {
    const record = `${folder}/results/one.json`;
    const { code, out, err } = await run(
      "evaluate",
      `--checkpoint=${untrained(`${folder}/run`)}`,
      "--problems=2",
      "--inner-steps=1",
      "--seed=3",
      `--record=${record}`,
    );
    assertEquals(code, 0, err);
    for (
      const text of ["IRED", "published", "answer zero", "trivial", "symmetric network", " ± "]
    ) {
      assertStringIncludes(out, text);
    }
    const { rows, settings, seed, n, training } = readRecord(record);
    const sampler = settings.sampler as SamplerOptions;
    assertEquals([sampler.innerSteps, seed, n, training!.step], [1, 3, 2, 7]);
    assertEquals(rows.length, 2 * 6 + 2 + 2);
    assertEquals(rows.filter(({ kind }) => kind === "ours").map(({ at }) => at.difficulty), [
      "same",
      "harder",
    ]);
  });
});

Deno.test("evaluate sweeps, and records the sweep", async () => {
  await withFolder(async (folder) => {
    const record = `${folder}/sweep.json`;
    const { code, out, err } = await run(
      "evaluate",
      `--checkpoint=${untrained(`${folder}/run`)}`,
      "--sweep=hardness",
      "--values=1,2.5",
      "--inner-steps=0",
      "--posterior-noise=on",
      "--problems=2",
      `--record=${record}`,
    );
    assertEquals(code, 0, err);
    assertStringIncludes(out, "largest summand");
    const { kind, rows, settings } = readRecord(record);
    const sampler = settings.sampler as SamplerOptions;
    assertEquals([kind, sampler.innerSteps, sampler.posteriorNoise], ["sweep", 0, "on"]);
    assertEquals(rows.map(({ at, n }) => [at.hardness, n]), [[1, 2], [2.5, 2]]);
  });
});

Deno.test("train, evaluate and solve follow the method", async () => {
  await withFolder(async (folder) => {
    const out = `--out=${folder}/run`, checkpoint = `--checkpoint=${folder}/run`;
    const flags = ["--task=addition", "--network=symmetric", "--method=feedforward"];
    const how = ["--batch=2", "--steps=2", "--warmup-steps=5"];
    const trained = await run("train", ...flags, ...how, out);
    assertEquals(trained.code, 0, trained.err);
    assertStringIncludes(trained.out + trained.err, "steps does not end before the run does");
    const evaluated = await run("evaluate", checkpoint, "--problems=2", "--difficulty=same");
    assertEquals(evaluated.code, 0, evaluated.err);
    assertStringIncludes(evaluated.out, "symmetric network, feedforward");
    const solved = await run("solve", checkpoint, "--random", "--json");
    assertEquals(solved.code, 0, solved.err);
    assertEquals("energy" in JSON.parse(solved.out), false);
    const refused = await run("evaluate", checkpoint, "--problems=2", "--inner-steps=3");
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.err, "--inner-steps must be an integer from 0 to 0");
    // What is the default, too, would say that it does something.
    for (const flag of ["--jump=on", "--inner-steps=0", "--step-length=fixed"]) {
      const { code, err } = await run("solve", checkpoint, "--random", flag);
      assertEquals(code, 2);
      const [name] = flag.split("=");
      assertStringIncludes(err, `${name} does nothing for a network trained as feedforward`);
    }
  });
});

Deno.test("solve answers random problems, and the same ones when they are given", async () => {
  await withFolder(async (folder) => {
    const checkpoint = `--checkpoint=${untrained(`${folder}/run`)}`;
    const common = ["solve", checkpoint, "--inner-steps=1", "--json"];
    const drawn = await run(...common, "--random", "--problems=2");
    assertEquals(drawn.code, 0, drawn.err);
    const results = JSON.parse(drawn.out);
    assertEquals(results.length, 2);
    assertEquals([results[0].answer.length, results[0].answer[0].length], [20, 20]);
    assert(results.every((r: { energy: number; error: number }) => r.energy > 0 && r.error > 0));

    // By pipe, as a script would.
    const given = await cli([...common, "--input=-"], drawn.out);
    assertEquals(given.code, 0, given.err);
    const again = JSON.parse(given.out);
    assertEquals(Object.keys(again[0]), [
      ...["answer", "energy", "gradients", "seconds", "check", "condition"],
    ]);
    assertEquals(again[1].energy, results[1].energy);
    assertEquals(again[1].answer, results[1].answer);
  });
});

Deno.test("bench times one network, at the batch that is asked for", async () => {
  const flags = ["--task=inverse", "--network=mlp", "--batch=3", "--rounds=1", "--eager=none"];
  const { code, out } = await run("bench", ...flags);
  assertEquals(code, 0);
  const rows = out.split("\n").filter((line) => line.startsWith("inverse, ")).map((line) =>
    line.split(" | ")
  );
  assertEquals(rows.map(([what, , batch]) => [what, batch]), [
    ["inverse, mlp: training step", "3"],
    ["inverse, mlp: solving", "3"],
  ]);
  for (const [, , , ms] of rows) assert(Number(ms) > 0);
});

Deno.test("evaluate --all checks the records of all checkpoints, and takes only what that does", async () => {
  const cases: [string[], string][] = [
    [["--all", "--checkpoint=x"], "--checkpoint does nothing with --all"],
    // The command that checks them takes over, and has no such network.
    [["--all", "--only=zz"], "No checkpoint matches --only=zz: there are addition_mlp"],
    [["--only=sudoku"], "--only does nothing without --all"],
    [["--problems=3"], "--checkpoint is missing: give the folder of one, or --all"],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await run("evaluate", ...args);
    assertEquals(code, 2);
    assertStringIncludes(err, message);
  }
});
