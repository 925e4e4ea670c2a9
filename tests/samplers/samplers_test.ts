import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { geometricSchedule, type NoiseLevel } from "../../lib/diffusion/variance_schedule.ts";
import { centred, doubleWell, gaussianMixture, gmm40, type Target } from "../../lib/energy/mod.ts";
import { modeVariation, pointsOf, wasserstein2 } from "../../lib/metrics/mod.ts";
import {
  annealedMove,
  langevin,
  likelihood,
  mala,
  monteCarloScore,
  parallelTempering,
  relax,
  reverseSde,
  run,
  temperedSamples,
  weightedSde,
} from "../../lib/samplers/mod.ts";
import { disposeTree, random, type Tensor, tf } from "../../lib/tensor/mod.ts";

const values = (x: Tensor) => Array.from(x.dataSync());
const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
const variance = (all: readonly number[]) => {
  const centre = mean(all);
  return mean(all.map((x) => (x - centre) ** 2));
};

const normal = gaussianMixture({ means: [[0]], deviation: 1 });
const two = gaussianMixture({ means: [[-1.2], [1.2]], deviation: .6, weights: [1, 3] });

Deno.test("MALA keeps a normal law and a mixture's, its steps far from small", () => {
  for (const [target, stepSize] of [[normal, .8], [two, .3]] as const) {
    const start = target.sample(random.key(1), 4000);
    const sampler = mala(target, { steps: 60, stepSize, mode: "graph" });
    const { x } = run(sampler, random.key(2), { start }, [4000, 1]);
    const [before, after] = [values(start), values(x)];
    assertAlmostEquals(
      mean(after),
      mean(target.means.map((m, i) => m[0]! * target.weights[i]!)) *
        target.means.length,
      .06,
    );
    assertAlmostEquals(variance(after), variance(before), .08);
  }
});

Deno.test("states relax to the temperature asked for, and what they begin at is kept", () => {
  for (const temperature of [undefined, 3]) {
    const start = tf.fill([4000, 1], 2) as Tensor;
    const options = { steps: 60, stepSize: .5, key: random.key(6), mode: "graph" as const };
    const x = values(relax(normal, start, { ...options, ...(temperature && { temperature }) }));
    assertAlmostEquals(mean(x), 0, .12);
    assertAlmostEquals(variance(x) / (temperature ?? 1), 1, .1);
    assertEquals(values(start)[7], 2);
  }
  assertThrows(() =>
    relax(normal, tf.zeros([2, 1]), { steps: 0, stepSize: 1, key: random.key(0) })
  );
});

Deno.test("MALA reaches a mixture's law from anywhere, and its flow is the same both ways", () => {
  const start = tf.fill([4000, 1], -1.2) as Tensor;
  const sampler = mala(two, { steps: 150, stepSize: .3, mode: "graph" });
  const state = run(sampler, random.key(3), { start }, [4000, 1]);
  const right = (x: Tensor) => values(x).map((v) => v > 0 ? 1 : 0) as number[];
  const exact = mean(right(two.sample(random.key(4), 40_000)));
  assertAlmostEquals(mean(right(state.x)), exact, .03);
  // Detailed balance: in the stationary law as many go from left to right as from right to left.
  let there = 0, back = 0, last = right(state.x);
  run(sampler, random.key(5), { start: state.x }, [4000, 1], {
    observe(_info, k, { x }) {
      const now = right(x);
      now.forEach((r, i) => r > last[i]! ? there++ : r < last[i]! ? back++ : 0);
      last = now;
      return k === 30;
    },
  });
  assert(there > 300, `${there} crossings`);
  assert(Math.abs(there - back) < 5 * Math.sqrt(there + back), `${there} and ${back}`);
});

Deno.test("MALA's step size adapts to the acceptance asked for", () => {
  const start = normal.sample(random.key(1), 2000);
  const options = {
    steps: 100,
    stepSize: 1e-2,
    adaptFor: 80,
    acceptance: .6,
    mode: "graph",
  } as const;
  const accepted: number[] = [];
  run(mala(normal, options), random.key(2), { start }, [2000, 1], {
    observe: (info, k) => {
      if (k >= 80) accepted.push(values(info.accepted)[0]!);
    },
  });
  assertAlmostEquals(mean(accepted), .6, .08);
});

Deno.test("unadjusted Langevin has the variance that its step size gives: 1/(1 - η/2)", () => {
  const start = random.normal(random.key(1), [20_000, 1]);
  const sampler = langevin(normal, { steps: 60, stepSize: .5, mode: "graph" });
  const { x } = run(sampler, random.key(2), { start }, [20_000, 1]);
  assertAlmostEquals(variance(values(x)), 1 / (1 - .25), .04);
});

