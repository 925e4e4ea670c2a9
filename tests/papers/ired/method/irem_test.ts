/** IREM against arithmetic in float64. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, tf } from "../../../../lib/tensor/mod.ts";
import {
  irem as method,
  type IremOptions,
  iremStart,
} from "../../../../lib/papers/ired/method/irem.ts";
import { corrected, reference } from "../../../../lib/papers/ired/method/options.ts";
import { schedule } from "./ideal.ts";
import { bowl } from "./noising_network.ts";
import { stepping } from "../../../support/stepping.ts";

const [w, a] = [0.3, 0.8];
const irem: IremOptions = { ...reference.loss.irem, stepSize: 0.7 };

Deno.test("the starts are uniform from 0 to 1 as released, or around zero", () =>
  tf.tidy(() => {
    for (const [start, low] of [["zero-to-one", 0], ["plus-minus-one", -1]] as const) {
      const y = iremStart(random.key(1), [1000], { start }).dataSync<"float32">();
      assert(y.every((v) => v >= low && v <= 1));
      assertAlmostEquals(y.reduce((sum, v) => sum + v) / 1000, (low + 1) / 2, 0.06);
    }
  }));

Deno.test("the gradient is truncated: only the last of five steps depends on the parameters", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(1), [4, 3]), answer = random.normal(random.key(2), [4, 3]);
    const key = random.key(3);
    const params = bowl.init(key);
    const setting = { network: bowl, schedule, options: { ...reference.loss, irem }, hooks: {} };
    const batch = { condition: { x }, answer };
    const { parts, gradients } = method.lossAndGradients(setting, params, batch, key);
    const value = parts.loss, grads = [gradients.w, gradients.a];
    const [xs, ys] = [x.dataSync(), answer.dataSync()];
    const start = iremStart(key, [4, 3], irem).dataSync();
    const expected = { value: 0, w: 0, a: 0, whole: 0 };
    start.forEach((first, i) => {
      const target = a * xs[i]!;
      let y = first, before = first, slope = 0; // slope = dy/dw along all steps
      for (let k = 0; k < 5; k++) {
        before = y;
        slope = slope * (1 - irem.stepSize * w) - irem.stepSize * (y - target);
        y -= irem.stepSize * w * (y - target);
      }
      const error = y - ys[i]!;
      expected.value += error ** 2 / 12;
      expected.w += 2 * error * -irem.stepSize * (before - target) / 12;
      expected.a += 2 * error * irem.stepSize * w * xs[i]! / 12;
      expected.whole += 2 * error * slope / 12;
    });
    assertAlmostEquals(value.dataSync()[0]!, expected.value, 1e-6);
    assertAlmostEquals(grads[0]!.dataSync()[0]!, expected.w, 1e-6);
    assertAlmostEquals(grads[1]!.dataSync()[0]!, expected.a, 1e-6);
    assert(Math.abs(expected.w - expected.whole) > 0.01, "a whole gradient would be another");
  }));

Deno.test("in training, too, all steps but the last are clamped", () =>
  tf.tidy(() => {
    // Each step turns y to -3y, and is cut to ±0.5; the last one is not.
    const tripling = {
      ...irem,
      steps: 3,
      stepSize: 4 / w,
      clamp: 0.5,
      start: "plus-minus-one",
    } as const;
    const params = bowl.init(random.key(1)), key = random.key(5), answer = tf.zeros([2, 3]);
    const options = { ...corrected.loss, irem: tripling };
    const setting = { network: bowl, schedule, options, hooks: {} };
    const batch = { condition: { x: tf.zeros([2, 3]) }, answer };
    const within = (v: number) => Math.max(-0.5, Math.min(0.5, v));
    const ends = Array.from(iremStart(key, [2, 3], tripling).dataSync(), (first) =>
      -3 * within(-3 * within(-3 * first)));
    assert(ends.some((end) =>
      Math.abs(end) === 1.5
    ));
    const { parts } = method.lossAndGradients(setting, params, batch, key);
    const expected = ends.reduce((sum, end) => sum + end ** 2, 0) / 6;
    assertAlmostEquals(parts.loss.dataSync()[0]!, expected, 1e-5);
  }));

Deno.test("solving is the same descent, with a clamp where there is one", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(1), [4, 3]);
    // One network for all of them, whose compiled steps are shared.
    for (
      const [innerSteps, clamp, stepSize] of [
        [5, Infinity, 0.7],
        [0, Infinity, 0.7],
        [12, 0.5, 0.7],
        [12, 0.5, 0.2],
        [5, Infinity, 0.2],
      ] as const
    ) {
      const options = { ...corrected.sampler, innerSteps };
      const chosen = { ...irem, clamp, stepSize };
      const sampler = stepping(
        method.solver({ network: bowl, schedule, options, irem: chosen, mode: "eager" }),
      );
      const solving = sampler.encode(bowl.init(random.key(1)), { x });
      const state = sampler.init(random.key(2), [4, 3]);
      const [next, info] = sampler.step(solving, state);
      assertEquals([state.t, next.t, info.t], [0, -1, 0]);
      assertEquals(info.energies.shape, [innerSteps + 1, 4]);
      const expected = Array.from(state.y.dataSync(), (first, i) => {
        let y = first;
        for (let k = 0; k < innerSteps; k++) {
          y -= stepSize * w * (y - a * x.dataSync()[i]!);
          y = Math.min(clamp, Math.max(-clamp, y));
        }
        return y;
      });
      sampler.answer(next).dataSync().forEach((v, i) => assertAlmostEquals(v, expected[i]!, 1e-6));
      const last = info.energies.dataSync().slice(-4);
      const energy = expected.slice(0, 3)
        .reduce((sum, y, i) => sum + w / 2 * (y - a * x.dataSync()[i]!) ** 2, 0);
      assertAlmostEquals(last[0]!, energy, 1e-6);
    }
  }));
