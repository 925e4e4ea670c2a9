/** Runs of Feynman-Kac correctors: lineages, populations, the start and a step. */
import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import {
  FKC_BETA,
  FKC_SCALE,
  FKC_SCHEDULE,
  fkcModel,
  fkcSampler,
  fkcTarget,
  runFkc,
} from "lib/papers/pita/fkc.ts";
import { effectiveCurves } from "lib/papers/pita/fkc_weights.ts";
import { random, type Tensor, tf } from "lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());

/** Two steps that choose the given ancestors, and leave each particle where it began. */
const choosing = (first: readonly number[], second: readonly number[]) =>
  ({
    steps: 2,
    init: (key, _context, shape) => ({ x: random.normal(key, shape) }),
    step: (_key, _context, { x }, k) => [
      { x: tf.clone(x) },
      { ancestors: tf.tensor1d([...[first, second][k]!], "int32"), ess: tf.scalar(1) },
    ],
    result: ({ x }) => tf.clone(x),
  }) as Pick<ReturnType<typeof fkcSampler>, "steps" | "init" | "step" | "result"> as ReturnType<
    typeof fkcSampler
  >;

Deno.test("survivors are those at the first step whose offspring are left", () => {
  // The second step keeps offspring of two particles, both of which come from the first one.
  const sampler = choosing([0, 0, 1, 2], [0, 1, 0, 1]);
  assertEquals(runFkc(sampler, { particles: 4, seed: 1 }).survivors, 1);
  assertEquals(runFkc(sampler, { particles: 8, seed: 1, populations: 2 }).survivors, 2);
  const other = choosing([0, 0, 1, 2], [2, 2, 1, 3]);
  assertEquals(runFkc(other, { particles: 4, seed: 1 }).survivors, 3);
});

Deno.test("populations stand one behind the other, and each has a key of its own", () => {
  const sampler = choosing([0, 1, 2], [0, 1, 2]);
  const { points } = runFkc(sampler, { particles: 6, seed: 3, populations: 2 });
  const [first, second] = [0, 1].map((part) =>
    values(random.normal(random.fold(random.key(3), part), [3, 2]))
  );
  assertEquals(Array.from(points.values), [...first!, ...second!]);
  assertNotEquals(first, second);
  const alone = runFkc(sampler, { particles: 3, seed: 3 }).points;
  assertEquals(Array.from(alone.values), values(random.normal(random.key(3), [3, 2])));
});

Deno.test("particles begin as p³ under the widest noise, and drift by three times its score", () => {
  const count = 4000, steps = 10, [h, model] = [FKC_SCHEDULE.h(1), fkcModel()];
  // From a deviation of 10 down to .01.
  assertAlmostEquals(h + 0.01 ** 2, 10 ** 2, 1e-9);
  const sampler = fkcSampler({ scheme: "target score", corrector: "none" }, steps, "graph");
  const start = sampler.init(random.key(2), {}, [count, 2]);
  const square = (x: Tensor) => values(tf.mean(tf.square(x)))[0]!;
  const error = 5 * Math.sqrt(2 / (2 * count));
  assertAlmostEquals(square(start.x) / (h / FKC_BETA), 1, error);
  const [after] = sampler.step(random.key(3), {}, start, 0);
  // What is left of the step is noise of its variance, and of the score there is nothing in it.
  const variance = FKC_SCHEDULE.g2(1) / steps, score = model.score(start.x, h);
  const drift = tf.mul(score, variance * FKC_BETA);
  const noise = tf.div(tf.sub(tf.sub(after.x, start.x), drift), Math.sqrt(variance));
  assertAlmostEquals(square(noise), 1, error);
  const overlap = values(tf.mean(tf.mul(noise, score)))[0]! / Math.sqrt(square(score));
  assertAlmostEquals(overlap, 0, 5 / Math.sqrt(2 * count));
});

Deno.test("the target is the model's third power, up to a factor", () => {
  const x = fkcModel().sample(random.key(4), 200);
  const [one, three] = [fkcModel(), fkcTarget()].map((of) => values(of.energy(x)));
  const shift = three![0]! - 3 * one![0]!;
  three!.forEach((e, i) => assertAlmostEquals(e - 3 * one![i]!, shift, 0.02));
});

Deno.test("curves of the effective sample size stand at the noise that each step leaves", () => {
  const steps = 3, particles = 12, points = effectiveCurves({ particles, steps, seed: 1 });
  // h = .01²·(1000^{2t} - 1) at t = 2/3, 1/3 and 0.
  const left = [2, 1, 0].map((k) =>
    FKC_SCALE * 0.01 * Math.sqrt(Math.expm1(2 * k / steps * Math.log(1000)))
  );
  assertEquals(points.length, 3 * steps);
  points.forEach(({ x, y }, i) => {
    assertAlmostEquals(x, left[i % steps]!, 1e-5 * Math.max(1, x));
    assert(y >= 1 / particles - 1e-6 && y <= 1 + 1e-6, `${y}`);
  });
});
