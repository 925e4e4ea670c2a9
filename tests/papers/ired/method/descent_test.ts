import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { random, type Tensor, type Tensor1D, tf } from "../../../../lib/tensor/mod.ts";
import {
  descend,
  descendLast,
  type DescentState,
  startDescent,
} from "../../../../lib/papers/ired/method/descent.ts";
import { levelsAt } from "../../../../lib/diffusion/levels.ts";
import { mineNegatives } from "../../../../lib/papers/ired/method/negatives.ts";
import { addNoise, clampTo, holdObserved } from "../../../../lib/diffusion/noising.ts";
import { reference } from "../../../../lib/papers/ired/method/options.ts";
import { schedule, sumPerExample } from "./ideal.ts";

const numbers = (x: Tensor) => Array.from(x.dataSync());
const levels = (t: number[], rank = 2) =>
  levelsAt(schedule, tf.tensor1d(t, "int32") as Tensor1D, rank);

/** Energies c·y²/2, summed over entries; c like y. */
const parabola = (c: Tensor) => (y: Tensor) => sumPerExample(tf.mul(tf.mul(c, 0.5), tf.square(y)));

const FAR = () => tf.scalar(1e6);

Deno.test("descend() never raises an energy, whatever the landscape, level and step", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.1, max: 30, noNaN: true }),
      fc.double({ min: 0.05, max: 10, noNaN: true }),
      (seed, t, multiplier, bound) =>
        tf.tidy(() => {
          const [yKey, waveKey] = random.split(random.key(seed));
          const y = random.normal(yKey!, [t.length, 5]);
          const wave = random.uniform(waveKey!, [t.length, 5], -8, 8);
          const landscape = (z: Tensor) =>
            sumPerExample(tf.add(tf.square(z), tf.sin(tf.mul(wave, z))));
          let state: DescentState = startDescent(landscape, y);
          for (let k = 0; k < 6; k++) {
            const [next, { accepted }] = descend(landscape, state, {
              levels: levels(t),
              multiplier,
              bound: tf.scalar(bound),
            });
            const before = numbers(state.energy), after = numbers(next.energy);
            const moved = numbers(accepted);
            const old = state.y.arraySync() as number[][], now = next.y.arraySync() as number[][];
            after.forEach((e, i) => {
              assert(e <= before[i]!, `${e} after ${before[i]}`);
              if (!moved[i]) assertEquals([e, now[i]!], [before[i]!, old[i]!]);
              else assert(now[i]!.every((v) => Math.abs(v) <= Math.fround(bound)));
            });
            // What the state carries along is what would be computed anew.
            const anew = startDescent(landscape, next.y);
            assertEquals(numbers(next.energy), numbers(anew.energy));
            assertEquals(numbers(next.gradient), numbers(anew.gradient));
            state = next;
          }
        }),
    ),
    { numRuns: 15 },
  );
});

Deno.test("a tie is accepted: a step to the other side of the minimum moves", () =>
  tf.tidy(() => {
    const y = tf.tensor2d([[1.5, -0.25]]);
    // λ·multiplier = 2, so that y - 2y = -y has the same energy.
    const at = levels([0]);
    const one = { ...at, stepSize: tf.ones([1, 1]) };
    const step = { levels: one, multiplier: 2, bound: FAR() };
    const landscape = parabola(tf.ones([1, 2]));
    const [next, { accepted }] = descend(landscape, startDescent(landscape, y), step);
    assertEquals(numbers(accepted), [1]);
    assertEquals(numbers(next.y), [-1.5, 0.25]);
  }));

Deno.test("the test is each example's own, and takes or refuses it whole", () =>
  tf.tidy(() => {
    const y = tf.tensor2d([[1, 1], [1, 1], [1, 1]]);
    const c = tf.tensor2d([[1, 1], [1, 5], [5, 5]]);
    const one = { ...levels([3]), stepSize: tf.ones([1, 1]) };
    const landscape = parabola(c);
    const step = { levels: one, multiplier: 1, bound: FAR() };
    const [next, { accepted }] = descend(landscape, startDescent(landscape, y), step);
    assertEquals(numbers(accepted), [1, 0, 0]);
    // The second example's first entry would have reached its minimum; its second one overshot.
    assertEquals(numbers(next.y), [0, 0, 1, 1, 1, 1]);
    assertEquals(numbers(next.energy), [0, 3, 5]);
    assertEquals(numbers(next.gradient), [0, 0, 1, 5, 5, 5]);
  }));

Deno.test("a proposal whose energy is not a number is refused", () =>
  tf.tidy(() => {
    const y = tf.tensor2d([[1], [1]]);
    const slope = tf.tensor2d([[2], [0.5]]);
    // Energy √y·2·slope, not a number left of zero.
    const landscape = (z: Tensor) => sumPerExample(tf.mul(tf.mul(2, slope), tf.sqrt(z)));
    const one = { ...levels([3]), stepSize: tf.ones([1, 1]) };
    const step = { levels: one, multiplier: 1, bound: FAR() };
    const [next, { accepted }] = descend(landscape, startDescent(landscape, y), step);
    assertEquals(numbers(accepted), [0, 1]);
    assertEquals(numbers(next.y), [1, 0.5]);
    assertEquals(numbers(next.energy), [4, Math.fround(Math.sqrt(0.5))]);
  }));

