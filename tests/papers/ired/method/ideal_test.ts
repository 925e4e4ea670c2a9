/** Losses and sampler on the ideal energy, whose answers are known. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import { addition, additionRange } from "../../../../lib/datasets/matrix.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { denoisingLoss } from "./denoising.ts";
import {
  corrected,
  reference,
  type SamplerOptions,
} from "../../../../lib/papers/ired/method/options.ts";
import { annealedDescent } from "../../../../lib/papers/ired/method/annealed_descent.ts";
import { type GoldenArray, readGolden, toTensor, worstError } from "../../../support/golden.ts";
import { distance, ideal, schedule } from "./ideal.ts";
import { stepping, type SteppingInfo } from "../../../support/stepping.ts";

const golden = readGolden("ired_mlp.json");

/** Solves for `answer`, all landscapes in turn. */
function solve(
  answer: Tensor,
  options: SamplerOptions,
  start?: Tensor,
): { answer: Tensor; infos: SteppingInfo[] } {
  const sampler = stepping(annealedDescent(ideal, schedule, options, { mode: "eager" }));
  const solving = sampler.encode({}, { answer });
  let state = sampler.init(random.key(5), answer.shape);
  if (start) state = { ...state, y: start };
  const infos: SteppingInfo[] = [];
  while (state.t >= 0) {
    const [next, info] = sampler.step(solving, state);
    state = next;
    infos.push(info);
  }
  return { answer: sampler.answer(state), infos };
}

Deno.test("the ideal energy has no denoising loss, at any level", () =>
  tf.tidy(() => {
    const y = random.uniform(random.key(1), [10, 6, 6], -2, 2);
    const noise = random.normal(random.key(2), y.shape);
    const t = tf.range(0, 10, 1, "int32") as Tensor1D;
    const landscape = (at: Tensor1D) => (z: Tensor) => ideal.energy({}, { answer: y }, z, at);
    const loss = denoisingLoss(landscape(t), y, noise, levelsAt(schedule, t, 3));
    assert(loss.dataSync()[0]! < 1e-10, `${loss.dataSync()[0]}`);
    // The same landscapes one level off are not ideal.
    const off = tf.sub(9, t) as Tensor1D;
    const wrong = denoisingLoss(landscape(off), y, noise, levelsAt(schedule, t, 3));
    assert(wrong.dataSync()[0]! > 0.01);
  }));

Deno.test("a landscape's first step has the factor 1, even where it is the only one", () =>
  tf.tidy(() => {
    const answer = tf.tensor2d([[0.5, -1.75, 1.25]]);
    const options = { ...reference.sampler, jump: "off", innerSteps: 1 } as const;
    assertEquals(options.multiplierAfterFirst, 2);
    const sampler = stepping(annealedDescent(ideal, schedule, options, { mode: "eager" }));
    const solving = sampler.encode({}, { answer });
    const state = { ...sampler.init(random.key(1), answer.shape), t: 0, y: tf.zeros([1, 3]) };
    // λ_0 = σ_0, at which y - λ·(y - √ᾱ·y*)/σ is the minimum; twice that would be on its other side.
    const [, info] = sampler.step(solving, state);
    assert(distance(info.answer, answer) < 1e-6, `${info.answer.dataSync()}`);
  }));

Deno.test("one jump finds the answer from anywhere, up to its clamp", () =>
  tf.tidy(() => {
    const answer = tf.tensor2d([[0.5, -1.75, 3, -4], [1.99, 2, 0, -2.5]]);
    const clipped = tf.clipByValue(answer, -2, 2);
    const sampler = stepping(annealedDescent(ideal, schedule, {
      ...reference.sampler,
      innerSteps: 0,
      clampFinal: 100,
    }, { mode: "eager" }));
    const solving = sampler.encode({}, { answer });
    for (let t = 9; t >= 0; t--) {
      const start = sampler.init(random.key(t), [2, 4]);
      const [next, info] = sampler.step(solving, { ...start, t });
      assertEquals([info.t, next.t], [t, t - 1]);
      // y is divided by √ᾱ, which is 0.005 at the noisiest level.
      assert(distance(info.answer, clipped) < 1e-6 / schedule.sqrtAlphaBar[t]!);
    }
  }));

for (const clamp of [2, 6] as const) {
  Deno.test(`the reference takes the golden path down the ideal landscapes (clamps ${clamp})`, () =>
    tf.tidy(() => {
      const expected = golden.oracle[`clamp${clamp}`];
      const { answer, infos } = solve(toTensor(golden.oracle.y_star), {
        ...reference.sampler,
        innerSteps: golden.oracle.steps,
        clampJump: clamp,
        clampDescent: clamp,
        clampFinal: clamp,
      }, toTensor(golden.inputs.y_init));
      assert(worstError(answer, expected.returned_scaled) < 2e-5);
      const { shape, data } = expected.y0 as GoldenArray;
      infos.slice(1).forEach(({ answer, t }) => {
        const part = data.slice((9 - t) * 20, (10 - t) * 20);
        assert(worstError(answer, { shape: shape.slice(1), data: part }) < 1e-4, `level ${t}`);
      });
    }));
}

interface Floor {
  readonly name: string;
  readonly difficulty: keyof typeof additionRange;
  readonly options: SamplerOptions;
  /** Mean squared error, and how far off it may be. */
  readonly error: number;
  readonly tolerance: number;
}

const withClamps = (clamp: number, answerScale: SamplerOptions["answerScale"]) => ({
  ...reference.sampler,
  clampJump: clamp,
  clampDescent: clamp,
  clampFinal: clamp,
  answerScale,
});

const oracle = golden.oracle.addition;
const floors: Floor[] = [
  {
    name: "reference",
    difficulty: "same",
    options: reference.sampler,
    error: 1.3165e-4,
    tolerance: 0.01 * 1.3165e-4,
  },
  {
    name: "reference, unscaled",
    difficulty: "same",
    options: withClamps(2, "unscaled"),
    error: 0,
    tolerance: 1e-10,
  },
  {
    name: "reference",
    difficulty: "harder",
    options: reference.sampler,
    error: 0.56,
    tolerance: 0.02 * 0.56,
  },
  {
    name: "reference, unscaled",
    difficulty: "harder",
    options: withClamps(2, "unscaled"),
    error: oracle.ood_clamp2.returned_unscaled.mse,
    tolerance: 0.02 * 0.54,
  },
  {
    name: "reference, clamps of 6",
    difficulty: "harder",
    options: withClamps(6, "scaled"),
    error: 8.22e-4,
    tolerance: 0.01 * 8.22e-4,
  },
  {
    name: "reference, unscaled, clamps of 6",
    difficulty: "harder",
    options: withClamps(6, "unscaled"),
    error: 0,
    tolerance: 1e-10,
  },
  {
    name: "corrected",
    difficulty: "harder",
    options: corrected.sampler,
    error: 0,
    tolerance: 1e-10,
  },
];

for (const { name, difficulty, options, error, tolerance } of floors) {
  Deno.test(`the error that sampling leaves on ideal landscapes of addition: ${difficulty}, ${name}`, () =>
    tf.tidy(() => {
      const { answer } = addition(random.key(7), 400, additionRange[difficulty]);
      const found = solve(answer, options).answer;
      const actual = tf.mean(tf.squaredDifference(found, answer)).dataSync()[0]!;
      assertAlmostEquals(actual, error, tolerance);
      if (options.answerScale === "scaled" && difficulty === "same") {
        assert(distance(found, tf.mul(answer, schedule.sqrtAlphaBar[0]!)) < 2e-5);
      }
    }));
}
