/** The library against golden values that independent float64 code computed (tests/golden). */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { mlp } from "../../../../lib/models/mlp.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { contrastiveLoss } from "../../../../lib/papers/ired/method/losses.ts";
import { denoisingLoss } from "./denoising.ts";
import { mineNegatives, type MiningOptions } from "../../../../lib/papers/ired/method/negatives.ts";
import { addNoise } from "../../../../lib/diffusion/noising.ts";
import { reference, type SamplerOptions } from "../../../../lib/papers/ired/method/options.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { cosineSchedule } from "../../../../lib/diffusion/schedule.ts";
import { energyAndGradient } from "../../../../lib/energy/energy_gradient.ts";
import {
  adam,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  globalNorm,
} from "../../../../lib/training/optimizer.ts";
import { emaRate, referenceEma } from "../../../../lib/training/ema.ts";
import {
  type GoldenArray,
  readGolden,
  toTensor,
  toTensors,
  worstError,
} from "../../../support/golden.ts";
import { stepping } from "../../../support/stepping.ts";

const golden = readGolden("ired_mlp.json");
const schedule = cosineSchedule(10);
const sizes = { conditionSize: 6, answerSize: 4, width: 8, timeFeatures: 8 };
const network = mlp(sizes);
const params = toTensors(golden.params);
const { x, y, eps, eps_contrast } = toTensors({
  x: golden.inputs.x,
  y: golden.inputs.y,
  eps: golden.inputs.eps,
  eps_contrast: golden.inputs.eps_contrast,
});
const t = toTensor(golden.inputs.t, "int32") as Tensor1D;
const TOLERANCE = 2e-5;

function landscapeOf(p: Record<string, Tensor>, net = network, condition = x!) {
  const encoded = net.encode(p, { x: condition });
  return (answer: Tensor) => net.energy(p, encoded, answer, t);
}

/** Gradients by name of a scalar function of parameters. */
function gradientsOf(p: Record<string, Tensor>, loss: (p: Record<string, Tensor>) => Tensor) {
  const names = Object.keys(p);
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])))
  )(names.map((name) => p[name]!));
  return { value, grads: Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
}

function assertGradients(actual: Record<string, Tensor>, expected: Record<string, GoldenArray>) {
  assertEquals(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, gradient] of Object.entries(actual)) {
    const error = worstError(gradient, expected[name]!);
    assert(error < 1e-4, `gradient of ${name} is off by ${error}`);
  }
}

Deno.test("cosineSchedule() gives the golden schedule", () => {
  const expected: [keyof typeof schedule, string][] = [
    ["beta", "beta"],
    ["alphaBar", "abar"],
    ["sqrtAlphaBar", "sqrt_abar"],
    ["sigma", "sigma"],
    ["stepSize", "lambda"],
    ["posteriorVariance", "posterior_variance"],
  ];
  for (const [ours, theirs] of expected) {
    golden.schedule[theirs].forEach((value: number, i: number) =>
      assertAlmostEquals((schedule[ours] as Float64Array)[i]!, value, 1e-12)
    );
  }
  assertEquals(schedule.beta[9], 0.999);
  assertAlmostEquals(schedule.stepSize[0]!, schedule.sigma[0]!, 1e-12);
});

Deno.test("mlp() gives the golden energies, gradients and second-order gradients", () =>
  tf.tidy(() => {
    const { energy, gradient } = energyAndGradient(landscapeOf(params), y!);
    assert(worstError(energy, golden.energy.E) < TOLERANCE);
    assert(worstError(gradient, golden.energy.dE_dy) < TOLERANCE);
    const { value, grads } = gradientsOf(params, (p) => {
      const { gradient } = energyAndGradient(landscapeOf(p), y!);
      return tf.mean(tf.square(tf.sub(gradient, eps!)));
    });
    assertAlmostEquals(value.dataSync()[0]!, golden.energy.loss, TOLERANCE * golden.energy.loss);
    assertGradients(grads, golden.energy.d_loss);
  }));

const mining: Record<string, Partial<MiningOptions>> = {
  reference: {},
  corrected_multiplier2: { bound: "per-example" },
  corrected_multiplier1: { bound: "per-example", multiplierAfterFirst: 1 },
};

for (const [name, options] of Object.entries(mining)) {
  Deno.test(`the training loss is the golden one (mining: ${name})`, () =>
    tf.tidy(() => {
      const expected = golden.training[name];
      const levels = levelsAt(schedule, t, 2);
      const negative = mineNegatives(landscapeOf(params), y!, eps_contrast!, levels, {
        ...reference.loss.mining,
        ...options,
      });
      assert(worstError(negative, expected.yneg) < TOLERANCE);
      let denoising = 0, contrast = 0;
      const { value, grads } = gradientsOf(params, (p) => {
        const landscape = landscapeOf(p);
        const a = denoisingLoss(landscape, y!, eps!, levels);
        const b = contrastiveLoss(landscape, y!, negative, eps_contrast!, levels);
        denoising = a.dataSync()[0]!;
        contrast = b.dataSync()[0]!;
        return tf.add(a, tf.mul(golden.training.c, b));
      });
      assertAlmostEquals(denoising, golden.training.L_mse, TOLERANCE * golden.training.L_mse);
      assertAlmostEquals(contrast, expected.L_con, TOLERANCE * Math.max(1, expected.L_con));
      assertAlmostEquals(value.dataSync()[0]!, expected.total, TOLERANCE * expected.total);
      assertGradients(grads, expected.d_total);
    }));
}

