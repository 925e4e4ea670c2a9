/** Representation, network, training, sampling and projection, small. */
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { generateCrystals } from "lib/datasets/crystals.ts";
import { expand } from "lib/datasets/crystals/crystal.ts";
import { toBatch } from "lib/papers/symmcd/batch.ts";
import { crystalDenoiser } from "lib/papers/symmcd/denoiser.ts";
import { drawFrames, loadCrystals, sampleCrystals } from "lib/papers/symmcd/generate.ts";
import { crystalLoss } from "lib/papers/symmcd/loss.ts";
import {
  examine,
  jensenShannon,
  referenceOf,
  scoresOf,
  templatesOf,
  wasserstein,
} from "lib/papers/symmcd/metrics.ts";
import { crystalSchedule } from "lib/papers/symmcd/noise.ts";
import { toAtoms, toSymmetric } from "lib/papers/symmcd/project.ts";
import { statisticsOf, toArrays } from "lib/papers/symmcd/representation.ts";
import { train } from "lib/papers/symmcd/train.ts";
import { rng } from "lib/datasets/rng.ts";
import { shortestDistance } from "lib/datasets/crystals/distances.ts";
import { moyo } from "../../support/moyo.ts";
import { identify, symmetrise } from "lib/papers/symmcd/identify.ts";
import { readMp20 } from "lib/datasets/crystals/mp20.ts";
import {
  findOperations,
  metricOfRows,
  spaceGroup,
  type Triple,
} from "lib/symmetry/space_groups/mod.ts";
import { random, tf } from "lib/tensor/mod.ts";

const crystals = generateCrystals(24, 8);
const small = { width: 8, layers: 2, frequencies: 2, latent: 4, levels: 10 };
const weights = { lattice: 5, positions: 1, elements: 1, symbols: 10 };

/** A crystal as a perfect network would give it, moved a little. */
function asMade(i: number, noise: number) {
  const crystal = crystals[i]!, source = rng(i);
  const { k, s } = toArrays(crystal, "orbits");
  return {
    group: crystal.group,
    k: [...k],
    x: crystal.sites.map(({ x }) =>
      x.map((value) => value + noise * (source.uniform() - 0.5)) as unknown as Triple
    ),
    elements: crystal.sites.map(({ element }) => element),
    codes: crystal.sites.map((_, n) => [...s.slice(15 * n, 15 * n + 15)]),
  };
}

Deno.test("a crystal survives the way into arrays and back through the projection", () => {
  crystals.forEach((crystal, i) => {
    const { crystal: back, moved, axes } = toSymmetric(asMade(i, 0));
    assertEquals(back.sites.map(({ letter }) => letter), crystal.sites.map(({ letter }) => letter));
    back.sites.forEach(({ x }, n) =>
      x.forEach((value, j) => {
        const apart = value - crystal.sites[n]!.x[j]!;
        assertAlmostEquals(apart - Math.round(apart), 0, 1e-6);
      })
    );
    back.k.forEach((value, j) => assertAlmostEquals(value, crystal.k[j]!, 1e-6));
    assert(moved.every((distance) => distance < 1e-4) && axes.every((wrong) => wrong === 0));
  });
});

Deno.test("whatever is projected has all operations of its group, exactly, and moyo finds them", () => {
  const source = rng(9);
  let judged = 0;
  crystals.forEach((_, i) => {
    const made = asMade(i, 0);
    const x = made.x.map((): Triple => [source.uniform(), source.uniform(), source.uniform()]);
    const codes = made.codes.map((code) =>
      code.map((symbol) => source.int(4) ? symbol : source.int(13))
    );
    const { crystal } = toSymmetric({ ...made, x, codes }, { places: "free" });
    const { lattice, positions, numbers } = expand(crystal);
    const { operations } = spaceGroup(crystal.group);
    const atoms = { metric: metricOfRows(lattice), positions, kinds: numbers };
    assert(findOperations(atoms, 1e-5).length >= operations.length);
    if (shortestDistance({ lattice, positions }) < 0.05) return; // on one another: moyo refuses
    judged++;
    const cell = {
      lattice: { basis: lattice as never },
      positions: positions as never,
      numbers: [...numbers],
    };
    const theirs = moyo.analyze_cell(JSON.stringify(cell), 0.001, "Standard");
    // A supergroup at most: all of the group's operations are among those found.
    assert(theirs.operations.length >= operations.length, `${crystal.group}: ${theirs.number}`);
    if (theirs.operations.length === operations.length) assertEquals(theirs.number, crystal.group);
  });
  assert(judged >= 12, `${judged} judged`);
});

