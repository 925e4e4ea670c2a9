/** The variants of the method that no task of the paper's matrices uses, against golden values. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  random,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tf,
} from "../../../../lib/tensor/mod.ts";
import { energyAndGradient } from "../../../../lib/energy/energy_gradient.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { denoisingLoss } from "./denoising.ts";
import { mineNegatives } from "../../../../lib/papers/ired/method/negatives.ts";
import { addNoise, type Observed } from "../../../../lib/diffusion/noising.ts";
import { reference, type SamplerOptions } from "../../../../lib/papers/ired/method/options.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { mlp } from "../../../../lib/models/mlp.ts";
import { dense, gelu, sinusoids } from "../../../../lib/nn/layers.ts";
import { emaRate, referenceEma } from "../../../../lib/training/ema.ts";
import {
  type GoldenArray,
  readGolden,
  toTensor,
  toTensors,
  worstError,
} from "../../../support/golden.ts";
import { schedule } from "./ideal.ts";
import { stepping } from "../../../support/stepping.ts";

const golden = readGolden("ired_mlp.json");
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
const levels = levelsAt(schedule, t, 2);
const encoded = network.encode(params, { x: x! });
const landscape = (answer: Tensor) => network.energy(params, encoded, answer, t);

/** The i-th part of an array; where not said otherwise, it belongs to landscape 9 - i. */
function at({ shape, data }: GoldenArray, i: number): GoldenArray {
  const size = shape.slice(1).reduce((n, d) => n * d, 1);
  return { shape: shape.slice(1), data: data.slice(i * size, (i + 1) * size) };
}

Deno.test("sinusoids and time features are the golden ones", () =>
  tf.tidy(() => {
    const table = sinusoids(10, sizes.timeFeatures);
    assert(worstError(table, golden.time.sinusoid) < 1e-6);
    const hidden = gelu(dense(params, "time/dense1", table) as Tensor2D);
    assert(worstError(dense(params, "time/dense2", hidden), golden.time.features) < 1e-6);
  }));

Deno.test("noised answers, and the energy's gradient there, are the golden ones", () =>
  tf.tidy(() => {
    const noisy = addNoise(y!, eps!, levels);
    assert(worstError(noisy, golden.training.y_t) < 1e-6);
    assert(worstError(energyAndGradient(landscape, noisy).gradient, golden.training.g) < 2e-5);
  }));

Deno.test("both sides of the contrastive loss have the golden energies", () =>
  tf.tidy(() => {
    const energyAt = (answer: Tensor) => landscape(addNoise(answer, eps_contrast!, levels));
    for (const name of ["reference", "corrected_multiplier2", "corrected_multiplier1"] as const) {
      const expected = golden.training[name];
      const negative = mineNegatives(landscape, y!, eps_contrast!, levels, {
        ...reference.loss.mining,
        bound: name === "reference" ? "first-example" : "per-example",
        multiplierAfterFirst: name === "corrected_multiplier1" ? 1 : 2,
      });
      assert(worstError(energyAt(y!), expected.E_pos) < 2e-5);
      assert(worstError(energyAt(negative), expected.E_neg) < 2e-5);
    }
  }));

Deno.test("the denoising loss with a path's weights is the golden one", () =>
  tf.tidy(() => {
    const weight = tf.where(tf.greater(y!, 0), tf.fill(y!.shape, 10), tf.fill(y!.shape, 0.5));
    const loss = denoisingLoss(landscape, y!, eps!, levels, undefined, weight);
    const expected = golden.training.L_mse_path_weights;
    assertAlmostEquals(loss.dataSync()[0]!, expected, 2e-5 * expected);
  }));

Deno.test("the moving average follows a sine as ema_pytorch's does", () => {
  let average = 0;
  const expected = golden.ema.toy_sin.acts_1_11_21 as Record<string, number>;
  let compared = 0;
  for (let call = 1; call <= 3000; call++) {
    average += emaRate(call, referenceEma) * (Math.sin(call / 50) - average);
    if (`${call}` in expected) {
      assertAlmostEquals(average, expected[call]!, 1e-12, `call ${call}`);
      compared++;
    }
  }
  assertEquals(compared, Object.keys(expected).length);
});