Deno.test("parallel tempering finds the weights of modes that MALA cannot leave", () => {
  const apart = gaussianMixture({ means: [[-5], [5]], deviation: .7, weights: [1, 3] });
  const start = tf.fill([500, 1], -5) as Tensor;
  const right = (x: Tensor) => mean(values(x).map((v) => v > 0 ? 1 : 0));
  const stuck = run(mala(apart, { steps: 400, stepSize: .3, mode: "graph" }), random.key(1), {
    start,
  }, [500, 1]);
  assert(right(stuck.x) < .05);
  const sampler = parallelTempering(apart, {
    steps: 400,
    temperatures: [1, 3, 9, 27],
    stepSize: .3,
    mode: "graph",
  });
  let traded = 0;
  const state = run(sampler, random.key(2), { start }, [500, 1], {
    observe: (info) => {
      traded += values(info.traded)[0]! / 400;
    },
  });
  assert(traded > .2, `${traded}`);
  const result = sampler.result(state);
  assertEquals(result.shape, [500, 1]);
  assertAlmostEquals(right(result), .75, .08);
});

Deno.test("chains of tempering that begin far out stay there, unless they settle first", () => {
  const well: Target = {
    shape: [1],
    energy: (x) => tf.sum(tf.mul(3, tf.square(tf.sub(tf.square(x), 1))), 1),
  };
  // As 4.5 % of N(0, 1) are.
  const start = tf.tensor2d(Array.from({ length: 1000 }, (_, i) => [i % 20 ? i % 2 - .5 : 2.6]));
  const options = { steps: 200, stepSize: .05, temperatures: [1, 2, 4], mode: "graph" } as const;
  const far = (from: Tensor) => {
    const sampler = parallelTempering(well, { ...options, adaptFor: 100 });
    const energies: number[] = [];
    const state = run(sampler, random.key(2), { start: from }, [1000, 1], {
      observe: (_info, k, { energy }) => {
        if (k > 150) energies.push(values(tf.max(tf.slice(energy, 0, 1000)))[0]!);
      },
    });
    const x = values(sampler.result(state));
    return { stay: x.filter((u) => Math.abs(u) > 2.2).length, energies };
  };
  const unsettled = far(start);
  assert(unsettled.stay > 40, `${unsettled.stay}`);
  // How the docstring says that it shows.
  assertEquals(new Set(unsettled.energies).size, 1);
  assertAlmostEquals(unsettled.energies[0]!, 3 * (2.6 ** 2 - 1) ** 2, 1e-3);
  const adaptFor = 150, key = random.key(3);
  const settled = relax(well, start, {
    ...{ steps: 150, adaptFor, stepSize: .005, key, mode: "graph" },
  });
  const moved = far(settled);
  assertEquals(moved.stay, 0);
  assert(Math.max(...moved.energies) < 20, `${Math.max(...moved.energies)}`);
});

Deno.test("MALA of particles stays where the centre of mass is 0, at the energies of DW-4", () => {
  const target = doubleWell();
  const start = centred(tf.mul(random.normal(random.key(1), [400, 4, 2]), 2));
  const sampler = mala(target, {
    steps: 1500,
    stepSize: .01,
    adaptFor: 300,
    project: centred,
    mode: "graph",
  });
  const energies: number[] = [];
  const { x } = run(sampler, random.key(2), { start }, [400, 4, 2], {
    observe: (_info, k, { energy }) => {
      if (k >= 500 && k % 50 === 0) energies.push(...values(energy));
    },
  });
  assert(values(tf.max(tf.abs(tf.mean(x, 1))))[0]! < 1e-4);
  // By importance sampling without chains: mean -22.54 ± .02, deviation 1.90. Chains that begin so far out are
  // still .1 above it here (4,000 of them: -22.40, after 5,000 steps -22.53), and 400 tell it to .1.
  assertAlmostEquals(mean(energies), -22.54, .25);
  assertAlmostEquals(Math.sqrt(variance(energies)), 1.9, .12);
});

const gmm = gmm40({ scale: 50 });
const exactScore = (_: Record<never, never>, x: Tensor, { h }: NoiseLevel) => gmm.score(x, h);

Deno.test("the reverse SDE with the exact score samples GMM-40 to the floor of W₂", () => {
  const sampler = reverseSde({
    schedule: geometricSchedule(1e-5, 1),
    score: exactScore,
    steps: 100,
    mode: "graph",
  });
  const x = sampler.result(run(sampler, random.key(3), {}, [1000, 2]));
  const exact = gmm.sample(random.key(4), 1000);
  const distance = 50 * wasserstein2(pointsOf(x), pointsOf(exact));
  assert(distance < 7.5, `${distance}`);
  assert(modeVariation(pointsOf(x), gmm.means, gmm.weights) < .14);
});

