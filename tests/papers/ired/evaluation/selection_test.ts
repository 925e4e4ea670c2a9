/** What tells the better of several answers, each selection on answers of two numbers. */
import { assertEquals } from "@std/assert";
import { type Tensor1D, tf } from "lib/tensor/mod.ts";
import { cosineSchedule } from "lib/diffusion/schedule.ts";
import type { EnergyNetwork } from "lib/energy/energy_network.ts";
import { scoreOf, selections, selectionsOf } from "lib/papers/ired/evaluation/selection.ts";

/** E(x, y, t) = x + the sum of y + 10t. */
const sum: EnergyNetwork = {
  name: "sum",
  mode: "graph",
  config: {},
  parameters: {},
  init: () => ({}),
  encode: (_, { x }) => ({ x: x! }),
  energy: (_, { x }, y, t) =>
    tf.add(tf.add(x!, tf.sum(y, 1)), tf.mul(10, tf.cast(t, "float32"))) as Tensor1D,
};

const task = {
  name: "signs",
  nearest: tf.sign,
  conflicts: (y: tf.Tensor) => tf.sum(tf.cast(tf.less(y, 0), "float32"), 1),
};

Deno.test("scores of answers are what each selection is named after", () => {
  const schedule = { ...cosineSchedule(3), sqrtAlphaBar: Float64Array.of(0.5, 0.4, 0.3) };
  const solving = { params: {}, encoded: { x: tf.tensor1d([2, -1]) } };
  const of = (name: typeof selections[number], energies: (Float32Array | undefined)[]) => {
    const score = scoreOf(name, { network: sum, schedule, mode: "graph", task, level: 1 });
    const answer = tf.tensor2d([[0.5, -1], [0.5, 2]]);
    return [...score({ answer, energies: energies as Float32Array[] }, solving as never)];
  };
  const rows = (...values: number[]) => Float32Array.from(values);
  const all = [rows(3, 1), rows(4, 5), rows(100, 100)];
  assertEquals(of("energy", all), [3, 1]);
  // Levels 0 and 1, or 1 alone where 0 was not descended.
  assertEquals(of("summed", all), [7, 6]);
  assertEquals(of("summed", [undefined, ...all.slice(1)]), [4, 5]);
  // (1, -1) and (1, 1) times ½ on the sharpest landscape.
  assertEquals(of("rounded", all), [2 + 0, -1 + 1]);
  // Half of ½² + 0², and of ½² + 1².
  assertEquals(of("confidence", all), [0.125, 0.625]);
  assertEquals(of("conflicts", all), [1, 0]);
  assertEquals(selectionsOf(task), [...selections]);
});