Deno.test("the network does not care about the order of nodes, nor about places that are empty", () => {
  for (const nodes of ["orbits", "atoms"] as const) {
    const denoiser = crystalDenoiser({ ...small, nodes });
    const made = tf.tidy(() => {
      const params = denoiser.init(random.key(0));
      const [n, m] = [2, 4];
      const a = tf.softmax(random.normal(random.key(1), [n, m, 94]));
      const s = tf.softmax(random.normal(random.key(2), [n, m, 15, 13]));
      const x = random.uniform(random.key(3), [n, m, 3]);
      const k = random.normal(random.key(4), [n, 6]);
      const t = tf.tensor1d([3, 7], "int32"), group = tf.tensor1d([225, 62], "int32");
      const mask = tf.tensor2d([[1, 1, 1, 0], [1, 1, 1, 1]]);
      const first = denoiser.apply(params, { k, x, a, s, mask, group, t });
      const order = tf.tensor1d([2, 0, 1, 3], "int32");
      const swap = (value: tf.Tensor) => tf.gather(value, order, 1);
      const noise = tf.mul(tf.sub(1, tf.expandDims(swap(mask), 2)), 5);
      const second = denoiser.apply(params, {
        k,
        a: swap(a),
        s: swap(s),
        mask: swap(mask),
        group,
        t,
        x: tf.add(swap(x), noise),
      }); // deno-fmt-ignore
      const shift = denoiser.apply(params, { k, x: tf.add(x, 1), a, s, mask, group, t });
      const origin = denoiser.apply(params, { k, x: tf.add(x, 0.3), a, s, mask, group, t });
      const far = (p: tf.Tensor, q: tf.Tensor) => tf.max(tf.abs(tf.sub(p, q))).dataSync()[0]!;
      return {
        k: far(first.k, second.k),
        x: far(swap(first.x), second.x),
        period: far(first.x, shift.x),
        origin: far(first.x, origin.x),
      };
    });
    assert(made.k < 1e-5 && made.x < 1e-5 && made.period < 1e-4, JSON.stringify(made));
    assert(made.origin > 1e-3, "absolute positions matter to it");
  }
  const bad = { ...small, nodes: "cells" as "atoms" };
  assertThrows(() => crystalDenoiser(bad), RangeError, "accepted are orbits, atoms");
});

Deno.test("of a perfect answer the loss is what noise leaves", () => {
  const arrays = crystals.map((crystal) => toArrays(crystal, "orbits"));
  const statistics = statisticsOf(arrays, "orbits");
  assertAlmostEquals(statistics.elements.reduce((a, b) => a + b), 1, 1e-9);
  const batch = toBatch(arrays, 5, "orbits", statistics);
  // A network that answers zero: its error is the mean square of the targets, which is 1.
  const zero = crystalDenoiser({ ...small, nodes: "orbits" });
  const loss = crystalLoss(
    {
      ...zero,
      apply: (_, { k, x, a, s }) => ({
        k: tf.zerosLike(k),
        x: tf.zerosLike(x),
        a: tf.zerosLike(a),
        s: tf.zerosLike(s),
      }),
    },
    crystalSchedule(200),
    statistics,
    weights,
  );
  const sums = [0, 0, 0, 0], many = 30;
  for (let i = 0; i < many; i++) {
    const parts = tf.tidy(() => {
      const { lattice, positions, elements, symbols } = loss({}, batch, random.key(i));
      return [lattice, positions, elements, symbols].map((part) => part.dataSync()[0]!);
    });
    parts.forEach((part, j) => sums[j]! += part / many);
  }
  assertAlmostEquals(sums[0]!, 1, 0.1);
  assertAlmostEquals(sums[1]!, 1, 0.1);
  assertAlmostEquals(sums[2]!, Math.log(94), 1e-4);
  assertAlmostEquals(sums[3]!, Math.log(13), 1e-4);
  Object.values(batch).forEach((tensor) => tensor.dispose());
  assertThrows(() => toBatch(arrays, 1, "orbits", statistics), RangeError, "was given 1 places");
});

