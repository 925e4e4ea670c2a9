/** Descent on an energy with symmetry, and cuts of symmetric graphs. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random, type Tensor1D, tf } from "lib/tensor/mod.ts";
import { energyAndGradient } from "lib/energy/mod.ts";
import { actBy } from "lib/symmetry/mod.ts";
import { chiSquared } from "lib/records/chi_squared.ts";
import { completeBipartite, cycleGraph, hypercube, wheel } from "lib/datasets/named_graphs.ts";
import {
  cutByNetwork,
  equivariantBound,
  maxCut,
  type VertexFeatures,
} from "lib/papers/relaxed_equivariance/max_cut.ts";
import {
  asymmetry,
  descend,
  idealEnergy,
  schedule,
  trainOrbitEnergy,
  visits,
} from "lib/papers/relaxed_equivariance/orbit_energy.ts";
import {
  C4,
  corners,
  KITE,
  RECTANGLE,
  SQUARE,
  targetOrbit,
} from "lib/papers/relaxed_equivariance/square.ts";

const images = targetOrbit(C4, SQUARE, RECTANGLE);
const kites = targetOrbit(C4, SQUARE, KITE);

Deno.test("a quiet walk stays symmetric and ends at the floor", () => {
  const states = descend(idealEnergy(images), {
    runs: 1,
    seed: 1,
    innerSteps: 12,
    noise: "off",
    start: SQUARE,
  });
  assertEquals(states.length, 121);
  assert(Math.max(...states.map(({ y }) => asymmetry(C4, y))) < 1e-5);
  assertAlmostEquals(visits(states.at(-1)!.y, images).error, 0.0625, 1e-3);
});

Deno.test("noisy walks end at each image equally often", () => {
  for (const list of [images, kites]) {
    const states = descend(idealEnergy(list), {
      runs: 300,
      seed: 4,
      innerSteps: 12,
      noise: "on",
      start: SQUARE,
    });
    const { counts, error } = visits(states.at(-1)!.y, list);
    assert(chiSquared(counts).p > 0.01, `${counts}`);
    assert(error < 0.01, `${error}`);
  }
});

Deno.test("the averaged energy is invariant, trained or not", () => {
  const energy = trainOrbitEnergy(C4, kites, { seed: 1, steps: 2, batch: 8 });
  const y = [...KITE.map((v) => v * 0.7)];
  const t = tf.tensor1d([3], "int32");
  const values = C4.elements.map((g) =>
    energy.energy(energy.params, tf.tensor2d([actBy(corners, g, y)]), t).dataSync()[0]!
  );
  values.forEach((v) => assertAlmostEquals(v, values[0]!, 1e-6));
});

Deno.test("a trained energy's gradient tells the noise", () => {
  const { energy, params } = trainOrbitEnergy(C4, [new Array<number>(8).fill(0)], {
    ...{ seed: 1, steps: 60, batch: 64 },
  });
  // Of the one image 0, all of y is noise: y = σ·ε. No gradient errs by the mean of ε², which is 1.
  const t = tf.tensor1d([schedule.levels - 1], "int32") as Tensor1D;
  const epsilon = random.normal(random.key(9), [500, 8]);
  const y = tf.mul(epsilon, schedule.sigma[schedule.levels - 1]!);
  const { gradient } = energyAndGradient((y) => energy(params, y, t), y);
  const error = tf.mean(tf.squaredDifference(gradient, epsilon)).dataSync()[0]!;
  assert(error < 0.3, `${error}`);
});

Deno.test("bounds of equivariant cuts", () => {
  assertAlmostEquals(equivariantBound(cycleGraph(8).adjacency), 4, 1e-9);
  assertAlmostEquals(equivariantBound(hypercube(3).adjacency), 6, 1e-9);
  assertAlmostEquals(equivariantBound(completeBipartite(2, 4).adjacency), 8, 1e-9); // two orbits
  assertAlmostEquals(equivariantBound(wheel(6).adjacency), 6.75, 1e-9);
  assertEquals(maxCut(cycleGraph(8).adjacency), 8);
  assertEquals(maxCut(cycleGraph(7).adjacency), 6);
});

Deno.test("a network that is told nothing cuts half of a ring, whatever its weights", () => {
  const [cut] = cutByNetwork([cycleGraph(6)], { features: "nothing", seed: 1, steps: 3, draws: 2 });
  assert(cut! <= 3 + 1e-5, `${cut}`);
});

Deno.test("trained networks cut all of a ring if told labels, most of it by noise, half if told nothing", () => {
  const cut = (features: VertexFeatures) =>
    cutByNetwork([cycleGraph(6)], { features, seed: 1, steps: 60, draws: 8 })[0]!;
  // All six edges can be cut; where all vertices are alike, at most half of them, at p = ½.
  assert(cut("nothing") > 2.99, `${cut("nothing")}`);
  assert(cut("canonical labels") > 5.9);
  const byNoise = cut("noise");
  assert(byNoise > 5 && byNoise <= 6 + 1e-5, `${byNoise}`);
});

Deno.test("a noisy walk on one landscape settles at the variance of its steps", () => {
  // Of one image: y ← √ᾱ·y₀ + (1 - η)(y - √ᾱ·y₀) + √(2η)·σ·ε, whose variance is σ²/(1 - η/2).
  const innerSteps = 30, top = schedule.levels - 1;
  const walk = descend(idealEnergy([RECTANGLE]), {
    ...{ runs: 300, seed: 2, innerSteps, noise: "on", start: SQUARE },
  });
  const { y, level } = walk[innerSteps]!;
  assertEquals(level, top);
  const scale = schedule.sqrtAlphaBar[top]!, n = 300 * 8;
  const square = y.reduce(
    (sum, one) => one.reduce((s, v, i) => s + (scale * (v - RECTANGLE[i]!)) ** 2 / n, sum),
    0,
  );
  const wanted = schedule.sigma[top]! ** 2 / 0.9;
  assertAlmostEquals(square, wanted, 5 * wanted * Math.sqrt(2 / n));
});

Deno.test("the bound of equivariant cuts is found from other starts than all on one side", () => {
  // {1, 3} against {0, 2, 4} cuts all edges but 1–3, and keeps 2 and 4, which may be exchanged, together.
  const graph = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (const [a, b] of [[0, 3], [1, 2], [1, 3], [1, 4], [2, 3], [3, 4]] as const) {
    graph[a]![b] = graph[b]![a] = 1;
  }
  assertAlmostEquals(equivariantBound(graph), 5, 1e-9);
  assertEquals(maxCut(graph), 5, "two triangles share an edge: one of the six stays");
});
