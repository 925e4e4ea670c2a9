/** Lists of jobs: what they are, that each is run once, and that an array script runs its own. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { combinations, command, quoted, wordsOf } from "../../lib/cli/jobs.ts";
import { makeRecord, readRecord, writeRecord } from "../../lib/records/records.ts";
import { mergeRecords } from "../../lib/records/merge.ts";
import { inProcess as run, withFolder } from "../support/cli.ts";

const sweep = [
  "--command=evaluate --checkpoint=data/checkpoints/sudoku_relational --cycles=4",
  "--vary=level=4,5 innerSteps=1,2",
  "--deno=deno",
];

Deno.test("a sweep is every combination, each with a record of its own, done once", async () => {
  const { code, out } = await run("jobs", ...sweep, "--out=results/x");
  assertEquals(code, 0);
  const lines = out.split("\n");
  assertEquals(lines.length, 4);
  assertEquals(
    lines[1],
    "test -e results/x/level4_inner-steps2.json || deno task evaluate " +
      "--checkpoint=data/checkpoints/sudoku_relational --cycles=4 --level=4 --inner-steps=2 " +
      "--record=results/x/level4_inner-steps2.json",
  );
  assertEquals(combinations(""), [{}]);
  assertThrows(() => combinations("level"), SyntaxError, "--vary must be words such as");
});

Deno.test("records that a folder has already are told of", async () => {
  await withFolder(async (folder) => {
    assertEquals((await run("jobs", ...sweep, `--out=${folder}`)).err, "");
    Deno.writeTextFileSync(`${folder}/level4_inner-steps2.json`, "{}");
    const { code, err } = await run("jobs", ...sweep, `--out=${folder}`);
    assertEquals(code, 0);
    assertStringIncludes(err, `1 of these 4 records are in ${folder} already and are not made`);
    assertStringIncludes(err, "give another folder by --out");
  });
});

Deno.test("what jobs cannot be made of is a mistake", async () => {
  const network = "--checkpoint=data/checkpoints/sudoku_relational";
  const cases: [string[], string][] = [
    [[], "Give either --seeds, or --command and what it varies"],
    [["--seeds=0,x"], "--seeds must be whole numbers such as 0,1,2: current value is 0,x"],
    [["--seeds=0,00"], "--seeds must have each seed once"],
    [["--seeds=3000000000"], "--seeds must be from -2147483648 to 2147483647"],
    [["--seeds=0", "--vary=level=1"], "--vary does nothing with --seeds"],
    [["--command=evaluate", "--vary=level=4,,5"], "--vary must have each value once"],
    [["--command=evaluate --ladder=4", "--vary=ladder=4,5"], "--ladder is given twice"],
    [["--command=train --out=x", "--vary=seed=1"], "--out is set by jobs, for each job its own"],
    [["--command=train --resume"], "--resume is set by jobs"],
    [["--command=evaluate --record x.json"], "--record is set by jobs"],
    [["--command=evaluate", "--vary=record=a,b"], "--record is set by jobs"],
    [["--command=evaluate", "--vary=iner-steps=1"], "(did you mean --inner-steps?)"],
    [["--command=evaluate", "--vary=checkpoint=a/b,a-b"], "Two jobs would write to"],
    // What would fail in each job fails here, as far as it can be told.
    [["--command=evaluate"], "--checkpoint is missing: give the folder of one"],
    [["--command=evaluate --checkpoint=x", "--vary=metric=a"], "--metric does nothing without"],
    [
      [`--command=evaluate ${network}`, "--vary=level=4,5"],
      "--level does nothing without --cycles",
    ],
    [
      [`--command=evaluate ${network}`, "--vary=problems=9,9999"],
      "--problems of sudoku, same, must",
    ],
    [
      [`--command=evaluate ${network} --puzzles=no/such.csv`],
      "--puzzles must be a file that can be read: current value is no/such.csv",
    ],
    [
      ["--command=evaluate --checkpoint=data/checkpoints/inverse_symmetric --puzzles=README.md"],
      "--puzzles is not for inverse",
    ],
    [["--command=evaluate --all"], "--record does nothing with --all"],
    [["--command=train --task=inverse"], "--network is missing: one of mlp"],
    [["--command=train --network=mlp"], "--task is missing: one of addition"],
    [["--command=train --task=inverse", "--vary=network=mlp,gnn"], "--network of inverse must be"],
    [["--command=train --task=inverse --network=mlp --irem-step=1"], "--irem-step does nothing"],
    [["--command=solve"], "--command must begin with train or evaluate: current value is solve"],
    [["--merge=nowhere", "--deno=deno"], "--deno does nothing with --merge"],
    [["--merge=nowhere", "--record=a.json"], "--merge must be a folder that can be read"],
    [["--merge=nowhere"], "--merge needs --record: say where it goes"],
  ];
  for (const [args, message] of cases) {
    const { code, err } = await run("jobs", ...args);
    assertEquals(code, 2);
    assertStringIncludes(err, message);
  }
});

Deno.test("a folder without records cannot be merged, and it is said what makes them", async () => {
  await withFolder(async (folder) => {
    const { code, err } = await run("jobs", `--merge=${folder}`, `--record=${folder}/all.json`);
    const message = `--merge: ${folder} has no records, which evaluate --record=FILE makes`;
    assertEquals([code, err], [2, message]);
  });
});

Deno.test("a checkpoint that is not there is missed before any job", async () => {
  const { code, out, err } = await run("jobs", "--command=evaluate --checkpoint=no/such");
  assertEquals([code, out], [2, ""]);
  assertStringIncludes(err, "no/such");
});

Deno.test("every job computes on the device that is asked for, and the list on none", async () => {
  const before = Deno.env.get("TENSOR_BACKEND");
  for (const list of [sweep, ["--seeds=0,1"]]) {
    const { code, out, err } = await run("jobs", ...list, "--device=pjrt");
    assertEquals(code, 0, err);
    for (const line of out.split("\n")) assertEquals(line.match(/ --device=pjrt /g)?.length, 1);
  }
  assertEquals(Deno.env.get("TENSOR_BACKEND"), before);
  const command = "--command=train --task=addition --network=mlp --device=cpu";
  const twice = await run("jobs", command, "--device=pjrt");
  assertEquals(twice.code, 2);
  assertStringIncludes(twice.err, "--device is given twice");
});

Deno.test("words that a shell would change are quoted", () => {
  assertEquals(
    ["--out=runs/a-1", "a b", "it's", "$HOME"].map(quoted),
    ["--out=runs/a-1", "'a b'", `'it'\\''s'`, "'$HOME'"],
  );
  assertEquals(
    wordsOf(`evaluate  --checkpoint='my runs/a' "b c"d`),
    ["evaluate", "--checkpoint=my runs/a", "b cd"],
  );
});

/** Runs a script with a `deno` that only says its arguments. */
async function runScript(folder: string, script: string, task: number) {
  Deno.writeTextFileSync(`${folder}/deno`, '#!/bin/sh\necho "ran $*"\n', { mode: 0o755 });
  Deno.writeTextFileSync(`${folder}/jobs.sh`, script);
  const { stdout, success } = await new Deno.Command("bash", {
    args: ["jobs.sh"],
    cwd: folder,
    env: { PATH: `${folder}:${Deno.env.get("PATH")}`, SLURM_ARRAY_TASK_ID: `${task}` },
  }).output();
  return { success, out: new TextDecoder().decode(stdout) };
}