Deno.test("a run learns, is resumed where it was, and gives crystals", async () => {
  const folder = await Deno.makeTempDir({ prefix: "symmcd-" });
  try {
    for (const nodes of ["orbits", "atoms"] as const) {
      const options = {
        denoiser: { ...small, nodes },
        slots: nodes === "orbits" ? 5 : 16,
        batch: 8,
        steps: 30,
        learningRate: 3e-3,
        weights,
        seed: 1,
      }; // deno-fmt-ignore
      const at = (name: string) => ({ folder: `${folder}/${nodes}-${name}`, data: "24 generated", logEvery: 10, mode: "graph" as const });
      const whole = train(crystals, options, {
        ...at("whole"),
        keep: { 20: `${folder}/${nodes}-part` },
      });
      assertEquals(whole.step, 30);
      assert(whole.log[2]!.elements < whole.log[0]!.elements, JSON.stringify(whole.log));
      const resumed = train(crystals, options, at("part"));
      assertEquals([resumed.step, resumed.log.length], [30, 3]);
      assertAlmostEquals(resumed.log[2]!.lattice, whole.log[2]!.lattice, 1e-4);
      const trained = loadCrystals(`${folder}/${nodes}-whole`);
      const frames = drawFrames(trained, 5, 3);
      const made = sampleCrystals(trained, frames, { seed: 2, batch: 4, mode: "graph" });
      assertEquals(made.map(({ group, x }) => ({ group, nodes: x.length })), frames);
      const again = sampleCrystals(trained, frames, { seed: 2, batch: 4, mode: "graph" });
      assertEquals(again, made);
      assert(made.every(({ x }) => x.flat().every((value) => value >= 0 && value <= 1)));
      if (nodes === "orbits") { for (const one of made) expand(toSymmetric(one).crystal); }
      else for (const one of made) toAtoms(one);
    }
    assertThrows(() => loadCrystals(`${folder}/nowhere`), Error, "there is no run.json");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("scores: distances are right on small cases, and crystals score perfectly on themselves", () => {
  const h = (...entries: [string, number][]) => new Map(entries);
  assertAlmostEquals(jensenShannon(h(["a", 1]), h(["b", 1])), 1, 1e-12);
  assertAlmostEquals(jensenShannon(h(["a", 0.5], ["b", 0.5]), h(["a", 0.5], ["b", 0.5])), 0, 1e-12);
  const direct = Math.sqrt(
    0.5 * Math.log2(1 / 0.75) + 0.5 * (0.5 * Math.log2(0.5 / 0.75) + 0.5 * Math.log2(0.5 / 0.25)),
  );
  assertAlmostEquals(jensenShannon(h(["a", 1]), h(["a", 0.5], ["b", 0.5])), direct, 1e-12);
  assertAlmostEquals(wasserstein([0, 1], [2, 3]), 2, 1e-12);
  assertAlmostEquals(wasserstein([0, 0, 4], [0, 4]), 4 / 6, 1e-12);
  const whole = crystals.map(expand);
  const all = whole.map((crystal, i) => examine({ crystal, asked: crystals[i]!.group }));
  const scores = scoresOf(all, referenceOf(templatesOf(whole), whole));
  assertEquals([scores.asAsked, scores.valid, scores.neutral, scores.fresh], [24, 24, 24, 0]);
  assertAlmostEquals(
    scores.groupDistance + scores.densityDistance + scores.elementDistance,
    0,
    1e-9,
  );
  assertAlmostEquals(scores.contact, 1, 1e-6);
  const flat = { ...whole[0]!, positions: whole[0]!.positions.map((): Triple => [0, 0, 0]) };
  assertEquals(examine({ crystal: flat, asked: 1 }).valid, false);
});

Deno.test("plain atoms find their symmetric description again", () => {
  crystals.forEach((crystal) => {
    const back = symmetrise(expand(crystal))!;
    assertEquals(back.group, crystal.group);
    const [p, q] = [back, crystal].map((one) => expand(one));
    assertEquals(p!.numbers.length, q!.numbers.length);
    assertEquals(identify(p!)?.group, crystal.group);
  });
});

const mp20 = new URL("../../../../shared/data/mp_20/", import.meta.url);

function readMp(name: string): string | undefined {
  const folder = Deno.env.get("MP20") ? `${Deno.env.get("MP20")}/` : mp20.pathname;
  try {
    return Deno.readTextFileSync(folder + name);
  } catch {
    return undefined;
  }
}

const table = readMp("val.csv");
if (!table) {
  console.error("No MP-20: set MP20 to the folder with val.csv to test its reader on it.");
}

Deno.test({
  name: "MP-20's crystals are read, and nearly all find their stated group and orbits",
  ignore: table === undefined,
  fn() {
    const rows = readMp20(table!, { source: "val.csv", limit: 60 });
    assert(rows.length > 0);
    let [stated, orbits] = [0, 0];
    for (const { group, crystal } of rows) {
      if (identify(crystal, 0.1)?.group === group) stated++;
      const symmetric = symmetrise(crystal, 0.01);
      if (!symmetric) continue;
      const whole = expand(symmetric);
      const share = whole.numbers.length / crystal.numbers.length;
      if (Number.isInteger(share) && identify(whole, 0.01)?.group === symmetric.group) orbits++;
    }
    assert(stated >= 0.95 * rows.length, `${stated} of ${rows.length} have the stated group`);
    assert(orbits >= 0.95 * rows.length, `${orbits} of ${rows.length} have orbits`);
  },
});
