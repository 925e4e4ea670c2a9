import { assert, assertEquals, assertThrows } from "@std/assert";
import { backend, operationsRun, random, type Tensor, tf } from "../../lib/tensor/mod.ts";
import type { EnergyNetwork } from "../../lib/energy/energy_network.ts";
import { countParameters, type Params } from "../../lib/nn/parameters.ts";
import { energyAndGradient } from "../../lib/energy/energy_gradient.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { iredLearner } from "../../lib/papers/ired/training.ts";
import { compileUpdate, initialState, numbersAt } from "../../lib/training/trainer.ts";
import { graphNlm, unusedNlmParameters } from "../../lib/models/graph_nlm.ts";
import { assertEnergyContract, levelsOf, relativeError } from "./contract.ts";
import { drawGraphs, renumber, shuffled } from "./graphs.ts";
import { naiveNlm } from "./graph_nlm_naive.ts";

Deno.test("graphNlm() has the parameters of the released code, less those it never uses", () => {
  for (const [width, all] of [[32, 52_129], [64, 133_889]] as const) {
    const used = countParameters(graphNlm({ width }).parameters);
    assertEquals(used + unusedNlmParameters(width), all);
  }
  assertEquals(unusedNlmParameters(), 15_424);
  assertEquals(countParameters(graphNlm().parameters), 36_705);
});

/** Energy, its slope, and the gradient of a loss of that slope by each parameter. */
function evaluate(network: EnergyNetwork, params: Params, x: Tensor, y: Tensor, t: number[]) {
  const names = Object.keys(params);
  const slope = (p: Params) =>
    energyAndGradient((z) => network.energy(p, network.encode(p, { x }), z, levelsOf(t)), y);
  const loss = (...tensors: Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    return tf.mean(tf.square(tf.sub(slope(p).gradient, 1)));
  };
  const { grads } = tf.valueAndGrads(loss)(names.map((name) => params[name]!));
  return {
    ...slope(params),
    byParameter: Object.fromEntries(names.map((name, i) => [name, grads[i]!])),
  };
}

for (const n of [2, 3, 5, 12]) {
  Deno.test(`graphNlm() is the plain Neural Logic Machine, on ${n} nodes`, () =>
    tf.tidy(() => {
      // Directed graphs too: the network knows no symmetry.
      const y = random.normal(random.key(2), [3, n, n]);
      const x = tf.sign(random.normal(random.key(3), [3, n, n, 1]));
      for (const network of [graphNlm(), graphNlm({ width: 8, pairTimeFeatures: 6 })]) {
        const params = network.init(random.key(4));
        const fast = evaluate(network, params, x, y, [0, 4, 9]);
        const plain = evaluate(naiveNlm(network), params, x, y, [0, 4, 9]);
        assert(relativeError(fast.energy, plain.energy) < 1e-6);
        assert(relativeError(fast.gradient, plain.gradient) < 1e-5);
        for (const [name, gradient] of Object.entries(fast.byParameter)) {
          // In the plain form all k tie for the largest τ, and TensorFlow.js counts each of them.
          if (name.startsWith("time/") && n > 2) continue;
          const expected = plain.byParameter[name]!;
          // Two nodes make no triple.
          if (tf.max(tf.abs(expected)).dataSync()[0] === 0) {
            assertEquals([n, tf.max(tf.abs(gradient)).dataSync()[0]], [2, 0], name);
          } else assert(relativeError(gradient, expected) < 1e-4, name);
        }
      }
    }));
}

Deno.test("graphNlm(): second derivatives of the time's parameters are those of differences", () =>
  tf.tidy(() => {
    const network = graphNlm({ width: 8, pairTimeFeatures: 6, timeFeatures: 8 });
    const { x, y } = drawGraphs(5, 2);
    const params = network.init(random.key(6));
    const name = "time/dense2/bias", h = 1e-2;
    const { byParameter } = evaluate(network, params, x, y, [1, 7]);
    const at = (i: number, step: number) => {
      const moved = { ...params, [name]: tf.add(params[name]!, tf.mul(step, unit(i, 6))) };
      const { gradient } = energyAndGradient(
        (z) => network.energy(moved, network.encode(moved, { x }), z, levelsOf([1, 7])),
        y,
      );
      return tf.mean(tf.square(tf.sub(gradient, 1))).dataSync()[0]!;
    };
    const numeric = tf.tensor1d(
      Array.from({ length: 6 }, (_, i) => (at(i, h) - at(i, -h)) / (2 * h)),
    );
    assert(relativeError(byParameter[name]!, numeric) < 2e-2);
  }));

const unit = (i: number, n: number) =>
  tf.tensor1d(Array.from({ length: n }, (_, k) => k === i ? 1 : 0));

Deno.test("graphNlm(): numbering the nodes in another way keeps the energy", () =>
  tf.tidy(() => {
    const network = graphNlm();
    const params = network.init(random.key(5));
    for (const n of [4, 12, 18]) {
      const { x, y } = drawGraphs(n, 3);
      const order = shuffled(n, n);
      const find = (a: Tensor, b: Tensor) =>
        energyAndGradient(
          (z) => network.energy(params, network.encode(params, { x: a }), z, levelsOf([0, 5, 9])),
          b,
        );
      const one = find(x, y), other = find(renumber(x, order), renumber(y, order));
      assert(relativeError(other.energy, one.energy) < 1e-5);
      assert(relativeError(other.gradient, renumber(one.gradient, order)) < 1e-5);
    }
  }));

Deno.test("graphNlm() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const { x, y } = drawGraphs(6, 3);
    assertEnergyContract(graphNlm(), { x }, y);
  }));

Deno.test("graphNlm() refuses impossible sizes", () => {
  for (const wrong of [{ width: 0 }, { pairTimeFeatures: 1.5 }, { timeFeatures: 7 }]) {
    const [name, value] = Object.entries(wrong)[0]!;
    assertThrows(() => graphNlm(wrong), RangeError, `${name} must be`);
    assertThrows(() => graphNlm(wrong), RangeError, `current value is ${value}`);
  }
});

Deno.test({
  name: "graphNlm() trains with less than a tenth of the plain form's operations",
  ignore: backend().name !== "tensorflow", // others do not record, and so do not count
  fn() {
    const { x, y: answer } = drawGraphs(12, 16);
    const network = graphNlm();
    const [own, plain] = [network, naiveNlm(network)].map((one) => {
      const hooks = { negatives: (_: unknown, batch: { answer: Tensor }) => tf.neg(batch.answer) };
      const learner = iredLearner(
        { lossHooks: hooks },
        one,
        tasks.connectivity.networks.nlm!.training,
      );
      const update = compileUpdate(learner, "graph");
      const before = operationsRun();
      tf.tidy(() => {
        const state = initialState(learner, 0), numbers = numbersAt(learner, 1).scalars;
        const batch = { condition: { x }, answer };
        update({ key: random.key(1), state, batch, numbers }).metrics.loss.dataSync();
      });
      update.dispose();
      return operationsRun() - before;
    });
    tf.dispose([x, answer]);
    assert(own! > 0 && 10 * own! < plain!, `${own} against ${plain}`);
  },
});
