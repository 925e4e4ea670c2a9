/** A task's weights in the loss of every method. */
import { assert, assertAlmostEquals } from "@std/assert";
import { random, tf } from "lib/tensor/mod.ts";
import { mlp } from "lib/models/mlp.ts";
import { methods } from "lib/papers/ired/method/methods.ts";
import { corrected } from "lib/papers/ired/method/options.ts";
import { schedule } from "./ideal.ts";

const network = mlp({ conditionSize: 2, answerSize: 3, width: 8, timeFeatures: 4 });

for (const method of Object.values(methods)) {
  Deno.test(`the loss of ${method.name} is linear in the weights of entries, 1 where there are none`, () =>
    tf.tidy(() => {
      const params = network.init(random.key(1));
      const x = random.normal(random.key(2), [4, 2]), answer = random.normal(random.key(3), [4, 3]);
      const options = { ...corrected.loss, contrastWeight: 0 };
      const lossOf = (weights?: number[]) => {
        const hooks = weights ? { weight: () => tf.tile(tf.tensor2d([weights]), [4, 1]) } : {};
        const setting = { network, schedule, options, hooks };
        const batch = { condition: { x }, answer };
        const { parts } = method.lossAndGradients(setting, params, batch, random.key(4));
        return parts.loss.dataSync()[0]!;
      };
      const each = [0, 1, 2].map((k) => lossOf([0, 1, 2].map((i) => i === k ? 1 : 0)));
      const whole = each.reduce((sum, one) => sum + one);
      assert(each.every((one) => one > 1e-4), `${each}`);
      assertAlmostEquals(lossOf(), whole, 1e-5 * whole);
      const expected = 2 * each[0]! + 0.5 * each[1]! + 7 * each[2]!;
      assertAlmostEquals(lossOf([2, 0.5, 7]), expected, 1e-5 * expected);
    }));
}
