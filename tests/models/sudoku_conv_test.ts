import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { cosineSchedule } from "../../lib/diffusion/schedule.ts";
import { countParameters } from "../../lib/nn/parameters.ts";
import { sudokuConv, unusedParameters } from "../../lib/models/sudoku_conv.ts";
import { sudoku } from "../../lib/papers/ired/tasks/sudoku/sudoku.ts";
import { ired } from "../../lib/papers/ired/method/ired.ts";
import { presets } from "../../lib/papers/ired/method/options.ts";
import { assertEnergyContract, levelsOf } from "./contract.ts";

const small = sudokuConv({ width: 3, blocks: 2, timeFeatures: 8, timeWidth: 4 });

/** Parameters of which the blocks' last kernels are no longer nearly zero. */
function grown() {
  const params = small.init(random.key(1));
  return Object.fromEntries(
    Object.entries(params).map(([name, p]) => [
      name,
      name.endsWith("conv2/kernel") ? tf.mul(p, 5e3) : p,
    ]),
  );
}

Deno.test("sudokuConv() has the released network's parameters, but for those never used", () => {
  const network = sudoku.networks.conv!.create();
  assertEquals(countParameters(network.parameters), 44_619_401);
  assertEquals(unusedParameters(), 3 * 787_200 + 299_520);
  assertEquals(countParameters(network.parameters) + unusedParameters(), 47_280_521);
});

Deno.test("sudokuConv() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { condition, answer } = sudoku.sample(random.key(1), 3, "harder");
    assertEnergyContract(
      small,
      condition,
      tf.add(answer, random.normal(random.key(2), answer.shape)),
    );
  }));

Deno.test("sudokuConv() starts its blocks as all but the identity", () =>
  tf.tidy(() => {
    const kernel = sudokuConv({ width: 16, blocks: 1 }).init(random.key(1))["block1/conv2/kernel"]!;
    assertEquals(kernel.shape, [5, 5, 16, 16]);
    const deviation = Math.sqrt(tf.mean(tf.square(kernel)).dataSync()[0]!);
    assert(Math.abs(deviation / 1e-5 - 1) < 0.05, `${deviation}`);
  }));

type Image = number[][][];
// deno-lint-ignore no-explicit-any
type Host = Record<string, any>;

/** The energy of one board in float64, from loops over the spec of the network. */
function hostEnergy(p: Host, x: Image, y: Image, t: number): number {
  const swish = (z: number) => z / (1 + Math.exp(-z));
  const erf = (a: number) => {
    let term = a, sum = a;
    for (let n = 1; n < 60; n++) sum += (term *= -a * a / n) / (2 * n + 1);
    return 2 / Math.sqrt(Math.PI) * sum;
  };
  const affine = (name: string, v: number[]): number[] =>
    p[`${name}/bias`].map((b: number, o: number) =>
      v.reduce((sum, a, i) => sum + a * p[`${name}/kernel`][i][o], b)
    );
  const conv = (name: string, z: Image): Image => {
    const kernel: number[][][][] = p[`${name}/kernel`], pad = (kernel.length - 1) / 2;
    return z.map((row, r) =>
      row.map((_, c) =>
        p[`${name}/bias`].map((bias: number, o: number) => {
          let sum = bias;
          kernel.forEach((line, i) =>
            line.forEach((weights, j) =>
              z[r + i - pad]?.[c + j - pad]?.forEach((v, k) => sum += v * weights[k]![o]!)
            )
          );
          return sum;
        })
      )
    );
  };
  const map = (z: Image, f: (v: number, channel: number) => number): Image =>
    z.map((row) => row.map((cell) => cell.map(f)));
  const angles = Array.from({ length: 4 }, (_, k) => t * 10000 ** (-k / 3));
  const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];
  const time = affine(
    "time/dense2",
    affine("time/dense1", waves).map((a) => a * 0.5 * (1 + erf(a / Math.SQRT2))),
  );
  const input = x.map((row, r) => row.map((cell, c) => [...cell, ...y[r]![c]!]));
  let z = map(conv("input", input), swish);
  for (const block of ["block1", "block2"]) {
    const film = affine(`${block}/film`, time);
    const inner = conv(`${block}/conv2`, map(conv(`${block}/conv1`, z), swish));
    const shaped = map(inner, (v, k) => swish((1 + film[k]!) * v + film[k + 3]!));
    z = z.map((row, r) => row.map((cell, c) => cell.map((v, k) => v + shaped[r]![c]![k]!)));
  }
  return conv("readout", z).flat(2).reduce((sum, o) => sum + o * o, 0);
}

