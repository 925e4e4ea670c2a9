/** The verdicts on the meshes, from the shipped record and from others made of it. */
import { assert, assertEquals } from "@std/assert";
import type { MeshRow } from "lib/papers/emnn/experiments.ts";
import { readMeshRecord } from "lib/papers/emnn/record.ts";
import { accuracyTable } from "lib/papers/emnn/report.ts";
import { findings } from "lib/papers/emnn/verdict.ts";

const record = readMeshRecord();
const scrambled = "EMNN, faces scrambled";

/** The finding on scrambled faces if they are `by(i)` below EMNN with seed number i. */
function rightVertices(by: (seed: number) => number) {
  const emnn = record.rows.filter((row) => row.task === "kinds" && row.method === "EMNN");
  const changed = (row: MeshRow): MeshRow => {
    if (row.method !== scrambled) return row;
    const same = emnn.find(({ seed, metric }) => seed === row.seed && metric === row.metric)!;
    return { ...row, value: same.value - by(record.seeds.indexOf(row.seed)) };
  };
  const all = findings({ ...record, rows: record.rows.map(changed) }, { EMNN: { turned: 1e-7 } });
  const { verdict, number } = all.find(({ claim }) =>
    claim.startsWith("ours: the right vertices")
  )!;
  return [verdict, number.match(/\d of \d seeds/)![0]];
}

Deno.test("networks that start alike are compared seed by seed, and three seeds decide nothing", () => {
  // Seeds differ by far more than a hundredth. All three on one side happens by chance one time in eight.
  assertEquals(rightVertices(() => 0.01), ["not decided", "3 of 3 seeds"]);
  assertEquals(rightVertices((i) => i ? 0.01 : -0.05), ["not decided", "2 of 3 seeds"]);
});

Deno.test("three seeds against one number decide nothing either, five do", () => {
  const judged = (errors: readonly number[]) => {
    const own = (row: MeshRow) =>
      row.task === "denoising" && row.method === "EMNN" && row.metric === "error after";
    const others = record.rows.filter((row) => !own(row));
    const [one] = record.rows.filter(own) as [MeshRow];
    const rows = [...others, ...errors.map((value, seed) => ({ ...one, seed, value }))];
    const all = findings({ ...record, rows }, { EMNN: { turned: 1e-7 } });
    const { verdict, number } = all.find(({ claim }) => claim.startsWith("ours: descent"))!;
    return [verdict, number.match(/\d of \d seeds/)![0]];
  };
  assertEquals(judged([0.0433, 0.0439, 0.0371]), ["not decided", "3 of 3 seeds"]);
  assertEquals(judged([0.04, 0.041, 0.042, 0.043, 0.044]), ["reproduced", "5 of 5 seeds"]);
  assertEquals(judged([0.04, 0.041, 0.042, 0.043, 0.046]), ["not decided", "4 of 5 seeds"]);
  assertEquals(judged([0.05, 0.051, 0.052, 0.053, 0.054]), ["not reproduced", "0 of 5 seeds"]);
});

Deno.test("an order of networks is decided where the ranges of their seeds part", () => {
  const moved = (by: number) =>
    findings({
      ...record,
      rows: record.rows.map((row) =>
        row.task === "kinds" && row.method === "EGNN" && row.metric.startsWith("accuracy")
          ? { ...row, value: row.value + by }
          : row
      ),
    }, { EMNN: { turned: 1e-7 } }).find(({ claim }) => claim.startsWith("faces help"))!.verdict;
  assertEquals(moved(0), "not decided");
  assertEquals(moved(-0.5), "reproduced");
  assertEquals(moved(0.5), "not reproduced");
});

Deno.test("tables tell how large and how slow each network is", () => {
  const [coordinates, , egnn, emnn] = accuracyTable(record, "kinds") as Record<string, unknown>[];
  const of = (row: Record<string, unknown>, key: string) => Number(row[key]);
  assertEquals(emnn!.network, "EMNN");
  assert(of(emnn!, "parameters") > of(egnn!, "parameters"), "faces have weights of their own");
  assert(of(emnn!, "seconds a step") > of(coordinates!, "seconds a step"));
  assertEquals(accuracyTable(record, "few examples").length, 3);
});
