import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { backend, compile, operationsRun, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { countParameters } from "../../lib/nn/parameters.ts";
import { neighbourMax } from "../../lib/models/neighbour_max.ts";
import { pathConv } from "../../lib/models/path_conv.ts";
import type { TemporalShift } from "../../lib/models/time_steps.ts";
import { swish } from "../../lib/nn/layers.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";
import { naivePathConv } from "./path_conv_naive.ts";
import { drawPathBatch, renumber } from "./paths.ts";

const shifts = ["reference", "corrected"] as const;
const small = { width: 8, timeFeatures: 16, timeChannels: 4 } as const;

/** Energy, its gradient by y, and the derivative of both by each parameter. */
function derivatives(network: EnergyNetwork, { condition, y }: ReturnType<typeof drawPathBatch>) {
  const params = network.init(random.key(3));
  const names = Object.keys(params).sort();
  const t = levelsOf([0, 3, 6, 9]);
  const landscape = (p: Record<string, Tensor>) => {
    const encoded = network.encode(p, condition);
    return (z: Tensor) => network.energy(p, encoded, z, t);
  };
  const { energy, gradient } = energyAndGradient(landscape(params), y);
  const second = tf.grads((...tensors: Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    const found = energyAndGradient(landscape(p), y);
    return tf.add(tf.sum(found.energy), tf.sum(tf.square(tf.sub(found.gradient, 1))));
  })(names.map((name) => params[name]!));
  return { energy, gradient, second };
}

Deno.test("the paper's path network has 55,937 parameters", () => {
  for (const temporalShift of shifts) {
    assertEquals(countParameters(pathConv({ temporalShift }).parameters), 55_937);
  }
});

for (const temporalShift of shifts) {
  const config = { ...small, temporalShift };

  Deno.test(`${temporalShift}: factored and naive give one energy, gradient and second derivative`, () =>
    tf.tidy(() => {
      const batch = drawPathBatch(4, 7);
      const factored = derivatives(pathConv(config), batch);
      const naive = derivatives(naivePathConv(config), batch);
      assert(relativeError(factored.energy, naive.energy) < 1e-5);
      assert(relativeError(factored.gradient, naive.gradient) < 1e-5);
      factored.second.forEach((gradient, i) => {
        const error = tf.max(tf.abs(tf.sub(gradient, naive.second[i]!))).dataSync()[0]!;
        assert(error < 1e-4 * Math.max(1, tf.max(tf.abs(naive.second[i]!)).dataSync()[0]!));
      });
    }));

  Deno.test(`${temporalShift}: renumbering the nodes leaves the energy and moves its gradient`, () =>
    tf.tidy(() => {
      const network = pathConv(config);
      const params = network.init(random.key(2));
      const t = levelsOf([0, 3, 6, 9]);
      const of = ({ condition, y }: ReturnType<typeof renumber>) => {
        const encoded = network.encode(params, condition);
        return energyAndGradient((z) => network.energy(params, encoded, z, t), y);
      };
      const batch = drawPathBatch(4, 7);
      const order = [3, 0, 6, 1, 5, 2, 4];
      const before = of(batch), after = of(renumber(batch, order));
      assert(relativeError(tf.div(after.energy, before.energy), tf.ones([4])) < 1e-5);
      const moved = tf.gather(before.gradient, tf.tensor1d(order, "int32"), 2);
      assert(relativeError(after.gradient, moved) < 1e-5);
    }));

  Deno.test(`${temporalShift}: the path network keeps the contract of energy networks`, () =>
    tf.tidy(() => {
      const { condition, y } = drawPathBatch(3, 6);
      assertEnergyContract(pathConv(config), condition, y, "any energy");
    }));
}

/** For each pair of steps, whether moving y at the first moves the gradient at the second. */
function influence(temporalShift: TemporalShift): boolean[][] {
  return tf.tidy(() => {
    const network = pathConv({ ...small, temporalShift });
    const params = network.init(random.key(4));
    const { condition, y } = drawPathBatch(1, 6);
    const encoded = network.encode(params, condition);
    const gradientAt = (z: Tensor) =>
      energyAndGradient((a) => network.energy(params, encoded, a, levelsOf([5])), z).gradient;
    const before = gradientAt(y);
    return Array.from({ length: 8 }, (_, step) => {
      const bump = tf.reshape(tf.oneHot(tf.scalar(step, "int32") as Tensor, 8), [1, 8, 1, 1]);
      const difference = tf.abs(tf.sub(gradientAt(tf.add(y, tf.mul(0.5, bump))), before));
      return Array.from(tf.max(difference, [0, 2, 3]).dataSync(), (d) => d > 1e-7);
    });
  });
}

Deno.test("steps exchange information only where neighbouring steps are shifted in", () => {
  influence("reference").forEach((row, from) =>
    row.forEach((moved, to) => assertEquals(moved, from === to, `${from} to ${to}`))
  );
  // Two blocks, down and up again: a step sees those up to four away.
  influence("corrected").forEach((row, from) =>
    row.forEach((moved, to) =>
      assert(Math.abs(from - to) <= 1 ? moved : Math.abs(from - to) <= 4 || !moved, `${from} ${to}`)
    )
  );
});

Deno.test("reference: the steps between the first and the last are one function", () =>
  tf.tidy(() => {
    const network = pathConv(small);
    const params = network.init(random.key(5));
    const { condition, y } = drawPathBatch(1, 6);
    const same = tf.tile(tf.slice(y, [0, 3, 0, 0], [1, 1, 6, 1]), [1, 8, 1, 1]);
    const encoded = network.encode(params, condition);
    const { gradient } = energyAndGradient(
      (z) => network.energy(params, encoded, z, levelsOf([5])),
      same,
    );
    const rows = tf.unstack(tf.reshape(gradient, [8, 6])).map((row) => [...row.dataSync()]);
    rows.slice(2, 7).forEach((row) =>
      row.forEach((g, i) => assertAlmostEquals(g, rows[1]![i]!, 1e-6))
    );
    assert(rows[0]!.some((g, i) => Math.abs(g - rows[1]![i]!) > 1e-5));
  }));

Deno.test("neighbourMax() is the largest swish over all neighbours, on both sides of its minimum", () =>
  tf.tidy(() => {
    for (const offset of [-6, -1.3, 0, 3]) {
      const own = tf.add(random.normal(random.key(1), [2, 3, 5, 4]), offset);
      const other = random.normal(random.key(2), [2, 3, 5, 4]);
      const pair = random.normal(random.key(3), [2, 5, 5, 4]);
      const all = tf.add(
        tf.expandDims(own, 3),
        tf.add(tf.expandDims(other, 2), tf.expandDims(pair, 1)),
      );
      assert(relativeError(neighbourMax(own, other, pair), tf.max(swish(all), 3)) < 1e-6);
    }
  }));

Deno.test("neighbourMax(): of equal neighbours the first has the gradient", () =>
  tf.tidy(() => {
    const own = tf.zeros([1, 1, 3, 1]), pair = tf.zeros([1, 3, 3, 1]);
    const gradient = tf.grad((other: Tensor) => tf.sum(neighbourMax(own, other, pair)))(
      tf.tensor4d([2, 2, 0], [1, 1, 3, 1]),
    );
    // Three nodes look at them: 3 swish′(2) in all.
    const slope = 3 * tf.grad((z) => swish(z))(tf.scalar(2)).dataSync()[0]!;
    const [a, b, c] = gradient.dataSync();
    assertAlmostEquals(a!, slope, 1e-5);
    assertEquals([b, c], [0, 0]);
  }));

/** Operations of the energy and its gradient, of 16 problems. */
function gradientOperations(network: EnergyNetwork): number {
  const { condition, y } = drawPathBatch(16, 20);
  const params = network.init(random.key(1));
  const encoded = network.encode(params, condition);
  const inputs = { params, encoded, y, t: levelsOf([5]) };
  const run = compile(
    (i: typeof inputs) =>
      energyAndGradient((z) => network.energy(i.params, i.encoded, z, i.t), i.y),
    { name: network.name, mode: "graph" },
  );
  const before = operationsRun();
  run(inputs).gradient.dataSync();
  run.dispose();
  return operationsRun() - before;
}

Deno.test({
  name: "factored, the paper's path network has a twentieth of the operations",
  ignore: backend().name !== "tensorflow", // others do not record, and so do not count
  fn: () =>
    tf.tidy(() => {
      const factored = gradientOperations(pathConv()), naive = gradientOperations(naivePathConv());
      assert(factored > 0);
      assert(naive >= 20 * factored, `${naive} against ${factored}`);
    }),
});

Deno.test("pathConv() refuses impossible sizes and unknown shifts", () => {
  assertThrows(() => pathConv({ width: 0 }), RangeError, "width must be");
  assertThrows(() => pathConv({ timeFeatures: 7 }), RangeError, "timeFeatures must be");
  assertThrows(
    () => pathConv({ temporalShift: "on" as TemporalShift }),
    RangeError,
    'temporalShift must be "reference" or "corrected": current value is on',
  );
});
