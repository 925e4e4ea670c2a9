/** Losses of a rung, and a step of its training, of networks a·x in closed form. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { VectorNetwork } from "lib/nn/vector_network.ts";
import { denoiserOf, energyOf, type RungProgress, trainRung } from "lib/papers/pita/ladder.ts";
import { sampleBuffer } from "lib/samplers/mod.ts";
import { random, type Tensor, type Tensor1D, tf } from "lib/tensor/mod.ts";

/** F(u) = a·u. */
const linear: VectorNetwork = {
  ...{ name: "a·u", config: {}, parameters: {}, init: () => ({}) },
  apply: ({ a }, x) => tf.mul(a!, x),
};

interface Given {
  /** a of the denoiser, and of the energy. */
  readonly denoiser?: number;
  readonly energy?: number;
  /** The one sample. */
  readonly at?: readonly [number, number];
  /** The target's energy, everywhere. */
  readonly level?: number;
  readonly temperature?: number;
  readonly deviations?: readonly [number, number];
  readonly batch?: number;
  readonly steps?: number;
  readonly learningRate?: number;
  readonly project?: (x: Tensor) => Tensor;
}

/** Trains on one sample; what was told, and the parameters. */
async function train(given: Given) {
  const { denoiser = 0, energy = 0, at = [0, 0], level = 0, temperature = 1, ...rest } = given;
  const told: RungProgress[] = [], buffer = sampleBuffer(1, [2]);
  buffer.push(tf.tensor2d([[...at]]));
  const params = { "denoiser/a": tf.scalar(denoiser), "energy/a": tf.scalar(energy) };
  const target = { name: "flat", shape: [2], energy: (x: Tensor) => flat(x, level) };
  const after = await trainRung(
    {
      ...{ target, network: linear, temperature, beta: 1, deviations: around(0.5) },
      ...{ steps: 1, batch: 20_000, learningRate: 1e-12, ...rest },
    },
    params,
    buffer,
    random.key(5),
    (progress) => void told.push(progress),
  );
  const of = (name: keyof typeof params) => after[name]!.dataSync()[0]!;
  return { told, loss: told[0]!.loss, denoiser: of("denoiser/a"), energy: of("energy/a") };
}

const flat = (x: Tensor, level: number) => tf.add(tf.mul(0, tf.sum(x, 1)), level) as Tensor1D;

/** All noise of one deviation. */
const around = (deviation: number) => [deviation, deviation * (1 + 1e-6)] as const;

/** With a, D is k·x and U is |x|²(½ - a/√h)/(1 + h), so that x - h∇U is (1 + 2a√h)·x/(1 + h). */
function lossOf({ denoiser = 0, energy = 0, at = [0, 0], level = 0, temperature = 1 }: Given) {
  const h = 0.25, square = at[0] ** 2 + at[1] ** 2, weight = (1 + h) / h;
  const k = (1 + denoiser * Math.sqrt(h)) / (1 + h),
    byEnergy = (1 + 2 * energy * Math.sqrt(h)) / (1 + h);
  // Noise has |ε|² = 2 in the plane.
  const score = weight * (square * (k - 1) ** 2 + 2 * h * k ** 2);
  const distillation = weight * (square + 2 * h) * (byEnergy - k) ** 2;
  const known = level / temperature, own = square * (0.5 - energy / Math.sqrt(h)) / (1 + h);
  return { score, distillation, pin: known < 1000 ? (known - own) ** 2 : 0 };
}

/** 20,000 squares in the plane have a deviation of 0.7 %. */
const NOISE = 5 * Math.sqrt(1 / 20_000);

Deno.test("the loss is that of the score, of the distillation and of the pin, each of its weight", async () => {
  const cases: Given[] = [
    { denoiser: 1 },
    { denoiser: -2.1, energy: 0.3 }, // Nearly all of it is the distillation.
    { denoiser: 0.4, energy: 0.2, at: [1, -2] },
    { denoiser: 0.4, energy: 0.2, at: [1, -2], level: 6, temperature: 3 },
    { energy: -1, at: [1, 2], level: 3, temperature: 0.5 },
    { level: 999 },
    { level: 1001 },
    { level: 1998, temperature: 2 },
  ];
  for (const given of cases) {
    const { score, distillation, pin } = lossOf(given), { loss } = await train(given);
    const spread = NOISE * (score + distillation) + 1e-5 * pin;
    assertAlmostEquals(loss, score + distillation + pin, spread, JSON.stringify(given));
  }
});

