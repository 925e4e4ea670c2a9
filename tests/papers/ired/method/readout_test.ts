/** Read-outs: what turns an energy network into a predictor. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random, type Tensor, tf } from "../../../../lib/tensor/mod.ts";
import { feedforwardAnswer } from "../../../../lib/papers/ired/method/feedforward.ts";
import { readoutLike } from "../../../../lib/papers/ired/method/readout.ts";
import type { EnergyNetwork } from "../../../../lib/energy/energy_network.ts";
import { matrixExchangeable } from "../../../../lib/models/matrix_exchangeable.ts";
import { mlp } from "../../../../lib/models/mlp.ts";
import { countParameters } from "../../../../lib/nn/parameters.ts";
import { tasks } from "../../../../lib/papers/ired/tasks/mod.ts";
import { levelsOf, relativeError } from "../../../models/contract.ts";
import { distance, sumPerExample } from "./ideal.ts";

const small = { width: 4, layers: 2, timeFeatures: 8 };
const networks = [
  mlp({ conditionSize: 36, answerSize: 36, width: 8, timeFeatures: 8 }),
  matrixExchangeable({ problem: "inverse", ...small }),
];

for (const network of networks) {
  Deno.test(`the squares of the read-out of ${network.name} add up to its energy`, () =>
    tf.tidy(() => {
      const x = random.normal(random.key(1), [3, 1, 6, 6]),
        y = random.normal(random.key(2), [3, 6, 6]);
      const params = network.init(random.key(3)), t = levelsOf([0, 4, 9]);
      const encoded = network.encode(params, { x });
      const outputs = network.readout!(params, encoded, y, t);
      const energy = network.energy(params, encoded, y, t);
      assert(relativeError(sumPerExample(tf.square(outputs)), energy) < 1e-6);
      const like = readoutLike(network, params, encoded, y, t);
      assertEquals(like.shape, y.shape);
      // The mean over outputs, by their entries.
      const count = outputs.size / y.size;
      const values = outputs.dataSync<"float32">();
      const expected = Array.from(
        { length: y.size },
        (_, i) => values.slice(i * count, (i + 1) * count).reduce((sum, v) => sum + v) / count,
      );
      assert(distance(like, tf.tensor(expected, y.shape)) < 1e-6);
      const answer = feedforwardAnswer(network, params, { x }, y.shape);
      const zero = tf.zeros(y.shape as [number]);
      assert(distance(answer, readoutLike(network, params, encoded, zero, levelsOf([0]))) < 1e-6);
      assert(distance(answer, like) > 1e-3);
    }));
}

Deno.test("networks of every experiment predict in the shape of its answers", () =>
  tf.tidy(() => {
    let seen = 0;
    for (const task of Object.values(tasks)) {
      const { condition, answer } = task.sample(random.key(1), 2, "train");
      for (const { create } of Object.values(task.networks)) {
        const network = create();
        if (countParameters(network.parameters) > 2e6 || !network.readout) continue;
        seen++;
        const params = network.init(random.key(2)), t = levelsOf([3]);
        const encoded = network.encode(params, condition);
        assertEquals(readoutLike(network, params, encoded, answer, t).shape, answer.shape);
        const outputs = network.readout(params, encoded, answer, t);
        const energy = network.energy(params, encoded, answer, t);
        // The path network of the paper adds its outputs up as they are; another takes means.
        const sums = [
          tf.square(outputs),
          outputs,
          tf.div(tf.square(outputs), outputs.shape.at(-1)!),
        ];
        const errors = sums.map((sum) => relativeError(sumPerExample(sum), energy));
        assert(Math.min(...errors) < 1e-5, `${network.name}: ${errors}`);
      }
    }
    assert(seen >= 10, `${seen}`);
  }));

Deno.test("a read-out that does not fit the answer is refused", () =>
  tf.tidy(() => {
    const network = {
      name: "odd",
      readout: () => tf.zeros([2, 7]) as Tensor,
    } as unknown as EnergyNetwork;
    const y = tf.zeros([2, 3]);
    assertThrows(
      () => readoutLike(network, {}, {}, y, levelsOf([0])),
      TypeError,
      "its read-out has shape [2,7], accepted are [2,3] and [2,3,k]",
    );
  }));
