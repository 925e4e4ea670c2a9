import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, tf } from "../../../../lib/tensor/mod.ts";
import { corruptionRows } from "../../../../lib/papers/ired/landscapes/corruption.ts";
import { lineRows } from "../../../../lib/papers/ired/landscapes/line.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { doubling, ideal } from "./toy.ts";

const { alphaBar, sigma } = cosineSchedule(10);
const ENTRIES = 6;

const options = { task: doubling, network: ideal, problems: 5, mode: "graph" as const };

/** The toy's energy at a distance of `delta` in each entry from the right answer. */
const above = (t: number, delta: number) => alphaBar[t]! * ENTRIES * delta ** 2 / (2 * sigma[t]!);

Deno.test("corruptionRows() gives the gap of a known energy, and leaves no tensors", () => {
  const params = ideal.init(random.key(0));
  const before = tf.memory().numTensors;
  const rows = corruptionRows({
    ...options,
    params,
    amounts: [0, 0.5, 1],
    levels: [9, 4, 0],
    corrupt: (_, { answer }, amount) => tf.add(answer, amount),
  });
  assertEquals(tf.memory().numTensors, before);
  assertEquals(rows.map(({ t }) => t), [9, 4, 0, 9, 4, 0, 9, 4, 0]);
  for (const { t, amount, energy, told } of rows) {
    assertAlmostEquals(energy, above(t, amount), 1e-5 * above(t, 1) + 1e-7);
    assertEquals(told, amount === 0 ? 0.5 : 1);
  }
  tf.dispose(params);
});

Deno.test("corruptionRows() corrupts anew for each amount, alike for each landscape and seed", () => {
  const params = ideal.init(random.key(0));
  const draw = (seed: number) =>
    corruptionRows({
      ...options,
      params,
      seed,
      amounts: [1, 1],
      corrupt: (key, { answer }, amount) =>
        tf.tidy(() => tf.add(answer, tf.mul(amount, random.normal(key, answer.shape)))),
    });
  const rows = draw(0);
  assertEquals(rows, draw(0));
  assert(rows[0]!.energy !== draw(1)[0]!.energy);
  assertEquals(rows.length, 20);
  for (let i = 0; i < 10; i++) {
    const [one, other] = [rows[i]!, rows[i + 10]!];
    assert(one.energy !== other.energy && one.standardError > 0);
    // The same corrupted answers on all landscapes: all gaps are alike but for the factor.
    assertAlmostEquals(
      one.energy / above(one.t, 1),
      rows[0]!.energy / above(rows[0]!.t, 1),
      1e-3,
    );
  }
  tf.dispose(params);
});

Deno.test("lineRows() is a parabola on a known energy, and leaves no tensors", () => {
  const params = ideal.init(random.key(0));
  const before = tf.memory().numTensors;
  const positions = [-0.5, 0, 0.5, 1];
  const to = (_: unknown, { answer }: { answer: typeof params.w }) => tf.add(answer!, 2);
  const rows = lineRows({ ...options, params, levels: [7, 0], positions, to: to as never });
  assertEquals(tf.memory().numTensors, before);
  assertEquals(rows.map(({ position }) => position), [...positions, ...positions]);
  for (const { t, position, energy } of rows) {
    assertAlmostEquals(energy, above(t, 2 * position), 1e-5 * above(t, 2));
  }
  const every = lineRows({ ...options, params, to: to as never });
  assertEquals(every.length, 310);
  assert(every.some(({ position }) => position === 0) && every.some((row) => row.position === 1));
  tf.dispose(params);
});
