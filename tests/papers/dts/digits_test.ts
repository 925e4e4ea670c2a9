/** Chains of digits at the smallest sizes. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { readDigits } from "lib/datasets/digits.ts";
import { digitChain } from "lib/papers/dts/digits/chain.ts";
import { accuracy, digitPosterior, digitSearch } from "lib/papers/dts/digits/experiment.ts";
import {
  classifierSpec,
  digitDenoiser,
  digitsAt,
  digitSchedule,
  halfOf,
  ofClass,
  PIXELS,
  trainClassifier,
  trainDenoiser,
} from "lib/papers/dts/digits/networks.ts";
import { digitFindings, digitSearchRows, digitTable } from "lib/papers/dts/digits/report.ts";
import { rollouts, weighted } from "lib/papers/dts/digits/samplers.ts";
import { initialize } from "lib/nn/parameters.ts";
import { random, tf } from "lib/tensor/mod.ts";

const untrained = () => ({
  denoiser: digitDenoiser.init(random.key(1)),
  reward: initialize(random.key(2), classifierSpec),
  judge: initialize(random.key(3), classifierSpec),
});

Deno.test("the chain ends in noise as strong as the plane's", () => {
  assertAlmostEquals(digitSchedule.alphaBar.at(-1)!, 0.0243, 0.002);
});

Deno.test("a push that is cut to nothing leaves the mean, and weights, as they are", () => {
  const { denoiser, reward } = untrained(), chain = digitChain(denoiser, reward, 3);
  const key = random.key(4), x = chain.start(key, 5);
  const still = chain.guided(x, 20, key, { lambda: 1, longest: 0 });
  const free = chain.guided(x, 20, key, { lambda: 1, longest: 1e9 });
  assert(still.corrections.every((c) => Math.abs(c) < 1e-6));
  assert(free.corrections.every((c) => c !== 0));
  // The same noise: the difference is the push, λσ²∇r, which raises r(x̂_0) of what is not yet noised.
  const push = free.x.map((v, i) => v - still.x[i]!), sigma2 = digitSchedule.posteriorVariance[19]!;
  const STEP = 1e-2, moved = x.map((v, i) => v + STEP * push[i]! / sigma2);
  const [before, after] = [chain.value(x, 20), chain.value(moved, 20)];
  for (let i = 0; i < 5; i++) {
    let square = 0;
    for (let p = 0; p < PIXELS; p++) square += (push[i * PIXELS + p]! / sigma2) ** 2;
    assertAlmostEquals((after[i]! - before[i]!) / STEP, square, 0.05 * square + 1e-3);
  }
  chain.dispose();
});

Deno.test("weights draw the ends of a class more often", () => {
  const { denoiser, reward } = untrained(), chain = digitChain(denoiser, reward, 3);
  const ends = rollouts(chain, 40, 1), drawn = weighted(chain, ends, 200, 2);
  const mean = (v: Float32Array) => v.reduce((a, b) => a + b, 0) / v.length;
  assert(mean(chain.value(drawn.x, 0)) > mean(chain.value(ends, 0)));
  assertEquals(drawn.evaluations, 40 * 50);
  chain.dispose();
  assertThrows(() => digitChain(denoiser, reward, 10), RangeError, "accepted are 0 to 9");
});

Deno.test("short trainings learn, all samplers draw, and nothing is left behind", async () => {
  const train = await readDigits("train"),
    real = {
      test: await readDigits("test"),
      validation: await readDigits("validation"),
    };
  const few = digitsAt(train, Array.from({ length: 800 }, (_, i) => 8 * i));
  const [first, second] = [halfOf(few, 0), halfOf(few, 1)];
  assertEquals([first.count, second.count], [400, 400]);
  assertEquals(ofClass(few, 3).labels.every((label) => label === 3), true);
  const before = tf.memory().numTensors, losses: number[] = [];
  const reward = trainClassifier(first, { seed: 1, steps: 60 });
  const judge = trainClassifier(second, { seed: 2, steps: 60 });
  assert(accuracy(judge, real.validation) > 0.5);
  const denoiser = trainDenoiser(few, {
    ...{ seed: 1, steps: 40 },
    observe: (_, loss) => void losses.push(loss),
  });
  assert(losses.at(-1)! < 0.9 * losses[0]!, losses.join());
  const networks = { denoiser, reward, judge }, chain = digitChain(denoiser, reward, 0);
  const plenty = rollouts(chain, 160, 5);
  chain.dispose();
  const options = { digit: 3, seed: 1, particles: 24, count: 8, plenty };
  const { rows, images } = digitPosterior(networks, real, options);
  assertEquals(rows.length, 1 + Object.keys(images).length);
  for (const row of rows.slice(2, -1)) {
    assert(row.evaluations >= 1200 && row.evaluations < 1600, `${row.method} ${row.evaluations}`);
    assert(row.right >= 0 && row.right <= 1 && Number.isFinite(row.frechet));
  }
  const searches = digitSearch(networks, { digit: 3, seed: 1, plenty, budgets: [50, 100, 200] });
  const best = searches.filter(({ method }) => method === "DTS*").map((row) => row.best);
  assert(best[0]! <= best[1]! && best[1]! <= best[2]!, "the best so far never gets worse");
  tf.dispose([reward, judge, denoiser] as never);
  assertEquals(tf.memory().numTensors, before);
  const record = {
    machine: "",
    particles: 8,
    count: 8,
    rows,
    searches,
    accuracies: { reward: 1, judge: 1 },
  };
  assertEquals(digitTable(rows).length, rows.length);
  assertEquals(digitSearchRows(searches).length, 12);
  assertEquals(digitFindings(record).length, 2);
});