Deno.test("the reference's mining bounds every example by the first one's level", () =>
  tf.tidy(() => {
    const roll = (v: Tensor) => tf.concat([tf.slice(v, 1), tf.slice(v, 0, 1)]);
    const rolled = roll(t) as Tensor1D;
    const encoded = network.encode(params, { x: roll(x!) });
    const negative = mineNegatives(
      (answer) => network.energy(params, encoded, answer, rolled),
      roll(y!),
      roll(eps_contrast!),
      levelsAt(schedule, rolled, 2),
      reference.loss.mining,
    );
    assert(worstError(negative, golden.training.reference_rolled.yneg) < TOLERANCE);
  }));

Deno.test("clue entries cost nothing in the denoising loss, and count in its mean", () =>
  tf.tidy(() => {
    const masked = golden.masked;
    const net = mlp({ ...sizes, conditionSize: 4 });
    const given = toTensors({ x: masked.x, y: masked.y, mask: masked.mask });
    const observed = { mask: given.mask!, values: given.x! };
    const levels = levelsAt(schedule, t, 2);
    assert(worstError(addNoise(given.y!, eps!, levels, observed), masked.y_t) < TOLERANCE);
    const p = toTensors(masked.params);
    const { value, grads } = gradientsOf(
      p,
      (q) => denoisingLoss(landscapeOf(q, net, given.x!), given.y!, eps!, levels, observed),
    );
    assertAlmostEquals(value.dataSync()[0]!, masked.L_mse, TOLERANCE * masked.L_mse);
    assertGradients(grads, masked.d_L_mse);
    const contrast = contrastiveLoss(
      landscapeOf(p, net, given.x!),
      given.y!,
      toTensor(masked.yneg),
      eps_contrast!,
      levels,
      observed,
    );
    assertAlmostEquals(contrast.dataSync()[0]!, masked.L_con, 1e-4 * Math.max(1, masked.L_con));
  }));

Deno.test("two steps of clipping and Adam give the golden parameters", () =>
  tf.tidy(() => {
    const optimizer = chain(clipByGlobalNorm(golden.adam.max_norm), adam(golden.adam.lr));
    let learned = { params: params as Record<string, Tensor>, state: optimizer.init(params) };
    golden.adam.steps.forEach((expected: Record<string, never>, i: number) => {
      const levels = levelsAt(schedule, t, 2);
      const negative = mineNegatives(
        landscapeOf(learned.params),
        y!,
        eps_contrast!,
        levels,
        reference.loss.mining,
      );
      const { grads } = gradientsOf(learned.params, (p) => {
        const landscape = landscapeOf(p);
        return tf.add(
          denoisingLoss(landscape, y!, eps!, levels),
          tf.mul(
            golden.training.c,
            contrastiveLoss(landscape, y!, negative, eps_contrast!, levels),
          ),
        );
      });
      const norm = globalNorm(grads);
      assertAlmostEquals(
        norm.dataSync()[0]!,
        expected.gradient_norm!,
        1e-4 * expected.gradient_norm!,
      );
      const numbers = Object.fromEntries(
        Object.entries(optimizer.numbers!(i + 1)).map(([name, value]) => [name, tf.scalar(value)]),
      );
      const [updates, state] = optimizer.update(grads, learned.state, learned.params, numbers);
      learned = { params: applyUpdates(learned.params, updates), state };
      for (const [name, first] of Object.entries(expected.first as Record<string, number>)) {
        const ours = learned.params[name]!.dataSync()[0]!;
        assertAlmostEquals(ours, first, 2e-7, `${name} after step ${i + 1}`);
      }
    });
  }));

Deno.test("emaRate() follows ema_pytorch's decay", () => {
  const { calls, decay } = golden.ema as { calls: number[]; decay: number[] };
  calls.forEach((call, i) => {
    const rate = emaRate(call, referenceEma);
    if ((call - 1) % 10 !== 0) assertEquals(rate, 0);
    else assertAlmostEquals(rate, 1 - decay[i]!, 1e-12, `call ${call}`);
  });
});

const samplers: Record<string, Partial<SamplerOptions>> = {
  reference: {},
  x0_jump_off: { jump: "off" },
  multiplier1_clamps6: {
    multiplierAfterFirst: 1,
    clampJump: 6,
    clampDescent: 6,
    clampFinal: 6,
  },
};

for (const [name, options] of Object.entries(samplers)) {
  for (const mode of ["graph", "xla"] as const) {
    Deno.test(`the sampler takes the golden path (${name}, ${mode})`, () => {
      const expected = golden.sampler[name];
      const sampler = stepping(annealedDescent(network, schedule, {
        ...reference.sampler,
        innerSteps: golden.sampler.steps,
        ...options,
      }, { mode }));
      const solving = sampler.encode(params, { x: x! });
      let state = {
        ...sampler.init(tf.tensor1d([1, 2], "int32"), [5, 4]),
        y: toTensor(golden.inputs.y_init),
      };
      const at = (array: GoldenArray, i: number): GoldenArray => {
        const shape = array.shape.slice(1);
        const size = shape.reduce((n, d) => n * d, 1);
        return { shape, data: array.data.slice(i * size, (i + 1) * size) };
      };
      for (let i = 0; i < 10; i++) {
        const [next, info] = sampler.step(solving, state);
        assertEquals(info.t, 9 - i);
        assert(worstError(info.answer, at(expected.y0, i)) < 1e-4, `y0 of landscape ${info.t}`);
        const before = tf.slice(info.energies, 0, golden.sampler.steps);
        assert(worstError(before, at(expected.energy_before, i)) < 1e-4);
        assertEquals(Array.from(info.accepted.dataSync()), at(expected.accepted, i).data);
        state = next as typeof state;
      }
      const scaled = options.answerScale !== "unscaled";
      const wanted = scaled ? expected.returned_scaled : expected.returned_unscaled;
      assert(worstError(sampler.answer(state), wanted) < 1e-4);
    });
  }
}