Deno.test("the probability flow of the exact score has the exact density", () => {
  const schedule = geometricSchedule(1e-5, 1);
  const x = gmm.sample(random.key(5), 200);
  const options = { schedule, score: exactScore, mode: "graph" } as const;
  const dataVariance = values(tf.moments(gmm.sample(random.key(6), 20_000)).variance)[0]!;
  const found = values(likelihood({ ...options, steps: 120, from: .2, dataVariance })({}, x));
  const exact = values(gmm.logDensity(x));
  // At t = 1 the mixture is not yet quite the normal law that the flow ends in.
  assertAlmostEquals(mean(found), mean(exact), .03);
  const wide = gaussianMixture({ means: [[0, 0]], deviation: .3 });
  const one = likelihood({
    ...options,
    score: (_: Record<never, never>, y: Tensor, { h }: NoiseLevel) => wide.score(y, h),
    from: .2,
    dataVariance: .09,
  });
  const y = wide.sample(random.key(7), 20);
  const error = values(tf.max(tf.abs(tf.sub(one({}, y), wide.logDensity(y)))))[0]!;
  assert(error < 2e-3, `${error}`);
});

Deno.test("samplers leave no tensors behind but their state", () => {
  const before = tf.memory().numTensors;
  const key = random.key(1), start = tf.zeros([4, 2]) as Tensor;
  const samplers = [
    mala(gmm, { steps: 3, stepSize: .1, adaptFor: 1, mode: "graph" }),
    langevin(gmm, { steps: 3, stepSize: .1, mode: "graph" }),
    parallelTempering(gmm, { steps: 3, stepSize: .1, temperatures: [1, 2], mode: "graph" }),
    reverseSde({
      schedule: geometricSchedule(.01, 1),
      score: exactScore,
      steps: 3,
      mode: "graph",
    }),
  ] as const;
  for (const sampler of samplers) {
    // deno-lint-ignore no-explicit-any
    disposeTree(run(sampler as any, key, { start }, [4, 2]));
  }
  key.dispose();
  start.dispose();
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("samplers that make no sense are refused in one sentence", () => {
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => mala(normal, { steps: 0, stepSize: 1 }), "Cannot sample in 0 steps"],
    [() => langevin(normal, { steps: 1, stepSize: 0 }), "Cannot take steps of size 0"],
    [
      () => parallelTempering(normal, { steps: 1, stepSize: 1, temperatures: [1, 3, 2] }),
      "Cannot temper with temperatures [1,3,2]",
    ],
    [
      () => parallelTempering(normal, { steps: 1, stepSize: 1, temperatures: [2, 3] }),
      "rising from 1",
    ],
  ];
  for (const [make, message] of refused) assertThrows(make, RangeError, message);
});

Deno.test("scales and variances that would make NaN of samples and densities are refused", () => {
  const sde = { schedule: geometricSchedule(.01, 1), score: exactScore };
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => reverseSde({ ...sde, startVariance: -1 }), "startVariance must be a finite number at"],
    [() => reverseSde({ ...sde, startVariance: Infinity }), "current value is Infinity"],
    [() => reverseSde({ ...sde, noiseScale: NaN }), "noiseScale must be a finite number at least"],
    [() => likelihood({ ...sde, dataVariance: -1e9 }), "dataVariance must be a finite number at"],
  ];
  for (const [make, message] of refused) assertThrows(make, RangeError, message);
  reverseSde({ ...sde, startVariance: 0, noiseScale: 0 });
});

