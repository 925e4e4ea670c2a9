/** Trainings again: how far they move numbers, and what agrees with the record for that. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { nudged } from "lib/papers/canonicalisation/nudge.ts";
import { trainClusters } from "lib/papers/canonicalisation/particles.ts";
import { readCanonicalRecord, type Task } from "lib/papers/canonicalisation/record.ts";
import {
  agreements,
  liveRows,
  readReruns,
  RERUN_SEED,
  rerunMoves,
  rerunTolerance,
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

Deno.test("the record agrees with itself, and an arm without a slice does not agree with the learned one", () => {
  for (const task of ["clusters", "molecules"] as const) {
    assert(agreeing(task, "learned").every(([, agrees]) => agrees), task);
    const none = Object.fromEntries(agreeing(task, "none"));
    const loss = task === "clusters" ? "loss on unseen clusters" : "loss on unseen molecules";
    assertEquals(none[loss], false);
    if (task === "clusters") assertEquals(Object.values(none), [false, false, false]);
  }
});

Deno.test("training again moves numbers of a task that was trained again, by 0 where none was", () => {
  const { reruns } = runs;
  assert(rerunMoves(reruns, "clusters", "energy, W₁") > 0);
  assertEquals(rerunMoves(reruns, "clusters", "no such metric"), 0);
  const rows = [1, 2, 3, 4, 5].map((value) => (
    { task: "digits" as const, arm: "learned", seed: 1, metric: "x", value }
  ));
  // Their standard deviation is √2.5.
  const tolerance = rerunTolerance({ ...reruns, rows }, "digits", "x");
  assertAlmostEquals(tolerance, 4.604 * Math.SQRT2 * Math.sqrt(2.5), 1e-9);
  assertThrows(
    () => rerunTolerance({ ...reruns, rows: rows.slice(1) }, "digits", "x"),
    RangeError,
    "4 of 5 runs",
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
