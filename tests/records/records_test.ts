import { assert, assertEquals, assertThrows } from "@std/assert";
import { reference } from "../../lib/papers/ired/method/options.ts";
import {
  makeRecord,
  publishedRows,
  readRecord,
  type ResultRecord,
  sourceCommit,
  writeRecord,
} from "../../lib/records/records.ts";
import { checkRecord } from "../../lib/records/record_check.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import type { CheckpointManifest } from "../../lib/training/checkpoint.ts";

const config = {
  task: "addition",
  network: "mlp",
  seed: 0,
  ...tasks.addition.networks.mlp!.training,
};
const manifest: CheckpointManifest = {
  format: "energy-checkpoint-1",
  config,
  network: { name: "mlp", config: {} },
  step: 100,
  seconds: 60,
  machine: "a processor, 2 threads",
  files: { average: "average-100.safetensors" },
};

const record = makeRecord(manifest, {
  kind: "evaluation",
  preset: "reference",
  sampler: reference.sampler,
  seed: 0,
  problems: 1024,
  seconds: 1.5,
  rows: [
    ...publishedRows(tasks.addition),
    {
      method: "paper's MLP",
      kind: "ours",
      difficulty: "harder",
      metric: "mean squared error",
      value: 0.002,
      standardError: 1e-5,
      innerSteps: 5,
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
    assertEquals(record.rows.length, 13);
    assertEquals(record.training.step, 100);
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
    [
      { ...record, preset: "mine" },
      'preset must be reference or corrected: current value is "mine"',
    ],
    [{ ...record, colour: 1 }, "colour is unknown, accepted are format, kind"],
    [{ ...record, training: { ...record.training, step: -1 } }, "training.step must be a count"],
    [{ ...record, rows: [row, { ...row, value: null }] }, "rows[1].value must be a finite number"],
    [
      { ...record, rows: [{ ...row, value: undefined }] },
      "rows[0].value must be a finite number: it is missing",
    ],
    [{ ...record, format: "other" }, 'format must be "energy-results-1"'],
  ];
  for (const [value, message] of cases) {
    assertThrows(() => checkRecord(value, "x"), SyntaxError, message);
  }
  assertThrows(
    () => writeRecord("nowhere.json", { ...record, problems: -1 } as ResultRecord),
    SyntaxError,
    "problems must be a count",
  );
  assertThrows(() => readRecord("absent.json"), Error, "there is no such file");
});

Deno.test("the commit is a name, if there is git", () => {
  const commit = sourceCommit();
  assert(commit === undefined || /^[0-9a-f]{12}(-dirty)?$/.test(commit), commit);
});