Deno.test({
  name: "a script of an array runs the command of its number, unless its record is there",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const { out: script } = await run("jobs", ...sweep, `--out=${folder}/made`, "--slurm");
      // Slurm would end jobs whose logs have no folder without a word.
      assert(Deno.statSync(`${folder}/made`).isDirectory);
      assertStringIncludes(script, "#SBATCH --array=1-4");
      const third = await runScript(folder, script, 3);
      assert(third.success);
      assertStringIncludes(third.out, "ran task evaluate");
      assertStringIncludes(third.out, "--level=5 --inner-steps=1");
      assertEquals(third.out.match(/^ran /gm)?.length, 1);
      Deno.writeTextFileSync(`${folder}/made/level5_inner-steps1.json`, "{}");
      const again = await runScript(folder, script, 3);
      assert(again.success && !again.out.includes("ran "));
    }),
});

function slurmIsThere(): boolean {
  try {
    return new Deno.Command("sinfo", { stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "Slurm runs the array",
  ignore: !slurmIsThere(),
  fn: () =>
    withFolder(async (folder) => {
      const { out: script } = await run("jobs", ...sweep, `--out=${folder}/logs`, "--slurm");
      Deno.writeTextFileSync(`${folder}/deno`, '#!/bin/sh\necho "ran $*"\n', { mode: 0o755 });
      Deno.writeTextFileSync(`${folder}/jobs.sh`, script);
      const { success } = await new Deno.Command("sbatch", {
        args: ["--wait", "jobs.sh"],
        cwd: folder,
        env: { PATH: `${folder}:${Deno.env.get("PATH")}` },
      }).output();
      assert(success);
      for (const task of [1, 2, 3, 4]) {
        const log = Deno.readTextFileSync(`${folder}/logs/slurm-${task}.log`);
        assertStringIncludes(log, "ran task evaluate");
      }
    }),
});

const recordOf = (level: number, value: number, seed = 1) =>
  makeRecord({
    paper: "ired",
    kind: "evaluation",
    subject: { task: "sudoku" },
    settings: { preset: "corrected", sampler: { innerSteps: level, jump: "on" }, level },
    seed,
    n: 10,
    data: "some puzzles",
    seconds: 5,
    rows: [
      { method: "IRED", kind: "published", metric: "boards solved", value: 0.9, at: {} },
      { method: "ours", kind: "ours", metric: "boards solved", value, at: { level } },
    ],
  });

Deno.test("records of a sweep become one, with what they share", async () => {
  await withFolder(async (folder) => {
    writeRecord(`${folder}/in/a.json`, recordOf(4, 0.5));
    writeRecord(`${folder}/in/b.json`, recordOf(5, 0.6));
    const { code } = await run("jobs", `--merge=${folder}/in`, `--record=${folder}/all.json`);
    assertEquals(code, 0);
    const merged = readRecord(`${folder}/all.json`);
    assertEquals([merged.kind, merged.seconds, merged.data], ["sweep", 10, "some puzzles"]);
    assertEquals(merged.settings, { preset: "corrected", sampler: { jump: "on" } });
    assertEquals(merged.rows.map(({ kind, value }) => [kind, value]), [
      ["published", 0.9],
      ["ours", 0.5],
      ["ours", 0.6],
    ]);
  });
  await withFolder(async (folder) => {
    writeRecord(`${folder}/in/a.json`, recordOf(4, 0.5));
    await run("jobs", `--merge=${folder}/in`, `--record=${folder}/b.json`, "--data=ten puzzles");
    assertEquals(readRecord(`${folder}/b.json`).data, "ten puzzles");
  });
  // What was merged into the folder itself is no part of it the next time.
  await withFolder(async (folder) => {
    const merge = () => run("jobs", `--merge=${folder}`, `--record=${folder}/all.json`);
    writeRecord(`${folder}/a.json`, recordOf(4, 0.5));
    assertEquals((await merge()).code, 0);
    writeRecord(`${folder}/a.json`, recordOf(4, 0.6));
    writeRecord(`${folder}/b.json`, recordOf(5, 0.7));
    assertEquals((await merge()).code, 0);
    const ours = readRecord(`${folder}/all.json`).rows.filter(({ kind }) => kind === "ours");
    assertEquals(ours.map(({ value }) => value), [0.6, 0.7]);
  });
  const [one, other] = [recordOf(4, 0.5), recordOf(4, 0.6)];
  assertThrows(() => mergeRecords([one, other]), RangeError, "Cannot merge records that differ");
  assertThrows(() => mergeRecords([one, recordOf(4, 0.50001)]), RangeError, "0.5 and 0.50001");
  // The same number, as another machine rounds it.
  assertEquals(mergeRecords([one, recordOf(4, 0.5 + 1e-8)]).rows.at(-1)!.value, 0.5);
  assertThrows(() => mergeRecords([one, recordOf(5, 0.5, 2)]), RangeError, "seed is 1 and 2");
  assertThrows(() => mergeRecords([]), RangeError, "there are none");
});

Deno.test("the sweep that --help shows can be merged", async () => {
  await withFolder(async (folder) => {
    const [, , name, ...flags] = wordsOf(command.example);
    const tiny = flags.map((flag) => flag.replace("--problems=256", "--problems=2 --mode=graph"));
    const { out } = await run(name!, ...tiny, `--out=${folder}/in`, "--deno=deno");
    const jobs = out.split("\n").map((line) => wordsOf(line.split("deno task ")[1]!));
    assert(jobs.length > 1);
    for (const job of jobs) assertEquals((await run(...job)).code, 0);
    const record = `${folder}/all.json`;
    const { code, err } = await run("jobs", `--merge=${folder}/in`, `--record=${record}`);
    assertEquals(code, 0, err);
    const ours = readRecord(record).rows.filter(({ kind }) => kind === "ours");
    assertEquals(new Set(ours.map(({ at }) => JSON.stringify(at))).size, 2 * jobs.length);
  });
});

Deno.test("parts of a set, told apart by hardness, become one without the rows of a whole part", () => {
  const part = (hardness: number, value: number, n?: number) => {
    const record = recordOf(4, value);
    const [published, ours] = record.rows;
    const row = { ...ours!, at: { level: 4, hardness }, ...(n !== undefined && { n }) };
    return { ...record, rows: [published!, ours!, row] };
  };
  const { rows, n } = mergeRecords([part(17, 0.2, 10), part(18, 0.6, 10)]);
  assertEquals(rows.map(({ value, at }) => [value, at.hardness ?? "all"]), [
    [0.9, "all"],
    [0.2, 17],
    [0.6, 18],
  ]);
  assertEquals(n, 20);
  // The same problems at another number of cycles count once.
  const again = part(17, 0.4, 10);
  const cycled = { ...again, rows: [{ ...again.rows[2]!, at: { cycles: 8, hardness: 17 } }] };
  assertEquals(mergeRecords([part(17, 0.2, 10), part(18, 0.6, 10), cycled]).n, 20);
  // Rows that do not say how many they are of: the largest of the parts.
  assertEquals(mergeRecords([part(17, 0.2), part(18, 0.6)]).n, 10);
});