Deno.test("variances of noise are drawn uniformly in their logarithm", async () => {
  const [low, high] = [0.1, 1], { loss } = await train({ deviations: [low, high] });
  // Of a = 0 the loss is |ε|²/(1 + h); ∫ du/(1 + eᵘ) = u - ln(1 + eᵘ).
  const integral = (u: number) => u - Math.log1p(Math.exp(u));
  const [from, to] = [2 * Math.log(low), 2 * Math.log(high)];
  const mean = 2 * (integral(to) - integral(from)) / (to - from);
  assertAlmostEquals(loss, mean, 2 * NOISE);
});

Deno.test("noise is projected", async () => {
  const project = (x: Tensor) => tf.mul(x, tf.tensor2d([[1, 0]]));
  const { loss } = await train({ denoiser: 1, project });
  assertAlmostEquals(
    loss,
    lossOf({ denoiser: 1 }).score / 2 + lossOf({ denoiser: 1 }).distillation / 2,
    2 * NOISE,
  );
});

Deno.test("the denoiser learns from samples, not from the energy, and what is returned is an average", async () => {
  // The score would have the denoiser's a at -2, where it is; the distillation at 20.
  const learningRate = 1e-3, start = { denoiser: -1.5, energy: 10 };
  const { denoiser, energy } = await train({ ...start, learningRate });
  // Adam's first step is as long as its rate, and 2/11 of the average stays at the start.
  assertAlmostEquals(denoiser - start.denoiser, -learningRate * (1 - 2 / 11), 1e-6);
  assertAlmostEquals(energy - start.energy, -learningRate * (1 - 2 / 11), 2e-6);
});

Deno.test("losses are told as means of 50 steps and of what is left, each step with noise of its own", async () => {
  const { told } = await train({ denoiser: 1, steps: 110, batch: 200 });
  assertEquals(told.map(({ step }) => step), [50, 100, 110]);
  const { score, distillation } = lossOf({ denoiser: 1 });
  told.forEach(({ loss }, i) =>
    assertAlmostEquals(loss / (score + distillation), 1, 5 / Math.sqrt(200 * [50, 50, 10][i]!))
  );
  assert(Math.abs(told[0]!.loss - told[1]!.loss) > 1e-4, "the same noise again");
});

Deno.test("networks see (ln h)/8 and (ln β)/8, and each of the two has parameters of its own", () => {
  /** F has the conditions in its two coordinates, times a. */
  const conditioned: VectorNetwork = {
    ...linear,
    apply: ({ a }, x, conditions) => tf.mul(a!, tf.mul(tf.onesLike(x), conditions)),
  };
  const params = { "denoiser/a": tf.scalar(3), "energy/a": tf.scalar(5) };
  const x = [[0.5, -1], [2, 1]], hs = [0.4, 3], beta = 6;
  const given = [params, tf.tensor2d(x), tf.tensor1d(hs) as Tensor1D, tf.scalar(beta)] as const;
  const denoised = denoiserOf(conditioned)(...given).dataSync();
  const energies = energyOf(conditioned)(...given).dataSync();
  x.forEach((row, i) => {
    const h = hs[i]!, seen = [Math.log(h) / 8, Math.log(beta) / 8];
    row.forEach((v, axis) => {
      const wanted = v / (1 + h) + Math.sqrt(h / (1 + h)) * 3 * seen[axis]!;
      assertAlmostEquals(denoised[2 * i + axis]!, wanted, 1e-5);
    });
    const square = row[0]! ** 2 + row[1]! ** 2, inner = row[0]! * seen[0]! + row[1]! * seen[1]!;
    const wanted = square / 2 / (1 + h) - Math.sqrt(h / (1 + h)) / h * 5 * inner;
    assertAlmostEquals(energies[i]!, wanted, 1e-5);
  });
});
