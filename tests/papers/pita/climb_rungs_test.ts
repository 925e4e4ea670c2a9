/** A climb down a Gaussian whose denoisers are exact: every rung's variance is known. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { edmSchedule } from "lib/diffusion/variance_schedule.ts";
import type { Points } from "lib/metrics/mod.ts";
import type { VectorNetwork } from "lib/nn/vector_network.ts";
import { climb, type ClimbProgress } from "lib/papers/pita/climb.ts";
import type { LadderTask, RungBase } from "lib/papers/pita/ladder_tasks.ts";
import { type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

const temperatures = [9, 4, 1] as const, deviations = [0.05, 6] as const;

/** The denoiser of N(0, T·I), T = T₀/β, which training leaves as it is. */
const exactly: VectorNetwork = {
  ...{ name: "exact", config: {}, parameters: {}, init: () => ({ idle: tf.scalar(1) }) },
  apply({ idle }, scaled, conditions) {
    const [level, hot] = tf.split(tf.exp(tf.mul(conditions, 8)), 2, 1) as [Tensor, Tensor];
    const variance = tf.div(temperatures[0], hot), wide = tf.add(level, 1);
    // D = x/(1 + h) + √h/√(1 + h)·F(x/√(1 + h)) is to be T·x/(T + h).
    const share = tf.sub(tf.div(variance, tf.add(variance, level)), tf.div(1, wide));
    const factor = tf.mul(share, tf.div(wide, tf.sqrt(level)));
    return tf.add(tf.mul(factor, scaled), tf.mul(0, idle!));
  },
};

interface Row extends RungBase {
  readonly variance: number;
  /** Numbers of samples and of those they are compared with, and these ones' temperature. */
  readonly counts: readonly [number, number];
  readonly of: number;
}

const mean = (values: ArrayLike<number>, of: (v: number) => number) =>
  Array.from(values).reduce((sum, v) => sum + of(v), 0) / values.length;

/** ½|x|²; what stands for exact samples is made of their temperature. */
const task: LadderTask<Row> = {
  ...{ name: "Gaussian", network: exactly, deviations, stepSize: 0.5 },
  target: { shape: [2], energy: (x) => tf.mul(0.5, tf.sum(tf.square(x), 1)) as Tensor1D },
  hot: { spread: 3, stepSize: 1, steps: 60 },
  exact: (temperature, count) => ({
    values: new Float32Array(2 * count).fill(temperature),
    dimension: 2,
  }),
  row: (points: Points, exact: Points, head) => ({
    ...{ ...head, energyW2: 0, of: exact.values[0]! },
    variance: mean(points.values, (v) => v * v),
    counts: [points.values.length / 2, exact.values.length / 2],
  }),
};

Deno.test("rungs of a Gaussian have the variances of their temperatures, and score scaling its own", async () => {
  const [particles, compared, samplingSteps] = [1500, 70, 12];
  const rungs: ClimbProgress<Row>[] = [];
  const points = await climb(task, {
    ...{ temperatures, trainingSteps: 2, batch: 8, particles, samplingSteps, settling: 60 },
    ...{ seed: 4, ways: ["scaled"], compared },
  }, (progress) => void rungs.push(progress));
  // Of 2·1,500 squares: five deviations.
  const near = (variance: number, wanted: number, what: string) =>
    assertAlmostEquals(variance / wanted, 1, 5 * Math.sqrt(2 / (2 * particles)), what);
  assertEquals(rungs.map(({ temperature }) => temperature), [...temperatures]);
  rungs.forEach(({ temperature, rows }, i) => {
    assertEquals(rows.map((row) => row.temperature), rows.map(() => temperature));
    assertEquals(rows.map((row) => row.of), rows.map(() => temperature));
    assertEquals(rows.map((row) => row.counts), rows.map(() => [particles, compared] as const));
    if (i === 0) return near(rows[1]!.variance, temperature, "the hottest");
    const [, plain, scaled, settled] = rows;
    near(plain!.variance, temperature, "MALA alone");
    near(settled!.variance, temperature, "settled");
    // Of each step x ← (1 - g²dt·γ/(T + h))·x + g√dt·z, from h(1)/γ.
    const schedule = edmSchedule(...deviations), from = temperatures[i - 1]!;
    const gamma = from / temperature;
    let variance = schedule.h(1) / gamma;
    for (let k = 0; k < samplingSteps; k++) {
      const t = 1 - k / samplingSteps, step = schedule.g2(t) / samplingSteps;
      variance = (1 - step * gamma / (from + schedule.h(t))) ** 2 * variance + step;
    }
    near(scaled!.variance, variance, `scaled, ${temperature}`);
  });
  near(mean(points.values, (v) => v * v), 1, "what is returned");
});
