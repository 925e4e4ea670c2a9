/** The verdicts on the meshes, from the shipped record and from others made of it. */
import { assertEquals } from "@std/assert";
import type { MeshRow } from "lib/papers/emnn/experiments.ts";
import { readMeshRecord } from "lib/papers/emnn/record.ts";
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

Deno.test("networks that start alike are compared seed by seed", () => {
  // Seeds differ by far more than a hundredth.
  // All three on one side happens by chance one time in eight.
  assertEquals(rightVertices(() => 0.01), ["only partly", "3 of 3 seeds"]);
  assertEquals(rightVertices((i) => i ? 0.01 : -0.01), ["only partly", "2 of 3 seeds"]);
  assertEquals(rightVertices((i) => i ? 0.01 : -0.05), ["not reproduced", "2 of 3 seeds"]);
  assertEquals(rightVertices(() => 0), ["not reproduced", "0 of 3 seeds"]);
});
