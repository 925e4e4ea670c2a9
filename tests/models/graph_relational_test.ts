import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { graphRelational } from "../../lib/models/graph_relational.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";
import { drawGraphs, renumber, shuffled } from "./graphs.ts";

const t = [0, 5, 9];

function evaluate(network: EnergyNetwork, x: Tensor, y: Tensor) {
  const params = network.init(random.key(5));
  const encoded = network.encode(params, { x });
  return energyAndGradient((z) => network.energy(params, encoded, z, levelsOf(t)), y);
}

const swap = (y: Tensor) => tf.transpose(y, [0, 2, 1]);

for (const n of [2, 7, 12, 18]) {
  Deno.test(`graphRelational(): numbering ${n} nodes in another way keeps the energy`, () =>
    tf.tidy(() => {
      const network = graphRelational();
      const { x, y } = drawGraphs(n, 3);
      const one = evaluate(network, x, y);
      for (const seed of [1, 2]) {
        const order = shuffled(n, seed);
        const other = evaluate(network, renumber(x, order), renumber(y, order));
        assert(relativeError(other.energy, one.energy) < 1e-5);
        assert(relativeError(other.gradient, renumber(one.gradient, order)) < 1e-5);
      }
    }));

  Deno.test(`graphRelational(): transposing answers for ${n} nodes keeps the energy`, () =>
    tf.tidy(() => {
      const { x, y } = drawGraphs(n, 3);
      const one = evaluate(graphRelational(), x, y),
        other = evaluate(graphRelational(), x, swap(y));
      assert(relativeError(other.energy, one.energy) < 1e-5);
      assert(relativeError(other.gradient, swap(one.gradient)) < 1e-5);
    }));
}

Deno.test("graphRelational(): renumbering the answer alone changes the energy", () =>
  tf.tidy(() => {
    const { x, y } = drawGraphs(7, 3);
    const one = evaluate(graphRelational(), x, y);
    const other = evaluate(graphRelational(), x, renumber(y, shuffled(7, 1)));
    const ratios = tf.div(other.energy, one.energy).dataSync();
    assert(ratios.every((ratio) => Math.abs(ratio - 1) > 1e-5), `${ratios}`);
  }));

Deno.test("graphRelational(): any sizes keep the symmetry", () => {
  const size = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      size(9),
      size(4),
      size(3),
      size(4),
      size(4),
      fc.integer(),
      (n, width, layers, answerLayers, relations, outputs, seed) =>
        tf.tidy(() => {
          const network = graphRelational({
            width,
            layers,
            answerLayers,
            relations,
            outputs,
            timeFeatures: 8,
          });
          const { x, y } = drawGraphs(n, 3, seed);
          const order = shuffled(n, seed);
          const one = evaluate(network, x, y);
          const other = evaluate(network, renumber(x, order), swap(renumber(y, order)));
          assert(relativeError(other.energy, one.energy) < 1e-5);
        }),
    ),
    { numRuns: 10 },
  );
});

Deno.test("graphRelational() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { x, y } = drawGraphs(6, 3);
    assertEnergyContract(graphRelational(), { x }, y);
  }));

Deno.test("graphRelational(): each parameter moves the energy", () =>
  tf.tidy(() => {
    const { x, y } = drawGraphs(8, 3);
    const network = graphRelational();
    const params = network.init(random.key(5));
    const names = Object.keys(params);
    assertEquals(names.sort(), Object.keys(network.parameters).sort());
    const gradients = tf.grads((...tensors: Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
      return tf.sum(network.energy(p, network.encode(p, { x }), y, levelsOf(t)));
    })(names.map((name) => params[name]!));
    gradients.forEach((gradient, i) =>
      assert(tf.max(tf.abs(gradient)).dataSync()[0]! > 0, names[i])
    );
  }));

Deno.test("graphRelational(): the energy is the sum of squares of the read-out", () =>
  tf.tidy(() => {
    const { x, y } = drawGraphs(6, 3);
    const network = graphRelational({ outputs: 2 });
    const params = network.init(random.key(1));
    const encoded = network.encode(params, { x });
    const read = network.readout!(params, encoded, y, levelsOf(t));
    assertEquals(read.shape, [3, 6, 6, 2]);
    const energy = network.energy(params, encoded, y, levelsOf(t));
    assert(relativeError(tf.sum(tf.square(read), [1, 2, 3]), energy) < 1e-6);
  }));

Deno.test("graphRelational() refuses impossible sizes", () => {
  for (
    const wrong of [{ width: 0 }, { layers: 1.5 }, { answerLayers: -1 }, { relations: NaN }, {
      timeFeatures: 7,
    }]
  ) {
    const [name, value] = Object.entries(wrong)[0]!;
    assertThrows(() => graphRelational(wrong), RangeError, `${name} must be`);
    assertThrows(() => graphRelational(wrong), RangeError, `current value is ${value}`);
  }
});
