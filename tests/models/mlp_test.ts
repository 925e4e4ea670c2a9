import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, type Tensor1D, tf } from "../../lib/tensor/mod.ts";
import { countParameters } from "../../lib/nn/parameters.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { tasks } from "../../lib/papers/ired/tasks/mod.ts";
import { assertEnergyContract } from "./contract.ts";

const small = mlp({ conditionSize: 6, answerSize: 4, width: 16, timeFeatures: 8 });

Deno.test("the paper's networks have the paper's numbers of parameters", () => {
  const counts = { addition: 1_642_640, completion: 1_437_840, inverse: 1_437_840 };
  for (const [name, count] of Object.entries(counts)) {
    const network = tasks[name as keyof typeof counts].networks.mlp!.create();
    assertEquals(countParameters(network.parameters), count);
  }
});

Deno.test("mlp() keeps the contract of energy networks", () =>
  tf.tidy(() => {
    const x = random.normal(random.key(2), [5, 2, 3]), y = random.normal(random.key(3), [5, 2, 2]);
    assertEnergyContract(small, { x }, y);
  }));

Deno.test("mlp() draws its parameters as PyTorch does, by key", () =>
  tf.tidy(() => {
    const params = small.init(random.key(1));
    const again = small.init(random.key(1)), other = small.init(random.key(2));
    const fanIn: Record<string, number> = { "layer1": 10, "layer1/answer": 10, "readout": 16 };
    for (const [name, { shape, bound }] of Object.entries(small.parameters)) {
      assertEquals(params[name]!.shape, shape);
      const layer = name.replace(/\/(kernel|bias)$/, "");
      if (layer in fanIn) assertEquals(bound, 1 / Math.sqrt(fanIn[layer]!));
      const drawn = Array.from(params[name]!.dataSync());
      assert(drawn.every((v) => Math.abs(v) <= bound));
      if (drawn.length >= 64) assert(Math.max(...drawn.map(Math.abs)) > 0.8 * bound);
      assertEquals(drawn, Array.from(again[name]!.dataSync()));
      assert(drawn.some((v, i) => v !== other[name]!.dataSync()[i]));
    }
  }));

Deno.test("mlp() is the perceptron that its docstring describes", () =>
  tf.tidy(() => {
    const p = Object.fromEntries(
      Object.entries(small.init(random.key(1))).map(([name, v]) => [name, v.arraySync()]),
      // deno-lint-ignore no-explicit-any
    ) as Record<string, any>;
    const affine = (kernel: number[][], bias: number[], v: number[]) =>
      bias.map((b, j) => v.reduce((sum, a, i) => sum + a * kernel[i]![j]!, b));
    const swish = (v: number[]) => v.map((a) => a / (1 + Math.exp(-a)));
    const x = [0.5, -1, 2, 0.25, -0.75, 1], y = [0.1, -0.9, 1.5, 0.3], t = 7;
    const angles = Array.from({ length: 4 }, (_, k) => t * 10000 ** (-k / 3));
    // Φ by its series, which is independent of tf.erf.
    const normal = (a: number) => {
      let term = a, sum = a;
      for (let n = 1; n < 60; n++) sum += term *= (a * a) / (2 * n + 1);
      return 0.5 + sum * Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
    };
    const dense = (name: string, v: number[]) => affine(p[`${name}/kernel`], p[`${name}/bias`], v);
    const hidden = dense("time/dense1", [...angles.map(Math.sin), ...angles.map(Math.cos)]);
    const time = dense("time/dense2", hidden.map((a) => a * normal(a)));
    const kernel = [...p["layer1/condition/kernel"], ...p["layer1/answer/kernel"]];
    let h = swish(affine(kernel, p["layer1/bias"], [...x, ...y]));
    for (const layer of ["layer2", "layer3"]) {
      const film = dense(`${layer}/film`, time);
      h = swish(dense(layer, h).map((z, i) => (1 + film[i]!) * z + film[i + 16]!));
    }
    const expected = dense("readout", h).reduce((sum, o) => sum + o * o, 0);
    const params = small.init(random.key(1));
    const encoded = small.encode(params, { x: tf.tensor2d([x]) });
    const level = tf.tensor1d([t], "int32") as Tensor1D;
    const actual = small.energy(params, encoded, tf.tensor2d([y]) as Tensor, level).dataSync()[0]!;
    assert(Math.abs(actual - expected) < 1e-5 * expected, `${actual} and ${expected}`);
  }));

Deno.test("mlp() refuses answers of another size than it was made for", () =>
  tf.tidy(() => {
    const network = mlp({ conditionSize: 2, answerSize: 3, width: 4 });
    const params = network.init(random.key(1));
    const encoded = network.encode(params, { x: tf.zeros([6, 2]) });
    const t = tf.tensor1d([0], "int32"),
      message = "must have 3 entries for each problem: they have";
    // As many entries in all as four answers of the right size.
    const y = tf.zeros([6, 2]);
    assertThrows(() => network.energy(params, encoded, y, t), TypeError, `${message} 2`);
    assertThrows(() => network.readout!(params, encoded, y, t), TypeError, `${message} 2`);
  }));

Deno.test("mlp() refuses impossible sizes", () => {
  const sizes = { conditionSize: 6, answerSize: 4 };
  for (
    const wrong of [
      { conditionSize: 0 },
      { answerSize: 1.5 },
      { width: -1 },
      { width: NaN },
      { timeFeatures: 7 },
      { timeFeatures: 2 },
      { levels: 0 },
    ]
  ) {
    const [name, value] = Object.entries(wrong)[0]!;
    assertThrows(() => mlp({ ...sizes, ...wrong }), RangeError, `${name} must be`);
    assertThrows(() => mlp({ ...sizes, ...wrong }), RangeError, `current value is ${value}`);
  }
  assertThrows(
    () => mlp({ ...sizes, widht: 8 } as typeof sizes),
    RangeError,
    "Unknown option widht (did you mean width?): accepted are conditionSize",
  );
});