Deno.test("descendLast() takes the step of descend()", () =>
  tf.tidy(() => {
    const y = random.normal(random.key(1), [8, 3]);
    const c = random.uniform(random.key(2), [8, 3], 0, 20);
    const landscape = parabola(c);
    const state = startDescent(landscape, y);
    const step = { levels: levels([9, 8, 7, 6, 5, 4, 3, 0]), multiplier: 1, bound: tf.scalar(1) };
    const [next, { accepted }] = descend(landscape, state, step);
    const last = descendLast(landscape, state, step);
    assertEquals(new Set(numbers(accepted)).size, 2, "some move, some stay");
    assertEquals(numbers(last.y), numbers(next.y));
    assertEquals(numbers(last.energy), numbers(next.energy));
    assertEquals(numbers(last.accepted), numbers(accepted));
  }));

Deno.test("observed are held exactly by noise and by steps, at every level", () =>
  tf.tidy(() => {
    const t = Array.from({ length: 10 }, (_, i) => i);
    const [yKey, maskKey, noiseKey] = random.split(random.key(3), 3);
    const y = random.uniform(yKey!, [10, 40], -1, 1);
    const mask = tf.cast(tf.less(random.uniform(maskKey!, y.shape), 0.4), "float32");
    const noise = random.normal(noiseKey!, y.shape);
    const values = tf.sign(y);
    const at = levels(t), observed = { mask, values };
    const expected = numbers(tf.mul(at.scale, values));
    const given = numbers(mask);
    const assertHeld = (z: Tensor) => {
      const found = numbers(z);
      given.forEach((m, i) => m === 1 && assertEquals(found[i], expected[i]));
      assert(given.some((m, i) => m === 0 && found[i] !== expected[i]), "the others are free");
    };
    const noisy = addNoise(y, noise, at, observed);
    assertHeld(noisy);
    assertHeld(holdObserved(noise, observed, at));
    const landscape = parabola(tf.onesLike(y));
    const state = startDescent(landscape, noisy);
    const step = { levels: at, multiplier: 1, bound: tf.scalar(3), observed };
    const [next, { accepted }] = descend(landscape, state, step);
    assertEquals(numbers(accepted), t.map(() => 1));
    assertHeld(next.y);
    assertHeld(descendLast(landscape, state, step).y);
  }));

Deno.test("the bound of a step limits what is observed, too", () =>
  tf.tidy(() => {
    const at = levels([5]), y = tf.tensor2d([[0.5, 0.5]]), landscape = parabola(tf.zeros([1, 2]));
    const observed = { mask: tf.tensor2d([[1, 0]]), values: tf.tensor2d([[3, 0]]) };
    const step = { levels: at, multiplier: 1, bound: tf.mul(at.scale, 2), observed };
    const [next] = descend(landscape, startDescent(landscape, y), step);
    assertEquals(numbers(next.y), [Math.fround(2 * numbers(at.scale)[0]!), 0.5]);
  }));

Deno.test("clampTo() takes numbers and one bound per example", () =>
  tf.tidy(() => {
    const y = tf.tensor2d([[-3, 0.5, 3], [-3, 0.5, 3]]);
    assertEquals(numbers(clampTo(y, tf.scalar(2))), [-2, 0.5, 2, -2, 0.5, 2]);
    const bounds = tf.tensor2d([[1], [0.25]]);
    assertEquals(numbers(clampTo(y, bounds)), [-1, 0.5, 1, -0.25, 0.25, 0.25]);
  }));

Deno.test("mining costs one energy per step and one more, and one gradient less", () => {
  for (const [steps, energies, gradients] of [[0, 0, 0], [1, 2, 1], [2, 3, 2], [4, 5, 4]]) {
    tf.tidy(() => {
      let asked = 0, sloped = 0;
      const watched = tf.customGrad((y) => ({
        value: y as Tensor,
        gradFunc: (dy: Tensor) => {
          sloped++;
          return tf.clone(dy);
        },
      }));
      const landscape = (y: Tensor) => {
        asked++;
        return sumPerExample(tf.square(watched(y)));
      };
      const y = random.normal(random.key(1), [3, 4]), noise = random.normal(random.key(2), [3, 4]);
      const options = { ...reference.loss.mining, steps: steps! };
      mineNegatives(landscape, y, noise, levels([1, 5, 9]), options);
      assertEquals([asked, sloped], [energies, gradients], `${steps} steps`);
    });
  }
});

Deno.test("mined negatives keep the observed and the clamp", () =>
  tf.tidy(() => {
    const y = tf.sign(random.normal(random.key(4), [10, 20]));
    const mask = tf.cast(tf.less(random.uniform(random.key(5), y.shape), 0.5), "float32");
    const noise = random.normal(random.key(6), y.shape);
    const at = levels(Array.from({ length: 10 }, (_, i) => i));
    const landscape = parabola(tf.fill(y.shape, -0.01)); // drives outwards, to the bound
    const options = { ...reference.loss.mining, bound: "per-example", clamp: 1.5 } as const;
    const found = mineNegatives(landscape, y, noise, at, options, { mask, values: y });
    const entries = numbers(found), given = numbers(mask), truth = numbers(y);
    assert(entries.every((v) => Math.abs(v) <= 1.5));
    assert(entries.some((v) => Math.abs(v) > 1.5 - 1e-6));
    given.forEach((m, i) => m === 1 && assert(Math.abs(entries[i]! - truth[i]!) < 1e-6));
  }));
