import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  makeRecord,
  readRecord,
  type ResultRecord,
  sourceCommit,
  trainingRecord,
  writeRecord,
} from "../../lib/records/records.ts";
import { checkRecord } from "../../lib/records/record_check.ts";
import type { CheckpointManifest } from "../../lib/training/checkpoint.ts";
import { withFolder } from "../support/cli.ts";

const manifest: CheckpointManifest = {
  format: "energy-checkpoint-1",
  config: { seed: 0, steps: 1000 },
  network: { name: "mlp", config: {} },
  step: 100,
  seconds: 60,
  machine: "a processor, 2 threads",
  files: { average: "average-100.safetensors" },
};

const record = makeRecord({
  paper: "a_paper",
  kind: "evaluation",
  subject: { task: "sorting", network: "mlp" },
  training: trainingRecord(manifest),
  settings: { preset: "reference" },
  seed: 0,
  n: 1024,
  data: "numbers",
  seconds: 1.5,
  rows: [
    {
      method: "someone",
      kind: "published",
      metric: "error",
      value: 0.1,
      at: { temperature: 2 },
      source: "a table",
    },
    {
      method: "mlp",
      kind: "ours",
      metric: "error",
      value: 0.002,
      at: { temperature: 2, split: "harder" },
      standardError: 1e-5,
      seeds: [0, 1, 2],
      n: 3,
    },
  ],
});

Deno.test("a record survives the disk", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/results/addition.json`;
    writeRecord(path, record);
    assertEquals(readRecord(path), record);
    assertEquals([...Deno.readDirSync(`${folder}/results`)].map(({ name }) => name), [
      "addition.json",
    ]);
    assertEquals(record.rows.length, 2);
    assertEquals(record.training!.step, 100);
    assert(record.machine.includes("threads"));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("what is no record is refused in one sentence", () => {
  const row = record.rows[0]!;
  const cases: [unknown, string][] = [
    [null, "Cannot use x as a record: it must be an object"],
    [{ ...record, seed: "0" }, 'seed must be an integer: current value is "0"'],
    [{ ...record, subject: { task: null } }, "subject must be an object of names"],
    [{ ...record, rows: [{ ...row, at: [1] }] }, "rows[0].at must be an object of numbers and"],
    [{ ...record, rows: [{ ...row, seeds: [0.5] }] }, "rows[0].seeds must be an array of integers"],
    [{ ...record, colour: 1 }, "colour is unknown, accepted are format, paper, kind"],
    [{ ...record, training: { ...record.training, step: -1 } }, "training.step must be a count"],
    [{ ...record, rows: [row, { ...row, value: null }] }, "rows[1].value must be a finite number"],
    [
      { ...record, rows: [{ ...row, value: undefined }] },
      "rows[0].value must be a finite number: it is missing",
    ],
    [{ ...record, format: "other" }, 'format must be "energy-results-2"'],
    [{ ...record, format: "energy-results-1" }, "make it anew with `deno task evaluate"],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => checkRecord(value, "x"), SyntaxError, message);
  }
  assertThrows(
    () => writeRecord("nowhere.json", { ...record, n: -1 } as ResultRecord),
    SyntaxError,
    "n must be a count",
  );
  assertThrows(() => readRecord("absent.json"), Error, "there is no such file");
});

Deno.test("the commit is git's, and dirty where the source differs from it, not where data do", async () => {
  await withFolder((folder) => {
    const source = pathToFileURL(`${folder}/`),
      write = (path: string) => {
        Deno.mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
        Deno.writeTextFileSync(`${folder}/${path}`, crypto.randomUUID());
      };
    const git = (...args: string[]) => {
      const own = ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args];
      const { code, stdout } = new Deno.Command("git", { args: own, cwd: folder }).outputSync();
      assertEquals(code, 0, args.join(" "));
      return new TextDecoder().decode(stdout).trim();
    };
    git("init", "-q");
    for (const path of ["lib/a.ts", "deno.json", "data/a.json"]) write(path);
    git("add", "-A");
    git("commit", "-qm", "first");
    const head = git("rev-parse", "HEAD").slice(0, 12);
    assertEquals(sourceCommit(source), head);
    write("data/a.json");
    assertEquals(sourceCommit(source), head);
    for (const path of ["lib/a.ts", "lib/new.ts", "deno.json"]) {
      write(path);
      assertEquals(sourceCommit(source), `${head}-dirty`, path);
      git("checkout", "-q", "--", "lib", "deno.json");
      git("clean", "-qfd", "lib");
    }
    Deno.writeTextFileSync(`${folder}/commit`, "0123456789ab\n");
    assertEquals(sourceCommit(source), "0123456789ab", "noted in a pack");
  });
});