/** Runs all landscapes, comparing each with `expected`; returns the answers by scale. */
function assertPath(
  net: typeof network,
  p: Record<string, Tensor>,
  condition: Tensor,
  options: Partial<SamplerOptions>,
  expected: Record<string, GoldenArray>,
  observed?: Observed,
): void {
  tf.tidy(() => {
    for (const answerScale of ["scaled", "unscaled"] as const) {
      const sampler = stepping(annealedDescent(net, schedule, {
        ...reference.sampler,
        innerSteps: golden.sampler.steps,
        ...options,
        answerScale,
      }, { mode: "graph" }));
      const solving = sampler.encode(p, { x: condition }, observed);
      let state = {
        ...sampler.init(random.key(1), [5, 4]),
        y: toTensor(golden.inputs.y_init),
      };
      for (let i = 0; i < 10; i++) {
        const [next, info] = sampler.step(solving, state);
        const before = tf.slice(info.energies, 0, golden.sampler.steps);
        assert(worstError(info.answer, at(expected.y0!, i)) < 1e-4, `y0 of landscape ${info.t}`);
        assert(worstError(before, at(expected.energy_before!, i)) < 1e-4);
        assertEquals(Array.from(info.accepted.dataSync()), at(expected.accepted!, i).data);
        state = next as typeof state;
      }
      assert(worstError(sampler.answer(state), expected[`returned_${answerScale}`]!) < 1e-4);
    }
  });
}

Deno.test("the sampler takes the golden path with the clamps of shortest paths", () =>
  assertPath(network, params, x!, {
    clampJump: 1,
    clampDescent: 1,
    clampFinal: 0.1,
    multiplierAfterFirst: 1,
  }, golden.sampler.path_clamps));

Deno.test("the sampler takes the golden path with observed", () => {
  const { masked } = golden;
  const given = toTensors({ x: masked.x, mask: masked.mask });
  assertPath(
    mlp({ ...sizes, conditionSize: 4 }),
    toTensors(masked.params),
    given.x!,
    { clampJump: 1, clampDescent: 1, clampFinal: 1, multiplierAfterFirst: 1 },
    masked.sampler,
    { mask: given.mask!, values: given.x! },
  );
});

Deno.test("the sampler takes the golden path with given posterior noise", () =>
  tf.tidy(() => {
    const expected = golden.sampler.posterior;
    const base = { ...reference.sampler, innerSteps: golden.sampler.steps };
    // The sampler draws its own noise, so that the golden noise is added between jump and descent.
    const jump = stepping(
      annealedDescent(network, schedule, { ...base, innerSteps: 0 }, { mode: "graph" }),
    );
    const descent = stepping(
      annealedDescent(network, schedule, { ...base, jump: "off" }, { mode: "graph" }),
    );
    const solving = jump.encode(params, { x: x! });
    const noise = golden.sampler.posterior_noise as GoldenArray; // by t
    let state = { ...jump.init(random.key(1), [5, 4]), y: toTensor(golden.inputs.y_init) };
    for (let i = 0; i < 10; i++) {
      const { t } = state;
      const [, { answer }] = jump.step(solving, state);
      const sigma = t > 0 ? Math.sqrt(schedule.posteriorVariance[t]!) : 0;
      const start = tf.add(
        tf.mul(answer, schedule.sqrtAlphaBar[t]!),
        tf.mul(toTensor(at(noise, t)), sigma),
      );
      assert(worstError(start, at(expected.y_jump, i)) < 1e-4, `start of landscape ${t}`);
      const [next, info] = descent.step(solving, { ...state, y: start });
      assert(worstError(info.answer, at(expected.y0, i)) < 1e-4, `y0 of landscape ${t}`);
      assertEquals(Array.from(info.accepted.dataSync()), at(expected.accepted, i).data);
      state = next as typeof state;
    }
    assert(worstError(descent.answer(state), expected.returned_scaled) < 1e-4);
  }));