Deno.test("sudokuConv() and its gradient agree with loops in float64", () =>
  tf.tidy(() => {
    const params = grown();
    const p: Host = Object.fromEntries(
      Object.entries(params).map(([name, v]) => [name, v.arraySync()]),
    );
    const { condition, answer } = sudoku.sample(random.key(4), 1, "harder");
    const y = tf.add(answer, random.normal(random.key(5), answer.shape));
    const encoded = small.encode(params, condition);
    const { energy, gradient } = energyAndGradient(
      (z: Tensor) => small.energy(params, encoded, z, levelsOf([6])),
      y,
    );
    const [xs] = condition.x!.arraySync() as Image[];
    const [ys] = y.arraySync() as Image[];
    const expected = hostEnergy(p, xs!, ys!, 6);
    const actual = energy.dataSync()[0]!;
    assert(Math.abs(actual / expected - 1) < 1e-5, `${actual} and ${expected}`);
    const slopes = (gradient.arraySync() as Image[])[0]!;
    const size = Math.max(...slopes.flat(2).map(Math.abs));
    for (const [r, c, d] of [[0, 0, 0], [4, 4, 4], [8, 2, 7], [3, 8, 1]] as const) {
      const at = (step: number) => {
        const moved = structuredClone(ys!);
        moved[r]![c]![d]! += step;
        return hostEnergy(p, xs!, moved, 6);
      };
      const slope = (at(1e-4) - at(-1e-4)) / 2e-4;
      assert(Math.abs(slopes[r]![c]![d]! - slope) < 1e-4 * size, `${slopes[r]![c]![d]}, ${slope}`);
    }
  }));

Deno.test("sudokuConv(): gradients of both losses by the parameters agree with differences", () =>
  tf.tidy(() => {
    const params = grown();
    const batch = sudoku.sample(random.key(6), 2, "harder");
    const options = { ...presets.reference.loss, ...sudoku.loss };
    const at = (p: typeof params) =>
      ired.lossAndGradients(
        { network: small, schedule: cosineSchedule(10), options, hooks: sudoku.lossHooks! },
        p,
        batch,
        random.key(7),
      );
    const { gradients } = at(params);
    for (
      const name of ["input/kernel", "block1/conv1/kernel", "block2/conv2/kernel", "readout/bias"]
    ) {
      const direction = random.normal(random.key(8), params[name]!.shape);
      const step = 2e-3;
      const moved = (s: number) =>
        at({ ...params, [name]: tf.add(params[name]!, tf.mul(direction, s)) }).parts.loss
          .dataSync()[0]!;
      const slope = (moved(step) - moved(-step)) / (2 * step);
      const expected = tf.sum(tf.mul(gradients[name]!, direction)).dataSync()[0]!;
      const size = tf.norm(gradients[name]!).dataSync()[0]! * tf.norm(direction).dataSync()[0]!;
      assert(Math.abs(slope - expected) < 5e-3 * size, `${name}: ${slope} and ${expected}`);
    }
  }));

Deno.test("sudokuConv() refuses impossible sizes", () => {
  assertThrows(
    () => sudokuConv({ width: 0 }),
    RangeError,
    "width must be an integer of at least 1",
  );
  assertThrows(() => sudokuConv({ blocks: 2.5 }), RangeError, "current value is 2.5");
});
