/** Trainings again: how far they move numbers, and what agrees with the record for that. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { nudged } from "lib/papers/canonicalisation/nudge.ts";
import { trainClusters } from "lib/papers/canonicalisation/particles.ts";
import { readCanonicalRecord, type Task } from "lib/papers/canonicalisation/record.ts";
import {
  agreements,
  expected,
  liveRows,
  readReruns,
  RERUN_SEED,
  rerunMoves,
} from "lib/papers/canonicalisation/reruns.ts";
import { clusters } from "lib/papers/canonicalisation/clusters.ts";
import { rng } from "lib/datasets/rng.ts";
import { tf } from "lib/tensor/mod.ts";

const runs = { record: readCanonicalRecord(), reruns: readReruns() };

/** Numbers of the record for one arm and seed. */
const numbersOf = (task: Task, arm: string, seed: number) =>
  Object.fromEntries(
    runs.record.rows.filter((row) => row.task === task && row.arm === arm && row.seed === seed)
      .map(({ metric, value }) => [metric, value]),
  );

const agreeing = (task: Task, arm: string) =>
  agreements(runs, { task, arm: "learned", seed: RERUN_SEED }, numbersOf(task, arm, RERUN_SEED))
    .map(({ number, agrees }) => [number.replace(/.*: /, ""), agrees]);

Deno.test("the record agrees with its reruns, and an arm without a slice does not agree with the learned one", () => {
  for (const task of ["clusters", "molecules"] as const) {
    assert(agreeing(task, "learned").every(([, agrees]) => agrees), task);
  }
  assert(agreeing("clusters", "none").every(([, agrees]) => !agrees));
  // Of one run of molecules only the loss tells.
  const molecules = Object.fromEntries(agreeing("molecules", "none"));
  assertEquals(molecules["loss on unseen molecules"], false);
});

Deno.test("training again moves numbers of a task that was trained again, by 0 where none was", () => {
  assert(rerunMoves(runs, "clusters", "energy, W₁") > 0);
  assertEquals(rerunMoves(runs, "clusters", "no such metric"), 0);
});

Deno.test("a further run is expected in the prediction interval of six", () => {
  const row = (value: number, seed = RERUN_SEED) => (
    { task: "digits" as const, arm: "learned", seed, metric: "x", value }
  );
  const again = { ...runs.reruns, rows: [2, 3, 4, 5, 6].map((value) => row(value)) };
  const record = { ...runs.record, rows: [row(1), row(20, 7), row(40, 8)] };
  const at = (seed: number) =>
    expected({ record, reruns: again }, { task: "digits", arm: "learned", seed }, "x");
  // The numbers 1 to 6 have the standard deviation √3.5.
  const room = (known: number) => 4.032 * Math.sqrt(3.5) * Math.sqrt(1 + 1 / known);
  assertAlmostEquals(at(RERUN_SEED).low, 3.5 - room(6), 1e-9);
  assertAlmostEquals(at(7).high, 20 + room(1), 1e-9);
  assertAlmostEquals(at(9).high, 40 + room(1), 1e-9);
  assertAlmostEquals(at(9).low, 1 - room(1), 1e-9);
  const few = { ...again, rows: again.rows.slice(1) };
  assertThrows(
    () => expected({ record, reruns: few }, { task: "digits", arm: "learned", seed: 7 }, "x"),
    RangeError,
    "5 of 6 runs of x",
  );
});

Deno.test("a live run stands beside its own seed, or all where the record has not this one", () => {
  const here = { "energy, W₁": 18 };
  const of = (seed: number) =>
    liveRows(runs, { task: "clusters", arm: "learned", seed }, here)[0]![`record, seed ${seed}`];
  assertEquals(of(4071), "18");
  assertEquals(of(1), "19 (7.06 – 31.9)");
});

Deno.test("a nudge changes a training a little, and no nudge not at all", () => {
  const data = clusters(200, rng(1)), before = tf.memory().numTensors;
  const params = (nudge?: number) => {
    const options = { seed: 3, steps: 2, ...(nudge !== undefined && { nudge }) };
    const trained = trainClusters("learned", data, options);
    const values = Object.values(trained.params).flatMap((one) => [...one.dataSync()]);
    Object.values(trained.params).forEach((one) => one.dispose());
    return values;
  };
  const plain = params();
  assertEquals(params(0), plain);
  const moved = params(1e-4).map((value, i) => Math.abs(value - plain[i]!));
  assert(Math.max(...moved) > 0 && Math.max(...moved) < 0.05, `${Math.max(...moved)}`);
  assertEquals(tf.memory().numTensors, before);
  const own = { a: tf.scalar(2) };
  assert(nudged(own) === own);
  tf.dispose(own);
});