Deno.test("options with mistyped names are refused by every sampler, with what was meant", () => {
  const usual = { steps: 10, stepSize: .1, mode: "graph" } as const, key = random.key(1);
  const ladder = { ...usual, temperatures: [1, 2] };
  const schedule = geometricSchedule(.01, 1), sde = { schedule, score: exactScore };
  const move = annealedMove(exactScore, 2, "target score"), start = tf.zeros([4, 2]) as Tensor;
  const chains = { ...ladder, count: 4, kept: 1, seed: 1 };
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => langevin(gmm, { ...usual, stepsize: .2 } as never), "stepSize"],
    [() => mala(gmm, { ...usual, adaptfor: 5 } as never), "adaptFor"],
    [() => parallelTempering(gmm, { ...ladder, acceptence: .9 } as never), "acceptance"],
    [() => relax(gmm, start, { ...usual, key, temprature: 2 } as never), "temperature"],
    [() => reverseSde({ ...sde, noisescale: 2 } as never), "noiseScale"],
    [() => weightedSde({ schedule, move, resamplng: "systematic" } as never), "resampling"],
    [() => likelihood({ ...sde, datavariance: 1 } as never), "dataVariance"],
    [() => temperedSamples(gmm, { ...chains, spred: 2 } as never), "spread"],
    [
      () => monteCarloScore(gmm, key, start, tf.tensor1d([1]), { samples: 2, clp: 1 } as never),
      "clip",
    ],
  ];
  for (const [make, meant] of refused) {
    assertThrows(make, RangeError, `(did you mean ${meant}?)`);
  }
  // Names like none of theirs, too: nobody hands options on to them.
  const made: readonly ((other: object) => unknown)[] = [
    (other) => langevin(gmm, { ...usual, ...other }),
    (other) => mala(gmm, { ...usual, ...other }),
    (other) => parallelTempering(gmm, { ...ladder, ...other }),
    (other) => relax(gmm, start, { ...usual, key, ...other }),
    (other) => reverseSde({ ...sde, ...other }),
    (other) => weightedSde({ schedule, move, ...other }),
    (other) => likelihood({ ...sde, ...other }),
    (other) => temperedSamples(gmm, { ...chains, ...other }),
  ];
  for (const make of made) {
    assertThrows(() => make({ colour: "red" }), RangeError, "Unknown option colour: accepted are");
  }
});

Deno.test("step sizes and how they adapt are checked alike by MALA and tempering", () => {
  const usual = { steps: 10, stepSize: .1, mode: "graph" } as const;
  const refused: readonly (readonly [object, string])[] = [
    [{ stepSize: undefined }, "Cannot take steps of size undefined"],
    [{ stepSize: -.1 }, "Cannot take steps of size -0.1"],
    [{ stepSize: NaN }, "Cannot take steps of size NaN"],
    [{ stepSize: Infinity }, "Cannot take steps of size Infinity"],
    [{ adaptFor: 11 }, "adaptFor must be an integer from 0 to the 10 steps: current value is 11"],
    [{ adaptFor: -1 }, "current value is -1"],
    [{ adaptFor: .5 }, "current value is 0.5"],
    [{ adaptFor: NaN }, "current value is NaN"],
    [{ acceptance: 0 }, "acceptance must be a share above 0 and below 1: current value is 0"],
    [{ acceptance: 1 }, "current value is 1"],
    [{ acceptance: 55 }, "current value is 55"],
  ];
  const makes = [
    (how: object) => mala(normal, { ...usual, ...how }),
    (how: object) => parallelTempering(normal, { ...usual, temperatures: [1, 2], ...how }),
  ];
  for (const make of makes) {
    for (const [wrong, message] of refused) {
      assertThrows(() => make(wrong), RangeError, message);
    }
    make({ adaptFor: 10, acceptance: .9 });
  }
});

Deno.test("a reverse SDE that starts as wide as noised data ends as wide as data", () => {
  const schedule = geometricSchedule(0.05, 1.5), wide = schedule.h(1) + 1;
  const ends = [undefined, wide].map((startVariance) => {
    const sampler = reverseSde({
      ...{ schedule, steps: 200, mode: "graph" as const },
      score: (_: Record<string, never>, x, { h }: NoiseLevel) => normal.score(x, h),
      ...(startVariance !== undefined && { startVariance }),
    });
    return variance(values(run(sampler, random.key(6), {}, [8000, 1]).x));
  }) as [number, number];
  // x_0 given x is N(x/(1 + h), h/(1 + h)).
  const h = schedule.h(1);
  assertAlmostEquals(ends[0], h / wide + h / wide ** 2, 0.05);
  assertAlmostEquals(ends[1], 1, 0.05);
});

Deno.test("MALA and tempering refuse to project what pushes out, and other shapes than the start's", () => {
  const away = gaussianMixture({ means: [[0, 3]], deviation: 1 });
  const project = (x: Tensor) => tf.mul(x, tf.tensor2d([[1, 0]]));
  const options = { steps: 2, stepSize: .1, mode: "graph", project } as const;
  const ladder = { ...options, temperatures: [1, 2] };
  const start = tf.zeros([3, 2]) as Tensor, key = random.key(1);
  for (const sampler of [mala(away, options), parallelTempering(away, ladder)]) {
    assertThrows(() => sampler.init(key, { start }, [3, 2]), RangeError, "leads out of it by 3");
  }
  const chains = [mala(away, options), langevin(away, options), parallelTempering(away, ladder)];
  for (const sampler of chains) {
    assertThrows(
      () => sampler.init(key, { start }, [2, 2]),
      RangeError,
      "shape [2,2] that start in shape [3,2]",
    );
  }
});
