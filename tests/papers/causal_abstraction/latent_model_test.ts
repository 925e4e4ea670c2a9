/** The latent model: its densities, R², and that a short run learns. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { dag } from "lib/datasets/dag.ts";
import { normals } from "lib/datasets/normal.ts";
import { rng } from "lib/datasets/rng.ts";
import { initialize } from "lib/nn/parameters.ts";
import {
  FAMILIES,
  latentExperiment,
  TRAINING,
  VARIANTS,
} from "lib/papers/causal_abstraction/experiment.ts";
import {
  contextOf,
  encodeNoise,
  guessSets,
  latentModelSpec,
  pairLoss,
  solve,
} from "lib/papers/causal_abstraction/latent_model.ts";
import { readLatentRecord, RECORD } from "lib/papers/causal_abstraction/record.ts";
import { columnsOf, rSquared } from "lib/papers/causal_abstraction/r_squared.ts";
import { random, type Tensor2D, tf } from "lib/tensor/mod.ts";

const config = { variables: 3, family: [[0, 1], [2]], width: 8, solutionWidth: 8 };

Deno.test("contexts: all other noises, and of the set only those before", () => {
  assertEquals(contextOf([0, 1], 3), [[0, 0, 1], [1, 0, 1], [1, 1, 0]]);
  assertEquals(contextOf([2], 3)[2], [1, 1, 0]);
  assertEquals(contextOf([0, 1, 2], 3), [[0, 0, 0], [1, 0, 0], [1, 1, 0]]);
});

Deno.test("slopes are the derivatives of the solution functions", () => {
  const params = initialize(random.key(1), latentModelSpec(config));
  const context = contextOf([0, 1], 3).map((row) => tf.tensor1d(row));
  const at = (values: number[]) => {
    const { z, logSlope } = solve(params, tf.tensor2d([values]), context);
    return { z: z.dataSync(), slope: Array.from(logSlope.dataSync(), Math.exp) };
  };
  const base = [0.3, -0.7, 0.2], step = 0.05;
  for (let i = 0; i < 3; i++) {
    const moved = base.map((x, k) => k === i ? x + step : x);
    const [one, two] = [at(base), at(moved)];
    assert(Math.abs((two.z[i]! - one.z[i]!) / step - one.slope[i]!) < 1e-4);
  }
});

Deno.test("posteriors over the family sum to one, for pairs of any likelihood", () => {
  const params = initialize(random.key(2), latentModelSpec(config));
  const x = random.normal(random.key(3), [5, 3]) as Tensor2D;
  const after = random.normal(random.key(4), [5, 3]) as Tensor2D;
  const { loss, posterior } = pairLoss(params, config, { x, after }, tf.scalar(0.3), random.key(5));
  assert(Number.isFinite(loss.dataSync()[0]!));
  assertEquals(posterior.shape, [2, 5]);
  for (const sum of tf.sum(posterior, 0).dataSync()) assert(Math.abs(sum - 1) < 1e-5);
  const { logScale } = encodeNoise(params, tf.mul(x, 1e4));
  assert(logScale.dataSync().every((s) => s >= -6 && s <= 1));
});

Deno.test("guesses: the posterior, or balanced so that each set has its share of the batch", () => {
  const logits = random.normal(random.key(6), [3, 64]) as Tensor2D;
  const biased = tf.add(logits, tf.tensor2d([[4], [0], [-3]])) as Tensor2D;
  const share = (balance: number) => {
    const weights = guessSets(biased, tf.scalar(balance));
    for (const sum of tf.sum(weights, 0).dataSync()) assert(Math.abs(sum - 1) < 1e-5);
    return tf.mean(weights, 1).dataSync();
  };
  const posterior = tf.mean(tf.softmax(tf.transpose(biased) as Tensor2D), 0).dataSync();
  share(0).forEach((value, i) => assert(Math.abs(value - posterior[i]!) < 1e-5));
  assert(share(0)[2]! < 0.02);
  for (const value of share(1)) assert(Math.abs(value - 1 / 3) < 0.02, `${value}`);
});

Deno.test("the bound: with the posterior the negative log evidence, with other weights above it", () => {
  const params = initialize(random.key(2), latentModelSpec(config));
  const x = random.normal(random.key(3), [9, 3]) as Tensor2D;
  const after = random.normal(random.key(4), [9, 3]) as Tensor2D;
  const at = (balance: number) =>
    pairLoss(params, config, { x, after }, tf.scalar(0.3), random.key(5), tf.scalar(balance))
      .loss.dataSync()[0]!;
  assert(at(1) > at(0) + 1e-3, `${at(1)} above ${at(0)}`);
});

Deno.test("the bound where networks say 0: misfit, the prior of all noises, and that of what is new", () => {
  const own = { ...config, variables: 2, family: [[0], [1]] };
  const drawn = initialize(random.key(2), latentModelSpec(own));
  const params = Object.fromEntries(
    Object.entries(drawn).map(([name, p]) => [
      name,
      /^solution.*3.bias/.test(name) ? tf.tensor1d([0, 3]) : tf.zerosLike(p),
    ]),
  );
  const rows = (value: number) => tf.fill([500, 2], value) as Tensor2D;
  const { loss, posterior } = pairLoss(
    params,
    own,
    { x: rows(0.5), after: rows(-1) },
    tf.scalar(0.7),
    random.key(5),
  );
  // e ~ N(0, e⁻⁴) against N(0, 1), and z = b·e of the one that is intervened upon against it too.
  const misfit = 2 * (0.5 ** 2 + 1) / (2 * 0.7 ** 2), scale = Math.exp(-2);
  const divergence = (deviation: number) => (deviation ** 2 - 1) / 2 - Math.log(deviation);
  const slope = 0.2 + Math.log(1 + Math.exp(3 + 0.2));
  const expected = misfit + 2 * divergence(scale) + divergence(slope * scale);
  // z² of 1,000 pairs and sets: five standard errors.
  const within = 5 * (slope * scale) ** 2 / Math.sqrt(2 * 1000);
  assert(Math.abs(loss.dataSync()[0]! - expected) < within, `${loss.dataSync()[0]} ${expected}`);
  // Both sets are as likely.
  assert(Math.abs(tf.mean(tf.slice(posterior, [0, 0], [1, 500])).dataSync()[0]! - 0.5) < 0.05);
});

Deno.test("the bound where networks pass all on: new noise is that of the second observation, and all other is shared", () => {
  const own = { variables: 2, family: [[0], [1]], width: 4, solutionWidth: 4 };
  // No hidden layer says anything: e is x, ± e⁻⁵, but where x₀ = 1, ± e⁻² in its first coordinate.
  const entries: Record<string, number[]> = {
    "encoder/skip/kernel": [1, 0, 3, 0, 0, 1, 0, 0],
    "encoder/skip/bias": [0, 0, -3, -3],
    "decoder/skip/kernel": [1, 0, 0, 1],
  };
  const params = Object.fromEntries(
    Object.entries(initialize(random.key(2), latentModelSpec(own))).map(([name, p]) => [
      name,
      entries[name] ? tf.tensor(entries[name], p.shape) : tf.zerosLike(p),
    ]),
  );
  const count = 1000, sigma = 0.1, rows = (x: number[]) => tf.tile(tf.tensor2d([x]), [count, 1]);
  const { loss, posterior } = pairLoss(
    params,
    own,
    { x: rows([0, 0]), after: rows([1, 0]) },
    tf.scalar(sigma),
    random.key(5),
  );
  // Were {1} the set, both would share e₀, and one of them would be missed by ½ or more.
  const [right] = tf.split(posterior, 2, 0);
  assert(tf.min(right!).dataSync()[0]! > 0.999);
  // So the loss is that of {0}, and ln 2: three noises with a deviation of e⁻⁵, a new one with e⁻².
  const slope = 0.2 + Math.log(1 + Math.exp(0.2)), wide = Math.exp(-4), narrow = Math.exp(-10);
  const misfit = (wide + 3 * narrow) / (2 * sigma ** 2);
  const prior = 2 * ((narrow - 1) / 2 + 5);
  const fresh = (slope ** 2 * (1 + wide) - 1) / 2 - Math.log(slope) + 2;
  const expected = misfit + prior + fresh + Math.LN2;
  // Nearly all spread is that of the new noise ε: (wide/2)(1/σ² + b²)·ε² + b²·e⁻²·ε. Five standard errors.
  const spread = Math.hypot(
    wide / 2 * (1 / sigma ** 2 + slope ** 2) * Math.SQRT2,
    slope ** 2 * Math.exp(-2),
  );
  const found = loss.dataSync()[0]!;
  assert(Math.abs(found - expected) < 5 * spread / Math.sqrt(count), `${found} ${expected}`);
});

Deno.test("R² is of rows that the fit has not seen, and no shift of the wanted matters", () => {
  const [a, b] = columnsOf(normals(rng(1), 4000), 2) as [number[], number[]];
  const sum = a.map((x, i) => x + b[i]!), far = sum.map((x) => x + 50);
  assert(Math.abs(rSquared([a], [far]) - rSquared([a], [sum])) < 1e-6);
  // The second half is the negative of what the first says: 1 - (2x)²/x².
  const turned = a.map((x, i) => i < a.length / 2 ? Math.tanh(x) : -Math.tanh(x));
  assert(Math.abs(rSquared([a], [turned]) + 3) < 0.05, `${rSquared([a], [turned])}`);
});

Deno.test("R²: 1 for functions, 0 for what is independent, the right share between", () => {
  const [a, b] = columnsOf(normals(rng(1), 16_000), 2) as [number[], number[]];
  const bent = a.map((x) => Math.tanh(x) + x / 5), sum = a.map((x, i) => x + b[i]!);
  assert(rSquared([a], [bent]) > 0.98);
  assert(Math.abs(rSquared([a], [b])) < 0.02);
  assert(Math.abs(rSquared([a], [sum]) - 0.5) < 0.03);
  assert(rSquared([a, b], [sum]) > 0.99);
  assertThrows(() => rSquared([a.slice(0, 50)], [b.slice(0, 50)]), RangeError, "at least 140 rows");
});

Deno.test("a short run gets better than it began, and is the same again", () => {
  const run = (steps: number) =>
    latentExperiment({
      name: "test",
      family: FAMILIES["first two together"]!,
      seed: 7,
      training: { steps, starts: 1, batch: 64, firstNoise: 0.3, lastNoise: 0.3 },
      trainingPairs: 1000,
      testPairs: 4000,
    });
  const [none, some, again] = [run(1), run(60), run(60)];
  assert(some.loss < none.loss / 2, `${none.loss} → ${some.loss}`);
  assertEquals([some.loss, some.noise], [again.loss, again.noise]);
  const total = some.sets.flat().reduce((sum, share) => sum + share, 0);
  assert(Math.abs(total - 1) < 1e-9);
});

Deno.test("of several starts the one of least loss is taken", () => {
  const train = (starts: number, rungs: number[]) =>
    latentExperiment({
      ...{ name: "test", family: FAMILIES["singletons"]!, seed: 7 },
      training: { steps: 60, starts, rungs, batch: 32, firstNoise: 0.3, lastNoise: 0.3 },
      trainingPairs: 500,
      testPairs: 4000,
    });
  const [all, halved] = [train(3, []), train(3, [20])];
  assertEquals([all.screened.length, halved.screened.length], [3, 3]);
  assertEquals(all.loss, Math.min(...all.screened));
  assert(halved.loss < Math.min(...halved.screened), "it went on after the first rung");
});

Deno.test("trainings that are none are refused in a sentence", () => {
  const make = () => latentExperiment({ name: "", family: [[0]], seed: 0, variant: "slow" });
  assertThrows(make, RangeError, "accepted are as shipped");
});

Deno.test("graphs whose numbers are no causal order are refused in a sentence", () => {
  const graph = dag(3, [[2, 1]]);
  const make = () => latentExperiment({ name: "", family: [[0]], seed: 0, graph });
  assertThrows(make, RangeError, "number the variables in that order");
});

Deno.test("the shipped record has every family, each with the settings it says", () => {
  const record = readLatentRecord(RECORD)!;
  assertEquals(record.training, TRAINING);
  for (const name of Object.keys(FAMILIES)) {
    const own = record.runs.filter((run) => run.name === name && run.variant === "as shipped");
    assert(new Set(own.map((run) => run.seed)).size >= 5, `${name}: five seeds or more`);
    assertEquals(own.length, new Set(own.map((run) => run.seed)).size, "each once");
  }
  for (const run of record.runs) {
    assertEquals(run.family, FAMILIES[run.name]);
    assert(run.variant in VARIANTS);
    assertEquals(run.screened.length, record.training.starts);
    assert(run.seconds > 0 && run.noise.flat().every((value) => value <= 1));
  }
});
